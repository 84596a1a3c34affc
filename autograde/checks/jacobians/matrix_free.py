"""Fresh layers, scores and upstream gradients for products with Jacobians."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from autograde.checks.arrays import Draw, Rng, every_other, signed, sizes
from chainrule.exercises.part import Case
from chainrule.exercises.parts.jacobians.expected import (
    linear_case,
    log_softmax,
    mean_of_rows,
    rows_case,
    softmax,
)


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
        linear_case(single[0], single[1], single[2], single[3]),
    ]


def rows(f: Callable[[Any], Any]) -> Draw:
    """Several shapes, a square, one row, views, large scores."""

    def draw(rng: Rng) -> list[Case]:
        n, k = sizes(rng, 2)
        shapes = (n, k), (k, n), (3, 3), (1, k)
        views = every_other(rng, n, k), every_other(rng, n, k)
        large = float(rng.uniform(900, 1000))
        return [
            *(rows_case(f, signed(rng, *shape), signed(rng, *shape)) for shape in shapes),
            rows_case(f, views[0], views[1]),
            rows_case(f, signed(rng, n, k), signed(rng, n, k), large),
        ]

    return draw


softmax_vjp = rows(softmax)
log_softmax_vjp = rows(log_softmax)


def mean_vjp(rng: Rng) -> list[Case]:
    """Several shapes, a square, one row, a view."""
    n, k = sizes(rng, 2)
    shapes = (n, k), (4, 4), (1, k), (7, 2)
    cases = [rows_case(mean_of_rows, signed(rng, s[1]), signed(rng, *s)) for s in shapes]
    return [*cases, rows_case(mean_of_rows, signed(rng, k), every_other(rng, n, k))]
