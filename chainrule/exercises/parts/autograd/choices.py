"""The rules of operations that choose, max and where: checks and known mistakes."""

from __future__ import annotations

from typing import Any

import numpy as np

from chainrule import table
from chainrule.exercises.finite_differences import numerical_vjp, vjp_case
from chainrule.exercises.judges import judge_arrays
from chainrule.exercises.overrides.rules import maximum_of_rows, rules_of
from chainrule.exercises.part import Case, Mistake, Part, remade
from chainrule.exercises.parts.shared_mistakes import (
    DIVIDED_BY_COUNT,
    NO_UPSTREAM,
    OPPOSITE_SIGN,
    per_element,
)

Array = np.ndarray[Any, Any]


def largest(x: Array) -> Array:
    """The largest number of each row, as a column."""
    return np.asarray(x.max(axis=-1, keepdims=True))


def rows_case(g: Array, x: Array) -> Case:
    """A case for max without a tie."""
    return vjp_case(largest, g, x, elementwise=False)


@remade
def tie_case(g: Array, x: Array) -> Case:
    """A case with ties: those that are equally large share g, so that their order is no matter."""
    ranks = (x[..., None, :] > x[..., :, None]).sum(axis=-1)
    share = (ranks == 0) / (ranks == 0).sum(axis=-1, keepdims=True)
    return Case((g, largest(x), x), g * share, remark="several are equally large")


def rows() -> list[Case]:
    """The example; a matrix; a tie; a single row of one number."""
    x = np.array([[2.0, -1.0, 4.0], [0.5, 3.0, -2.5]])
    return [
        rows_case(np.array([10.0]), np.array([2.0, 7.0, 3.0])),
        rows_case(np.array([[3.0], [-2.0]]), x),
        tie_case(np.array([[6.0], [5.0]]), np.array([[4.0, 4.0, 1.0], [1.0, 2.0, 5.0]])),
        rows_case(np.array([1.5]), np.array([-2.0])),
    ]


def first_only(g: Array, y: Array, x: Array) -> Array:
    """Of several that are equally large only the first gets something."""
    place = np.expand_dims(x.argmax(axis=-1), -1)
    return np.asarray(g * (np.arange(x.shape[-1]) == place))


def soft(x: Array) -> Array:
    """Softmax of each row."""
    e = np.exp(x - largest(x))
    return np.asarray(e / e.sum(axis=-1, keepdims=True))


def max_rule(g: Any, y: Any, x: Any) -> Any:
    """The largest of each row share g."""
    return g * (x == y) / (x == y).sum(axis=-1, keepdims=True)


def max_choice(g: Any, y: Any, x: Any) -> Any:
    """The same as a choice."""
    return np.where(x == y, g / np.sum(x == y, axis=-1, keepdims=True), 0)


max = Part(
    "max.vjp",
    ("g", "y", "x"),
    judge_arrays("the gradient"),
    rows,
    (
        Mistake(
            "no upstream",
            lambda g, y, x: (x == y) / (x == y).sum(axis=-1, keepdims=True),
            NO_UPSTREAM,
        ),
        Mistake(
            "a tie counted twice",
            lambda g, y, x: g * (x == y),
            "Where several are equally large, each of them gets all of g. Raise all of them by "
            "0.01: the largest rises by 0.01, and not by that for each.",
        ),
        Mistake(
            "the first of a tie",
            first_only,
            "Where several are equally large, only the first gets something. Nothing "
            "distinguishes it from the others: they share.",
        ),
        Mistake(
            "the last of a tie",
            lambda g, y, x: first_only(g, y, x[..., ::-1])[..., ::-1],
            "Where several are equally large, only the last gets something. Nothing "
            "distinguishes it from the others: they share.",
        ),
        Mistake(
            "passed on to all",
            lambda g, y, x: g + 0 * x,
            "Every element gets g. Move one that is not the largest by a little: does y move?",
        ),
        Mistake(
            "rule of the mean",
            lambda g, y, x: g / x.shape[-1] + 0 * x,
            "All elements of a row share g equally, which is the rule of the mean. Move one that "
            "is not the largest by a little: does y move?",
        ),
        Mistake(
            "largest of the whole array",
            lambda g, y, x: g * (x == x.max()) / (x == y).sum(axis=-1, keepdims=True),
            "Only the largest number of the whole array gets something. Each row has a largest "
            "of its own.",
        ),
        Mistake(
            "the smallest",
            lambda g, y, x: first_only(g, y, -x),
            "The gradient goes to the smallest number of the row.",
        ),
        Mistake(
            "times its value",
            lambda g, y, x: g * x * (x == y) / (x == y).sum(axis=-1, keepdims=True),
            "The gradient is multiplied by the number itself. When the largest rises by 0.01, by "
            "how much does y rise?",
        ),
        Mistake(
            "rule of softmax",
            lambda g, y, x: g * soft(x),
            "The gradient is spread by softmax. The maximum is no soft choice: those that lose "
            "do not move it at all.",
        ),
        Mistake(
            "opposite sign",
            lambda g, y, x: -g * (x == y) / (x == y).sum(axis=-1, keepdims=True),
            OPPOSITE_SIGN,
        ),
    ),
    words={
        "x == y": "`x == y`",
        "(x == y).sum(axis=-1, keepdims=True)": "the number of those that share",
    },
    models=(
        max_rule,
        max_choice,
    ),
    override=maximum_of_rows(table.max),
    number=7,
)


