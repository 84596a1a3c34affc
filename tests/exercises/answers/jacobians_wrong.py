"""What learners write when it is not right yet, with the name that the check should find."""

# ruff: noqa: E501 (a line for each, to be compared with its neighbours)

import math
from functools import reduce

import numpy as np

from tests.exercises.answers.jacobians_right import (
    jacobian_by_lists,
    linear_by_loops,
    softmax_by_rows,
)


def nudged_together(f, x, h=1e-5):
    return np.stack([(f(x + h) - f(x - h)) / (2 * h) for _ in x], axis=1)


def norm(gradients):
    return math.sqrt(sum(float((g**2).sum()) for g in gradients))


def pairs(p, g):
    return zip(p, g, strict=True)


wrong = {
    "jacobian": [
        ("factor two", lambda f, x: 2 * jacobian_by_lists(f, x)),
        ("all at once", nudged_together),
    ],
    "diagonal": [
        ("not a table", lambda slopes: slopes.copy()),
        ("outer product", lambda slopes: slopes[:, None] * slopes),
    ],
    "linear.vjp": [
        ("bias not summed", lambda g, y, x, w, b: (*linear_by_loops(g, y, x, w, b)[:2], g)),
        ("exchanged", lambda g, y, x, w, b: tuple(linear_by_loops(g, y, x, w, b)[i] for i in (1, 0, 2))),
    ],
    "softmax_jacobian": [
        ("no diagonal", lambda s: -s[:, None] * s),
        ("opposite sign", lambda s: s[:, None] * s - np.diag(s)),
    ],
    "softmax.vjp": [
        ("opposite sign", lambda g, y, x: -softmax_by_rows(g, y, x)),
    ],
    "log_softmax.vjp": [
        ("passes g on", lambda g, y, x: g.copy()),
        ("softmax", lambda g, y, x: softmax_by_rows(g, np.exp(y), x)),
    ],
    "mean.vjp": [
        ("by all elements", lambda g, y, x: np.tile(g, (len(x), 1)) / np.size(x)),
    ],
    "chain.vjp": [
        ("first one first", lambda g, tables: reduce(lambda r, t: r @ t, tables, g)),
        ("transposed", lambda g, tables: reduce(lambda r, t: t @ r, tables[::-1], g)),
    ],
    "chain.jvp": [
        ("last one first", lambda tables, dx: reduce(lambda c, t: t @ c, tables[::-1], dx)),
        ("transposed", lambda tables, dx: reduce(lambda c, t: c @ t, tables, dx)),
    ],
    "chain_cost": [
        ("both ends free", lambda widths: (sum(np.multiply(widths[1:], widths[:-1])),) * 2),
        ("all widths multiplied", lambda widths: (math.prod(widths), math.prod(widths))),
    ],
    "sgd.step": [
        ("no learning rate", lambda p, g, lr: [a - b for a, b in pairs(p, g)]),
        ("not a list", lambda p, g, lr: 1.0),
    ],
    "momentum.step": [
        ("weighted mean", lambda w, g, v, lr, mu: (w - lr * (mu * v + (1 - mu) * g), mu * v + (1 - mu) * g)),
    ],
    "clip_by_norm": [
        ("always", lambda g, most: [v / norm(g) * most for v in g]),
        ("not at all", lambda g, most: [v.copy() for v in g]),
    ],
}  # fmt: skip
