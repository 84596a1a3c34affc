"""The parts of assignment 5: everything around a playground, and a network for the spiral."""
