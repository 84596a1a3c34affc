"""Fresh points, weights and targets for logistic regression."""

from __future__ import annotations

import numpy as np

from autograde.checks.arrays import Rng, every_other, signed, sizes, zeros_and_ones
from chainrule.exercises.part import Case
from chainrule.exercises.parts.xor.expected import (
    gradient_case,
    loss_case,
    probability_case,
)

# Scores of about ±1000, for weights of about 1 and ⅓.
FAR = np.array([[900.0, 0.0], [-900.0, 0.0], [900.0, 1.0], [-900.0, 2.0]])


def weights(rng: Rng) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    """Weights that make scores of FAR."""
    return np.array([rng.uniform(0.9, 1.1), rng.uniform(0.2, 0.4)])


def probability(rng: Rng) -> list[Case]:
    """Ordinary scores, very large ones of both signs, 0, a view, float32, one example."""
    n, m = sizes(rng, 2)
    small = signed(rng, n, m).astype(np.float32), signed(rng, m).astype(np.float32)
    return [
        probability_case(signed(rng, n, m), 0.5 * signed(rng, m), 0.4),
        probability_case(FAR, weights(rng), -0.5),
        probability_case(every_other(rng, n, m), 0.5 * signed(rng, m), -0.6),
        probability_case(small[0], small[1], 0.5, np.float32),
        probability_case(FAR.astype(np.float32), small[1][:2], 0.5, np.float32),
        probability_case(np.zeros((1, m)), signed(rng, m), 0.0),
    ]


def loss(rng: Rng) -> list[Case]:
    """Ordinary scores, very large ones that are right and wrong, one example."""
    n, m = sizes(rng, 2)
    return [
        loss_case(signed(rng, n, m), signed(rng, m), 0.4, zeros_and_ones(rng, n)),
        loss_case(FAR, weights(rng), 0.3, np.array([1, 0, 0, 1])),
        loss_case(FAR, weights(rng), 0.3, np.array([0, 1, 0, 1])),
        *(loss_case(signed(rng, 1, m), signed(rng, m), -0.2, np.array([k])) for k in (0, 1)),
        loss_case(every_other(rng, n, m), signed(rng, m), 0.8, zeros_and_ones(rng, n)),
    ]


def gradient(rng: Rng) -> list[Case]:
    """Two features and more, one example, a view, very large scores."""
    n, m = sizes(rng, 2)
    return [
        gradient_case(signed(rng, n, m), 0.5 * signed(rng, m), 0.4, zeros_and_ones(rng, n)),
        gradient_case(signed(rng, 7, 2), 0.5 * signed(rng, 2), -0.7, zeros_and_ones(rng, 7)),
        gradient_case(signed(rng, 1, m), 0.5 * signed(rng, m), 0.3, np.array([1])),
        gradient_case(every_other(rng, n, m), 0.5 * signed(rng, m), 0.6, zeros_and_ones(rng, n)),
        gradient_case(FAR, weights(rng), 0.3, np.array([1, 0, 0, 1])),
    ]
