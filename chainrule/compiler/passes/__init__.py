"""Making a program shorter and faster without changing what it computes."""
