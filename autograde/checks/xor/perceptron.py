"""Fresh points and weights for the perceptron."""

from __future__ import annotations

import numpy as np

from autograde.checks.arrays import Array, Rng, every_other, signed, sizes, zeros_and_ones
from chainrule.exercises.part import Case
from chainrule.exercises.parts.xor.expected import (
    CORNERS,
    epoch_case,
    mistakes_case,
    predict_case,
    update_case,
)

ONE_AT_ZERO = np.array([[1.0, 1.0], [2.0, 1.0], [0.0, 1.0]])  # for weights of 1 and −1
ACROSS = np.array([1.0, -1.0])
NEAR = np.array([-0.75, -0.25, 0.25, 0.75])


def with_scores(rng: Rng, scores: Array, w: Array, b: float) -> Array:
    """Examples, in a fresh order, that have these scores."""
    x = signed(rng, len(scores), len(w))
    return np.asarray(x + np.outer((rng.permutation(scores) - x @ w - b) / (w @ w), w))


def third_decides(rng: Rng) -> tuple[Array, Array]:
    """Examples on which the third feature outvotes the others, and weights."""
    votes = rng.uniform(0.5, 1.5, (4, 3)) * [-1, -1, 5]
    w = signed(rng, 3)
    return votes * rng.permutation([1, 1, -1, -1])[:, None] / w, w


def perceptron_predict(rng: Rng) -> list[Case]:
    """Two features and more, a view, one example, a score of exactly 0, small scores."""
    n, m = sizes(rng, 2)
    w = signed(rng, m)
    return [
        predict_case(signed(rng, n, 2), signed(rng, 2), float(rng.uniform(0.2, 0.9))),
        predict_case(signed(rng, 9, m), signed(rng, m), float(-rng.uniform(0.2, 0.9))),
        predict_case(every_other(rng, n, m), signed(rng, m), 0.3),
        predict_case(signed(rng, 1, m), signed(rng, m), -0.3),
        predict_case(ONE_AT_ZERO, ACROSS, 0.0),
        predict_case(*third_decides(rng), 0.2),
        *(predict_case(with_scores(rng, NEAR, w, b), w, b) for b in (0.0, 1.1, -1.1)),
    ]


def perceptron_update(rng: Rng) -> list[Case]:
    """All four combinations of answer and target, one feature and more, a score of exactly 0."""
    m = int(rng.integers(2, 6))
    w, x = signed(rng, m), signed(rng, m)
    far = float(np.abs(w @ x)) + 1.0
    return [
        *(update_case(w, b, x, t) for b in (far, -far) for t in (0, 1)),
        *(update_case(np.zeros(k), 0.0, signed(rng, k), t) for k, t in ((2, 1), (2, 0), (1, 1))),
        *(update_case(w, b, with_scores(rng, NEAR[2:], w, b)[0], 0) for b in (1.5, -1.5)),
    ]


def perceptron_epoch(rng: Rng) -> list[Case]:
    """Data that are learned and data that are not, from zero and from elsewhere; one example.

    An odd number of examples: as many mistakes as right answers would hide which were counted.
    """
    n = 9
    xor, xnor = np.array([0, 1, 1, 0]), np.array([1, 0, 0, 1])
    return [
        epoch_case(np.zeros(2), 0.0, signed(rng, n, 2), zeros_and_ones(rng, n)),
        epoch_case(signed(rng, 3), 0.5, signed(rng, 11, 3), zeros_and_ones(rng, 11)),
        epoch_case(np.zeros(2), 0.0, CORNERS, xor),
        epoch_case(np.zeros(2), 0.0, CORNERS, xnor),
        epoch_case(signed(rng, 2), -0.3, every_other(rng, 7, 2), zeros_and_ones(rng, 7)),
        epoch_case(signed(rng, 2), 0.0, np.zeros((1, 2)), np.array([1])),
    ]


def count_mistakes(rng: Rng) -> list[Case]:
    """Many mistakes and few; small scores, where the bias decides for all; a score of exactly 0."""
    w, n = signed(rng, 3), int(rng.integers(1, 4))
    flat = np.array([1] * n + [0] * (4 - n))
    return [
        *(
            mistakes_case(signed(rng, n, m), signed(rng, m), b, zeros_and_ones(rng, n))
            for n, m, b in ((12, 2, 0.7), (9, 3, -0.7), (30, 2, 1.5), (1, 2, 0.4))
        ),
        *(mistakes_case(with_scores(rng, NEAR, w, b), w, b, flat) for b in (0.0, 1.3, -1.3)),
        mistakes_case(0.1 * signed(rng, 40, 2), signed(rng, 2), 0.8, np.zeros(40, int)),
        mistakes_case(ONE_AT_ZERO, ACROSS, 0.0, np.array([0, 1, 1])),
        mistakes_case(CORNERS, np.zeros(2), 0.0, np.array([0, 1, 1, 1])),
    ]
