"""Fresh networks, scores and losses for the numbers beside a playground."""

from __future__ import annotations

import itertools
from typing import Any

import numpy as np

from autograde.checks.arrays import Rng, every_other, signed, sizes
from chainrule.exercises.part import Case
from chainrule.exercises.parts.playground.expected import (
    accuracy_case,
    confusion_case,
    count_case,
    dead_case,
    forward_case,
    penalty_case,
    stop_case,
)


def parameter_count(rng: Rng) -> list[Case]:
    """Deep and shallow."""
    return [count_case([int(k) for k in rng.integers(2, 12, depth)]) for depth in (2, 3, 4, 6)]


def net(rng: Rng, widths: list[int]) -> list[Any]:
    """Layers of these sizes, with all different numbers."""
    pairs = itertools.pairwise(widths)
    return [[0.6 * signed(rng, b, a), signed(rng, b)] for a, b in pairs]


def forward(rng: Rng) -> list[Case]:
    """Square layers, others, one layer, one point, none."""
    n, k = sizes(rng, 2)
    return [
        forward_case(signed(rng, n, 3), net(rng, [3, 3, 3])),
        forward_case(signed(rng, n, 2), net(rng, [2, k, 4, 1])),
        forward_case(signed(rng, n, k), net(rng, [k, 2])),
        forward_case(signed(rng, 1, 2), net(rng, [2, 2, 2])),
        forward_case(signed(rng, 0, 2), net(rng, [2, 3, 1])),
    ]


def accuracy(rng: Rng) -> list[Case]:
    """Both classes, scores near 0, one of exactly 0."""
    y = rng.permutation([1.0, 1, 1, -1, -1, -1, 1])
    scores = rng.uniform(0.05, 0.45, 7) * np.array([1, 1, -1, 1, -1, 1, 1]) * y
    zero = np.where(np.arange(7) == 2, 0.0, 3 * y)
    large = rng.uniform(2, 5, 7) * y * rng.permutation([1, 1, 1, 1, -1, -1, 1])
    return [accuracy_case(s, y) for s in (scores, zero, large)]


def confusion_matrix(rng: Rng) -> list[Case]:
    """Mostly right; a class that never occurs; many pairs alike."""
    k = int(rng.integers(3, 5))
    truth = rng.integers(0, k, 40)
    guess = np.where(rng.random(40) < 0.6, truth, (truth + 1) % k)
    pairs = np.array([0, 0, 0, 1]), np.array([1, 1, 1, 0])
    return [confusion_case(truth, guess, k), confusion_case(pairs[0], pairs[1], 3)]


def l2_penalty(rng: Rng) -> list[Case]:
    """A matrix, a vector, one number, a view."""
    n, m = sizes(rng, 2)
    some = signed(rng, n, m), signed(rng, m), signed(rng, 1, 1), every_other(rng, n, m)
    return [penalty_case(w, float(rng.uniform(0.05, 0.9))) for w in some]


def early_stop(rng: Rng) -> list[Case]:
    """A late improvement out of reach, rises in between, plateaus, one that never stops."""
    a, b, c = (float(v) for v in np.sort(rng.uniform(0.2, 0.9, 3))[::-1])
    return [
        stop_case([a, b, a, a, a, c], 3),
        stop_case([a, c, b, b, b, c / 2], 3),
        stop_case([a, b, a, b / 2, a, b / 4, a, a], 2),
        stop_case([a, a, a, c], 2),
        stop_case([a, b, a, a, c, a, a, a, c / 2], 2),
        stop_case([a, b, c], 5),
        stop_case([float(v) for v in rng.permutation(12) / 12], 3),
    ]


def dead_units(rng: Rng) -> list[Case]:
    """Some units dead, all, none; points at which all are silent."""
    h = np.maximum(signed(rng, 7, 5), 0)
    h[0] = 0
    h[1] = 1.5
    h[:, rng.permutation(5)[:2]] = 0
    return [dead_case(x) for x in (h, np.zeros((4, 3)), np.ones((5, 2)), h[:, :3])]
