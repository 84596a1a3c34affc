"""Smooth activations, sigmoid, tanh and softplus: checks and known mistakes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from chainrule import table
from chainrule.exercises.finite_differences import vjp_case
from chainrule.exercises.judges import judge_arrays
from chainrule.exercises.overrides.layers import value_of
from chainrule.exercises.overrides.rules import rules_of
from chainrule.exercises.part import Case, Mistake, Part
from chainrule.exercises.parts.shared_mistakes import (
    DIVIDED_BY_COUNT,
    NO_UPSTREAM,
    OPPOSITE_SIGN,
    per_element,
)

VALUE, SLOPE = judge_arrays("y"), judge_arrays("the gradient")
X = np.array([[0.5, -2.0, 3.0], [-0.4, 1.5, -1.0]])
G = np.array([[1.0, -2.0, 0.5], [3.0, 1.5, -1.0]])


@dataclass(frozen=True)
class Line:
    """A line that a curve approaches far from 0, by its slope and its height at 0."""

    slope: float
    height: float

    def __call__(self, x: float) -> float:
        """Its height at x."""
        return self.slope * x + self.height


ZERO, ONE, IDENTITY = Line(0.0, 0.0), Line(0.0, 1.0), Line(1.0, 0.0)


def s_curve(x: Any) -> Any:
    """The sigmoid, by an identity: tanh, moved and stretched."""
    return (np.tanh(x / 2) + 1) / 2


def soft_ramp(x: Any) -> Any:
    """Softplus where eˣ is of ordinary size."""
    return np.log(1 + np.exp(x))


def values(f: Any, far: list[float]) -> list[Case]:
    """A matrix, float32, and what comes out at -1000, 0 and 1000."""
    small = X.astype(np.float32)
    return [
        Case((X.copy(),), f(X)),
        Case((small,), f(small), np.float32, 1e-4),
        Case((np.array([-1000.0, 0.0, 1000.0]),), np.array(far)),
    ]


def slopes(f: Any, left: Line, right: Line) -> list[Case]:
    """A matrix, float32, and the slopes at -1000 and 1000, where y is on these lines."""
    ends = np.array([-1000.0, 1000.0])
    y = np.array([left(-1000.0), right(1000.0)])
    g = np.array([2.0, -3.0])
    small = X.astype(np.float32)
    return [
        vjp_case(f, G.copy(), X.copy()),
        vjp_case(f, G.astype(np.float32), small, dtype=np.float32),
        Case((g, y, ends), g * [left.slope, right.slope]),
    ]


def far_left() -> Case:
    """Inputs at which log(1 + eˣ) is as small as eˣ, and yet not 0."""
    x = np.array([-40.0, -45.0])
    return Case((x,), np.exp(x))


sigmoid = Part(
    "sigmoid",
    ("x",),
    VALUE,
    lambda: values(s_curve, [0.0, 0.5, 1.0]),
    (
        Mistake(
            "sign of the exponent",
            lambda x: s_curve(-x),
            "The curve falls: it is high on the left and low on the right. Look at the sign in "
            "the exponent.",
        ),
        Mistake(
            "overflows",
            lambda x: np.exp(x) / (1 + np.exp(x)),
            "For ordinary x this is right, but for a large one it is nan: e^1000 is infinite for "
            "a computer. Never take the exponential of a large positive number.",
        ),
        Mistake("tanh", np.tanh, "This is tanh, which goes from -1 to 1; here 0 becomes 1/2."),
        Mistake(
            "exponential alone",
            lambda x: np.exp(-np.abs(x)),
            "Only the exponential is there. The sigmoid divides by something.",
        ),
        Mistake(
            "minus in the denominator",
            lambda x: 1 / (1 - np.exp(-x)),
            "The denominator can become 0. Check the sign between its two terms.",
        ),
        Mistake(
            "symmetric",
            lambda x: s_curve(np.abs(x)),
            "Negative and positive x give the same value. The absolute value belongs into the "
            "exponent only; then the two cases differ.",
        ),
        Mistake("slope for value", lambda x: s_curve(x) * (1 - s_curve(x)), "This is the slope."),
        Mistake(
            "half as steep",
            lambda x: 1 / (1 + np.exp(-x / 2)),
            "The curve is only half as steep as it should be: x is divided by 2 somewhere.",
        ),
    ),
    override=value_of(table.sigmoid),
    number=2,
)

sigmoid_vjp = Part(
    "sigmoid.vjp",
    ("g", "y", "x"),
    SLOPE,
    lambda: slopes(s_curve, ZERO, ONE),
    (
        Mistake("no upstream", lambda g, y, x: y * (1 - y), NO_UPSTREAM),
        Mistake("opposite sign", lambda g, y, x: g * y * (y - 1), OPPOSITE_SIGN),
        Mistake(
            "input for output",
            lambda g, y, x: g * x * (1 - x),
            "The formula is written with x where the output y belongs.",
        ),
        Mistake(
            "sigmoid of the output",
            lambda g, y, x: g * s_curve(y) * (1 - s_curve(y)),
            "The sigmoid is applied to y, which is the sigmoid of x already.",
        ),
        Mistake(
            "rule of tanh",
            lambda g, y, x: g * (1 - y * y),
            "This is the rule of tanh. At x = 0 the sigmoid has a slope of 1/4.",
        ),
        Mistake(
            "first factor only", lambda g, y, x: g * y, "Only y is there; a factor is lacking."
        ),
        Mistake(
            "second factor only", lambda g, y, x: g * (1 - y), "A factor beside 1 - y is lacking."
        ),
        Mistake(
            "divided by the count", lambda g, y, x: per_element(g) * y * (1 - y), DIVIDED_BY_COUNT
        ),
    ),
    override=rules_of(table.sigmoid),
    number=3,
)

tanh_vjp = Part(
    "tanh.vjp",
    ("g", "y", "x"),
    SLOPE,
    lambda: slopes(np.tanh, Line(0.0, -1.0), ONE),
    (
        Mistake("no upstream", lambda g, y, x: 1 - y * y, NO_UPSTREAM),
        Mistake("opposite sign", lambda g, y, x: g * (y * y - 1), OPPOSITE_SIGN),
        Mistake(
            "input for output",
            lambda g, y, x: g * (1 - x * x),
            "The formula is written with x where the output y belongs.",
        ),
        Mistake(
            "tanh of the output",
            lambda g, y, x: g * (1 - np.tanh(y) ** 2),
            "tanh is applied to y, which is tanh(x) already.",
        ),
        Mistake(
            "rule of the sigmoid",
            lambda g, y, x: g * y * (1 - y),
            "This is the rule of the sigmoid. At x = 0 the slope of tanh is 1.",
        ),
        Mistake("not squared", lambda g, y, x: g * (1 - y), "For negative x the slope exceeds 1."),
        Mistake(
            "plus for minus", lambda g, y, x: g * (1 + y * y), "Far out tanh is flat; not here."
        ),
        Mistake(
            "divided by the count", lambda g, y, x: per_element(g) * (1 - y * y), DIVIDED_BY_COUNT
        ),
    ),
    override=rules_of(table.tanh),
    number=4,
)

softplus = Part(
    "softplus",
    ("x",),
    VALUE,
    lambda: [*values(soft_ramp, [0.0, np.log(2.0), 1000.0]), far_left()],
    (
        Mistake(
            "overflows",
            soft_ramp,
            "Right in the middle, but infinite for x = 1000 (e^1000 overflows), or 0 for very "
            "negative x, where 1 + e^x is rounded to 1.",
        ),
        Mistake(
            "logarithm of the exponential",
            lambda x: x + 0,
            "This gives x again: the logarithm undoes the exponential. Something is added "
            "between the two.",
        ),
        Mistake(
            "ReLU", lambda x: np.maximum(x, 0), "This is ReLU, with its kink. At 0 this is log 2."
        ),
        Mistake(
            "correction alone",
            lambda x: np.log1p(np.exp(-np.abs(x))),
            "This is the correction near 0, for large x it should be added to something.",
        ),
        Mistake("mirrored", lambda x: soft_ramp(-x), "It rises to the left; check the sign of x."),
        Mistake("slope for value", s_curve, "This is the slope of softplus, not its value."),
        Mistake(
            "negated", lambda x: -soft_ramp(x), "All is negative. The logarithm of 1 + e^x is not."
        ),
        Mistake(
            "rounded on the left",
            lambda x: np.maximum(x, 0) + np.log(1 + np.exp(-np.abs(x))),
            "Almost right. For very negative x this is exactly 0, since 1 + e^x is rounded to 1: "
            "NumPy has a function for the logarithm of 1 plus something small.",
        ),
    ),
    override=value_of(table.softplus),
    number=9,
)

softplus_vjp = Part(
    "softplus.vjp",
    ("g", "y", "x"),
    SLOPE,
    lambda: slopes(soft_ramp, ZERO, IDENTITY),
    (
        Mistake("no upstream", lambda g, y, x: s_curve(x), NO_UPSTREAM),
        Mistake("opposite sign", lambda g, y, x: -g * s_curve(x), OPPOSITE_SIGN),
        Mistake(
            "overflows",
            lambda g, y, x: g * np.exp(x) / (1 + np.exp(x)),
            "Right in the middle, but nan for x = 1000: e^1000 is infinite for a computer.",
        ),
        Mistake(
            "mirrored",
            lambda g, y, x: g * s_curve(-x),
            "The slope should grow from left to right; here it falls.",
        ),
        Mistake(
            "of the output",
            lambda g, y, x: g * s_curve(y),
            "The slope is computed from y, and it is a function of x.",
        ),
        Mistake(
            "slope of ReLU",
            lambda g, y, x: g * (x > 0),
            "This is the slope of ReLU: it jumps from 0 to 1, where softplus is smooth.",
        ),
        Mistake(
            "slope of the sigmoid",
            lambda g, y, x: g * s_curve(x) * (1 - s_curve(x)),
            "This derivative is that of the sigmoid: you went one step too far.",
        ),
        Mistake(
            "divided by the count", lambda g, y, x: per_element(g) * s_curve(x), DIVIDED_BY_COUNT
        ),
    ),
    override=rules_of(table.softplus),
    number=10,
)
