"""Other inputs that the texts of assignment 5 allow, for parts in which not all are floats."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import numpy as np

from chainrule.exercises.parts.playground.expected import FEATURES

Rng = np.random.Generator


def another_spiral(made_of: Any, rng: Rng) -> Any:
    """Another number of points."""
    n = int(rng.integers(1, 7))
    return n, rng.uniform(-1, 1, (2 * n, 2))


def other_features(made_of: Any, rng: Rng) -> Any:
    """Other points, and other features in another order."""
    names = [str(name) for name in rng.permutation(FEATURES)]
    return 2 * rng.normal(size=(int(rng.integers(1, 6)), 2)), names[: int(rng.integers(1, 8))]


def another_split(made_of: Any, rng: Rng) -> Any:
    """Other rows in another order, and a share that leads to no half."""
    x, n = made_of[0], int(rng.integers(2, 9))
    share = (int(rng.integers(1, n)) + float(rng.choice([-0.3, 0.3]))) / n
    return rng.normal(size=(n, *x.shape[1:])), share, rng.permutation(n)


def other_columns(made_of: Any, rng: Rng) -> Any:
    """Other features, at times one that does not vary: whole numbers, so that rounding is none."""
    n, k, m = (int(size) for size in rng.integers(2, 6, 3))
    train, test = (rng.integers(-9, 10, (rows, m)).astype(float) for rows in (n, k))
    train[:, 0] = train[0, 0] if rng.random() < 0.5 else train[:, 0]
    return train, test


def another_order(made_of: Any, rng: Rng) -> Any:
    """Another number of points, and batches of another size."""
    return rng.permutation(int(rng.integers(1, 12))), int(rng.integers(1, 6))


def other_sizes(made_of: Any, rng: Rng) -> Any:
    """Another number of layers."""
    return ([int(size) for size in rng.integers(1, 10, int(rng.integers(2, 6)))],)


def another_net(made_of: Any, rng: Rng) -> Any:
    """Other layers, and points of their inputs."""
    widths = [int(size) for size in rng.integers(1, 4, int(rng.integers(2, 5)))]
    layers = [[rng.normal(size=(b, a)), rng.normal(size=b)] for a, b in pairwise(widths)]
    return rng.normal(size=(int(rng.integers(1, 5)), widths[0])), layers


def other_scores(made_of: Any, rng: Rng) -> Any:
    """Some of the scores are exactly 0."""
    n = int(rng.integers(1, 9))
    scores = rng.normal(size=n) * (rng.random(n) < 0.8)
    return np.round(scores) if rng.random() < 0.3 else scores, rng.choice([-1, 1], n)


def other_guesses(made_of: Any, rng: Rng) -> Any:
    """Other classes, of which some may not occur."""
    k, n = int(rng.integers(2, 5)), int(rng.integers(1, 9))
    return rng.integers(0, k, n), rng.integers(0, k, n), k


def other_losses(made_of: Any, rng: Rng) -> Any:
    """Few values, so that many are equal."""
    few = rng.permutation(5) / 4 + 0.1
    return [float(v) for v in rng.choice(few, int(rng.integers(1, 9)))], int(rng.integers(1, 5))


def other_units(made_of: Any, rng: Rng) -> Any:
    """Some dead, some of which all outputs are equal."""
    n, m = (int(size) for size in rng.integers(1, 6, 2))
    h = np.maximum(rng.normal(size=(n, m)), 0) * (rng.random(m) < 0.6)
    h[:, 0] = rng.choice([0.0, 1.0])
    return (h * rng.choice([1.0, 1e-3]),)
