"""Fresh inputs for layers, losses, starting weights and training."""

from __future__ import annotations

import numpy as np

from autograde.checks.arrays import Rng, every_other, signed, sizes
from chainrule.exercises.part import Case
from chainrule.exercises.parts.layers.initialisation import he_case, xavier_case
from chainrule.exercises.parts.layers.losses import log_sum, surprise
from chainrule.exercises.parts.layers.training import (
    add_one,
    bowl_case,
    double,
    in_a_row,
    linear_case,
    square,
    xor_case,
)
from chainrule.exercises.parts.layers.value_and_gradient import loss_case


def affine(rng: Rng) -> list[Case]:
    """Different sizes, a square, one example, none, views, float32."""
    n, k, m = sizes(rng, 3)
    small = [signed(rng, *shape).astype(np.float32) for shape in ((n, k), (m, k), (m,))]
    return [
        linear_case(signed(rng, n, k), signed(rng, m, k), signed(rng, m)),
        linear_case(signed(rng, k, k), signed(rng, k, k), signed(rng, k)),
        linear_case(signed(rng, 1, k), signed(rng, m, k), signed(rng, m)),
        linear_case(signed(rng, 0, k), signed(rng, m, k), signed(rng, m)),
        linear_case(every_other(rng, n, k), every_other(rng, m, k), signed(rng, m)),
        linear_case(small[0], small[1], small[2], np.float32),
    ]


def binary(rng: Rng) -> list[Case]:
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


def classes(rng: Rng) -> list[Case]:
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


def normal(rng: Rng) -> list[Case]:
    """Wide, high and small matrices."""
    n, m = sizes(rng, 2)
    shapes = [(n, 50 * m), (50 * n, m), (40, 3)]
    return [he_case(rng.standard_normal(shape)) for shape in shapes]


def uniform(rng: Rng) -> list[Case]:
    """Wide, high and small matrices."""
    n, m = sizes(rng, 2)
    shapes = [(n, 50 * m), (50 * n, m), (40, 3)]
    return [xavier_case(rng.random(shape)) for shape in shapes]


def rows(rng: Rng) -> list[Case]:
    """The same layers in several orders, a layer twice, one layer, none."""
    n, m = sizes(rng, 2)
    orders = [(double, add_one, square), (square, add_one, double, add_one), (add_one,), ()]
    return [in_a_row(signed(rng, n, m), order) for order in orders]


def descents(rng: Rng) -> list[Case]:
    """Bowls with one and several parameters, no step at all, XOR."""
    n, m = sizes(rng, 2)
    shapes = [(n, m), (m,), ()]
    start, bottom = (tuple(signed(rng, *s) for s in shapes) for _ in range(2))
    rate, steps = float(rng.uniform(0.05, 0.4)), int(rng.integers(3, 9))
    return [
        bowl_case(start, bottom, rate, steps),
        bowl_case(start[:1], bottom[:1], rate / 2, steps + 1),
        bowl_case(start, bottom, rate, 0),
        xor_case(float(rng.uniform(-0.05, 0.05))),
    ]
