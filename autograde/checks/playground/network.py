"""Fresh networks, weights and outputs."""

from __future__ import annotations

import itertools
from typing import Any

import numpy as np

from autograde.checks.arrays import Rng, every_other, signed, sizes
from chainrule.exercises.part import Case
from chainrule.exercises.parts.playground.expected import (
    count_case,
    dead_case,
    forward_case,
    penalty_case,
)


def parameter_count(rng: Rng) -> list[Case]:
    """Deep and shallow."""
    return [count_case([int(k) for k in rng.integers(2, 12, depth)]) for depth in (2, 3, 4, 6)]


def net(rng: Rng, widths: list[int]) -> list[Any]:
    """Layers of these sizes, with all different numbers."""
    pairs = itertools.pairwise(widths)
    return [[0.6 * signed(rng, b, a), signed(rng, b)] for a, b in pairs]


def far_out(rng: Rng, n: int) -> Case:
    """Inputs up to 1000; one unit gets the largest and the least sum of such inputs."""
    layers = net(rng, [2, 4, 2])
    weight = layers[0][0]
    weight[0] = np.copysign(1.5, weight[0])
    corner = np.copysign(1000.0, weight[0])
    return forward_case(np.stack([corner, -corner, *(400 * signed(rng, n, 2))]), layers)


def forward(rng: Rng) -> list[Case]:
    """Square layers, others, one layer, one point; inputs up to a thousand."""
    n, k = sizes(rng, 2)
    return [
        forward_case(signed(rng, n, 3), net(rng, [3, 3, 3])),
        forward_case(signed(rng, n, 2), net(rng, [2, k, 4, 1])),
        forward_case(signed(rng, n, k), net(rng, [k, 2])),
        forward_case(signed(rng, 1, 2), net(rng, [2, 2, 2])),
        far_out(rng, n),
    ]


def l2_penalty(rng: Rng) -> list[Case]:
    """A matrix, a vector, a square, one number, a view."""
    n, m = sizes(rng, 2)
    square = signed(rng, n, n)
    some = signed(rng, n, m), signed(rng, m), square, signed(rng, 1, 1), every_other(rng, n, m)
    return [penalty_case(w, float(rng.uniform(0.05, 0.9))) for w in some]


def dead_units(rng: Rng) -> list[Case]:
    """Some units dead, all, none; points at which all are silent; tiny and equal outputs."""
    h = np.maximum(signed(rng, 7, 5), 0)
    h[0] = 0
    h[1] = 1.5
    h[:, rng.permutation(5)[:2]] = 0
    tiny = np.array([[0.0, 1.5, 0, 0, 0.7], [1e-12, 1.5, 0, 1e-3, 0]])[:, rng.permutation(5)]
    return [dead_case(x) for x in (h, np.zeros((4, 3)), np.ones((5, 2)), h[:, :3], tiny)]
