"""Fresh inputs for activations: central differences, and what is known far from 0."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from autograde.checks.arrays import Draw, Rng, every_other, signed, sizes
from chainrule.exercises.finite_differences import vjp_case
from chainrule.exercises.part import Case
from chainrule.exercises.parts.layers.ramps import at_zero, bent, prelu, ramp
from chainrule.exercises.parts.layers.squashing import soft_ramp
from chainrule.exercises.parts.layers.value_and_gradient import activation_case

Forward = Callable[..., Any]


def values(f: Forward, far: list[float]) -> Draw:
    """Draws for a smooth function; `far` is its value at -1000 and at 1000."""

    def draw(rng: Rng) -> list[Case]:
        n, m = sizes(rng, 2)
        x, view, none = signed(rng, n, m), every_other(rng, n, m), np.zeros((0, n))
        small = signed(rng, n, m).astype(np.float32)
        size = rng.uniform(800, 1000)
        right = np.array([far[0], size if f is soft_ramp else far[1]])
        tiny = -rng.uniform(38, 60, 2)
        return [
            Case((x,), f(x)),
            Case((view,), f(view)),
            Case((none,), none),
            Case((small,), f(small), np.float32, 1e-4),
            Case((np.array([-size, size]),), right),
            Case((tiny,), np.exp(tiny)),  # both functions are eˣ there, up to e²ˣ
        ]

    return draw


def slopes(f: Forward, far: list[float]) -> Draw:
    """Draws for a rule; `far` is the slope at -1000 and at 1000."""

    def draw(rng: Rng) -> list[Case]:
        n, m = sizes(rng, 2)
        single = (signed(rng, n, m).astype(np.float32) for _ in range(2))
        ends = np.array([-1.0, 1.0]) * rng.uniform(800, 1000)
        y = np.maximum(ends, 0) if f is soft_ramp else f(ends)
        g = signed(rng, 2)
        return [
            vjp_case(f, signed(rng, n, m), signed(rng, n, m)),
            vjp_case(f, signed(rng, m), signed(rng, m)),
            vjp_case(f, every_other(rng, n, m), every_other(rng, n, m), remark="both are views"),
            vjp_case(f, *single, dtype=np.float32),
            vjp_case(f, signed(rng, 0, n), signed(rng, 0, n)),
            Case((g, y, ends), g * far),
        ]

    return draw


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


def ramps(rng: Rng) -> list[Case]:
    """ReLU, also at 0."""
    return [*family(ramp, rng), at_zero()]


def families(f: Forward) -> Draw:
    """Draws for a function with a parameter below and above 1, and far from 0."""

    def draw(rng: Rng) -> list[Case]:
        low, high = float(rng.uniform(0.05, 0.6)), float(rng.uniform(1.5, 3.0))
        size, g = float(rng.uniform(800, 1000)), signed(rng, 2)
        ends = np.array([-size, size])
        line = f is bent
        y = np.array([-size * low if line else -low, size])
        far = Case((g, ends, low), (y, g * [low if line else 0.0, 1.0]))
        return [*family(f, rng, low), *family(f, rng, high), far]

    return draw


def learned(rng: Rng) -> list[Case]:
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
