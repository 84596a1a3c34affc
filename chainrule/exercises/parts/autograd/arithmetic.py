"""The rules of addition, multiplication and powers: checks and known mistakes."""

from __future__ import annotations

from typing import Any

import numpy as np

from chainrule import table
from chainrule.exercises.finite_differences import vjp_case
from chainrule.exercises.judges import judge_arrays
from chainrule.exercises.overrides.rules import rules_of, with_plain_exponent
from chainrule.exercises.part import Case, Mistake, Part
from chainrule.exercises.parts.shared_mistakes import (
    NO_UPSTREAM,
    SUMMED_ALREADY,
    summed_to,
)

TWO = judge_arrays("the gradient for a", "the gradient for b")
OUTPUTS = ("the gradient for a", "the gradient for b")


def number_and_rows(f: np.ufunc) -> list[Case]:
    """Two numbers; two arrays with a zero in each; a row that is repeated; float32."""
    g = np.array([[1.0, -2.0, 0.5], [3.0, 1.5, -1.0]])
    a = np.array([[2.0, -1.0, 0.0], [0.5, 3.0, -2.5]])
    b = np.array([[-3.0, 2.5, 1.0], [0.2, 0.0, 6.0]])
    small = (np.array([v], np.float32) for v in (3.0, 2.0, 5.0))
    return [
        vjp_case(f, np.array(10.0), np.array(2.0), np.array(3.0)),
        vjp_case(f, g, a, b),
        vjp_case(f, g, a, b[0], remark="b is repeated in each row"),
        vjp_case(f, *small, dtype=np.float32),
    ]


def add_rule(g: Any, y: Any, a: Any, b: Any) -> Any:
    """A sum hands g to both."""
    return g, g


def add_slopes(g: Any, y: Any, a: Any, b: Any) -> Any:
    """The same with the local derivatives, which are 1."""
    slope = np.ones_like(g)
    return g * slope, g * slope


add = Part(
    "add.vjp",
    ("g", "y", "a", "b"),
    TWO,
    lambda: number_and_rows(np.add),
    (
        Mistake(
            "no upstream",
            lambda g, y, a, b: (np.ones_like(g), np.ones_like(g)),
            NO_UPSTREAM,
        ),
        Mistake(
            "rule of multiplication",
            lambda g, y, a, b: (g * b, g * a),
            "This is the rule of multiplication. In a sum, does it matter for a how large b is?",
        ),
        Mistake(
            "shared equally",
            lambda g, y, a, b: (g / 2, g / 2),
            "Each input gets half of g. A gradient is no cake: ask how far y moves when only a "
            "moves, then when only b moves.",
        ),
        Mistake(
            "summed already",
            lambda g, y, a, b: (summed_to(g, a), summed_to(g, b)),
            SUMMED_ALREADY,
        ),
    ),
    words={"slope": "the local derivative"},
    models=(add_rule, add_slopes),
    override=rules_of(table.add),
    number=1,
    why=(
        "A sum passes each nudge on as it is: both local derivatives are 1, so both inputs get g."
    ),
)


def mul_rule(g: Any, y: Any, a: Any, b: Any) -> Any:
    """Each gets g times the other."""
    return g * b, g * a


mul = Part(
    "mul.vjp",
    ("g", "y", "a", "b"),
    TWO,
    lambda: number_and_rows(np.multiply),
    (
        Mistake("no upstream", lambda g, y, a, b: (b + 0 * g, a + 0 * g), NO_UPSTREAM),
        Mistake("no upstream", lambda g, y, a, b: (b, a), NO_UPSTREAM),
        Mistake(
            "factors not swapped",
            lambda g, y, a, b: (g * a, g * b),
            "Each gradient is multiplied by its own input. When a moves a little, on what does "
            "it depend how far a · b moves?",
        ),
        Mistake(
            "rule of addition",
            lambda g, y, a, b: (g + 0 * b, g + 0 * a),
            "This passes g on unchanged, which is the rule of addition. When a moves by 0.01, "
            "does a · b move by 0.01?",
        ),
        Mistake(
            "output over the input",
            lambda g, y, a, b: (g * y / a, g * y / b),
            "The other factor is found by dividing y by the input, and where the input is 0 that "
            "is 0 divided by 0. The other factor is there, among the arguments.",
        ),
        Mistake(
            "summed already",
            lambda g, y, a, b: (summed_to(g * b, a), summed_to(g * a, b)),
            SUMMED_ALREADY,
        ),
    ),
    models=(mul_rule,),
    override=rules_of(table.mul),
    number=2,
    why=(
        "The derivative by a factor is the other factor. Times g, since the chain rule "
        "multiplies what comes from above with what happens here."
    ),
)


