"""The class list, and who of it is missing."""
