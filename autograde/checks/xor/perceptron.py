"""Fresh points and weights for the perceptron."""

from __future__ import annotations

import numpy as np

from autograde.checks.arrays import Rng, every_other, signed, sizes, zeros_and_ones
from chainrule.exercises.part import Case
from chainrule.exercises.parts.xor.expected import (
    boundary_case,
    epoch_case,
    mistakes_case,
    predict_case,
    update_case,
)

ONE_AT_ZERO = np.array([[1.0, 1.0], [2.0, 1.0], [0.0, 1.0]])  # for weights of 1 and −1


def perceptron_predict(rng: Rng) -> list[Case]:
    """Two features and more, a view, one example, none, a score of exactly 0, small scores."""
    n, m = sizes(rng, 2)
    return [
        predict_case(signed(rng, n, 2), signed(rng, 2), float(rng.uniform(0.2, 0.9))),
        predict_case(signed(rng, 9, m), signed(rng, m), float(-rng.uniform(0.2, 0.9))),
        predict_case(every_other(rng, n, m), signed(rng, m), 0.3),
        predict_case(ONE_AT_ZERO, np.array([1.0, -1.0]), 0.0),
        predict_case(0.1 * signed(rng, 12, 2), signed(rng, 2), 0.02),
        *(predict_case(0.1 * signed(rng, 6, 2), signed(rng, 2), b) for b in (0.8, -0.8)),
        predict_case(signed(rng, 0, 2), signed(rng, 2), 1.0),
    ]


def perceptron_update(rng: Rng) -> list[Case]:
    """All four combinations of answer and target, two features and more."""
    m = int(rng.integers(2, 6))
    w, x = signed(rng, m), signed(rng, m)
    far = float(np.abs(w @ x)) + 1.0
    return [
        *(update_case(w, b, x, t) for b in (far, -far) for t in (0, 1)),
        update_case(np.zeros(2), 0.0, signed(rng, 2), 1),
    ]


def perceptron_epoch(rng: Rng) -> list[Case]:
    """Data that are learned and data that are not, from zero and from elsewhere.

    An odd number of examples: as many mistakes as right answers would hide which were counted.
    """
    n = 9
    return [
        epoch_case(np.zeros(2), 0.0, signed(rng, n, 2), zeros_and_ones(rng, n)),
        epoch_case(signed(rng, 3), 0.5, signed(rng, 11, 3), zeros_and_ones(rng, 11)),
        epoch_case(
            np.zeros(2), 0.0, np.array([[0.0, 0], [0, 1], [1, 0], [1, 1]]), np.array([0, 1, 1, 0])
        ),
        epoch_case(signed(rng, 2), -0.3, every_other(rng, 7, 2), zeros_and_ones(rng, 7)),
    ]


def count_mistakes(rng: Rng) -> list[Case]:
    """Many mistakes and few; small scores, where the bias decides for all; a score of exactly 0."""
    return [
        *(
            mistakes_case(signed(rng, n, m), signed(rng, m), b, zeros_and_ones(rng, n))
            for n, m, b in ((12, 2, 0.7), (9, 3, -0.7), (30, 2, 1.5), (1, 2, 0.4))
        ),
        mistakes_case(0.1 * signed(rng, 40, 2), signed(rng, 2), 0.8, np.zeros(40, int)),
        mistakes_case(ONE_AT_ZERO, np.array([1.0, -1.0]), 0.0, np.array([0, 1, 1])),
    ]


def boundary(rng: Rng) -> list[Case]:
    """Steep and flat lines, one point, many."""
    return [
        boundary_case(signed(rng, 2), float(rng.uniform(0.3, 2)), signed(rng, n)) for n in (1, 3, 6)
    ]
