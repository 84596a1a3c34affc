"""What the hidden checks of assignment 3 are tried on."""

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
    clip_case,
    cosine_case,
    cost_case,
    curve,
    diagonal_case,
    jacobian_case,
    linear_case,
    log_softmax,
    mean_of_rows,
    momentum_case,
    rows_case,
    sgd_case,
    softmax,
    sums,
    table_case,
    waves,
)


def functions(rng: Rng) -> list[Case]:
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


def slopes(rng: Rng) -> list[Case]:
    """Several lengths, none."""
    return [diagonal_case(signed(rng, k)) for k in (3, 5, 1, 0)]


def layers(rng: Rng) -> list[Case]:
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


def probabilities(rng: Rng) -> list[Case]:
    """Several numbers of classes."""
    return [table_case(signed(rng, k)) for k in (2, 3, 5)]


def rows(f: Callable[[Any], Any]) -> Draw:
    """Several shapes, a square, one row, views."""

    def draw(rng: Rng) -> list[Case]:
        n, k = sizes(rng, 2)
        shapes = (n, k), (k, n), (3, 3), (1, k)
        views = every_other(rng, n, k), every_other(rng, n, k)
        cases = [rows_case(f, signed(rng, *shape), signed(rng, *shape)) for shape in shapes]
        return [*cases, rows_case(f, views[0], views[1])]

    return draw


def means(rng: Rng) -> list[Case]:
    """Several shapes, a square, one row, a view."""
    n, k = sizes(rng, 2)
    shapes = (n, k), (4, 4), (1, k), (7, 2)
    cases = [rows_case(mean_of_rows, signed(rng, s[1]), signed(rng, *s)) for s in shapes]
    return [*cases, rows_case(mean_of_rows, signed(rng, k), every_other(rng, n, k))]


def chain(rng: Rng, widths: list[int]) -> list[Array]:
    """Jacobians of a chain with these widths."""
    return [signed(rng, b, a) for a, b in pairwise(widths)]


WIDTHS = [2, 3, 4, 5], [3, 3, 3, 3], [5, 2], [4, 1, 3]


def rows_through(rng: Rng) -> list[Case]:
    """Different widths, equal ones, one table, a bottleneck."""
    return [chain_vjp_case(signed(rng, w[-1]), chain(rng, w)) for w in WIDTHS]


def columns_through(rng: Rng) -> list[Case]:
    """Different widths, equal ones, one table, a bottleneck."""
    return [chain_jvp_case(chain(rng, w), signed(rng, w[0])) for w in WIDTHS]


def costs(rng: Rng) -> list[Case]:
    """Long chains and short ones."""
    return [cost_case([int(k) for k in rng.integers(2, 40, n)]) for n in (3, 4, 5, 6)]


def downhill(rng: Rng) -> list[Case]:
    """One array and several, of different shapes."""
    n, k = sizes(rng, 2)
    cases = []
    for shapes in ([(n, k), (k,), (), (2, 2, 2)], [(k,), (n, k)], [(n,)]):
        parameters, gradients = ([signed(rng, *s) for s in shapes] for _ in range(2))
        cases.append(sgd_case(parameters, gradients, float(rng.uniform(0.05, 0.8))))
    return cases


def swings(rng: Rng) -> list[Case]:
    """Vectors and matrices."""
    n, k = sizes(rng, 2)
    cases = []
    for shape in ((n,), (n, k), (1,)):
        w, g, v = (signed(rng, *shape) for _ in range(3))
        lr, mu = (float(x) for x in rng.uniform(0.1, 0.9, 2))
        cases.append(momentum_case(w, g, v, lr, mu))
    return cases


def rates(rng: Rng) -> list[Case]:
    """The beginning, the end, places between."""
    n, lr = int(rng.integers(20, 90)), float(rng.uniform(0.1, 2))
    return [cosine_case(s, n, lr) for s in (0, n, n // 3, int(rng.integers(1, n)))]


def long_ones(rng: Rng) -> list[Case]:
    """Too long, short enough, one array, several."""
    g = [signed(rng, 3, 2), signed(rng, 4), signed(rng, 1)]
    size = float(np.sqrt(sum(np.sum(v * v) for v in g)))
    return [
        *(clip_case(g, size * factor) for factor in (0.3, 0.8, 2.0)),
        clip_case([signed(rng, 5)], 0.5),
    ]


DRAWS: dict[str, Draw] = {
    "jacobian": functions,
    "diagonal": slopes,
    "softmax_jacobian": probabilities,
    "linear.vjp": layers,
    "softmax.vjp": rows(softmax),
    "log_softmax.vjp": rows(log_softmax),
    "mean.vjp": means,
    "chain.vjp": rows_through,
    "chain.jvp": columns_through,
    "chain_cost": costs,
    "sgd.step": downhill,
    "momentum.step": swings,
    "schedule": rates,
    "clip_by_norm": long_ones,
}
