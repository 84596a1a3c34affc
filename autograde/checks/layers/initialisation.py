"""Fresh random numbers for starting weights."""

from __future__ import annotations

from autograde.checks.arrays import Rng, sizes
from chainrule.exercises.part import Case
from chainrule.exercises.parts.layers.initialisation import he_case, xavier_case


def he_init(rng: Rng) -> list[Case]:
    """Wide, high and small matrices."""
    n, m = sizes(rng, 2)
    shapes = [(n, 50 * m), (50 * n, m), (40, 3)]
    return [he_case(rng.standard_normal(shape)) for shape in shapes]


def xavier_init(rng: Rng) -> list[Case]:
    """Wide, high and small matrices."""
    n, m = sizes(rng, 2)
    shapes = [(n, 50 * m), (50 * n, m), (40, 3)]
    return [xavier_case(rng.random(shape)) for shape in shapes]
