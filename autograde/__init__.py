"""The grader."""
