"""A sample class, and one's own work, graded as a class is."""
