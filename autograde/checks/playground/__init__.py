"""What the hidden checks of assignment 5 are tried on."""

from __future__ import annotations

import itertools
from typing import Any

import numpy as np

from autograde.checks.arrays import Draw, Rng, every_other, signed, sizes
from chainrule.exercises.part import Case
from chainrule.exercises.parts.playground.expected import (
    FEATURES,
    accuracy_case,
    batches_case,
    confusion_case,
    count_case,
    dead_case,
    features_case,
    forward_case,
    penalty_case,
    spiral_case,
    split_case,
    standardise_case,
    stop_case,
)
from chainrule.exercises.parts.playground.open_task import spiral_task


def spirals(rng: Rng) -> list[Case]:
    """Without noise and with it, few points and many, one on each arm."""
    n = int(rng.integers(5, 9))
    return [spiral_case(k, rng.uniform(-1, 1, (2 * k, 2)) * (k != n)) for k in (n, 12, 1)]


def feature_tables(rng: Rng) -> list[Case]:
    """All features in some order, some, one; a view; no points."""
    n, m = sizes(rng, 2)
    orders = [list(map(str, rng.permutation(FEATURES))) for _ in range(3)]
    return [
        features_case(signed(rng, n, 2), orders[0]),
        features_case(every_other(rng, m, 2), orders[1]),
        features_case(signed(rng, m, 2), orders[2][:3]),
        features_case(signed(rng, 1, 2), orders[1][:1]),
        features_case(signed(rng, 0, 2), orders[0][:2]),
    ]


def sets(rng: Rng) -> list[Case]:
    """Features of different size and place; one that does not vary; views."""
    n, m = 7, int(rng.integers(3, 6))
    scale, place = rng.uniform(0.1, 50, m), rng.uniform(-20, 20, m)
    train, test = (signed(rng, k, m) * scale + place for k in (n, 4))
    constant = train.copy()
    constant[:, 0] = rng.integers(1, 9)  # a mean without rounding
    return [
        standardise_case(train, test),
        standardise_case(constant, test),
        standardise_case(every_other(rng, 6, 2), every_other(rng, 3, 2)),
    ]


def splits(rng: Rng) -> list[Case]:
    """Shares on both sides of a half; labels alone; all points."""
    n = int(rng.integers(8, 13))
    return [
        split_case(signed(rng, n, 2), 0.75, rng.permutation(n)),
        split_case(signed(rng, 10, 3), 0.2, rng.permutation(10)),
        split_case(signed(rng, n), 0.6, rng.permutation(n)),
        split_case(signed(rng, 5, 2), 1.0, rng.permutation(5)),
    ]


def epochs(rng: Rng) -> list[Case]:
    """A short last batch, none, one batch, batches of one."""
    n = int(rng.integers(2, 5))
    return [
        batches_case(rng.permutation(5 * n + 2), 5),
        batches_case(rng.permutation(4 * n), 4),
        batches_case(rng.permutation(n + 3), 50),
        batches_case(rng.permutation(n), 1),
        batches_case(rng.permutation(3 * n + 1), 3),
    ]


def architectures(rng: Rng) -> list[Case]:
    """Deep and shallow."""
    return [count_case([int(k) for k in rng.integers(2, 12, depth)]) for depth in (2, 3, 4, 6)]


def net(rng: Rng, widths: list[int]) -> list[Any]:
    """Layers of these sizes, with all different numbers."""
    pairs = itertools.pairwise(widths)
    return [[0.6 * signed(rng, b, a), signed(rng, b)] for a, b in pairs]


def networks(rng: Rng) -> list[Case]:
    """Square layers, others, one layer, one point, none."""
    n, k = sizes(rng, 2)
    return [
        forward_case(signed(rng, n, 3), net(rng, [3, 3, 3])),
        forward_case(signed(rng, n, 2), net(rng, [2, k, 4, 1])),
        forward_case(signed(rng, n, k), net(rng, [k, 2])),
        forward_case(signed(rng, 1, 2), net(rng, [2, 2, 2])),
        forward_case(signed(rng, 0, 2), net(rng, [2, 3, 1])),
    ]


def verdicts(rng: Rng) -> list[Case]:
    """Both classes, scores near 0, one of exactly 0."""
    y = rng.permutation([1.0, 1, 1, -1, -1, -1, 1])
    scores = rng.uniform(0.05, 0.45, 7) * np.array([1, 1, -1, 1, -1, 1, 1]) * y
    zero = np.where(np.arange(7) == 2, 0.0, 3 * y)
    large = rng.uniform(2, 5, 7) * y * rng.permutation([1, 1, 1, 1, -1, -1, 1])
    return [accuracy_case(s, y) for s in (scores, zero, large)]


def guesses(rng: Rng) -> list[Case]:
    """Mostly right; a class that never occurs; many pairs alike."""
    k = int(rng.integers(3, 5))
    truth = rng.integers(0, k, 40)
    guess = np.where(rng.random(40) < 0.6, truth, (truth + 1) % k)
    pairs = np.array([0, 0, 0, 1]), np.array([1, 1, 1, 0])
    return [confusion_case(truth, guess, k), confusion_case(pairs[0], pairs[1], 3)]


def weights(rng: Rng) -> list[Case]:
    """A matrix, a vector, one number, a view."""
    n, m = sizes(rng, 2)
    some = signed(rng, n, m), signed(rng, m), signed(rng, 1, 1), every_other(rng, n, m)
    return [penalty_case(w, float(rng.uniform(0.05, 0.9))) for w in some]


def trainings(rng: Rng) -> list[Case]:
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


def activity(rng: Rng) -> list[Case]:
    """Some units dead, all, none; points at which all are silent."""
    h = np.maximum(signed(rng, 7, 5), 0)
    h[0] = 0
    h[1] = 1.5
    h[:, rng.permutation(5)[:2]] = 0
    return [dead_case(x) for x in (h, np.zeros((4, 3)), np.ones((5, 2)), h[:, :3])]


DRAWS: dict[str, Draw] = {
    "spiral": spirals,
    "features": feature_tables,
    "split": splits,
    "standardise": sets,
    "minibatches": epochs,
    "parameter_count": architectures,
    "forward": networks,
    "accuracy": verdicts,
    "confusion_matrix": guesses,
    "l2_penalty": weights,
    "early_stop": trainings,
    "dead_units": activity,
    "solve_spiral": lambda rng: [spiral_task(rng)],
}