@remade
def where_case(
    g: Array, condition: Array, a: Array, b: Array, *, dtype: Any = None, remark: str = ""
) -> Case:
    """A case for where; the condition has no gradient."""
    y = np.where(condition, a, b)
    grads = tuple(numerical_vjp(lambda *x: np.where(condition, *x), g, (a, b), i) for i in range(2))
    rtol = 1e-4 if dtype == np.float32 else 1e-6
    return Case((g, y, condition, a, b), grads, dtype, rtol, remark)


def choices() -> list[Case]:
    """The example; a condition that is no comparison of a and b; a repeated row; float32."""
    yes = np.array([[True, False, True], [False, False, True]])
    g = np.array([[1.0, -2.0, 0.5], [3.0, 1.5, -1.0]])
    a = np.array([[2.0, -1.0, 4.0], [0.5, 3.0, -2.5]])
    b = np.array([[-3.0, 2.5, 1.0], [0.2, -0.7, 6.0]])
    single = (x.astype(np.float32) for x in (a, b))
    return [
        where_case(np.array([10.0, 20.0]), np.array([True, False]), a[0, :2], b[0, :2]),
        where_case(g, yes, a, b),
        where_case(g, yes, a, b[0], remark="b is repeated in each row"),
        where_case(g.astype(np.float32), yes, *single, dtype=np.float32),
    ]


def where_rule(g: Any, y: Any, condition: Any, a: Any, b: Any) -> Any:
    """The one that was chosen gets g."""
    return np.where(condition, g, 0), np.where(condition, 0, g)


def where_product(g: Any, y: Any, condition: Any, a: Any, b: Any) -> Any:
    """The same as products."""
    return g * condition, g * (1 - condition)


where = Part(
    "where.vjp",
    ("g", "y", "condition", "a", "b"),
    judge_arrays("the gradient for a", "the gradient for b"),
    choices,
    (
        Mistake(
            "no upstream",
            lambda g, y, c, a, b: (1.0 * c + 0 * g, 1.0 * ~c + 0 * g),
            NO_UPSTREAM,
        ),
        Mistake(
            "the other way round",
            lambda g, y, c, a, b: (g * ~c, g * c),
            "The gradients for a and b have changed places: where the condition holds, y is a.",
        ),
        Mistake(
            "both get all",
            lambda g, y, c, a, b: (g + 0 * a, g + 0 * b),
            "Both inputs get all of g. Move a where b was chosen: does y move?",
        ),
        Mistake(
            "half each",
            lambda g, y, c, a, b: (g / 2, g / 2),
            "Both inputs get one half of g. Move a where b was chosen: does y move?",
        ),
        Mistake(
            "times the value",
            lambda g, y, c, a, b: (g * np.where(c, a, 0), g * np.where(c, 0, b)),
            "The gradients are multiplied by the values. Where a is chosen, y is a: when a rises "
            "by 0.01, by how much does y rise?",
        ),
        Mistake(
            "the condition forgotten",
            lambda g, y, c, a, b: (g * (a > b), g * (b >= a)),
            "The larger of the two gets the gradient, which is the rule of maximum. Here the "
            "condition says which was chosen.",
        ),
        Mistake(
            "opposite sign for b",
            lambda g, y, c, a, b: (g * c, -g * ~c),
            "The sign for b is wrong: where b is chosen and rises, does y rise or fall?",
        ),
        Mistake("opposite sign", lambda g, y, c, a, b: (-g * c, -g * ~c), OPPOSITE_SIGN),
        Mistake(
            "same for both",
            lambda g, y, c, a, b: (g * c, g * c),
            "Both gradients are those of a. Where the condition does not hold, y is b.",
        ),
        Mistake(
            "averaged",
            lambda g, y, c, a, b: (per_element(g * c), per_element(g * ~c)),
            DIVIDED_BY_COUNT,
        ),
    ),
    outputs=("the gradient for a", "the gradient for b"),
    words={"condition": "the condition", "1 - condition": "what the condition is not"},
    models=(
        where_rule,
        where_product,
    ),
    override=rules_of(table.where),
    number=8,
)
