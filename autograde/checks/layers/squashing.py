"""Fresh inputs for smooth activations: near 0, at 0, and far from it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from autograde.checks.arrays import Array, Draw, Rng, every_other, signed, sizes
from chainrule.exercises.finite_differences import vjp_case
from chainrule.exercises.part import Case
from chainrule.exercises.parts.layers.squashing import s_curve, soft_ramp, value_case

Forward = Callable[..., Any]


def far(rng: Rng) -> Array:
    """0, numbers where the curve has nearly reached its ends, and far ends."""
    near, size = rng.uniform(6, 9), rng.uniform(800, 1000)
    return np.array([-size, -near, 0.0, near, size])


def values(f: Forward) -> Draw:
    """Draws for a smooth function."""

    def draw(rng: Rng) -> list[Case]:
        n, m = sizes(rng, 2)
        return [
            value_case(f, signed(rng, n, m)),
            value_case(f, every_other(rng, n, m)),
            value_case(f, signed(rng, n, m).astype(np.float32), np.float32),
            value_case(f, far(rng)),
        ]

    return draw


def softplus(rng: Rng) -> list[Case]:
    """Also far to the left, where the values are small and yet not 0."""
    return [*values(soft_ramp)(rng), value_case(soft_ramp, -rng.uniform(38, 60, 2))]


def slopes(f: Forward) -> Draw:
    """Draws for the rule of a smooth function."""

    def draw(rng: Rng) -> list[Case]:
        n, m = sizes(rng, 2)
        single = (signed(rng, n, m).astype(np.float32) for _ in range(2))
        return [
            vjp_case(f, signed(rng, n, m), signed(rng, n, m)),
            vjp_case(f, signed(rng, m), signed(rng, m)),
            vjp_case(f, every_other(rng, n, m), every_other(rng, n, m), remark="both are views"),
            vjp_case(f, *single, dtype=np.float32),
            vjp_case(f, signed(rng, 5), far(rng)),
        ]

    return draw


sigmoid = values(s_curve)
sigmoid_vjp = slopes(s_curve)
tanh_vjp = slopes(np.tanh)
softplus_vjp = slopes(soft_ramp)
