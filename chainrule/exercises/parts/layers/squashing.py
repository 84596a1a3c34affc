"""Smooth activations, sigmoid, tanh and softplus: checks, right answers, known mistakes."""

from __future__ import annotations

from typing import Any

import numpy as np

from chainrule import table
from chainrule.exercises.finite_differences import vjp_case
from chainrule.exercises.judges import judge_arrays
from chainrule.exercises.overrides.layers import value_of
from chainrule.exercises.overrides.rules import rules_of
from chainrule.exercises.part import Case, Mistake, Part, remade

VALUE, SLOPE = judge_arrays("y"), judge_arrays("the gradient")
X = np.array([[0.5, -2.0, 3.0], [-0.4, 1.5, -1.0]])
G = np.array([[1.0, -2.0, 0.5], [3.0, 1.5, -1.0]])
FAR, G_FAR = np.array([-1000.0, -8.0, 0.0, 8.0, 1000.0]), np.array([2.0, 1.0, -1.0, 0.5, -3.0])
WORDS = {
    "e": "e^−|x|",
    "np.exp(-np.abs(x))": "e^−|x|",
    "1 + e": "1 + e^−|x|",
    "(1 + e) ** 2": "the square of 1 + e^−|x|",
    "g * e": "`g` times e^−|x|",
    "np.cosh(np.clip(x, -40, 40))": "cosh x",
    "np.cosh(np.clip(x, -40, 40)) ** 2": "the square of cosh x",
    "np.abs(x) / 2": "half of |x|",
    "np.exp(-np.maximum(x, -80))": "e^−x",
    "np.exp(-np.maximum(x, -80.0))": "e^−x",
    "1 + np.exp(-np.maximum(x, -80))": "1 + e^−x",
    "np.tanh(x / 2)": "tanh(x/2)",
    "1 + np.tanh(x / 2)": "1 + tanh(x/2)",
    "np.log1p(np.exp(-np.abs(x)))": "the logarithm of 1 + e^−|x|",
    "np.maximum(x, 0)": "the larger of x and 0",
    "np.exp(x - y)": "e^(x − y)",
}


def s_curve(x: Any) -> Any:
    """The sigmoid, by an identity: tanh, moved and stretched."""
    return (np.tanh(x / 2) + 1) / 2


def soft_ramp(x: Any) -> Any:
    """Softplus, at any size of x."""
    return np.logaddexp(0, x)


@remade
def value_case(f: Any, x: Any, dtype: Any = None) -> Case:
    """The value at x."""
    return Case((x,), f(x), dtype, 1e-4 if x.dtype == np.float32 else 1e-6)


def values(f: Any) -> list[Case]:
    """A matrix, float32, and what comes out far from 0, near it and at 0."""
    small = value_case(f, X.astype(np.float32), np.float32)
    return [value_case(f, X.copy()), small, value_case(f, FAR.copy())]


def slopes(f: Any) -> list[Case]:
    """A matrix, float32, and the slopes far from 0, near it and at 0."""
    return [
        vjp_case(f, G.copy(), X.copy()),
        vjp_case(f, G.astype(np.float32), X.astype(np.float32), dtype=np.float32),
        vjp_case(f, G_FAR.copy(), FAR.copy()),
    ]


def sigmoid_by_size(x: Any) -> Any:
    """Two forms, by a power of e that is at most 1."""
    e = np.exp(-np.abs(x))
    return np.where(x >= 0, 1, e) / (1 + e)


def sigmoid_by_tanh(x: Any) -> Any:
    """By an identity."""
    return (1 + np.tanh(x / 2)) / 2


def sigmoid_by_definition(x: Any) -> Any:
    """The first form, with what would overflow kept out."""
    return 1 / (1 + np.exp(-np.maximum(x, -80)))


sigmoid = Part(
    "sigmoid",
    ("x",),
    VALUE,
    lambda: values(s_curve),
    (
        Mistake("tanh", np.tanh, "This is tanh, which goes from -1 to 1; here 0 becomes 1/2."),
        Mistake(
            "symmetric",
            lambda x: s_curve(np.abs(x)),
            "Negative and positive x give the same value. The absolute value belongs into the "
            "exponent only; then the two cases differ.",
        ),
        Mistake(
            "slope for value",
            lambda x: s_curve(x) * (1 - s_curve(x)),
            "This is the slope y · (1 − y) of the sigmoid, not its value.",
        ),
        Mistake(
            "twice as steep",
            lambda x: s_curve(2 * x),
            "The curve is twice as steep as it should be: tanh(x/2) is what belongs to σ(x).",
        ),
        Mistake(
            "decision",
            lambda x: (x >= 0) * 1.0,
            "This is a decision, 0 or 1; the sigmoid is a probability between them.",
        ),
        Mistake(
            "not divided",
            lambda x: np.where(x >= 0, s_curve(x), np.exp(np.minimum(x, 0))),
            "Where x is negative, eˣ is not divided by 1 + eˣ.",
        ),
    ),
    models=(sigmoid_by_size, sigmoid_by_tanh, sigmoid_by_definition),
    words=WORDS,
    override=value_of(table.sigmoid),
    stable=True,
    number=2,
    why=(
        "e to minus |x| is at most 1, so nothing overflows on either side; where x is "
        "negative, numerator and denominator were multiplied by eˣ."
    ),
)


def sigmoid_slope(g: Any, y: Any, x: Any) -> Any:
    """The slope by the value."""
    return g * y * (1 - y)


