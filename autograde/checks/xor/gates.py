"""The gates, in a fresh order."""

from __future__ import annotations

from itertools import product

from autograde.checks.arrays import Rng
from chainrule.exercises.part import Case
from chainrule.exercises.parts.xor.expected import (
    is_separable,
)
from chainrule.exercises.parts.xor.gates import GATES


def gate(rng: Rng) -> list[Case]:
    """All four."""
    return [Case((name,), GATES[name]) for name in map(str, rng.permutation(list(GATES)))]


def separable(rng: Rng) -> list[Case]:
    """All sixteen gates."""
    outputs = list(product((0, 1), repeat=4))
    return [Case((outputs[k],), is_separable(outputs[k])) for k in rng.permutation(16)]


def once(rng: Rng) -> list[Case]:
    """There is nothing to draw."""
    return [Case((), None)]


xor_with_product = xor_net = once
