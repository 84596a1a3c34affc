"""Fresh inputs for ReLU and its family: central differences, and what is agreed at 0."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from autograde.checks.arrays import Array, Draw, Rng, every_other, signed, sizes
from chainrule.exercises.part import Case
from chainrule.exercises.parts.layers.ramps import bent, bent_exponential, prelu_case, ramp
from chainrule.exercises.parts.layers.value_and_gradient import activation_case

Forward = Callable[..., Any]


def both_sides(rng: Rng, n: int, m: int) -> Array:
    """Numbers of which every other one is negative."""
    return np.abs(signed(rng, n, m)) * np.where(np.arange(n * m).reshape(n, m) % 2, 1.0, -1.0)


def kink(rng: Rng) -> Array:
    """Numbers of both signs, and some that are exactly 0."""
    return np.array([0.0, -1.0, 1.0, 0.0]) * signed(rng, 1)


def family(f: Forward, rng: Rng, *fixed: float) -> list[Case]:
    """A matrix with both signs of x and g, a view, float32, 0, and both far ends."""
    n, m = sizes(rng, 2)
    single = (signed(rng, n, m).astype(np.float32), both_sides(rng, n, m).astype(np.float32))
    far = rng.uniform(800, 1000) * np.array([-1.0, 1.0])
    return [
        activation_case(f, signed(rng, n, m), both_sides(rng, n, m), *fixed),
        activation_case(f, every_other(rng, n, m), every_other(rng, n, m), *fixed),
        activation_case(f, *single, *fixed, dtype=np.float32),
        activation_case(f, signed(rng, 4), kink(rng), *fixed),
        activation_case(f, signed(rng, 2), far, *fixed),
    ]


def relu(rng: Rng) -> list[Case]:
    """ReLU."""
    return family(ramp, rng)


def families(f: Forward, *ranges: tuple[float, float]) -> Draw:
    """Draws for a function with a parameter, from each of these ranges."""

    def draw(rng: Rng) -> list[Case]:
        return [case for ends in ranges for case in family(f, rng, float(rng.uniform(*ends)))]

    return draw


leaky_relu = families(bent, (0.05, 0.6), (1.5, 3.0), (-0.8, -0.2))
elu = families(bent_exponential, (0.05, 0.6), (1.5, 3.0))


def prelu_vjp(rng: Rng) -> list[Case]:
    """Small, large and negative α; a view; float32; 0."""

    def alpha(low: float, high: float, dtype: Any = float) -> Array:
        return np.array(rng.uniform(low, high), dtype)

    n, m = sizes(rng, 2)
    x = both_sides(rng, n, m)
    single = (signed(rng, n, m).astype(np.float32), x.astype(np.float32))
    return [
        prelu_case(signed(rng, n, m), x, alpha(0.1, 0.6)),
        prelu_case(signed(rng, n, m), x, alpha(1.5, 2.5)),
        prelu_case(signed(rng, n, m), x, alpha(-0.6, -0.3)),
        prelu_case(every_other(rng, n, m), every_other(rng, n, m), alpha(0.1, 0.6)),
        prelu_case(*single, alpha(0.1, 0.6, np.float32), dtype=np.float32),
        prelu_case(signed(rng, 4), kink(rng), alpha(0.1, 0.6)),
    ]