def sigmoid_slope_by_difference(g: Any, y: Any, x: Any) -> Any:
    """The same, multiplied out."""
    return g * (y - y * y)


def sigmoid_slope_by_power(g: Any, y: Any, x: Any) -> Any:
    """The slope by the input."""
    e = np.exp(-np.abs(x))
    return g * e / (1 + e) ** 2


sigmoid_vjp = Part(
    "sigmoid.vjp",
    ("g", "y", "x"),
    SLOPE,
    lambda: slopes(s_curve),
    (
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
    ),
    models=(sigmoid_slope, sigmoid_slope_by_difference, sigmoid_slope_by_power),
    words=WORDS,
    override=rules_of(table.sigmoid),
    stable=True,
    number=3,
    why="σ′ = σ(1 − σ), and y is σ(x) already.",
)


def tanh_slope(g: Any, y: Any, x: Any) -> Any:
    """The slope by the value."""
    return g * (1 - y * y)


def tanh_slope_by_power(g: Any, y: Any, x: Any) -> Any:
    """The same with a power."""
    return g * (1 - y**2)


def tanh_slope_by_factors(g: Any, y: Any, x: Any) -> Any:
    """The same in two factors."""
    return g * (1 - y) * (1 + y)


def tanh_slope_by_cosh(g: Any, y: Any, x: Any) -> Any:
    """The slope by the input, with what would overflow kept out."""
    return g / np.cosh(np.clip(x, -40, 40)) ** 2


tanh_vjp = Part(
    "tanh.vjp",
    ("g", "y", "x"),
    SLOPE,
    lambda: slopes(np.tanh),
    (
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
    ),
    models=(tanh_slope, tanh_slope_by_power, tanh_slope_by_factors, tanh_slope_by_cosh),
    words=WORDS,
    override=rules_of(table.tanh),
    stable=True,
    number=4,
    why="tanh′ = 1 − tanh², and y is tanh x already.",
)


def softplus_by_parts(x: Any) -> Any:
    """The large term, and the rest."""
    return np.maximum(x, 0) + np.log1p(np.exp(-np.abs(x)))


def softplus_of_numpy(x: Any) -> Any:
    """NumPy's logarithm of e⁰ + eˣ."""
    return np.logaddexp(0, x)


def softplus_by_halves(x: Any) -> Any:
    """The larger of x and 0 by an identity."""
    return x / 2 + np.abs(x) / 2 + np.log1p(np.exp(-np.abs(x)))


softplus = Part(
    "softplus",
    ("x",),
    VALUE,
    lambda: [*values(soft_ramp), value_case(soft_ramp, np.array([-40.0, -45.0]))],
    (
        Mistake(
            "logarithm of the exponential",
            lambda x: x + 0,
            "This gives x again: the logarithm undoes the exponential. Something is added "
            "between the two.",
        ),
        Mistake(
            "ReLU", lambda x: np.maximum(x, 0), "This is ReLU, with its kink. At 0 this is log 2."
        ),
        Mistake("mirrored", lambda x: soft_ramp(-x), "It rises to the left; check the sign of x."),
        Mistake(
            "slope for value",
            lambda x: np.exp(x - soft_ramp(x)),
            "This is the slope of softplus, not its value.",
        ),
        Mistake(
            "rounded on the left",
            lambda x: np.maximum(x, 0) + np.log(1 + np.exp(-np.abs(x))),
            "Almost right. For very negative x this is exactly 0, since 1 + e^x is rounded to 1: "
            "NumPy has a function for the logarithm of 1 plus something small.",
        ),
    ),
    models=(softplus_by_parts, softplus_of_numpy, softplus_by_halves),
    words=WORDS,
    override=value_of(table.softplus),
    stable=True,
    number=9,
    why=(
        "log(1 + eˣ) = max(x, 0) + log(1 + e^−|x|), whose exponent is never positive; log1p "
        "keeps the small numbers that 1 + would round away."
    ),
)


def softplus_slope(g: Any, y: Any, x: Any) -> Any:
    """The sigmoid, by the value."""
    return g * np.exp(x - y)


def softplus_slope_by_tanh(g: Any, y: Any, x: Any) -> Any:
    """The sigmoid, by an identity."""
    return g * (1 + np.tanh(x / 2)) / 2


def softplus_slope_by_definition(g: Any, y: Any, x: Any) -> Any:
    """The sigmoid, with what would overflow kept out."""
    return g / (1 + np.exp(-np.maximum(x, -80)))


softplus_vjp = Part(
    "softplus.vjp",
    ("g", "y", "x"),
    SLOPE,
    lambda: slopes(soft_ramp),
    (
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
            "rule of the sigmoid",
            lambda g, y, x: g * y * (1 - y),
            "This is y · (1 − y), the rule of the sigmoid; y is the softplus here.",
        ),
        Mistake(
            "twice as steep",
            lambda g, y, x: g * s_curve(2 * x),
            "The slope rises twice as steeply as it should: tanh(x/2) is what belongs to σ(x).",
        ),
    ),
    models=(softplus_slope, softplus_slope_by_tanh, softplus_slope_by_definition),
    words=WORDS,
    override=rules_of(table.softplus),
    stable=True,
    number=10,
    why=(
        "The slope of softplus is the sigmoid, and eˣ⁻ʸ is just that: eˣ/(1 + eˣ), without an "
        "overflow."
    ),
)
