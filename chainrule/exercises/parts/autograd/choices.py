"""The rules of operations that choose, max and where: checks and known mistakes."""

from __future__ import annotations

from typing import Any

import numpy as np

from chainrule import table
from chainrule.exercises.finite_differences import numerical_vjp
from chainrule.exercises.judges import judge_arrays
from chainrule.exercises.overrides.rules import maximum_of_rows, rules_of
from chainrule.exercises.part import Case, Mistake, Part, remade
from chainrule.exercises.parts.shared_mistakes import NO_UPSTREAM

Array = np.ndarray[Any, Any]


def largest(x: Array) -> Array:
    """The largest number of each row, as a column."""
    return np.asarray(x.max(axis=-1, keepdims=True))


@remade
def rows_case(g: Array, x: Array) -> Case:
    """A case for max; those that are equally large share g, so that their order is no matter."""
    if g.shape != (len(x), 1):
        raise ValueError("g has one number for each row")
    ranks = (x[:, None, :] > x[:, :, None]).sum(axis=-1)
    ties = (ranks == 0).sum(axis=-1, keepdims=True)
    remark = "several are equally large" if np.any(ties > 1) else ""
    dtype, rtol = (np.float32, 1e-4) if x.dtype == np.float32 else (None, 1e-6)
    return Case((g, largest(x), x), g * ((ranks == 0) / ties), dtype, rtol, remark)


def rows() -> list[Case]:
    """The example; a matrix; ties of two and of three; a single column; float32."""
    x = np.array([[2.0, -1.0, 4.0], [0.5, 3.0, -2.5]])
    tied = np.array([[4.0, 4.0, 1.0, 4.0], [1.0, 2.0, 5.0, -3.0], [-1.0, -2.0, -1.0, -7.0]])
    return [
        rows_case(np.array([[10.0]]), np.array([[2.0, 7.0, 3.0]])),
        rows_case(np.array([[3.0], [-2.0]]), x),
        rows_case(np.array([[6.0], [5.0], [-3.0]]), tied),
        rows_case(np.array([[1.5], [2.5]]), np.array([[-2.0], [3.0]])),
        rows_case(np.array([[6.0], [5.0], [-3.0]], np.float32), tied.astype(np.float32)),
    ]


def ties_kept(made_of: Any, rng: np.random.Generator) -> Any:
    """Other numbers, in other rows and columns; those that are equal stay so."""
    g, x = made_of
    order, columns = rng.permutation(len(x)), rng.permutation(x.shape[1])
    values, places = np.unique(x, return_inverse=True)
    new = np.sort(rng.uniform(-4.0, 4.0, len(values)))[places].reshape(x.shape)
    new = new[order][:, columns]
    if rng.integers(2):
        new[:, 0] = new.max(axis=1)
    return g * rng.uniform(0.5, 2.0, g.shape).astype(g.dtype), new.astype(x.dtype)


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
    return g * (x == y) / (x == y).sum(axis=-1, keepdims=True, dtype=g.dtype)


def max_choice(g: Any, y: Any, x: Any) -> Any:
    """The same as a choice."""
    return np.where(x == y, g / np.sum(x == y, axis=-1, keepdims=True, dtype=g.dtype), 0)


def max_rows(g: Any, y: Any, x: Any) -> Any:
    """The same, row by row."""
    gradient = np.zeros_like(x)
    for i in range(len(x)):
        same = x[i] == y[i]
        gradient[i] = g[i] * same / same.sum()
    return gradient


