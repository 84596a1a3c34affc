"""A release proves itself: graded with submissions of which it is known what they should get."""
