"""The backward pass of a backward pass: check and known mistakes."""

from __future__ import annotations

from typing import Any

import numpy as np

from chainrule.exercises.finite_differences import numerical_vjp
from chainrule.exercises.judges import judge_arrays
from chainrule.exercises.part import Case, Mistake, Part, remade

Array = np.ndarray[Any, Any]


def both(v: Any, w: Any, g: Any, a: Any, b: Any) -> Any:
    """A function of the first backward pass: its two gradients, weighted by v and w."""
    return v * (g * b) + w * (g * a)


@remade
def case(v: Array, w: Array, g: Array, a: Array, b: Array, *, dtype: Any = None) -> Case:
    """A case; the gradients of `both` by central differences."""
    one = np.ones_like(v)
    expected = tuple(numerical_vjp(lambda *x: both(v, w, *x), one, (g, a, b), i) for i in range(3))
    rtol = 1e-4 if dtype == np.float32 else 1e-6
    return Case((v, w, g, a, b), expected, dtype, rtol)


def products() -> list[Case]:
    """The example, arrays, float32."""
    rows = np.array(
        [[1.0, -2.0, 0.5], [3.0, 1.5, -1.0], [2.0, -1.0, 4.0], [0.5, 3.0, -2.5], [-3.0, 2.5, 1.2]]
    )
    return [
        case(*(np.array(x) for x in (1.0, 0.0, 10.0, 2.0, 3.0))),
        case(*(np.array(x) for x in (2.0, 5.0, 7.0, 3.0, 11.0))),
        case(*rows),
        case(*rows.astype(np.float32), dtype=np.float32),
    ]


def mul_twice(v: Any, w: Any, g: Any, a: Any, b: Any) -> Any:
    """G is used in both products, a and b in one each."""
    return v * b + w * a, w * g, v * g


mul = Part(
    "mul.double_backward",
    ("v", "w", "g", "a", "b"),
    judge_arrays("the gradient for g", "the gradient for a", "the gradient for b"),
    products,
    (
        Mistake(
            "no upstream",
            lambda v, w, g, a, b: (a + b, g + 0 * a, g + 0 * b),
            "v and w do not occur. They are the upstream gradients of the two outputs, g · b and "
            "g · a, and say what a change of each means.",
        ),
        Mistake(
            "a and b swapped",
            lambda v, w, g, a, b: (v * b + w * a, v * g, w * g),
            "The gradients for a and b have changed places. In which of the two outputs, g · b "
            "and g · a, does a occur?",
        ),
        Mistake(
            "first output only",
            lambda v, w, g, a, b: (v * b, 0 * w * g, v * g),
            "Only the first output, g · b, was differentiated. The second counts, too.",
        ),
        Mistake(
            "second output only",
            lambda v, w, g, a, b: (w * a, w * g, 0 * v * g),
            "Only the second output, g · a, was differentiated. The first counts, too.",
        ),
        Mistake(
            "g forgotten",
            lambda v, w, g, a, b: (v * b + w * a, w + 0 * g, v + 0 * g),
            "The gradients for a and b lack the factor g: how steep is g · b as a function of b?",
        ),
        Mistake(
            "the first backward pass",
            lambda v, w, g, a, b: (v * w, g * b, g * a),
            "g · b and g · a are the *outputs* here. Their derivatives are asked.",
        ),
    ),
    words={"g": "`g`"},
    models=(mul_twice,),
    number=12,
    why=(
        "v and w come back for the two gradients g·b and g·a, which are products themselves: "
        "the rule for a product, once more, and added where an input is in both."
    ),
)
