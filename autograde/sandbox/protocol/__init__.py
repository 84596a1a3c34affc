"""What both sides speak."""
