"""The rules of the exponential function and the logarithm: checks and known mistakes."""

from __future__ import annotations

from typing import Any

import numpy as np

from chainrule import table
from chainrule.exercises.finite_differences import vjp_case
from chainrule.exercises.judges import judge_arrays
from chainrule.exercises.overrides.rules import rules_of
from chainrule.exercises.part import Case, Mistake, Part
from chainrule.exercises.parts.shared_mistakes import NO_UPSTREAM

ONE = judge_arrays("the gradient")


def number_and_matrix(f: np.ufunc, at: float) -> list[Case]:
    """The number of the example; a matrix of positive numbers; float32."""
    g = np.array([[1.0, -2.0], [0.5, 3.0]])
    x = np.array([[0.5, 2.0], [3.0, 1.5]])
    small = (np.array([v], np.float32) for v in (3.0, 2.0))
    return [
        vjp_case(f, np.array(5.0), np.array(at)),
        vjp_case(f, g, x),
        vjp_case(f, *small, dtype=np.float32),
    ]


def exp_rule(g: Any, y: Any, x: Any) -> Any:
    """The slope is the value."""
    return g * y


def exp_anew(g: Any, y: Any, x: Any) -> Any:
    """The same, with the value computed once more."""
    return g * np.exp(x)


UPSTREAM_INSIDE = "g stands in the exponent. The upstream gradient multiplies the slope, outside."

exp = Part(
    "exp.vjp",
    ("g", "y", "x"),
    ONE,
    lambda: number_and_matrix(np.exp, 0.0),
    (
        Mistake("no upstream", lambda g, y, x: y, NO_UPSTREAM),
        Mistake(
            "passes g on",
            lambda g, y, x: g,
            "This returns g itself. At x = 0 that is right; at x = 2 the function is steeper.",
        ),
        Mistake(
            "exponential of the output",
            lambda g, y, x: g * np.exp(y),
            "The exponential function is applied to y, which is e^x already.",
        ),
        Mistake(
            "rule of powers",
            lambda g, y, x: g * x * np.exp(x - 1),
            "This is the rule for powers: there x is the base. Here x is the exponent.",
        ),
        Mistake("upstream in the exponent", lambda g, y, x: np.exp(g * x), UPSTREAM_INSIDE),
        Mistake("upstream in the exponent", lambda g, y, x: y * np.exp(g), UPSTREAM_INSIDE),
        Mistake(
            "divided by the output",
            lambda g, y, x: g / y,
            "The steeper e^x is, the smaller is your gradient: something is upside down.",
        ),
    ),
    models=(exp_rule, exp_anew),
    override=rules_of(table.exp),
    number=4,
    why="eˣ is its own derivative, and y is eˣ already: nothing has to be computed again.",
)


def log_rule(g: Any, y: Any, x: Any) -> Any:
    """One over the input."""
    return g / x


def log_product(g: Any, y: Any, x: Any) -> Any:
    """The same as a product."""
    return g * (1 / x)


log = Part(
    "log.vjp",
    ("g", "y", "x"),
    ONE,
    lambda: number_and_matrix(np.log, 4.0),
    (
        Mistake("no upstream", lambda g, y, x: 1 / x, NO_UPSTREAM),
        Mistake(
            "output for input",
            lambda g, y, x: g / y,
            "The output y is used where the input x belongs. Which of the two says where on the "
            "curve we are?",
        ),
        Mistake(
            "times the output",
            lambda g, y, x: g * y,
            "This is the rule of the exponential function. The logarithm is its inverse.",
        ),
        Mistake(
            "logarithm to base 10",
            lambda g, y, x: g / (x * np.log(10.0)),
            "This is the slope of the logarithm to base 10; y is the natural one.",
        ),
        Mistake(
            "one step too far",
            lambda g, y, x: -g / x**2,
            "This is the slope of 1/x, the second derivative of the logarithm. Once is enough.",
        ),
        Mistake(
            "one added below",
            lambda g, y, x: g / (x + 1),
            "1 is added to x before it divides. No x is 0 here; what is the slope at x = 4?",
        ),
    ),
    words={"1 / x": "the slope `1 / x`"},
    models=(log_rule, log_product),
    override=rules_of(table.log),
    number=5,
    why=(
        "The derivative of log x is 1/x. g / x is one operation in place of two, and cannot "
        "be integer division."
    ),
)
