"""What the hidden checks of assignment 1 are tried on."""

from __future__ import annotations

from itertools import product

import numpy as np

from autograde.checks.arrays import Array, Draw, Rng, every_other, signed, sizes
from chainrule.exercises.part import Case
from chainrule.exercises.parts.xor.expected import (
    boundary_case,
    epoch_case,
    gradient_case,
    is_separable,
    loss_case,
    mistakes_case,
    predict_case,
    probability_case,
    update_case,
)
from chainrule.exercises.parts.xor.gates import GATES


def targets(rng: Rng, n: int) -> Array:
    """Zeros and ones, some of each."""
    return rng.permutation(np.arange(n) % 2)


def predictions(rng: Rng) -> list[Case]:
    """Two features and more, a view, one example, none, a score of exactly 0, small scores."""
    n, m = sizes(rng, 2)
    zero = np.array([[1.0, 1.0], [2.0, 1.0], [0.0, 1.0]])
    return [
        predict_case(signed(rng, n, 2), signed(rng, 2), float(rng.uniform(0.2, 0.9))),
        predict_case(signed(rng, 9, m), signed(rng, m), float(-rng.uniform(0.2, 0.9))),
        predict_case(every_other(rng, n, m), signed(rng, m), 0.3),
        predict_case(zero, np.array([1.0, -1.0]), 0.0),
        predict_case(0.1 * signed(rng, 12, 2), signed(rng, 2), 0.02),
        *(predict_case(0.1 * signed(rng, 6, 2), signed(rng, 2), b) for b in (0.8, -0.8)),
        predict_case(signed(rng, 0, 2), signed(rng, 2), 1.0),
    ]


def updates(rng: Rng) -> list[Case]:
    """All four combinations of answer and target, two features and more."""
    m = int(rng.integers(2, 6))
    w, x = signed(rng, m), signed(rng, m)
    far = float(np.abs(w @ x)) + 1.0
    return [
        *(update_case(w, b, x, t) for b in (far, -far) for t in (0, 1)),
        update_case(np.zeros(2), 0.0, signed(rng, 2), 1),
    ]


def passes(rng: Rng) -> list[Case]:
    """Data that are learned and data that are not, from zero and from elsewhere."""
    n = 8
    return [
        epoch_case(np.zeros(2), 0.0, signed(rng, n, 2), targets(rng, n)),
        epoch_case(signed(rng, 3), 0.5, signed(rng, 10, 3), targets(rng, 10)),
        epoch_case(
            np.zeros(2), 0.0, np.array([[0.0, 0], [0, 1], [1, 0], [1, 1]]), np.array([0, 1, 1, 0])
        ),
        epoch_case(signed(rng, 2), -0.3, every_other(rng, 6, 2), targets(rng, 6)),
    ]


def counts(rng: Rng) -> list[Case]:
    """Many mistakes and few; small scores, where the bias decides for all."""
    return [
        *(
            mistakes_case(signed(rng, n, m), signed(rng, m), b, targets(rng, n))
            for n, m, b in ((12, 2, 0.7), (9, 3, -0.7), (30, 2, 1.5), (1, 2, 0.4))
        ),
        mistakes_case(0.1 * signed(rng, 40, 2), signed(rng, 2), 0.8, np.zeros(40, int)),
    ]


def borders(rng: Rng) -> list[Case]:
    """Steep and flat lines, one point, many."""
    return [
        boundary_case(signed(rng, 2), float(rng.uniform(0.3, 2)), signed(rng, n)) for n in (1, 3, 6)
    ]


def gates(rng: Rng) -> list[Case]:
    """All four."""
    return [Case((name,), GATES[name]) for name in map(str, rng.permutation(list(GATES)))]


def sixteen(rng: Rng) -> list[Case]:
    """All sixteen gates."""
    outputs = list(product((0, 1), repeat=4))
    return [Case((outputs[k],), is_separable(outputs[k])) for k in rng.permutation(16)]


def chances(rng: Rng) -> list[Case]:
    """Ordinary scores, very large ones of both signs, a view, float32, none."""
    n, m = sizes(rng, 2)
    far = np.array([[900.0, 0.0], [-900.0, 0.0], [700.0, 300.0]])
    small = signed(rng, n, m).astype(np.float32), signed(rng, m).astype(np.float32)
    return [
        probability_case(signed(rng, n, m), signed(rng, m), 0.4),
        probability_case(far, np.array([1.1, 0.3]), -0.5),
        probability_case(every_other(rng, n, m), signed(rng, m), -0.6),
        probability_case(small[0], small[1], 0.5, np.float32),
        probability_case(signed(rng, 0, m), signed(rng, m), 0.0),
    ]


def losses(rng: Rng) -> list[Case]:
    """Ordinary scores, very large ones that are right and wrong, one example."""
    n, m = sizes(rng, 2)
    far = np.array([[900.0, 0.0], [-900.0, 0.0], [900.0, 1.0], [-900.0, 2.0]])
    return [
        loss_case(signed(rng, n, m), signed(rng, m), 0.4, targets(rng, n)),
        loss_case(far, np.array([1.0, 0.5]), 0.3, np.array([1, 0, 0, 1])),
        loss_case(signed(rng, 1, m), signed(rng, m), -0.2, np.array([0])),
        loss_case(every_other(rng, n, m), signed(rng, m), 0.8, targets(rng, n)),
    ]


def slopes(rng: Rng) -> list[Case]:
    """Two features and more, one example, a view."""
    n, m = sizes(rng, 2)
    return [
        gradient_case(signed(rng, n, m), 0.5 * signed(rng, m), 0.4, targets(rng, n)),
        gradient_case(signed(rng, 7, 2), 0.5 * signed(rng, 2), -0.7, targets(rng, 7)),
        gradient_case(signed(rng, 1, m), 0.5 * signed(rng, m), 0.3, np.array([1])),
        gradient_case(every_other(rng, n, m), 0.5 * signed(rng, m), 0.6, targets(rng, n)),
    ]


def once(rng: Rng) -> list[Case]:
    """There is nothing to draw."""
    return [Case((), None)]


DRAWS: dict[str, Draw] = {
    "perceptron.predict": predictions,
    "perceptron.update": updates,
    "perceptron.epoch": passes,
    "count_mistakes": counts,
    "boundary": borders,
    "gate": gates,
    "separable": sixteen,
    "probability": chances,
    "loss": losses,
    "gradient": slopes,
    "xor_with_product": once,
    "xor_net": once,
}
