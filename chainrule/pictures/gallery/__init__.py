"""What the gallery shows: points, images and boxes on them, sounds, attention."""
