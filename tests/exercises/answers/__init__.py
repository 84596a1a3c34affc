"""For every part, answers that are wrong in a way that has a name, and right ones.

A known mistake is its own wrong answer. The files hold those that learners write differently, and
those that no known mistake gives: what is told of them is seen by the judge.
"""

from importlib import import_module

from chainrule.exercises.parts import ASSIGNMENTS, parts


def answers(kind):
    found = {}
    for assignment in ASSIGNMENTS:
        _, name = assignment.split("_", 1)
        found |= getattr(import_module(f"tests.exercises.answers.{name}_{kind}"), kind)
    return found


written, right = answers("wrong"), answers("right")
wrong = {
    name: [(m.name, m.gives) for m in part.mistakes] + written.get(name, [])
    for name, part in parts.items()
}
