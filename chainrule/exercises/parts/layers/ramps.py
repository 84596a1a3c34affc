"""Activations with a kink, ReLU and its family: checks, right answers, known mistakes."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from chainrule import table
from chainrule.exercises.finite_differences import numerical_vjp
from chainrule.exercises.judges import judge_arrays
from chainrule.exercises.overrides.layers import activation_of, learned_slope
from chainrule.exercises.part import Case, Mistake, Part, remade
from chainrule.exercises.parts.layers.value_and_gradient import activation_case
from chainrule.nn.functional import activations

X = np.array([[0.5, -2.0, 3.0], [-0.4, 1.5, -1.0]])
G = np.array([[1.0, -2.0, 0.5], [3.0, 1.5, -1.0]])
AT_ZERO = np.array([-1.5, 0.0, 0.0, 2.0])
G_AT_ZERO = np.array([2.0, -1.5, 3.0, 0.5])
PAIR = judge_arrays("y", "the gradient")
WORDS = {"np.maximum(x, 0)": "the larger of x and 0", "np.minimum(x, 0)": "the smaller of x and 0"}


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
    """A matrix, float32, and the kink."""
    small = X.astype(np.float32), G.astype(np.float32)
    return [
        activation_case(f, G.copy(), X.copy(), *fixed),
        activation_case(f, small[1], small[0], *fixed, dtype=np.float32),
        activation_case(f, G_AT_ZERO.copy(), AT_ZERO.copy(), *fixed),
    ]


def relu_by_product(g: Any, x: Any) -> Any:
    """The shortest way."""
    return np.maximum(x, 0), g * (x > 0)


def relu_by_choice(g: Any, x: Any) -> Any:
    """By a condition."""
    return np.where(x > 0, x, 0), np.where(x > 0, g, 0)


relu = Part(
    "relu",
    ("g", "x"),
    PAIR,
    lambda: cases(ramp),
    (
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
        Mistake(
            "absolute value",
            lambda g, x: (np.abs(x), g * np.sign(x)),
            "Negative numbers are mirrored; they should become 0.",
        ),
    ),
    models=(relu_by_product, relu_by_choice),
    words=WORDS,
    override=activation_of(table.relu),
    number=5,
    why=(
        "The value is the larger of x and 0. The gate x > 0 is strict: at 0, where there is "
        "no slope, the course takes 0."
    ),
)


def leaky_by_choice(g: Any, x: Any, slope: Any) -> Any:
    """By a condition."""
    return np.where(x > 0, x, slope * x), np.where(x > 0, g, slope * g)


def leaky_by_parts(g: Any, x: Any, slope: Any) -> Any:
    """The two sides, added up."""
    return np.maximum(x, 0) + slope * np.minimum(x, 0), g * (x > 0) + slope * g * (x <= 0)


def leaky_by_factor(g: Any, x: Any, slope: Any) -> Any:
    """The slope of either side, as a factor."""
    factor = slope + (1 - slope) * (x > 0).astype(x.dtype)
    return x * factor, g * factor


leaky_relu = Part(
    "leaky_relu",
    ("g", "x", "slope"),
    PAIR,
    lambda: [*cases(bent, 0.1), *cases(bent, 2.0), *cases(bent, -0.5)],
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
        Mistake(
            "sign of y",
            lambda g, x, s: (bent(x, s), np.where(bent(x, s) > 0, g, s * g)),
            "The side is told by the sign of y. With a negative slope y is positive on both.",
        ),
        Mistake(
            "fixed slope",
            lambda g, x, s: (bent(x, 0.01), np.where(x > 0, g, 0.01 * g)),
            "The slope is always 0.01 here; it is an argument of the function.",
        ),
        Mistake(
            "ReLU",
            lambda g, x, s: (ramp(x), g * (x > 0)),
            "This is plain ReLU: nothing leaks where x is negative.",
        ),
        Mistake(
            "slope 1 at zero",
            lambda g, x, s: (bent(x, s), np.where(x >= 0, g, s * g)),
            "At x = 0 itself the slope is 1 here. x = 0 belongs to the left side, as in the text.",
        ),
    ),
    models=(leaky_by_choice, leaky_by_parts, leaky_by_factor),
    words=WORDS | {"factor": "the slope of either side", "(x > 0).astype(x.dtype)": "`x > 0`"},
    override=activation_of(activations._leaky_relu),
    number=6,
    why=(
        "Two lines meet at 0. np.where chooses, so that infinity on the side not taken is not "
        "multiplied by 0."
    ),
)


@remade
def prelu_case(g: Any, x: Any, alpha: Any, dtype: Any = None) -> Case:
    """By nudging x and α; at the kink the slope is that of the left side."""
    slopes = [numerical_vjp(bent, g, (x, alpha), i, elementwise=False) for i in range(2)]
    expected = np.where(x == 0, alpha * g, slopes[0]), slopes[1]
    y = np.asarray(bent(x, alpha), x.dtype)
    return Case((g, y, x, alpha), expected, dtype, 1e-4 if dtype == np.float32 else 1e-6)


def prelu_cases() -> list[Case]:
    """A matrix with a small, a large and a negative α; float32; the kink."""
    small = [a.astype(np.float32) for a in (G, X, np.array(0.25))]
    return [
        *(prelu_case(G.copy(), X.copy(), np.array(alpha)) for alpha in (0.25, 2.0, -0.5)),
        prelu_case(*small, dtype=np.float32),
        prelu_case(G_AT_ZERO.copy(), AT_ZERO.copy(), np.array(0.25)),
    ]


def prelu_by_choice(g: Any, y: Any, x: Any, alpha: Any) -> Any:
    """By a condition."""
    return np.where(x > 0, g, alpha * g), np.sum(np.where(x < 0, g * x, 0))


def prelu_by_parts(g: Any, y: Any, x: Any, alpha: Any) -> Any:
    """By the negative side alone."""
    return g * (x > 0) + alpha * g * (x <= 0), np.sum(g * np.minimum(x, 0))


def prelu_by_loop(g: Any, y: Any, x: Any, alpha: Any) -> Any:
    """Element by element."""
    to_x, to_alpha = np.zeros_like(g), g.dtype.type(0)
    for i in np.ndindex(x.shape):
        if x[i] > 0:
            to_x[i] = g[i]
        else:
            to_x[i] = alpha * g[i]
            to_alpha += g[i] * x[i]
    return to_x, to_alpha


prelu_vjp = Part(
    "prelu.vjp",
    ("g", "y", "x", "alpha"),
    judge_arrays("the gradient of x", "the gradient of alpha"),
    prelu_cases,
    (
        Mistake(
            "not summed",
            lambda g, y, x, a: (np.where(x > 0, g, a * g), g * np.minimum(x, 0)),
            "alpha is one number and all elements use it: its gradient is one number, too.",
        ),
        Mistake(
            "both sides",
            lambda g, y, x, a: (np.where(x > 0, g, a * g), np.sum(g * x)),
            "For alpha the sum goes over all x. Where x is positive, alpha does not matter.",
        ),
        Mistake(
            "sign of y",
            lambda g, y, x, a: (np.where(y > 0, g, a * g), np.sum(g * np.where(y > 0, 0, x))),
            "The side is told by the sign of y. With a negative alpha y is positive on both.",
        ),
    ),
    models=(prelu_by_choice, prelu_by_parts, prelu_by_loop),
    words=WORDS
    | {
        "to_x": "the gradient of x",
        "to_alpha": "the gradient of alpha",
        "g[i]": "`g`",
        "x[i]": "`x`",
        "g[i] * x[i]": "`g * x`",
        "alpha * g[i]": "`alpha * g`",
        "x[i] > 0": "`x > 0`",
    },
    override=learned_slope(activations._prelu),
    number=7,
    why=(
        "alpha is one number for all entries, so its gradient is a sum: over all places where "
        "alpha was used, which are those with x < 0."
    ),
)


def elu_cases() -> list[Case]:
    """Two matrices, float32, the kink, and both far ends."""
    far = activation_case(bent_exponential, np.array([2.0, -3.0]), np.array([-1000.0, 1000.0]), 1.5)
    return [*cases(bent_exponential, 1.0), *cases(bent_exponential, 0.5), far]


def elu_by_power(g: Any, x: Any, alpha: Any) -> Any:
    """By the power of e, of what is negative alone."""
    e = np.exp(np.minimum(x, 0))
    return np.where(x > 0, x, alpha * (e - 1)), np.where(x > 0, g, g * alpha * e)


def elu_by_value(g: Any, x: Any, alpha: Any) -> Any:
    """The slope by the value: they differ by α."""
    y = np.where(x > 0, x, alpha * np.expm1(np.minimum(x, 0)))
    return y, np.where(x > 0, g, g * (y + alpha))


elu = Part(
    "elu",
    ("g", "x", "alpha"),
    PAIR,
    elu_cases,
    (
        Mistake(
            "gradient of ReLU",
            lambda g, x, a: (bent_exponential(x, a), g * (x > 0)),
            "y is right; the gradient is that of ReLU: on the left it is 0, where y still moves.",
        ),
        Mistake(
            "leaky",
            lambda g, x, a: (bent(x, a), np.where(x > 0, g, g * a)),
            "The left side is a line here.",
        ),
    ),
    models=(elu_by_power, elu_by_value),
    words=WORDS
    | {
        "e": "eˣ",
        "np.exp(np.minimum(x, 0))": "eˣ",
        "e - 1": "eˣ − 1",
        "g * alpha * e": "alpha times eˣ times `g`",
        "alpha * (e - 1)": "alpha times eˣ − 1",
        "y": "y",
        "y + alpha": "y plus alpha",
        "g * (y + alpha)": "`g` times y plus alpha",
        "np.expm1(np.minimum(x, 0))": "eˣ − 1",
        "alpha * np.expm1(np.minimum(x, 0))": "alpha times eˣ − 1",
    },
    override=activation_of(activations._elu),
    stable=True,
    number=8,
    why=(
        "np.where computes both sides, so the exponent has to be kept at or below 0 before: "
        "np.minimum(x, 0)."
    ),
)
