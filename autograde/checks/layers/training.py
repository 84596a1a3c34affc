"""Fresh inputs for a linear layer, layers in a row, and training."""

from __future__ import annotations

import numpy as np

from autograde.checks.arrays import Rng, every_other, signed, sizes
from chainrule.exercises.part import Case
from chainrule.exercises.parts.layers.training import (
    add_one,
    double,
    in_a_row,
    linear_case,
    square,
    valley_case,
    xor_case,
)


def linear(rng: Rng) -> list[Case]:
    """Different sizes, a square, one example, views, float32."""
    n, k, m = sizes(rng, 3)
    small = [signed(rng, *shape).astype(np.float32) for shape in ((n, k), (m, k), (m,))]
    return [
        linear_case(signed(rng, n, k), signed(rng, m, k), signed(rng, m)),
        linear_case(signed(rng, n, 3), signed(rng, m, 3), signed(rng, m)),
        linear_case(signed(rng, k, k), signed(rng, k, k), signed(rng, k)),
        linear_case(signed(rng, 1, k), signed(rng, m, k), signed(rng, m)),
        linear_case(every_other(rng, n, k), every_other(rng, m, k), signed(rng, m)),
        linear_case(small[0], small[1], small[2], np.float32),
    ]


def sequential(rng: Rng) -> list[Case]:
    """The same layers in several orders, a layer twice, one layer, none."""
    n, m = sizes(rng, 2)
    orders = [(double, add_one, square), (square, add_one, double, add_one), (add_one,), ()]
    return [in_a_row(signed(rng, n, m), order) for order in orders]


def train(rng: Rng) -> list[Case]:
    """Valleys with one and several parameters, no step at all, XOR."""
    n, m = sizes(rng, 2)
    shapes = [(n, m), (m,), ()]
    start, bottom = (tuple(signed(rng, *s) for s in shapes) for _ in range(2))
    rate, steps = float(rng.uniform(0.05, 0.3)), int(rng.integers(3, 9))
    return [
        valley_case(start, bottom, rate, steps),
        valley_case(start[:1], bottom[:1], rate / 2, steps + 1),
        valley_case(start, bottom, rate, 0),
        xor_case(float(rng.uniform(-0.05, 0.05))),
    ]
