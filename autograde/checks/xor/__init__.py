"""The hidden checks of assignment 1: perceptron, logistic regression, gates."""
