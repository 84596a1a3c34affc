"""What nbgrader's own commands call here."""
