"""Fresh functions, layers and chains for derivatives in matrix form."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from typing import Any

import numpy as np

from autograde.checks.arrays import Array, Draw, Rng, every_other, signed, sizes
from chainrule.exercises.part import Case
from chainrule.exercises.parts.jacobians.expected import (
    chain_jvp_case,
    chain_vjp_case,
    cost_case,
    curve,
    diagonal_case,
    jacobian_case,
    linear_case,
    log_softmax,
    mean_of_rows,
    rows_case,
    softmax,
    sums,
    table_case,
    waves,
)


def jacobian(rng: Rng) -> list[Case]:
    """More outputs than inputs, fewer, as many; one input."""
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
    ]


def diagonal(rng: Rng) -> list[Case]:
    """Several lengths, none."""
    return [diagonal_case(signed(rng, k)) for k in (3, 5, 1, 0)]


def softmax_jacobian(rng: Rng) -> list[Case]:
    """Several numbers of classes."""
    return [table_case(signed(rng, k)) for k in (2, 3, 5)]


def linear_vjp(rng: Rng) -> list[Case]:
    """Different sizes, square ones, one row, a view, float32."""
    n, k, m = sizes(rng, 3)
    single = [signed(rng, *s).astype(np.float32) for s in ((n, m), (n, k), (m, k), (m,))]
    return [
        linear_case(signed(rng, n, m), signed(rng, n, k), signed(rng, m, k), signed(rng, m)),
        linear_case(signed(rng, 3, 3), signed(rng, 3, 3), signed(rng, 3, 3), signed(rng, 3)),
        linear_case(signed(rng, 1, m), signed(rng, 1, k), signed(rng, m, k), signed(rng, m)),
        linear_case(
            every_other(rng, n, m), every_other(rng, n, k), signed(rng, m, k), signed(rng, m)
        ),
        linear_case(single[0], single[1], single[2], single[3], np.float32),
    ]


def rows(f: Callable[[Any], Any]) -> Draw:
    """Several shapes, a square, one row, views."""

    def draw(rng: Rng) -> list[Case]:
        n, k = sizes(rng, 2)
        shapes = (n, k), (k, n), (3, 3), (1, k)
        views = every_other(rng, n, k), every_other(rng, n, k)
        cases = [rows_case(f, signed(rng, *shape), signed(rng, *shape)) for shape in shapes]
        return [*cases, rows_case(f, views[0], views[1])]

    return draw


softmax_vjp = rows(softmax)
log_softmax_vjp = rows(log_softmax)


def mean_vjp(rng: Rng) -> list[Case]:
    """Several shapes, a square, one row, a view."""
    n, k = sizes(rng, 2)
    shapes = (n, k), (4, 4), (1, k), (7, 2)
    cases = [rows_case(mean_of_rows, signed(rng, s[1]), signed(rng, *s)) for s in shapes]
    return [*cases, rows_case(mean_of_rows, signed(rng, k), every_other(rng, n, k))]


def chain(rng: Rng, widths: list[int]) -> list[Array]:
    """Jacobians of a chain with these widths."""
    return [signed(rng, b, a) for a, b in pairwise(widths)]


WIDTHS = [2, 3, 4, 5], [3, 3, 3, 3], [5, 2], [4, 1, 3]


def chain_vjp(rng: Rng) -> list[Case]:
    """Different widths, equal ones, one table, a bottleneck."""
    return [chain_vjp_case(signed(rng, w[-1]), chain(rng, w)) for w in WIDTHS]


def chain_jvp(rng: Rng) -> list[Case]:
    """Different widths, equal ones, one table, a bottleneck."""
    return [chain_jvp_case(chain(rng, w), signed(rng, w[0])) for w in WIDTHS]


def chain_cost(rng: Rng) -> list[Case]:
    """Long chains and short ones."""
    return [cost_case([int(k) for k in rng.integers(2, 40, n)]) for n in (3, 4, 5, 6)]
