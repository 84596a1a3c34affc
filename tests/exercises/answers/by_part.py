"""The answers that are checked in a notebook and under the seal, by part and name."""

from functools import cache, partial
from unittest.mock import patch

import numpy as np

from chainrule.exercises.part import copy_of
from chainrule.exercises.parts import assignments, parts
from tests.exercises.answers import right, wrong
from tests.exercises.answers.kinds import of_other_kinds
from tests.exercises.answers.mishaps import mishaps

seeded = partial(np.random.default_rng, 7)


def alike(part, function):
    """The same function, whose answer is the same in both processes where numbers are drawn."""
    if not parts[part].engine:
        return function

    @cache
    def trained():
        with patch.object(np.random, "default_rng", lambda *seed: seeded()):
            return function(*parts[part].cases()[0].inputs)

    return lambda *arguments: copy_of(trained())


def known(part):
    """The right and the wrong answers to a part."""
    named = {f"right {i}": function for i, function in enumerate(right[part])}
    named |= {f"wrong {i}, {name}": f for i, (name, f) in enumerate(wrong[part])}
    return {name: alike(part, function) for name, function in named.items()}


known_by_part = {part: known(part) for part in parts}

# What is no answer at all is refused by the judge, which parts have in common: one of each.
of_each_judge = {getattr(p.judge, "judge", p.judge).__qualname__: p.name for p in parts.values()}
kinds_by_part = {
    name: of_other_kinds(part, known_by_part[name]["right 0"], name in of_each_judge.values())
    for name, part in parts.items()
}

# Whatever is computed, the same happens: a part of each assignment, and the one with the engine.
some = [part for group in assignments.values() for part in group if part.number == 2 or part.engine]
mishaps_by_part = {part.name: mishaps(known_by_part[part.name]["right 0"]) for part in some}
