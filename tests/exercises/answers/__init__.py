"""For every part, answers that are wrong in a way that has a name, and right ones."""

from importlib import import_module

ASSIGNMENTS = ("xor", "autograd", "jacobians", "layers", "playground")


def answers(kind):
    found = {}
    for name in ASSIGNMENTS:
        found |= getattr(import_module(f"tests.exercises.answers.{name}_{kind}"), kind)
    return found


wrong, right = answers("wrong"), answers("right")
