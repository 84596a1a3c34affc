"""What learners write when it is not right yet, with the name that the check should find.

Where no list has the mistake, the name is a piece of the sentence.
"""

# ruff: noqa: E501 (a line for each, to be compared with its neighbours)

import math
from functools import reduce

import numpy as np

from tests.exercises.answers.jacobians_right import (
    jacobian_by_lists,
    linear_by_loops,
    softmax_by_rows,
    vjp_by_columns,
)


def upwards_only(f, x, h=1e-5):
    return np.stack([(f(x + e) - f(x)) / h for e in h * np.eye(len(x))], axis=1)


def steps_that_stay(f, x, h=1e-5):
    columns, e = [], np.zeros(len(x))
    for j in range(len(x)):
        e[j] = h
        columns.append((f(x + e) - f(x - e)) / (2 * h))
    return np.stack(columns, axis=1)


def with_bias(g, y, x, w, b, bias):
    return (*linear_by_loops(g, y, x, w, b)[:2], bias)


def last_example_only(g, y, x, w, b):
    gx = g @ w
    for row, inputs in zip(g, x, strict=True):
        gw, gb = np.outer(row, inputs), row.copy()
    return gx, gw, gb


def whole_chain(tables):
    return reduce(lambda whole, t: t @ whole, tables)


def turned_in_place(g, tables):
    tables.reverse()
    return reduce(np.matmul, tables, g)


def norm(gradients):
    return math.sqrt(sum(float((g**2).sum()) for g in gradients))


def short_ones_as_they_came(gradients, most):
    length = norm(gradients)
    return [g / length * most for g in gradients] if length > most else gradients


def pairs(p, g):
    return zip(p, g, strict=True)


def network_with_relu_of_the_gradient(x, t, w1, b1, w2, b2):
    h = np.maximum(x @ w1.T + b1, 0)
    g = (h @ w2.T + b2 - t) / len(x)
    da = (g @ w2).clip(0)
    return da.T @ x, da.sum(0), g.T @ h, g.sum(0)


def network(x, t, w1, b1, w2, b2):
    h = np.maximum(x @ w1.T + b1, 0)
    g = (h @ w2.T + b2 - t) / len(x)
    da = (g @ w2) * (h > 0)
    return [da.T @ x, da.sum(0), g.T @ h, g.sum(0)]


def softmax_step(x, t, w, b, lr):
    e = np.exp(w @ x + b)
    g = e / e.sum() - np.eye(len(b))[t]
    return w - lr * np.outer(g, x), b - lr * g