SHARE = "Nothing distinguishes it from the others: they share."

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
            f"Where several are equally large, only the first gets something. {SHARE}",
        ),
        Mistake(
            "the last of a tie",
            lambda g, y, x: first_only(g, y, x[..., ::-1])[..., ::-1],
            f"Where several are equally large, only the last gets something. {SHARE}",
        ),
        Mistake(
            "ties of two only",
            lambda g, y, x: g * (x == y) / (1 + ((x == y).sum(axis=-1, keepdims=True) > 1)),
            "Where several are equally large, each gets one half of g. There may be more than two.",
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
            "divided by the length",
            lambda g, y, x: g * (x == y) / x.shape[-1],
            "The largest of a row get g divided by the length of the row. The others have no share "
            "in it: by how many is it to be divided?",
        ),
        Mistake(
            "largest of the whole array",
            lambda g, y, x: g * (x == x.max()) / (x == y).sum(axis=-1, keepdims=True),
            "Only the largest number of the whole array gets something. Each row has a largest "
            "of its own.",
        ),
        Mistake(
            "the smallest",
            lambda g, y, x: max_rule(g, -largest(-x), x),
            "The gradient goes to the smallest number of the row.",
        ),
        Mistake(
            "rule of softmax",
            lambda g, y, x: g * soft(x),
            "The gradient is spread by softmax. The maximum is no soft choice: those that lose "
            "do not move it at all.",
        ),
        Mistake(
            "minus g for the others",
            lambda g, y, x: np.where(x == y, g, -g),
            "All of the largest get all of g, though they are to share it; and the others get -g. "
            "Move one of those a little: does y move?",
        ),
    ),
    words={
        "x == y": "`x == y`",
        "range(len(x))": "the rows",
        "same": "the places of the largest",
        "same.sum()": "the number of those that share",
        "g[i]": "the upstream gradient of the row",
        "x[i]": "the row of `x`",
        "y[i]": "the largest of the row",
        "(x == y).sum(axis=-1, keepdims=True, dtype=g.dtype)": "the number of those that share",
        "np.sum(x == y, axis=-1, keepdims=True, dtype=g.dtype)": "the number of those that share",
    },
    models=(max_rule, max_choice, max_rows),
    vary=ties_kept,
    override=maximum_of_rows(table.max),
    number=7,
    why=(
        "The gradient goes where the maximum came from. Where it came from several places at "
        "once, each gets an equal share: the count divides."
    ),
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
    """The example; a and b that are equal somewhere; a repeated row; float32."""
    yes = np.array([[True, False, True], [False, False, True]])
    g = np.array([[1.0, -2.0, 0.5], [3.0, 1.5, -1.0]])
    a = np.array([[2.0, -1.0, 4.0], [0.5, 3.0, -2.5]])
    b = np.array([[2.0, -1.0, 1.0], [0.2, -0.7, 6.0]])
    single = (x.astype(np.float32) for x in (a, b))
    return [
        where_case(np.array([10.0, 20.0]), np.array([True, False]), a[0, 1:], b[0, 1:]),
        where_case(g, yes, a, b),
        where_case(g, yes, a, b[0], remark="b is repeated in each row"),
        where_case(g.astype(np.float32), yes, *single, dtype=np.float32),
    ]


def where_rule(g: Any, y: Any, condition: Any, a: Any, b: Any) -> Any:
    """The one that was chosen gets g."""
    return np.where(condition, g, 0), np.where(condition, 0, g)


def where_product(g: Any, y: Any, condition: Any, a: Any, b: Any) -> Any:
    """The same as products."""
    return g * condition, g * ~condition


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
            "recognised by the value",
            lambda g, y, c, a, b: (g * (y == a), g * (y == b)),
            "What was chosen is recognised by its value. Where a and b are equal, both get g; the "
            "condition says which of the two it was.",
        ),
        Mistake(
            "only the chosen ones",
            lambda g, y, c, a, b: (g[c], g[~c]),
            "Only the elements that were chosen are returned, in a row. The gradients have the "
            "shape of g, with 0 where the other was chosen.",
        ),
        Mistake(
            "filled with the other",
            lambda g, y, c, a, b: (np.where(c, g, b), np.where(c, a, g)),
            "Where an input was not chosen, the gradient has the value of the other input. Move it "
            "there a little: does y move?",
        ),
    ),
    words={"condition": "the condition", "~condition": "what the condition is not"},
    models=(where_rule, where_product),
    override=rules_of(table.where),
    number=8,
    why=(
        "Each place of the output came from one of the two inputs, and its gradient goes back "
        "there; the other gets exactly 0, chosen and not multiplied, so that a nan on the way "
        "not taken does no harm."
    ),
)
