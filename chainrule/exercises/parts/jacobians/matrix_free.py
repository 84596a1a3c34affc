"""Products with Jacobians that nobody makes: checks and known mistakes."""

from __future__ import annotations

from typing import Any

import numpy as np

from chainrule import table
from chainrule.exercises.judges import judge_arrays
from chainrule.exercises.overrides.rules import along_rows, of_dimensions, over_rows, rules_of
from chainrule.exercises.part import Mistake, Part
from chainrule.exercises.parts.jacobians.expected import (
    linear_case,
    log_softmax,
    mean_of_rows,
    rows_case,
    softmax,
)
from chainrule.nn.functional import activations


def three_products(g: Any, y: Any, x: Any, w: Any, b: Any) -> Any:
    """The whole batch at once."""
    return g @ w, g.T @ x, g.sum(axis=0)


def example_by_example(g: Any, y: Any, x: Any, w: Any, b: Any) -> Any:
    """The shares of the examples, added up."""
    gx, gw, gb = np.zeros_like(x), np.zeros_like(w), np.zeros_like(b)
    for n in range(len(x)):
        gx[n] = g[n] @ w
        gw += np.outer(g[n], x[n])
        gb += g[n]
    return gx, gw, gb


G, X = np.array([[1.0, -2.0], [0.5, 3.0], [2.0, 1.0]]), np.array([[1.0, 2], [0, -1], [3, 0.5]])
WEIGHT, BIAS = np.array([[2.0, -1.0], [0.5, 4.0]]), np.array([0.3, -0.7])
WIDE = np.hstack([X, X[:, :1]]), np.hstack([WEIGHT, BIAS[:, None]])
SINGLE = [a.astype(np.float32) for a in (G, X, WEIGHT, BIAS)]

linear = Part(
    "linear.vjp",
    ("g", "y", "x", "w", "b"),
    judge_arrays("the gradient for x", "the gradient for w", "the gradient for b"),
    lambda: [linear_case(G, X, WEIGHT, BIAS), linear_case(G[:2], X[:2], -WEIGHT, BIAS),
             linear_case(G, *WIDE, BIAS), linear_case(*SINGLE)],
    (
        Mistake("mean for sum", lambda g, y, x, w, b: (g @ w, g.T @ x / len(x), g.mean(0)),
                "The gradients for w and b are means over the batch. Each row adds its share; if the "  # noqa: E501
                "loss is a mean, g has it in it already."),
    ),
    models=(three_products, example_by_example),
    words={
        "w": "`w`",
        "g[n]": "the row of `g`",
        "x[n]": "the row of `x`",
        "g[n] @ w": "the product",
        "np.outer(g[n], x[n])": "the share of an example",
    },
    override=rules_of(table.linear, arguments=of_dimensions(2, 2, 2, 2, 1)),
    number=4,
    why=(
        "Three shapes, three products: g w for x, gᵀx for w, and the sum over the examples "
        "for b, which was added to each of them."
    ),
)  # fmt: skip

SCORES = np.array([[2.0, 0.0, -1.0], [0.5, 1.5, 0.0]])
UP = np.array([[1.0, -2.0, 0.5], [3.0, 1.0, -1.0]])
SQUARE = np.array([[0.5, 0.0, 1.0], [-1.0, 0.3, 2.0], [1.5, 0.2, -0.5]])


def weighted(g: Any, y: Any, x: Any) -> Any:
    """Each g minus their mean by the probabilities."""
    return y * (g - (g * y).sum(axis=-1, keepdims=True))


def multiplied_out(g: Any, y: Any, x: Any) -> Any:
    """Two terms."""
    return g * y - y * (g * y).sum(axis=-1, keepdims=True)


def softmax_row_by_row(g: Any, y: Any, x: Any) -> Any:
    """One example after the other."""
    rows = []
    for a, s in zip(g, y, strict=True):
        rows.append(s * (a - np.sum(a * s)))
    return np.array(rows)


def anew(x: Any) -> Any:
    """Probabilities, not safely."""
    return np.exp(x) / np.exp(x).sum(-1, keepdims=True)


