"""XNOR by hand: there is nothing to draw."""

from __future__ import annotations

from autograde.checks.arrays import Rng
from chainrule.exercises.part import Case


def once(rng: Rng) -> list[Case]:
    """The only question there is."""
    return [Case(())]


xnor_with_product = xnor_net = once
