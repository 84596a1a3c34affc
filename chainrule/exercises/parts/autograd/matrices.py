"""The rule of the matrix product: checks and known mistakes."""

from __future__ import annotations

from typing import Any

import numpy as np

from chainrule import table
from chainrule.exercises.finite_differences import vjp_case
from chainrule.exercises.judges import judge_arrays
from chainrule.exercises.overrides.rules import of_dimensions, rules_of
from chainrule.exercises.part import Case, Mistake, Part
from chainrule.exercises.parts.shared_mistakes import NO_UPSTREAM, OPPOSITE_SIGN


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
            "gradients exchanged",
            lambda g, y, a, b: (a.T @ g, g @ b.T),
            "Both gradients are there, in the wrong order: the one for a comes first.",
        ),
        Mistake(
            "result transposed",
            lambda g, y, a, b: (b @ g.T, g.T @ a),
            "Both gradients come out transposed: each must have the shape of its input.",
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
            "terms overwritten",
            lambda g, y, a, b: (np.outer(g[:, -1], b[:, -1]), np.outer(a[-1], g[-1])),
            "Of each sum only the last term is left: the terms before it were overwritten.",
        ),
        Mistake(
            "divided by the rows",
            lambda g, y, a, b: (g @ b.T / len(g), a.T @ g / len(g)),
            "The gradients are divided by the number of rows. Taking a mean is the business of "
            "the loss; g has it in it already.",
        ),
        Mistake("opposite sign", lambda g, y, a, b: (-g @ b.T, -a.T @ g), OPPOSITE_SIGN),
    ),
    outputs=("the gradient for a", "the gradient for b"),
    models=(matmul_rule,),
    override=rules_of(table.matmul, arguments=of_dimensions(2, 2, 2, 2)),
    number=6,
)
