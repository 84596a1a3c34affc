"""Jacobians and products with them: checks and known mistakes."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import numpy as np

from chainrule import table
from chainrule.exercises.judges import judge_arrays
from chainrule.exercises.overrides.rules import along_rows, of_dimensions, over_rows, rules_of
from chainrule.exercises.part import Mistake, Part
from chainrule.exercises.parts.jacobians.expected import (
    chain_jvp_case,
    chain_vjp_case,
    cost_case,
    curve,
    diagonal_case,
    jacobian_case,
    linear_case,
    log_softmax,
    mean_of_rows,
    rows_case,
    softmax,
    sums,
    table_case,
)
from chainrule.exercises.parts.shared_mistakes import NO_UPSTREAM, OPPOSITE_SIGN
from chainrule.nn.functional import activations


def by_nudging(
    f: Any, x: Any, both: bool = True, divide: float = 1.0, all_at_once: bool = False
) -> Any:
    """The Jacobian by columns, with ways that a mistake may change."""
    h, columns = 1e-5, []
    for j in range(len(x)):
        step = np.full(len(x), h) if all_at_once else h * np.eye(len(x))[j]
        below = f(x - step) if both else f(x)
        columns.append((f(x + step) - below) / (h * (2 if both else 1) * divide))
    return np.stack(columns, axis=1)


jacobian = Part(
    "jacobian",
    ("f", "x"),
    judge_arrays("the Jacobian"),
    lambda: [jacobian_case(curve, np.array([2.0, 3.0])),
             jacobian_case(sums, np.array([1.0, -2.0, 0.5]))],
    (
        Mistake("transposed", lambda f, x: by_nudging(f, x).T,
                "It lies on its side: a row for each output, a column for each input."),
        Mistake("factor two", lambda f, x: by_nudging(f, x, divide=0.5),
                "It is twice too large: from x − h to x + h it is a step of 2h."),
        Mistake("half", lambda f, x: by_nudging(f, x, divide=2),
                "It is half as large as it should be."),
        Mistake("all at once", lambda f, x: by_nudging(f, x, all_at_once=True),
                "All inputs are nudged together, so all columns are alike: nudge one at a time."),
        Mistake("not divided", lambda f, x: by_nudging(f, x, divide=5e4),
                "The differences are not divided by the step."),
        Mistake("opposite sign", lambda f, x: -by_nudging(f, x), OPPOSITE_SIGN),
        Mistake("first output only", lambda f, x: by_nudging(f, x)[:1],
                "There is one row only: each nudge moves all outputs."),
    ),
    number=1,
)  # fmt: skip

diagonal = Part(
    "diagonal",
    ("slopes",),
    judge_arrays("the Jacobian"),
    lambda: [diagonal_case(np.array([0.5, -2.0, 3.0])), diagonal_case(np.array([4.0]))],
    (
        Mistake("not a table", lambda slopes: slopes * 1.0,
                "These are the slopes in a row; a table with n rows and columns was asked for."),
        Mistake("ones around", lambda slopes: np.diag(slopes - 1) + 1,
                "Off the diagonal there are ones. No output moves there: 0."),
        Mistake("identity", lambda slopes: np.eye(len(slopes)), "The slopes are missing."),
        Mistake("outer product", lambda slopes: np.outer(slopes, slopes),
                "Each output depends on its own input only: off the diagonal all is 0."),
        Mistake("in every row", lambda slopes: np.tile(slopes, (len(slopes), 1)),
                "The slopes stand in every row."),
        Mistake("in every column", lambda slopes: np.tile(slopes[:, None], (1, len(slopes))),
                "The slopes stand in every column."),
        Mistake("other diagonal", lambda slopes: np.diag(slopes)[::-1],
                "They stand on the other diagonal, from below."),
        Mistake("reversed", lambda slopes: np.diag(slopes[::-1]), "Their order is turned round."),
    ),
    number=2,
)  # fmt: skip


def three(g: Any, x: Any, w: Any, b: Any) -> Any:
    """The three gradients."""
    return g @ w, g.T @ x, g.sum(axis=0)


def linear_model(g: Any, y: Any, x: Any, w: Any, b: Any) -> Any:
    """The three gradients."""
    return g @ w, g.T @ x, g.sum(axis=0)


G, X = np.array([[1.0, -2.0], [0.5, 3.0], [2.0, 1.0]]), np.array([[1.0, 2], [0, -1], [3, 0.5]])
WEIGHT, BIAS = np.array([[2.0, -1.0], [0.5, 4.0]]), np.array([0.3, -0.7])

linear = Part(
    "linear.vjp",
    ("g", "y", "x", "w", "b"),
    judge_arrays("the gradient for x", "the gradient for w", "the gradient for b"),
    lambda: [linear_case(G, X, WEIGHT, BIAS), linear_case(G[:2], X[:2], -WEIGHT, BIAS),
             linear_case(G, np.hstack([X, X[:, :1]]), np.hstack([WEIGHT, BIAS[:, None]]), BIAS)],
    (
        Mistake("w transposed", lambda g, y, x, w, b: (g @ w.T, g.T @ x, g.sum(0)),
                "For x the weights are turned the wrong way. Write the shapes below each other."),
        Mistake("gradient for w transposed", lambda g, y, x, w, b: (g @ w, x.T @ g, g.sum(0)),
                "The gradient for w lies on its side: it has the shape of w, (out, in)."),
        Mistake("mean for sum", lambda g, y, x, w, b: (g @ w, g.T @ x / len(x), g.mean(0)),
                "The gradients for w and b are means over the batch. Each row adds its share; if the "  # noqa: E501
                "loss is a mean, g has it in it already."),
        Mistake("bias not summed", lambda g, y, x, w, b: (g @ w, g.T @ x, g * 1.0),
                "The bias was used for every row: its gradients add up."),
        Mistake("bias summed over outputs", lambda g, y, x, w, b: (g @ w, g.T @ x, g.sum(1)),
                "The gradient for b is summed along the wrong axis: one number for each output."),
        Mistake("no upstream", lambda g, y, x, w, b: three(np.ones_like(g), x, w, b), NO_UPSTREAM),
        Mistake("opposite sign", lambda g, y, x, w, b: tuple(-v for v in three(g, x, w, b)),
                OPPOSITE_SIGN),
        Mistake("exchanged", lambda g, y, x, w, b: (g.T @ x, g @ w, g.sum(0)),
                "The gradients for x and w have changed places."),
    ),
    outputs=("the gradient for x", "the gradient for w", "the gradient for b"),
    models=(linear_model,),
    override=rules_of(table.linear, arguments=of_dimensions(2, 2, 2, 2, 1)),
    number=4,
)  # fmt: skip


def softmax_table(s: Any) -> Any:
    """diag(s) - s sᵀ."""
    return np.diag(s) - np.outer(s, s)


softmax_jacobian = Part(
    "softmax_jacobian",
    ("s",),
    judge_arrays("the Jacobian"),
    lambda: [table_case(np.array([1.0, 0.0, -1.0])), table_case(np.array([0.5, 0.2]))],
    (
        Mistake("diagonal only", lambda s: np.diag(s * (1 - s)),
                "Off the diagonal there is nothing. But if one score rises, all other "
                "probabilities fall."),
        Mistake("no diagonal", lambda s: -np.outer(s, s), "The term for i = j is missing."),
        Mistake("plus", lambda s: np.diag(s) + np.outer(s, s),
                "Off the diagonal the sign is wrong: if one score rises, the others' "
                "probabilities fall."),
        Mistake("opposite sign", lambda s: -softmax_table(s), OPPOSITE_SIGN),
        Mistake("one on the diagonal", lambda s: np.eye(len(s)) - np.outer(s, s),
                "On the diagonal stands 1 − s², where s − s² belongs."),
        Mistake("log-softmax", lambda s: np.eye(len(s)) - np.outer(np.ones(len(s)), s),
                "This is the Jacobian of log-softmax."),
        Mistake("rows only", lambda s: np.diag(s) - np.tile(s, (len(s), 1)),
                "Each row takes off s; it should be s times its own sᵢ."),
    ),
    number=3,
)  # fmt: skip

SCORES = np.array([[2.0, 0.0, -1.0], [0.5, 1.5, 0.0]])
UP = np.array([[1.0, -2.0, 0.5], [3.0, 1.0, -1.0]])

softmax_vjp = Part(
    "softmax.vjp",
    ("g", "y", "x"),
    judge_arrays("the gradient"),
    lambda: [rows_case(softmax, UP, SCORES), rows_case(softmax, UP[:1], SCORES[1:])],
    (
        Mistake("diagonal only", lambda g, y, x: g * y * (1 - y),
                "This is the sigmoid's rule: in softmax every output depends on every score."),
        Mistake("sum left out", lambda g, y, x: g * y,
                "The second term is missing, through which the scores act on each other."),
        Mistake("g not weighted", lambda g, y, x: y * (g - g.sum(-1, keepdims=True)),
                "What is taken off is the sum of g; each g counts with its probability."),
        Mistake("mean for sum", lambda g, y, x: y * (g - (g * y).mean(-1, keepdims=True)),
                "What is taken off is a mean; it should be the sum of g times y."),
        Mistake("along the batch", lambda g, y, x: y * (g - (g * y).sum(0, keepdims=True)),
                "The sum runs along the examples; it should run along the classes."),
        Mistake("opposite sign", lambda g, y, x: -y * (g - (g * y).sum(-1, keepdims=True)),
                OPPOSITE_SIGN),
        Mistake("over everything", lambda g, y, x: y * (g - (g * y).sum()),
                "The sum runs over all examples; each row has its own."),
        Mistake("log-softmax", lambda g, y, x: g - y * g.sum(-1, keepdims=True),
                "This is the rule of log-softmax."),
    ),
    override=rules_of(activations._softmax, along_rows),
    number=5,
)  # fmt: skip

log_softmax_vjp = Part(
    "log_softmax.vjp",
    ("g", "y", "x"),
    judge_arrays("the gradient"),
    lambda: [rows_case(log_softmax, UP, SCORES), rows_case(log_softmax, UP[:1], SCORES[1:])],
    (
        Mistake("y for probability", lambda g, y, x: g - y * g.sum(-1, keepdims=True),
                "y holds logarithms here; the formula needs the probabilities themselves."),
        Mistake("transposed", lambda g, y, x: g - (np.exp(y) * g).sum(-1, keepdims=True),
                "This is J g; backward it is Jᵀ g. Softmax hides this, log-softmax does not."),
        Mistake("sum left out", lambda g, y, x: g - np.exp(y),
                "This is right only if g adds up to 1: the sum of g is missing."),
        Mistake("passes g on", lambda g, y, x: g * 1.0,
                "The second term is missing: the scores share a denominator."),
        Mistake("along the batch", lambda g, y, x: g - np.exp(y) * g.sum(0, keepdims=True),
                "The sum runs along the examples; it should run along the classes."),
        Mistake("softmax", lambda g, y, x: np.exp(y) * (
            g - (g * np.exp(y)).sum(-1, keepdims=True)), "This is the rule of softmax."),
        Mistake("opposite sign", lambda g, y, x: np.exp(y) * g.sum(-1, keepdims=True) - g,
                OPPOSITE_SIGN),
        Mistake("plus", lambda g, y, x: g + np.exp(y) * g.sum(-1, keepdims=True),
                "The second term has the wrong sign."),
    ),
    override=rules_of(activations._log_softmax, along_rows),
    number=6,
)  # fmt: skip

mean_vjp = Part(
    "mean.vjp",
    ("g", "y", "x"),
    judge_arrays("the gradient"),
    lambda: [rows_case(mean_of_rows, UP[0], SCORES), rows_case(mean_of_rows, UP[1], SCORES[:1]),
             rows_case(mean_of_rows, UP[0], np.vstack([SCORES, UP]))],
    (
        Mistake("not divided", lambda g, y, x: np.ones_like(x) * g,
                "Each row gets all of g: it moves the mean by an n-th only."),
        Mistake("by all elements", lambda g, y, x: np.ones_like(x) * g / x.size,
                "It is divided by the number of all elements; the mean is over the rows."),
        Mistake("not repeated", lambda g, y, x: g / len(x),
                "It has the shape of g. Each row of x has a gradient of its own."),
        Mistake("by the columns", lambda g, y, x: np.ones_like(x) * g / x.shape[1],
                "It is divided by the number of columns; the mean is over the rows."),
        Mistake("no upstream", lambda g, y, x: np.ones_like(x) / len(x), NO_UPSTREAM),
        Mistake("times x", lambda g, y, x: x * g / len(x),
                "It is multiplied by x; how far the mean moves does not depend on where x is."),
        Mistake("opposite sign", lambda g, y, x: -np.ones_like(x) * g / len(x), OPPOSITE_SIGN),
    ),
    override=rules_of(table.mean, over_rows, of_dimensions(1, 1, 2)),
    number=7,
)  # fmt: skip

J1, J2 = np.array([[1.0, 2.0], [0.5, -1.0]]), np.array([[3.0, 0.5], [-2.0, 1.0]])


def row_through(g: Any, tables: Any, backwards: bool = True, turned: bool = False) -> Any:
    """A row through a chain, with ways that a mistake may change."""
    for matrix in tables[::-1] if backwards else tables:
        g = g @ (matrix.T if turned else matrix)
    return g


chain_vjp = Part(
    "chain.vjp",
    ("g", "tables"),
    judge_arrays("the row"),
    lambda: [chain_vjp_case(np.array([1.0, -2.0]), [J1, J2]),
             chain_vjp_case(np.array([2.0]), [J1, np.array([[4.0, -3.0]])])],
    (
        Mistake("first one first", lambda g, tables: row_through(g, tables, backwards=False),
                "It begins at the input: a row travels from the output, so take the last first."),
        Mistake("transposed", lambda g, tables: row_through(g, tables, turned=True),
                "Each table is turned round: a row stands on the left, g J."),
        Mistake("last one only", lambda g, tables: g @ tables[-1], "Only the last table was used."),
        Mistake("first one only", lambda g, tables: g @ tables[0], "Only the first table was used."),  # noqa: E501
        Mistake("sum for product", lambda g, tables: sum(g @ t for t in tables),
                "The tables are added up: a chain is a product."),
        Mistake("forgets g", lambda g, tables: row_through(np.ones_like(g), tables), NO_UPSTREAM),
        Mistake("one missing", lambda g, tables: row_through(g, tables[1:]),
                "The first table was left out."),
    ),
    number=8,
)  # fmt: skip


def column_through(tables: Any, dx: Any, forwards: bool = True, turned: bool = False) -> Any:
    """A column through a chain, with ways that a mistake may change."""
    for matrix in tables if forwards else tables[::-1]:
        dx = (matrix.T if turned else matrix) @ dx
    return dx


chain_jvp = Part(
    "chain.jvp",
    ("tables", "dx"),
    judge_arrays("the column"),
    lambda: [chain_jvp_case([J1, J2], np.array([1.0, -2.0])),
             chain_jvp_case([np.array([[4.0], [-3.0]]), J1], np.array([2.0]))],
    (
        Mistake("last one first", lambda tables, dx: column_through(tables, dx, forwards=False),
                "It begins at the output: a step travels from the input, so take the first first."),
        Mistake("transposed", lambda tables, dx: column_through(tables, dx, turned=True),
                "Each table is turned round: a column stands on the right, J dx."),
        Mistake("last one only", lambda tables, dx: tables[-1] @ dx, "Only the last table was used."),  # noqa: E501
        Mistake("first one only", lambda tables, dx: tables[0] @ dx,
                "Only the first table was used."),
        Mistake("sum for product", lambda tables, dx: sum(t @ dx for t in tables),
                "The tables are added up: a chain is a product."),
        Mistake("forgets dx", lambda tables, dx: column_through(tables, np.ones_like(dx)),
                "The step dx is missing: all inputs move by 1."),
        Mistake("one missing", lambda tables, dx: column_through(tables[:-1], dx),
                "The last table was left out."),
    ),
    number=9,
)  # fmt: skip


def costs(w: list[int]) -> tuple[int, int]:
    """Multiplications from both ends."""
    steps = [w[k] * w[k + 1] for k in range(len(w) - 1)]
    return w[0] * sum(steps[1:]), w[-1] * sum(steps[:-1])


chain_cost = Part(
    "chain_cost",
    ("widths",),
    judge_arrays("the forward cost", "the reverse cost"),
    lambda: [cost_case([2, 3, 4, 5]), cost_case([6, 4, 1])],
    (
        Mistake("exchanged", lambda widths: costs(widths)[::-1],
                "Forward and reverse are exchanged: forward begins at the input."),
        Mistake("first table counted", lambda widths: (
            widths[0] * sum(a * b for a, b in pairwise(widths)), costs(widths)[1]),
                "Forward, the first table is there already: products begin with the second."),
        Mistake("both ends free", lambda widths: (
            sum(a * b for a, b in pairwise(widths)),) * 2,
                "These are the sizes of the tables. A product of p × q and q × r takes p · q · r."),
        Mistake("sizes added", lambda widths: tuple(v // 2 for v in costs(widths)),
                "They are half of what they should be."),
        Mistake("reverse twice", lambda widths: (costs(widths)[1],) * 2,
                "Both numbers are the reverse cost."),
        Mistake("forward twice", lambda widths: (costs(widths)[0],) * 2,
                "Both numbers are the forward cost."),
        Mistake("all widths multiplied", lambda widths: (int(np.prod(widths)),) * 2,
                "All widths are multiplied: each product has three of them."),
    ),
    number=10,
)  # fmt: skip
