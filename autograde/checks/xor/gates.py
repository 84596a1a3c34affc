"""The gates of three inputs, in a fresh order."""

from __future__ import annotations

from itertools import product

from autograde.checks.arrays import Rng
from chainrule.exercises.part import Case
from chainrule.exercises.parts.xor.expected import separable_case
from chainrule.exercises.parts.xor.gates import GATES


def gate(rng: Rng) -> list[Case]:
    """All of them."""
    return [Case((name,)) for name in map(str, rng.permutation(list(GATES)))]


def separable(rng: Rng) -> list[Case]:
    """All 256 gates."""
    outputs = list(product((0, 1), repeat=8))
    return [separable_case(outputs[k]) for k in rng.permutation(256)]
