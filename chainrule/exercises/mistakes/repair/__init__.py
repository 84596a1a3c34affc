"""What is wrong with a function, found in its own text: the change that makes it right."""

from chainrule.exercises.mistakes.repair.search import repair

__all__ = ["repair"]
