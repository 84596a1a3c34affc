"""Fresh logits and targets for the losses."""

from __future__ import annotations

import numpy as np

from autograde.checks.arrays import Rng, every_other, signed, sizes
from chainrule.exercises.part import Case
from chainrule.exercises.parts.layers.losses import log_sum, surprise
from chainrule.exercises.parts.layers.value_and_gradient import loss_case


def bce_with_logits(rng: Rng) -> list[Case]:
    """Targets of both kinds, several shapes, targets between, float32, large logits."""
    n, m = sizes(rng, 2)
    size = rng.uniform(800, 1000)
    far = np.array([size, -size])
    small = signed(rng, n, m).astype(np.float32), rng.uniform(0, 1, (n, m)).astype(np.float32)
    return [
        loss_case(surprise, signed(rng, n), np.arange(n) % 2.0),
        loss_case(surprise, signed(rng, m, 1), np.arange(m)[:, None] % 2.0),
        loss_case(surprise, every_other(rng, n, m), rng.uniform(0, 1, (n, m))),
        loss_case(surprise, signed(rng, 1), np.ones(1)),
        loss_case(surprise, *small, dtype=np.float32),
        loss_case(surprise, far, np.array([1.0, 0.0])),
        loss_case(surprise, far, np.array([0.0, 1.0])),
    ]


def cross_entropy(rng: Rng) -> list[Case]:
    """More and fewer classes than examples, a square, one example, float32, large logits."""
    n, k = sizes(rng, 2)
    size = rng.uniform(800, 1000)
    far = np.array([[size, 0.0], [0.0, -size]])
    small = signed(rng, n, k).astype(np.float32)
    return [
        loss_case(log_sum, signed(rng, n, k), labels(rng, n, k)),
        loss_case(log_sum, signed(rng, k, n), labels(rng, k, n)),
        loss_case(log_sum, every_other(rng, n, n), labels(rng, n, n)),
        loss_case(log_sum, signed(rng, 1, k), labels(rng, 1, k)),
        loss_case(log_sum, small, labels(rng, n, k), dtype=np.float32),
        loss_case(log_sum, far, np.array([0, 0])),
        loss_case(log_sum, far, np.array([1, 0])),
    ]


def labels(rng: Rng, n: int, k: int) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    """Labels of which at least two differ, if there are two."""
    return rng.permutation((np.arange(n) + rng.integers(0, k)) % k)
