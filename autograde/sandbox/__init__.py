"""Sealed grading: a student's cells run in one process, the tests judge them from another."""
