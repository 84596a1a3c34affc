"""The parts of assignment 1: perceptron, logistic regression, gates."""
