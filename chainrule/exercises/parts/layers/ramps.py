"""Activations with a kink, ReLU and its family: checks and known mistakes."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from chainrule import table
from chainrule.exercises.finite_differences import vjp_case
from chainrule.exercises.judges import judge_arrays
from chainrule.exercises.overrides.layers import activation_of, learned_slope
from chainrule.exercises.part import Case, Mistake, Part
from chainrule.exercises.parts.layers.value_and_gradient import activation_case
from chainrule.exercises.parts.shared_mistakes import NO_UPSTREAM
from chainrule.nn.functional import activations

X = np.array([[0.5, -2.0, 3.0], [-0.4, 1.5, -1.0]])
G = np.array([[1.0, -2.0, 0.5], [3.0, 1.5, -1.0]])
PAIR = judge_arrays("y", "the gradient")
SWAPPED = "The two are in the other order: first y, then the gradient."


def ramp(x: Any) -> Any:
    """ReLU, by an identity."""
    return (x + np.abs(x)) / 2


def bent(x: Any, slope: float) -> Any:
    """A line of this slope, bent at 0 to the slope 1."""
    return slope * x + (1 - slope) * ramp(x)


def bent_exponential(x: Any, alpha: float) -> Any:
    """ELU, number by number."""
    numbers = [v if v > 0 else alpha * math.expm1(v) for v in x.ravel().tolist()]
    return np.array(numbers, x.dtype).reshape(x.shape)


def cases(f: Any, *fixed: float) -> list[Case]:
    """A matrix and float32."""
    small = X.astype(np.float32), G.astype(np.float32)
    return [
        activation_case(f, G.copy(), X.copy(), *fixed),
        activation_case(f, small[1], small[0], *fixed, dtype=np.float32),
    ]


def at_zero() -> Case:
    """By agreement the slope of ReLU is 0 at 0."""
    return Case((np.ones(3), np.array([-1.0, 0.0, 1.0])), (np.eye(3)[2], np.eye(3)[2]))


relu = Part(
    "relu",
    ("g", "x"),
    PAIR,
    lambda: [*cases(ramp), at_zero()],
    (
        Mistake("no upstream", lambda g, x: (ramp(x), (x > 0) * 1.0), NO_UPSTREAM),
        Mistake(
            "slope 1 at zero",
            lambda g, x: (ramp(x), g * (x >= 0)),
            "At x = 0 itself the slope is 1 here. Any number between 0 and 1 would do; we agreed "
            "on 0, so that a neuron that is silent stays unchanged.",
        ),
        Mistake(
            "slope half at zero",
            lambda g, x: (ramp(x), g * (np.sign(x) + 1) / 2),
            "At x = 0 itself the slope is 1/2 here; we agreed on 0.",
        ),
        Mistake(
            "gates the gradient",
            lambda g, x: (ramp(x), ramp(g)),
            "ReLU is applied to g. It is the sign of x that decides, not the sign of g.",
        ),
        Mistake("passes g on", lambda g, x: (ramp(x), g), "g passes everywhere, also where x < 0."),
        Mistake(
            "times the value",
            lambda g, x: (ramp(x), g * ramp(x)),
            "g is multiplied by y. The slope is 0 or 1, whatever the value.",
        ),
        Mistake(
            "other side", lambda g, x: (np.minimum(x, 0), g * (x < 0)), "The wrong side is cut off."
        ),
        Mistake(
            "absolute value",
            lambda g, x: (np.abs(x), g * np.sign(x)),
            "Negative numbers are mirrored; they should become 0.",
        ),
        Mistake("in the other order", lambda g, x: (g * (x > 0), ramp(x)), SWAPPED),
    ),
    override=activation_of(table.relu),
    number=5,
)

leaky_relu = Part(
    "leaky_relu",
    ("g", "x", "slope"),
    PAIR,
    lambda: [*cases(bent, 0.1), *cases(bent, 2.0)],
    (
        Mistake(
            "maximum",
            lambda g, x, s: (np.maximum(x, s * x), np.where(x > s * x, g, s * g)),
            "The larger of x and slope * x is taken. That is right only as long as the slope is "
            "below 1; decide by the sign of x.",
        ),
        Mistake(
            "maximum in the value",
            lambda g, x, s: (np.maximum(x, s * x), np.where(x > 0, g, s * g)),
            "In y the larger of x and slope * x is taken, which is right only for slopes below 1.",
        ),
        Mistake("no upstream", lambda g, x, s: (bent(x, s), np.where(x > 0, 1.0, s)), NO_UPSTREAM),
        Mistake(
            "ReLU",
            lambda g, x, s: (ramp(x), g * (x > 0)),
            "This is plain ReLU: nothing leaks where x is negative.",
        ),
        Mistake(
            "gradient of ReLU",
            lambda g, x, s: (bent(x, s), g * (x > 0)),
            "y leaks, its gradient does not: where x is negative, y still moves with x.",
        ),
        Mistake(
            "other side",
            lambda g, x, s: (-bent(-x, s), g * np.where(x > 0, s, 1.0)),
            "The slope is applied to the positive side.",
        ),
        Mistake(
            "slope is divided by",
            lambda g, x, s: (bent(x, 1 / s), g * np.where(x > 0, 1.0, 1 / s)),
            "Negative x is divided by the slope.",
        ),
        Mistake(
            "mirrored leak",
            lambda g, x, s: (bent(x, -s), g * np.where(x > 0, 1.0, -s)),
            "On the left y rises again: the leak has the wrong sign.",
        ),
    ),
    override=activation_of(activations._leaky_relu),
    number=6,
)


def prelu(x: Any, alpha: Any) -> Any:
    """Leaky ReLU with a slope that is learned."""
    return bent(x, alpha)


def prelu_cases() -> list[Case]:
    """A matrix with a small, a large and a negative α; float32."""
    small = (a.astype(np.float32) for a in (G, X, np.array(0.25)))
    alphas = (np.array(a) for a in (0.25, 2.0, -0.5))
    return [
        *(vjp_case(prelu, G.copy(), X.copy(), alpha, elementwise=False) for alpha in alphas),
        vjp_case(prelu, *small, elementwise=False, dtype=np.float32),
    ]


def bend(x: Any, a: Any) -> Any:
    """The slope on either side."""
    return np.where(x > 0, 1.0, a)


prelu_vjp = Part(
    "prelu.vjp",
    ("g", "y", "x", "alpha"),
    judge_arrays("the gradient of x", "the gradient of alpha"),
    prelu_cases,
    (
        Mistake(
            "no upstream",
            lambda g, y, x, a: (bend(x, a), np.sum(np.minimum(x, 0))),
            NO_UPSTREAM,
        ),
        Mistake(
            "not summed",
            lambda g, y, x, a: (g * bend(x, a), g * np.minimum(x, 0)),
            "alpha is one number and all elements use it: its gradient is one number, too.",
        ),
        Mistake(
            "mean for sum",
            lambda g, y, x, a: (g * bend(x, a), np.mean(g * np.minimum(x, 0))),
            "The gradient of alpha is a mean. alpha is used many times, and its effects add up.",
        ),
        Mistake(
            "both sides",
            lambda g, y, x, a: (g * bend(x, a), np.sum(g * x)),
            "For alpha the sum goes over all x. Where x is positive, alpha does not matter.",
        ),
        Mistake(
            "wrong side",
            lambda g, y, x, a: (g * bend(x, a), np.sum(g * ramp(x))),
            "For alpha the sum goes over the positive x, where alpha is not used.",
        ),
        Mistake(
            "output for input",
            lambda g, y, x, a: (g * bend(x, a), np.sum(g * np.where(x > 0, 0, y))),
            "The gradient of alpha contains alpha once more: y in place of x.",
        ),
        Mistake(
            "counts only",
            lambda g, y, x, a: (g * bend(x, a), np.sum(g * (x <= 0))),
            "For alpha only g is summed. How much does y = alpha * x move with alpha?",
        ),
        Mistake(
            "gradient of ReLU",
            lambda g, y, x, a: (g * (x > 0), np.sum(g * np.minimum(x, 0))),
            "For x nothing passes on the negative side, although y moves with x there.",
        ),
        Mistake(
            "sign of y",
            lambda g, y, x, a: (g * bend(y, a), np.sum(g * np.where(y > 0, 0, x))),
            "The side is told by the sign of y. With a negative alpha y is positive on both.",
        ),
    ),
    override=learned_slope(activations._prelu),
    number=7,
)


def elu_slope(x: Any, a: Any) -> Any:
    """The slope, from the value."""
    return np.where(x > 0, 1.0, bent_exponential(x, a) + a)


def elu_cases() -> list[Case]:
    """Two matrices, float32, and both far ends."""
    ends, g = np.array([-1000.0, 1000.0]), np.array([2.0, -3.0])
    far = Case((g, ends, 1.5), (np.array([-1.5, 1000.0]), np.array([0.0, -3.0])))
    return [*cases(bent_exponential, 1.0), *cases(bent_exponential, 0.5), far]


elu = Part(
    "elu",
    ("g", "x", "alpha"),
    PAIR,
    elu_cases,
    (
        Mistake(
            "no upstream", lambda g, x, a: (bent_exponential(x, a), elu_slope(x, a)), NO_UPSTREAM
        ),
        Mistake(
            "overflows",
            lambda g, x, a: (
                (x > 0) * x + (x <= 0) * a * (np.exp(x) - 1),
                g * ((x > 0) + (x <= 0) * a * np.exp(x)),
            ),
            "For x = 1000 this is nan: e^1000 is infinite, and 0 times infinity is not a number. "
            "Keep large numbers out of the exponential.",
        ),
        Mistake(
            "minus 1 forgotten",
            lambda g, x, a: (np.where(x > 0, x, a * np.exp(np.minimum(x, 0))), g * elu_slope(x, a)),
            "y jumps at 0: the left side does not start at 0.",
        ),
        Mistake(
            "alpha forgotten",
            lambda g, x, a: (bent_exponential(x, 1.0), g * elu_slope(x, 1.0)),
            "alpha makes no difference here; it scales the left side.",
        ),
        Mistake(
            "alpha forgotten in the gradient",
            lambda g, x, a: (bent_exponential(x, a), g * elu_slope(x, 1.0)),
            "y is right, but in its gradient alpha is lacking.",
        ),
        Mistake(
            "value for slope",
            lambda g, x, a: (
                bent_exponential(x, a),
                g * np.where(x > 0, 1, bent_exponential(x, a)),
            ),
            "On the left the value y is taken as the slope. They differ by a constant.",
        ),
        Mistake(
            "gradient of ReLU",
            lambda g, x, a: (bent_exponential(x, a), g * (x > 0)),
            "The gradient is that of ReLU: on the left it is 0, where y still moves.",
        ),
        Mistake(
            "leaky", lambda g, x, a: (bent(x, a), g * bend(x, a)), "The left side is a line here."
        ),
    ),
    override=activation_of(activations._elu),
    number=8,
)
