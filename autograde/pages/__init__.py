"""The look of the pages that the grader writes."""
