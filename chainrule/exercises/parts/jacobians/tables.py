"""Jacobians as tables: checks and known mistakes."""

from __future__ import annotations

from typing import Any

import numpy as np

from chainrule.exercises.judges import judge_arrays
from chainrule.exercises.part import Mistake, Part
from chainrule.exercises.parts.jacobians.expected import (
    bowls,
    curve,
    diagonal_case,
    jacobian_case,
    sums,
    table_case,
)

H = 1e-5


def column_by_column(f: Any, x: Any) -> Any:
    """A column for each input."""
    h, columns = 1e-5, []
    for step in h * np.eye(len(x)):
        columns.append((f(x + step) - f(x - step)) / (2 * h))
    return np.stack(columns, axis=1)


def into_a_table(f: Any, x: Any) -> Any:
    """The same, with a step that is set and taken back."""
    h, table, step = 1e-5, np.zeros((len(f(x)), len(x))), np.zeros(len(x))
    for j in range(len(x)):
        step[j] = h
        table[:, j] = (f(x + step) - f(x - step)) / (2 * h)
        step[j] = 0
    return table


def one_sided(f: Any, x: Any) -> Any:
    """From x upwards only."""
    return np.stack([(f(x + step) - f(x)) / H for step in H * np.eye(len(x))], axis=1)


def as_wide_as_high(f: Any, x: Any) -> Any:
    """As many rows as inputs."""
    table = np.zeros((len(x), len(x)))
    for j, step in enumerate(H * np.eye(len(x))):
        table[:, j] = ((f(x + step) - f(x - step)) / (2 * H))[: len(x)]
    return table


def of_its_type(f: Any, x: Any) -> Any:
    """The moved input is as whole as the input was."""
    moved = ((x + step).astype(x.dtype) for step in H * np.eye(len(x)))
    back = ((x - step).astype(x.dtype) for step in H * np.eye(len(x)))
    pairs = zip(moved, back, strict=True)
    return np.stack([(f(up) - f(down)) / (2 * H) for up, down in pairs], axis=1)


jacobian = Part(
    "jacobian",
    ("f", "x"),
    judge_arrays("the Jacobian"),
    lambda: [jacobian_case(curve, np.array([2, 3])),
             jacobian_case(sums, np.array([1.0, -2.0, 0.5])),
             jacobian_case(bowls, np.array([0.25, -0.5]))],
    (
        Mistake("one-sided", one_sided,
                "The differences are one-sided, from x up to x + h: move down by h as well."),
        Mistake("all at once", lambda f, x: np.stack(
                    [(f(x + H) - f(x - H)) / (2 * H)] * len(x), axis=1),
                "All inputs are nudged together, so all columns are alike: nudge one at a time."),
        Mistake("as wide as high", as_wide_as_high,
                "The table is square: it has a row for each *output*, of which there may be more "
                "or fewer than inputs."),
        Mistake("whole numbers", of_its_type,
                "Where x holds whole numbers, the step is cut off: a copy of x as floats moves."),
    ),
    models=(column_by_column, into_a_table),
    words={
        "f(x + step)": "`f(x + h)`",
        "f(x - step)": "`f(x − h)`",
        "f(x + step) - f(x - step)": "the difference",
        "2 * h": "the width 2h",
        "h": "the step",
        "step": "the step",
    },
    number=1,
    why=(
        "A column of the Jacobian says how all outputs answer to one input. So it takes one "
        "central difference for each input."
    ),
)  # fmt: skip


def on_the_diagonal(slopes: Any) -> Any:
    """By NumPy."""
    return np.diag(slopes)


def place_by_place(slopes: Any) -> Any:
    """Into a table of zeros."""
    table = np.zeros((len(slopes), len(slopes)))
    for i in range(len(slopes)):
        table[i, i] = slopes[i]
    return table


def times_identity(slopes: Any) -> Any:
    """The identity, column by column."""
    return np.eye(len(slopes)) * slopes


