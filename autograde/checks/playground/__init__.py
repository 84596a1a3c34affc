"""The hidden checks of assignment 5: everything around a playground, and a net for the spiral."""
