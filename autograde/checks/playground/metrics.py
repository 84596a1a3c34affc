"""Fresh scores, classes and losses."""

from __future__ import annotations

import numpy as np

from autograde.checks.arrays import Rng
from chainrule.exercises.part import Case
from chainrule.exercises.parts.playground.expected import (
    accuracy_case,
    confusion_case,
    stop_case,
)


def accuracy(rng: Rng) -> list[Case]:
    """Both classes, scores near 0, more zeros in one class than in the other, large scores."""
    y = rng.permutation([1.0, 1, 1, 1, -1, -1, -1])
    near = rng.uniform(0.05, 0.45, 7) * rng.permutation([1, 1, 1, 1, -1, -1, -1]) * y
    large = rng.uniform(2, 5, 7) * rng.permutation([1, 1, 1, 1, 1, -1, -1]) * y
    zero = large.copy()
    ones, others = np.flatnonzero(y > 0), np.flatnonzero(y < 0)
    zero[[*ones[:1], *others[:2]]] = 0
    large[ones[0]], large[others[0]] = 3.0, -2.5
    return [accuracy_case(s, y) for s in (near, zero, large)]


def confusion_matrix(rng: Rng) -> list[Case]:
    """Mostly right; the last class never occurs; many pairs alike; one class never right."""
    k = int(rng.integers(3, 5))
    truth = rng.permutation(np.arange(40) % k)
    guess = np.where(rng.random(40) < 0.6, truth, (truth + 1) % k)
    pairs = np.array([0, 0, 0, 1]), np.array([1, 1, 1, 0])
    return [
        confusion_case(truth, guess, k),
        confusion_case(truth, guess, k + 1),
        confusion_case(*pairs, 3),
    ]


def early_stop(rng: Rng) -> list[Case]:
    """Late improvements, plateaus, falls that stay above the best, some that never stop.

    Patience is 1, 2, 3 and 4 in each draw, and where it never stops the best is last or earlier.
    Some losses are far above 1.
    """
    a, b, c = (float(v) for v in np.sort(rng.permutation(np.linspace(0.2, 0.9, 8))[:3])[::-1])
    large = float(rng.uniform(1e5, 1e6))
    return [
        stop_case([c, a, b, a, b, c / 2], 2),
        stop_case([a * large, b * large, c * large, a * large, b * large, c], 2),
        stop_case([a, b, a, a, a, c], 3),
        stop_case([a, c, b, b, b, c / 2], 3),
        stop_case([a, b, a, b / 2, a, b / 4, a, a], 2),
        stop_case([a, a, a, c], 2),
        stop_case([a, b, a, a, c, a, a, a, c / 2], 2),
        stop_case([a, b, c], 5),
        stop_case([float(v) for v in rng.permutation(12) / 12], 3),
        stop_case([b, a, c, c / 2], 1),
        stop_case([a, b, c, a, c / 2], 1),
        stop_case([b, c, a, (a + c) / 2, (b + c) / 2, c / 2], 4),
        stop_case([a, c, a, b, c / 2, a, b], 4),
    ]