diagonal = Part(
    "diagonal",
    ("slopes",),
    judge_arrays("the Jacobian"),
    lambda: [diagonal_case(np.array([0.5, -2.0, 3.0])), diagonal_case(np.array([4.0])),
             diagonal_case(np.array([1.0, 0.0, -0.5, 2.5]))],
    (
        Mistake("not a table", lambda slopes: slopes * 1.0,
                "These are the slopes in a row; a table with n rows and columns was asked for."),
        Mistake("outer product", lambda slopes: np.outer(slopes, slopes),
                "These are the products of all pairs of slopes."),
        Mistake("in every row", lambda slopes: np.tile(slopes, (len(slopes), 1)),
                "All slopes stand in every row: the output i moves with the input i alone."),
        Mistake("reversed", lambda slopes: np.diag(slopes[::-1]), "Their order is turned round."),
        Mistake("beside", lambda slopes: np.diag(slopes, 1),
                "The slopes stand beside the diagonal, and there is a row and a column too many."),
    ),
    models=(on_the_diagonal, place_by_place, times_identity),
    words={"slopes": "`slopes`", "np.eye(len(slopes))": "the identity"},
    number=2,
    why=(
        "An entry-wise function has a Jacobian with zeros beside the diagonal: output i hears "
        "input i only."
    ),
)  # fmt: skip


def from_products(s: Any) -> Any:
    """The formula, multiplied out."""
    return np.diag(s) - np.outer(s, s)


def case_by_case(s: Any) -> Any:
    """On the diagonal, and elsewhere."""
    table = np.zeros((len(s), len(s)))
    for i in range(len(s)):
        for j in range(len(s)):
            table[i, j] = s[i] * (1 - s[i]) if i == j else -s[i] * s[j]
    return table


def from_the_identity(s: Any) -> Any:
    """The formula as it stands, for all places at once."""
    return s[:, None] * (np.eye(len(s)) - s)


def softmax_of(s: Any) -> Any:
    """Probabilities of probabilities."""
    return np.exp(s) / np.exp(s).sum()


softmax_jacobian = Part(
    "softmax_jacobian",
    ("s",),
    judge_arrays("the Jacobian"),
    lambda: [table_case(np.array([1.0, 0.0, -1.0])), table_case(np.array([0.5, 0.2])),
             table_case(np.array([0.3, -0.4, 2.0, 1.0]))],
    (
        Mistake("diagonal only", lambda s: np.diag(s * (1 - s)),
                "Off the diagonal there is nothing. But if one score rises, all other "
                "probabilities fall."),
        Mistake("plus", lambda s: np.abs(from_products(s)),
                "Off the diagonal the sign is wrong: if one score rises, the others' "
                "probabilities fall."),
        Mistake("one on the diagonal", lambda s: np.eye(len(s)) - np.outer(s, s),
                "On the diagonal stands 1 − s², where s − s² belongs."),
        Mistake("square everywhere", lambda s: np.diag(s) - s * s,
                "What is taken off is sⱼ² in every row, as `s * s` or a factor sⱼ in front give "
                "it: the products sᵢ sⱼ belong there."),
        Mistake("softmax twice", lambda s: from_products(softmax_of(s)),
                "Softmax is applied to s; s holds the probabilities already."),
    ),
    models=(from_products, case_by_case, from_the_identity),
    words={
        "s": "`s`",
        "np.diag(s)": "the diagonal of s",
        "np.outer(s, s)": "the table of products",
        "np.eye(len(s))": "the identity",
        "s[i]": "`s[i]`",
        "s[j]": "`s[j]`",
        "-s[i]": "`−s[i]`",
        "1 - s[i]": "`1 − s[i]`",
        "i == j": "`i == j`",
        "s[:, None]": "`s[i]`",
        "np.eye(len(s)) - s": "the bracket",
    },
    number=3,
    why=(
        "∂sᵢ/∂xⱼ = sᵢ(δᵢⱼ − sⱼ): the diagonal for its own input, minus the outer product, "
        "since all share one denominator."
    ),
)  # fmt: skip
