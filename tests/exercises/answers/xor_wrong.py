"""What learners write when it is not right yet, with the name that the check should find."""

wrong: dict = {}
