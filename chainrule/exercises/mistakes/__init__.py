"""What is wrong with an answer: the one mistake that gives all of it, or what can be said."""
