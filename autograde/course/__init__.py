"""A course: its folders, assignments, questions and points."""
