"""Fresh logits and targets for the losses."""

from __future__ import annotations

import numpy as np

from autograde.checks.arrays import Rng, every_other, signed, sizes
from chainrule.exercises.part import Case
from chainrule.exercises.parts.layers.losses import log_sum, surprise
from chainrule.exercises.parts.layers.value_and_gradient import loss_case


def bce_with_logits(rng: Rng) -> list[Case]:
    """Targets of both kinds, several shapes, targets between, large logits."""
    n, m = sizes(rng, 2)
    size = rng.uniform(800, 1000)
    z, half = np.array([size, -size]), np.array([0.5, -0.5])
    return [
        loss_case(surprise, signed(rng, n), np.arange(n) % 2.0),
        loss_case(surprise, signed(rng, m, 1), np.arange(m)[:, None] % 2.0),
        loss_case(surprise, every_other(rng, n, m), rng.uniform(0, 1, (n, m))),
        loss_case(surprise, signed(rng, 1), np.ones(1)),
        Case((z, np.array([1.0, 0.0])), (np.array(0.0), np.zeros(2))),
        Case((z, np.array([0.0, 1.0])), (np.array(size), half)),
    ]


def cross_entropy(rng: Rng) -> list[Case]:
    """More and fewer classes than examples, a square, one example, large logits."""
    n, k = sizes(rng, 2)
    size = rng.uniform(800, 1000)
    far = np.array([[size, 0.0], [0.0, -size]])
    half = np.array([[0.5, -0.5], [0.0, 0.0]])
    return [
        loss_case(log_sum, signed(rng, n, k), rng.integers(0, k, n)),
        loss_case(log_sum, signed(rng, k, n), rng.integers(0, n, k)),
        loss_case(log_sum, every_other(rng, n, n), rng.integers(0, n, n)),
        loss_case(log_sum, signed(rng, 1, k), rng.integers(0, k, 1)),
        Case((far, np.array([0, 0])), (np.array(0.0), np.zeros((2, 2)))),
        Case((far, np.array([1, 0])), (np.array(size / 2), half)),
    ]
