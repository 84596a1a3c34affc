"""What learners write when it is not right yet, with the name that the check should find."""

# ruff: noqa: E501 (a line for each, to be compared with its neighbours)

import math
from functools import reduce

import numpy as np

from tests.exercises.answers.jacobians_right import (
    cost_by_walking,
    jacobian_by_lists,
    jvp_by_whole_product,
    linear_by_loops,
    log_softmax_by_rows,
    softmax_by_rows,
    vjp_by_whole_product,
)


def nudged_together(f, x, h=1e-5):
    return np.stack([(f(x + h) - f(x - h)) / (2 * h) for _ in x], axis=1)


def norm(gradients):
    return math.sqrt(sum(float((g**2).sum()) for g in gradients))


def pairs(p, g):
    return zip(p, g, strict=True)


wrong = {
    "jacobian": [
        ("transposed", lambda f, x: jacobian_by_lists(f, x).T),
        ("factor two", lambda f, x: 2 * jacobian_by_lists(f, x)),
        ("half", lambda f, x: jacobian_by_lists(f, x) / 2),
        ("all at once", nudged_together),
        ("opposite sign", lambda f, x: -1 * jacobian_by_lists(f, x)),
        ("first output only", lambda f, x: jacobian_by_lists(f, x)[[0]]),
    ],
    "diagonal": [
        ("not a table", lambda slopes: slopes.copy()),
        ("identity", lambda slopes: np.identity(len(slopes))),
        ("outer product", lambda slopes: slopes[:, None] * slopes),
        ("in every row", lambda slopes: np.ones((len(slopes), 1)) * slopes),
        ("in every column", lambda slopes: np.ones((1, len(slopes))) * slopes[:, None]),
        ("reversed", lambda slopes: np.diag(slopes)[::-1, ::-1]),
    ],
    "linear.vjp": [
        ("w transposed", lambda g, y, x, w, b: (np.dot(g, w.T), *linear_by_loops(g, y, x, w, b)[1:])),
        ("gradient for w transposed", lambda g, y, x, w, b: (g @ w, np.dot(x.T, g), g.sum(axis=0))),
        ("mean for sum", lambda g, y, x, w, b: (g @ w, (g.T @ x) / len(g), np.mean(g, axis=0))),
        ("bias not summed", lambda g, y, x, w, b: (*linear_by_loops(g, y, x, w, b)[:2], g)),
        ("bias summed over outputs", lambda g, y, x, w, b: (*linear_by_loops(g, y, x, w, b)[:2], np.sum(g, axis=1))),
        ("no upstream", lambda g, y, x, w, b: linear_by_loops(np.ones_like(y), y, x, w, b)),
        ("exchanged", lambda g, y, x, w, b: tuple(linear_by_loops(g, y, x, w, b)[i] for i in (1, 0, 2))),
    ],
    "softmax_jacobian": [
        ("diagonal only", lambda s: np.diag(s - s**2)),
        ("no diagonal", lambda s: -s[:, None] * s),
        ("plus", lambda s: np.diag(s) + s[:, None] * s),
        ("opposite sign", lambda s: s[:, None] * s - np.diag(s)),
        ("one on the diagonal", lambda s: np.eye(len(s)) - s[:, None] * s),
        ("log-softmax", lambda s: np.eye(len(s)) - s),
    ],
    "softmax.vjp": [
        ("diagonal only", lambda g, y, x: g * (y - y**2)),
        ("sum left out", lambda g, y, x: y * g),
        ("g not weighted", lambda g, y, x: y * g - y * g.sum(axis=1, keepdims=True)),
        ("along the batch", lambda g, y, x: y * (g - (y * g).sum(axis=0))),
        ("opposite sign", lambda g, y, x: -softmax_by_rows(g, y, x)),
        ("over everything", lambda g, y, x: y * (g - np.sum(y * g))),
        ("log-softmax", lambda g, y, x: g - y * np.sum(g, axis=1, keepdims=True)),
    ],
    "log_softmax.vjp": [
        ("y for probability", lambda g, y, x: g - np.sum(g, axis=1, keepdims=True) * y),
        ("transposed", lambda g, y, x: g - np.sum(g * np.exp(y), axis=1, keepdims=True)),
        ("sum left out", lambda g, y, x: g - np.exp(y) * 1.0),
        ("passes g on", lambda g, y, x: g.copy()),
        ("along the batch", lambda g, y, x: g - np.exp(y) * np.sum(g, axis=0)),
        ("softmax", lambda g, y, x: softmax_by_rows(g, np.exp(y), x)),
        ("opposite sign", lambda g, y, x: -log_softmax_by_rows(g, y, x)),
    ],
    "mean.vjp": [
        ("not divided", lambda g, y, x: np.broadcast_to(g, x.shape) * 1.0),
        ("by all elements", lambda g, y, x: np.tile(g, (len(x), 1)) / np.size(x)),
        ("not repeated", lambda g, y, x: g / x.shape[0]),
        ("no upstream", lambda g, y, x: np.full(x.shape, 1 / len(x))),
        ("times x", lambda g, y, x: g * x / len(x)),
        ("opposite sign", lambda g, y, x: np.tile(-g, (len(x), 1)) / len(x)),
    ],
    "chain.vjp": [
        ("first one first", lambda g, tables: reduce(lambda r, t: r @ t, tables, g)),
        ("last one only", lambda g, tables: np.dot(g, tables[-1])),
        ("sum for product", lambda g, tables: np.sum([g @ t for t in tables], axis=0)),
        ("forgets g", lambda g, tables: vjp_by_whole_product(g * 0 + 1, tables)),
        ("first one only", lambda g, tables: np.dot(g, tables[0])),
        ("transposed", lambda g, tables: reduce(lambda r, t: t @ r, tables[::-1], g)),
    ],
    "chain.jvp": [
        ("last one first", lambda tables, dx: reduce(lambda c, t: t @ c, tables[::-1], dx)),
        ("last one only", lambda tables, dx: np.dot(tables[-1], dx)),
        ("first one only", lambda tables, dx: np.dot(tables[0], dx)),
        ("sum for product", lambda tables, dx: np.sum([t @ dx for t in tables], axis=0)),
        ("forgets dx", lambda tables, dx: jvp_by_whole_product(tables, dx * 0 + 1)),
        ("transposed", lambda tables, dx: reduce(lambda c, t: c @ t, tables, dx)),
    ],
    "chain_cost": [
        ("exchanged", lambda widths: tuple(cost_by_walking(widths)[::-1])),
        ("both ends free", lambda widths: (sum(np.multiply(widths[1:], widths[:-1])),) * 2),
        ("sizes added", lambda widths: tuple(np.array(cost_by_walking(widths)) // 2)),
        ("reverse twice", lambda widths: (cost_by_walking(widths)[1],) * 2),
        ("forward twice", lambda widths: (cost_by_walking(widths)[0],) * 2),
        ("all widths multiplied", lambda widths: (math.prod(widths), math.prod(widths))),
    ],
    "sgd.step": [
        ("uphill", lambda p, g, lr: [a + lr * b for a, b in pairs(p, g)]),
        ("no learning rate", lambda p, g, lr: [a - b for a, b in pairs(p, g)]),
        ("gradient only", lambda p, g, lr: [b * -lr for b in g]),
        ("sign only", lambda p, g, lr: [a - lr * np.sign(b) for a, b in pairs(p, g)]),
        ("divided by the rate", lambda p, g, lr: [a - b / lr for a, b in pairs(p, g)]),
        ("averaged", lambda p, g, lr: [a - lr * np.mean(b) for a, b in pairs(p, g)]),
        ("not a list", lambda p, g, lr: 1.0),
    ],
    "momentum.step": [
        ("old v", lambda w, g, v, lr, mu: (w - v * lr, g + mu * v)),
        ("weighted mean", lambda w, g, v, lr, mu: (w - lr * (mu * v + (1 - mu) * g), mu * v + (1 - mu) * g)),
        ("no momentum", lambda w, g, v, lr, mu: (w - g * lr, g.copy())),
        ("uphill", lambda w, g, v, lr, mu: (w + lr * (g + mu * v), g + mu * v)),
        ("rate twice", lambda w, g, v, lr, mu: (w - lr * (lr * g + mu * v), lr * g + mu * v)),
        ("no rate", lambda w, g, v, lr, mu: (w - g - mu * v, g + mu * v)),
    ],
    "schedule": [
        ("upside down", lambda step, total, lr: lr * (1 - np.cos(np.pi * step / total)) / 2),
        ("no half", lambda step, total, lr: lr * (1 + np.cos(np.pi * step / total))),
        ("whole turn", lambda step, total, lr: lr / 2 * (1 + np.cos(2 * np.pi * step / total))),
        ("no pi", lambda step, total, lr: 0.5 * lr * (1 + np.cos(step / total))),
        ("straight", lambda step, total, lr: lr - lr * step / total),
        ("cosine only", lambda step, total, lr: np.cos(np.pi * step / total) * lr),
    ],
    "clip_by_norm": [
        ("always", lambda g, most: [v / norm(g) * most for v in g]),
        ("each by itself", lambda g, most: [v / max(1, np.linalg.norm(v) / most) for v in g]),
        ("number by number", lambda g, most: [np.minimum(np.maximum(v, -most), most) for v in g]),
        ("not at all", lambda g, most: [v.copy() for v in g]),
        ("square of the length", lambda g, most: [v * min(1, most / norm(g) ** 2) for v in g]),
        ("length one", lambda g, most: [v / max(1, norm(g)) for v in g]),
    ],
}  # fmt: skip
