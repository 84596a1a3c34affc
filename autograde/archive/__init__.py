"""A class in one file, and back."""
