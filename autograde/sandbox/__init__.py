"""Grading in a sandbox: a student's cells run in one process, tests judge them from another."""
