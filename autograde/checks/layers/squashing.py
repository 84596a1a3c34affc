"""Fresh inputs for smooth activations: central differences, and the lines they approach."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from autograde.checks.arrays import Draw, Rng, every_other, signed, sizes
from chainrule.exercises.finite_differences import vjp_case
from chainrule.exercises.part import Case
from chainrule.exercises.parts.layers.squashing import IDENTITY, ONE, ZERO, Line, s_curve, soft_ramp

Forward = Callable[..., Any]


def values(f: Forward, left: Line, right: Line) -> Draw:
    """Draws for a smooth function that approaches these lines."""

    def draw(rng: Rng) -> list[Case]:
        n, m = sizes(rng, 2)
        x, view, none = signed(rng, n, m), every_other(rng, n, m), np.zeros((0, n))
        small = signed(rng, n, m).astype(np.float32)
        size = rng.uniform(800, 1000)
        tiny = -rng.uniform(38, 60, 2)
        return [
            Case((x,), f(x)),
            Case((view,), f(view)),
            Case((none,), none),
            Case((small,), f(small), np.float32, 1e-4),
            Case((np.array([-size, size]),), np.array([left(-size), right(size)])),
            Case((tiny,), np.exp(tiny)),  # both functions are eˣ there, up to e²ˣ
        ]

    return draw


def slopes(f: Forward, left: Line, right: Line) -> Draw:
    """Draws for the rule of a smooth function that approaches these lines."""

    def draw(rng: Rng) -> list[Case]:
        n, m = sizes(rng, 2)
        single = (signed(rng, n, m).astype(np.float32) for _ in range(2))
        size, g = rng.uniform(800, 1000), signed(rng, 2)
        ends, y = np.array([-size, size]), np.array([left(-size), right(size)])
        return [
            vjp_case(f, signed(rng, n, m), signed(rng, n, m)),
            vjp_case(f, signed(rng, m), signed(rng, m)),
            vjp_case(f, every_other(rng, n, m), every_other(rng, n, m), remark="both are views"),
            vjp_case(f, *single, dtype=np.float32),
            vjp_case(f, signed(rng, 0, n), signed(rng, 0, n)),
            Case((g, y, ends), g * [left.slope, right.slope]),
        ]

    return draw


sigmoid = values(s_curve, ZERO, ONE)
sigmoid_vjp = slopes(s_curve, ZERO, ONE)
tanh_vjp = slopes(np.tanh, Line(0.0, -1.0), ONE)
softplus = values(soft_ramp, ZERO, IDENTITY)
softplus_vjp = slopes(soft_ramp, ZERO, IDENTITY)
