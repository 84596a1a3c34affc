"""The rule of the matrix product: checks and known mistakes."""

from __future__ import annotations

from typing import Any

import numpy as np

from chainrule import table
from chainrule.exercises.finite_differences import vjp_case
from chainrule.exercises.judges import judge_arrays
from chainrule.exercises.overrides.rules import of_dimensions, rules_of
from chainrule.exercises.part import Case, Mistake, Part
from chainrule.exercises.parts.shared_mistakes import NO_UPSTREAM


def product(g: Any, a: Any, b: Any, dtype: Any = np.float64) -> Case:
    """A case from nested lists."""
    arrays = (np.array(x, dtype) for x in (g, a, b))
    return vjp_case(np.matmul, *arrays, elementwise=False, dtype=dtype)


def products() -> list[Case]:
    """The example; two square matrices, where no shape helps; two that are not; float32."""
    square = [[1, -2], [3, 0.5]]
    return [
        product([[10]], [[2, 3]], [[5], [7]]),
        product([[2, 1], [-1, 4]], square, [[0, 5], [-3, 2]]),
        product([[1, -2]], [[3, 0.5, -1]], [[1, 2], [-4, 0.3], [2.5, -0.6]]),
        product([[3]], [[2]], [[5]], np.float32),
    ]


TURN = "Write down the shapes of g, a and b and see which product gives which shape."


def matmul_rule(g: Any, y: Any, a: Any, b: Any) -> Any:
    """Each gets g times the other, turned."""
    return g @ b.T, a.T @ g


def matmul_sums(g: Any, y: Any, a: Any, b: Any) -> Any:
    """The same, term by term."""
    for_a, for_b = np.zeros_like(a), np.zeros_like(b)
    for i in range(len(a)):
        for j in range(len(b)):
            for k in range(b.shape[1]):
                for_a[i, j] += g[i, k] * b[j, k]
                for_b[j, k] += a[i, j] * g[i, k]
    return for_a, for_b


def flipped(x: Any) -> Any:
    """The numbers in rows of the other length: the shape of the transpose, and no more."""
    return x.reshape(x.shape[::-1])


matmul = Part(
    "matmul.vjp",
    ("g", "y", "a", "b"),
    judge_arrays("the gradient for a", "the gradient for b"),
    products,
    (
        Mistake(
            "no upstream",
            lambda g, y, a, b: (np.ones_like(g) @ b.T, a.T @ np.ones_like(g)),
            NO_UPSTREAM,
        ),
        Mistake(
            "not transposed",
            lambda g, y, a, b: (g @ b, a @ g),
            "Nothing is transposed. With square matrices every product fits, and the numbers "
            "are wrong all the same. " + TURN,
        ),
        Mistake(
            "one not transposed",
            lambda g, y, a, b: (g @ b.T, a @ g),
            "The gradient for a is right; for b something is not turned as it should be. " + TURN,
        ),
        Mistake(
            "one not transposed",
            lambda g, y, a, b: (g @ b, a.T @ g),
            "The gradient for b is right; for a something is not turned as it should be. " + TURN,
        ),
        Mistake(
            "wrong side",
            lambda g, y, a, b: (b.T @ g, g @ a.T),
            "The right matrices are multiplied in the wrong order: a stands left of b in a @ b, "
            "and g takes the place of the product. " + TURN,
        ),
        Mistake(
            "own matrix",
            lambda g, y, a, b: (g @ a.T, b.T @ g),
            "Each gradient is made with its own input. How far y moves when a does depends on "
            "the other matrix.",
        ),
        Mistake(
            "element by element",
            lambda g, y, a, b: (g * b, g * a),
            "This is the rule of the product of numbers, element by element. An element of a is "
            "used in a whole row of y.",
        ),
        Mistake(
            "element by element",
            lambda g, y, a, b: (g * b.T, a.T * g),
            "The matrices are multiplied element by element (`*`). An element of a is used in a "
            "whole row of y, so that its gradient is a sum.",
        ),
        Mistake(
            "reshaped",
            lambda g, y, a, b: (g @ flipped(b), flipped(a) @ g),
            "`reshape` gives the shape of the transpose, but reads the numbers row by row as "
            "before: they land in other places.",
        ),
        Mistake(
            "divided by the rows",
            lambda g, y, a, b: (g @ b.T / len(g), a.T @ g / len(g)),
            "The gradients are divided by the number of rows. Taking a mean is the business of "
            "the loss; g has it in it already.",
        ),
    ),
    words={
        "g[i, k]": "an element of the upstream gradient",
        "a[i, j]": "an element of `a`",
        "b[j, k]": "an element of `b`",
        "range(len(a))": "the rows of `a`",
        "range(len(b))": "the rows of `b`",
        "range(b.shape[1])": "the terms",
        "g[i, k] * b[j, k]": "a term",
        "a[i, j] * g[i, k]": "a term",
    },
    models=(matmul_rule, matmul_sums),
    override=rules_of(table.matmul, arguments=of_dimensions(2, 2, 2, 2)),
    number=6,
    why=(
        "The shapes leave no choice: of g, (n, k), and b, (m, k), only g @ b.T has the shape "
        "(n, m) of a. Entry by entry, a[i, j] reaches y[i, ·] through b[j, ·]."
    ),
)
