"""Fresh points, features and batches."""

from __future__ import annotations

import numpy as np

from autograde.checks.arrays import Rng, every_other, signed, sizes
from chainrule.exercises.part import Case
from chainrule.exercises.parts.playground.expected import (
    FEATURES,
    batches_case,
    features_case,
    spiral_case,
    split_case,
    standardise_case,
)


def spiral(rng: Rng) -> list[Case]:
    """Without noise and with it, few points and many, one on each arm."""
    n = int(rng.integers(5, 9))
    return [spiral_case(k, rng.uniform(-1, 1, (2 * k, 2)) * (k != n)) for k in (n, 12, 1)]


def features(rng: Rng) -> list[Case]:
    """All features in some order, some, one; a view; one point."""
    n, m = sizes(rng, 2)
    orders = [list(map(str, rng.permutation(FEATURES))) for _ in range(3)]
    return [
        features_case(signed(rng, n, 2), orders[0]),
        features_case(every_other(rng, m, 2), orders[1]),
        features_case(signed(rng, m, 2), orders[2][:3]),
        features_case(signed(rng, 1, 2), orders[1][:1]),
    ]


def split(rng: Rng) -> list[Case]:
    """Shares that are rounded up and down; labels alone, tables of tables; all points."""
    n = int(rng.integers(8, 13))
    k = rng.integers(2, n - 1, 3)
    up, down, even = ((k + np.array([-0.3, 0.3, 0])) / n).tolist()
    return [
        split_case(signed(rng, n, 2), up, rng.permutation(n)),
        split_case(signed(rng, n, 3), down, rng.permutation(n)),
        split_case(signed(rng, n), even, rng.permutation(n)),
        split_case(signed(rng, n, 2, 3), up, rng.permutation(n)),
        split_case(signed(rng, 5, 2), 1.0, rng.permutation(5)),
    ]


def standardise(rng: Rng) -> list[Case]:
    """Features of different size and place; one that does not vary; views."""
    n, m = 7, int(rng.integers(3, 6))
    scale, place = rng.uniform(0.1, 50, m), rng.uniform(-20, 20, m)
    train, test = (signed(rng, k, m) * scale + place for k in (n, 4))
    constant = train.copy()
    constant[:, int(rng.integers(m))] = rng.integers(1, 9)  # a mean without rounding
    return [
        standardise_case(train, test),
        standardise_case(constant, test),
        standardise_case(every_other(rng, 6, 2), every_other(rng, 3, 2)),
        standardise_case(train, test[:1]),
    ]


def minibatches(rng: Rng) -> list[Case]:
    """A short last batch, none, one batch, batches of one."""
    n = int(rng.integers(2, 5))
    return [
        batches_case(rng.permutation(5 * n + 2), 5),
        batches_case(rng.permutation(4 * n), 4),
        batches_case(rng.permutation(n + 3), 50),
        batches_case(rng.permutation(n), 1),
        batches_case(rng.permutation(3 * n + 1), 3),
    ]