wrong = {
    "jacobian": [
        ("one-sided", upwards_only),
        ("2 times too large", lambda f, x: 2 * jacobian_by_lists(f, x)),
        ("on its side", lambda f, x: jacobian_by_lists(f, x).T),
        ("sign is the opposite", lambda f, x: -jacobian_by_lists(f, x)),
        ("step is left out", steps_that_stay),
    ],
    "diagonal": [
        ("not a table", lambda slopes: slopes.copy()),
        ("outer product", lambda slopes: slopes[:, None] * slopes),
        ("There is 1 where `slopes` belongs", lambda slopes: np.eye(len(slopes))),
        ("squared", lambda slopes: np.diag(slopes**2)),
    ],
    "softmax_jacobian": [
        ("sign is the opposite", lambda s: s[:, None] * s - np.diag(s)),
        ("Below the diagonal", lambda s: np.triu(np.diag(s) - np.outer(s, s))),
        ("not multiplied", lambda s: np.eye(len(s)) - s),
    ],
    "linear.vjp": [
        ("for b: nothing is summed", lambda g, y, x, w, b: with_bias(g, y, x, w, b, g.copy())),
        ("for b: the mean is taken", lambda g, y, x, w, b: with_bias(g, y, x, w, b, g.mean(axis=0))),
        ("The gradient for x and the gradient for w have changed places", lambda g, y, x, w, b: tuple(linear_by_loops(g, y, x, w, b)[i] for i in (1, 0, 2))),
        ("only the last", last_example_only),
        ("dtype not kept", lambda g, y, x, w, b: linear_by_loops(*(a.astype(float) for a in (g, y, x, w, b)))),
    ],
    "softmax.vjp": [
        ("sign is the opposite", lambda g, y, x: -softmax_by_rows(g, y, x)),
        ("over everything", lambda g, y, x: y * (g - (g * y).sum())),
        ("brackets", lambda g, y, x: y * g - (g * y).sum(axis=1, keepdims=True)),
    ],
    "log_softmax.vjp": [
        ("second term is not taken off", lambda g, y, x: g.copy()),
        ("softmax", lambda g, y, x: softmax_by_rows(g, np.exp(y), x)),
        ("axis 0", lambda g, y, x: g - np.exp(y) * g.sum(axis=0)),
    ],
    "mean.vjp": [
        ("elements", lambda g, y, x: np.tile(g, (len(x), 1)) / np.size(x)),
        ("not divided", lambda g, y, x: np.tile(g, (len(x), 1))),
        ("factor `x`", lambda g, y, x: x * g / len(x)),
        ("rounded down", lambda g, y, x: np.tile(g // len(x), (len(x), 1))),
        ("1 too small", lambda g, y, x: np.ones_like(x) * g / (len(x) - 1)),
    ],
    "chain.vjp": [
        ("table by table", lambda g, tables: g @ whole_chain(tables)),
        ("from the first to the last", lambda g, tables: reduce(np.matmul, tables, g)),
        ("first one is left out", lambda g, tables: vjp_by_columns(g, tables[1:])),
        ("changes its input", turned_in_place),
    ],
    "chain.jvp": [
        ("table by table", lambda tables, dx: whole_chain(tables) @ dx),
        ("from the last to the first", lambda tables, dx: reduce(lambda c, t: t @ c, tables[::-1], dx)),
        ("last one is left out", lambda tables, dx: reduce(lambda c, t: t @ c, tables[:-1], dx)),
    ],
    "chain_cost": [
        ("one product too many", lambda widths: [end * np.dot(widths[1:], widths[:-1]) for end in (widths[0], widths[-1])]),
        ("both ends free", lambda widths: (sum(np.multiply(widths[1:], widths[:-1])),) * 2),
        ("all widths multiplied", lambda widths: (math.prod(widths), math.prod(widths))),
    ],
    "sgd.step": [
        ("not multiplied by the learning rate", lambda p, g, lr: [a - b for a, b in pairs(p, g)]),
        ("brackets", lambda p, g, lr: [(a - lr) * b for a, b in pairs(p, g)]),
        ("instead of a list of parameters", lambda p, g, lr: 1.0),
    ],
    "momentum.step": [
        ("rate in v", lambda w, g, v, lr, mu: (w - (lr * g - mu * v), mu * v - lr * g)),
        ("weighted mean", lambda w, g, v, lr, mu: (w - lr * (mu * v + (1 - mu) * g), mu * v + (1 - mu) * g)),
        ("The new w and the new v have changed places", lambda w, g, v, lr, mu: (mu * v + g, w - lr * (mu * v + g))),
        ("The new v is right", lambda w, g, v, lr, mu: (w + lr * (mu * v + g), mu * v + g)),
    ],
    "schedule": [
        ("taken off; it must be added", lambda step, total, lr: lr / 2 * (1 - math.cos(math.pi * step / total))),
        ("2 times too large", lambda step, total, lr: lr * (1 + math.cos(math.pi * step / total))),
        ("step is 1 too large", lambda step, total, lr: lr / 2 * (1 + math.cos(math.pi * (step + 1) / total))),
    ],
    "clip_by_norm": [
        ("always", lambda g, most: [v / (norm(g) or 1) * most for v in g]),
        ("root is missing", lambda g, most: [v * min(1, most / (norm(g) ** 2 or most)) for v in g]),
        ("hands back what it was given", short_ones_as_they_came),
    ],
    "network.vjp": [
        ("gates the gradient", network_with_relu_of_the_gradient),
        ("sum for mean", lambda x, t, w1, b1, w2, b2: [len(x) * g for g in network(x, t, w1, b1, w2, b2)]),
        ("no half", lambda x, t, w1, b1, w2, b2: [g + g for g in network(x, t, w1, b1, w2, b2)]),
        ("in another order", lambda x, t, w1, b1, w2, b2: network(x, t, w1, b1, w2, b2)[2:] + network(x, t, w1, b1, w2, b2)[:2]),
    ],
    "step.by_hand": [
        ("uphill", lambda x, t, w, b, lr: softmax_step(x, t, w, b, -lr)),
        ("gradient alone", lambda x, t, w, b, lr: [old - new for old, new in zip((w, b), softmax_step(x, t, w, b, 1.0), strict=True)]),
        ("squared error", lambda x, t, w, b, lr: softmax_step(x, t, w, b, lr + lr)),
    ],
}  # fmt: skip
