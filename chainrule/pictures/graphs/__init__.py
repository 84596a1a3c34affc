"""Computation graphs as pictures: what is where, what folds, and how it is drawn."""
