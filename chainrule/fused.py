"""Faster ways to compute some entries of the table; what they compute is what the table says."""
