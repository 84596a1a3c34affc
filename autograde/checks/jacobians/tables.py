"""Fresh functions and probabilities for Jacobians as tables."""

from __future__ import annotations

import numpy as np

from autograde.checks.arrays import Array, Rng, signed
from chainrule.exercises.part import Case
from chainrule.exercises.parts.jacobians.expected import (
    bowls,
    curve,
    diagonal_case,
    jacobian_case,
    sums,
    table_case,
    waves,
)


def jacobian(rng: Rng) -> list[Case]:
    """More outputs than inputs, fewer, as many; one input, whole numbers, a strong bend."""
    n = int(rng.integers(3, 6))
    table = signed(rng, n, n)

    def square(x: Array) -> Array:
        """a matrix times x"""  # noqa: D400, D403
        return np.asarray(table @ x)

    return [
        jacobian_case(curve, signed(rng, 2)),
        jacobian_case(waves, signed(rng, n)),
        jacobian_case(sums, signed(rng, n)),
        jacobian_case(square, signed(rng, n)),
        jacobian_case(sums, signed(rng, 1)),
        jacobian_case(curve, rng.integers(1, 5, 2)),
        jacobian_case(bowls, 0.2 * signed(rng, 3)),
    ]


def diagonal(rng: Rng) -> list[Case]:
    """Several lengths; a slope of 0."""
    cases = [diagonal_case(signed(rng, k)) for k in (3, 5, 1)]
    return [*cases, diagonal_case(rng.permutation([*signed(rng, 3), 0.0]))]


def softmax_jacobian(rng: Rng) -> list[Case]:
    """Several numbers of classes."""
    return [table_case(signed(rng, k)) for k in (2, 3, 5)]