def powers() -> list[Case]:
    """The example, each exponent of the text, zeros where they are allowed, float32."""
    g = np.array([1.0, -2.0, 3.0])
    x = np.array([2.0, -1.5, 0.0])
    return [
        vjp_case(np.power, np.array(1.0), np.array(2.0), fixed=(3,)),
        *(vjp_case(np.power, g, x, fixed=(n,)) for n in (1, 2, 3)),
        *(vjp_case(np.power, g[:2], x[:2], fixed=(n,)) for n in (-1, 0)),
        vjp_case(np.power, g[:2], np.abs(x[:2]), fixed=(0.5,)),
        vjp_case(
            np.power, *(np.array([v], np.float32) for v in (3, 2)), fixed=(3,), dtype=np.float32
        ),
    ]


def pow_rule(g: Any, y: Any, x: Any, n: Any) -> Any:
    """The exponent comes down, and one less of it is left."""
    return g * n * x ** (n - 1.0)


def antiderivative(g: Any, y: Any, x: Any, n: Any) -> Any:
    """What is right for integrals, also where n is -1."""
    return g * np.log(np.abs(x)) if n == -1 else g * x ** (n + 1.0) / (n + 1.0)


INTEGRATED = "This goes in the other direction: it is the rule for integrating a power."
TRUNCATED = (
    "Whole exponents come out right, others do not: is the exponent converted to an "
    "integer somewhere?"
)

pow = Part(
    "pow.vjp",
    ("g", "y", "x", "n"),
    judge_arrays("the gradient"),
    powers,
    (
        Mistake("no upstream", lambda g, y, x, n: n * x ** (n - 1.0), NO_UPSTREAM),
        Mistake(
            "no factor n",
            lambda g, y, x, n: g * x ** (n - 1.0),
            "The exponent has become smaller, but nothing else happened to it. Near x = 1 the "
            "cube grows faster than the square: what says so in your formula?",
        ),
        Mistake(
            "exponent not lowered",
            lambda g, y, x, n: g * n * y,
            "The factor is there, but the power is still as high as before. The slope of x² is "
            "a straight line, not a parabola.",
        ),
        Mistake(
            "passes the output on",
            lambda g, y, x, n: g * y,
            "This is g · y, the rule of the exponential function. Here x is the base, not the "
            "exponent.",
        ),
        Mistake(
            "derivative for the exponent",
            lambda g, y, x, n: g * y * np.log(x),
            "This is the derivative with respect to the exponent n. You want the one with "
            "respect to the base x.",
        ),
        Mistake(
            "square only",
            lambda g, y, x, n: 2 * g * x,
            "This is right for squares only. The exponent n is an argument: use it.",
        ),
        Mistake(
            "output over the input",
            lambda g, y, x, n: g * n * y / x,
            "The power is found by dividing y by x, and where x is 0 that is 0 divided by 0.",
        ),
        Mistake(
            "factor n - 1",
            lambda g, y, x, n: g * (n - 1.0) * x ** (n - 1.0),
            "The exponent that comes down as a factor was lowered too early: at n = 1, y = x, "
            "and your slope is 0.",
        ),
        Mistake("antiderivative", antiderivative, INTEGRATED),
        Mistake(
            "antiderivative", lambda g, y, x, n: g * x ** (n + 1.0) / np.float64(n + 1), INTEGRATED
        ),
        Mistake("exponent truncated", lambda g, y, x, n: g * n * x ** float(int(n) - 1), TRUNCATED),
        Mistake("exponent truncated", lambda g, y, x, n: g * n * x ** float(int(n - 1)), TRUNCATED),
    ),
    words={"n - 1.0": "the exponent n − 1", "x ** (n - 1.0)": "the power of x", "n": "`n`"},
    models=(pow_rule,),
    override=rules_of(table.pow, arguments=with_plain_exponent, inputs=(0,)),
    number=3,
    why=(
        "The derivative of xⁿ is n xⁿ⁻¹. n − 1.0 keeps NumPy from raising an integer to a "
        "negative power, which it refuses."
    ),
)