softmax_vjp = Part(
    "softmax.vjp",
    ("g", "y", "x"),
    judge_arrays("the gradient"),
    lambda: [rows_case(softmax, UP, SCORES), rows_case(softmax, UP[:1], SCORES[1:]),
             rows_case(softmax, SQUARE.T, SQUARE), rows_case(softmax, UP, SCORES, 1000.0)],
    (
        Mistake("diagonal only", lambda g, y, x: g * y * (1 - y),
                "This is the sigmoid's rule: in softmax every output depends on every score."),
        Mistake("log-softmax", lambda g, y, x: g - y * g.sum(-1, keepdims=True),
                "This is the rule of log-softmax."),
        Mistake("anew", lambda g, y, x: weighted(g, anew(x), x),
                "The probabilities are computed anew from x, and large scores overflow: y holds "
                "them."),
    ),
    models=(weighted, multiplied_out, softmax_row_by_row),
    words={
        "y": "`y`",
        "s": "its probability",
        "a": "`g`",
        "g * y": "g times its probability",
        "a * s": "g times its probability",
        "(g * y).sum(axis=-1, keepdims=True)": "the sum of the row",
        "np.sum(a * s)": "the sum of the row",
        "y * (g * y).sum(axis=-1, keepdims=True)": "the second term",
        "g - (g * y).sum(axis=-1, keepdims=True)": "the bracket",
        "a - np.sum(a * s)": "the bracket",
    },
    override=rules_of(activations._softmax, along_rows),
    number=5,
    why=(
        "The Jacobian times g without the Jacobian: each gets its g minus the average of all "
        "g, weighted by y, times its own y. n numbers in place of n²."
    ),
)  # fmt: skip


def minus_share(g: Any, y: Any, x: Any) -> Any:
    """G minus the share of each probability in its sum."""
    return g - np.exp(y) * g.sum(axis=-1, keepdims=True)


def log_row_by_row(g: Any, y: Any, x: Any) -> Any:
    """One example after the other."""
    rows = []
    for a, s in zip(g, np.exp(y), strict=True):
        rows.append(a - np.sum(a) * s)
    return np.array(rows)


log_softmax_vjp = Part(
    "log_softmax.vjp",
    ("g", "y", "x"),
    judge_arrays("the gradient"),
    lambda: [rows_case(log_softmax, UP, SCORES), rows_case(log_softmax, UP[:1], SCORES[1:]),
             rows_case(log_softmax, SQUARE.T, SQUARE), rows_case(log_softmax, UP, SCORES, 1000.0)],
    (
        Mistake("y for probability", lambda g, y, x: g - y * g.sum(-1, keepdims=True),
                "y holds logarithms here; the formula needs the probabilities themselves."),
        Mistake("transposed", lambda g, y, x: g - (np.exp(y) * g).sum(-1, keepdims=True),
                "This is J g; backward it is Jᵀ g. Softmax hides this, log-softmax does not."),
        Mistake("softmax", lambda g, y, x: weighted(g, np.exp(y), x), "This is the rule of softmax."),  # noqa: E501
    ),
    models=(minus_share, log_row_by_row),
    words={
        "y": "`y`",
        "np.exp(y)": "the probability",
        "s": "the probability",
        "a": "`g`",
        "np.sum(a)": "the sum of g",
        "g.sum(axis=-1, keepdims=True)": "the sum of g",
        "np.exp(y) * g.sum(axis=-1, keepdims=True)": "the second term",
        "np.sum(a) * s": "the second term",
    },
    override=rules_of(activations._log_softmax, along_rows),
    number=6,
    why=(
        "log-softmax is x minus one number for the row, and the slope of that number is "
        "softmax, which is eʸ."
    ),
)  # fmt: skip


def shared_by_rows(g: Any, y: Any, x: Any) -> Any:
    """The same for each row."""
    return np.ones_like(x) * g / len(x)


def into_rows(g: Any, y: Any, x: Any) -> Any:
    """A row after the other."""
    out = np.zeros(x.shape)
    for i in range(len(x)):
        out[i] = g / len(x)
    return out


mean_vjp = Part(
    "mean.vjp",
    ("g", "y", "x"),
    judge_arrays("the gradient"),
    lambda: [rows_case(mean_of_rows, UP[0], SCORES), rows_case(mean_of_rows, UP[1], SCORES[:1]),
             rows_case(mean_of_rows, UP[0], np.vstack([SCORES, UP]))],
    (
        Mistake("not repeated", lambda g, y, x: g / len(x),
                "It has the shape of g. Each row of x has a gradient of its own."),
    ),
    models=(shared_by_rows, into_rows),
    words={
        "len(x)": "the number of rows",
        "np.ones_like(x)": "the table of ones",
        "y": "the mean `y`",
    },
    override=rules_of(table.mean, over_rows, of_dimensions(1, 1, 2)),
    number=7,
    why="Each row of x has the share 1/n in the mean, so each gets g/n, in the shape of x.",
)  # fmt: skip
