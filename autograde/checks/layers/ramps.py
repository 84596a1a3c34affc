"""Fresh inputs for ReLU and its family: central differences, and what is known far from 0."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from autograde.checks.arrays import Draw, Rng, every_other, signed, sizes
from chainrule.exercises.finite_differences import vjp_case
from chainrule.exercises.part import Case
from chainrule.exercises.parts.layers.ramps import at_zero, bent, bent_exponential, prelu, ramp
from chainrule.exercises.parts.layers.squashing import Line
from chainrule.exercises.parts.layers.value_and_gradient import activation_case

Forward = Callable[..., Any]


def family(f: Forward, rng: Rng, *fixed: float) -> list[Case]:
    """A matrix with both signs of x and g, a view, float32, nothing at all."""
    n, m = sizes(rng, 2)
    x = np.abs(signed(rng, n, m)) * np.where(np.arange(n * m).reshape(n, m) % 2, 1.0, -1.0)
    single = (signed(rng, n, m).astype(np.float32) for _ in range(2))
    return [
        activation_case(f, signed(rng, n, m), x, *fixed),
        activation_case(f, every_other(rng, n, m), every_other(rng, n, m), *fixed),
        activation_case(f, *single, *fixed, dtype=np.float32),
        activation_case(f, signed(rng, 0, n), signed(rng, 0, n), *fixed),
    ]


def relu(rng: Rng) -> list[Case]:
    """ReLU, also at 0."""
    return [*family(ramp, rng), at_zero()]


def families(f: Forward, left: Callable[[float], Line]) -> Draw:
    """Draws for a function with a parameter, below and above 1; `left` is its line for x < 0."""

    def draw(rng: Rng) -> list[Case]:
        low, high = float(rng.uniform(0.05, 0.6)), float(rng.uniform(1.5, 3.0))
        size, g = float(rng.uniform(800, 1000)), signed(rng, 2)
        line, ends = left(low), np.array([-size, size])
        far = Case((g, ends, low), (np.array([line(-size), size]), g * [line.slope, 1.0]))
        return [*family(f, rng, low), *family(f, rng, high), far]

    return draw


leaky_relu = families(bent, lambda alpha: Line(alpha, 0.0))
elu = families(bent_exponential, lambda alpha: Line(0.0, -alpha))


def prelu_vjp(rng: Rng) -> list[Case]:
    """Small, large and negative α; a view; float32; nothing at all."""

    def case(alpha: float, *arrays: Any, **how: Any) -> Case:
        return vjp_case(prelu, *arrays, np.array(alpha), elementwise=False, **how)

    n, m = sizes(rng, 2)
    x = np.abs(signed(rng, n, m)) * np.where(np.arange(n * m).reshape(n, m) % 2, 1.0, -1.0)
    single = (signed(rng, n, m).astype(np.float32) for _ in range(2))
    alpha = np.float32(rng.uniform(0.1, 0.4))
    return [
        *(case(a, signed(rng, n, m), x) for a in rng.uniform(0.1, 0.6, 2)),
        case(rng.uniform(1.5, 2.5), signed(rng, n, m), x),
        case(-rng.uniform(0.3, 0.6), signed(rng, n, m), x),
        case(0.2, every_other(rng, n, m), every_other(rng, n, m)),
        vjp_case(prelu, *single, np.array(alpha), elementwise=False, dtype=np.float32),
        case(0.3, signed(rng, 0, n), signed(rng, 0, n)),
    ]
