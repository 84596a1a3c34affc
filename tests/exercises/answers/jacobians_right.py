"""Right answers, each written in another way than the model solution."""

import math
from functools import reduce

import numpy as np


def jacobian_forward_in_place(f, x):
    z, rows = np.array(x, dtype=float), None
    for j in range(len(z)):
        old = z[j]
        z[j] = old + 1e-6
        up = f(z.copy())
        z[j] = old - 1e-6
        down = f(z.copy())
        z[j] = old
        rows = np.zeros((len(up), len(z))) if rows is None else rows
        rows[:, j] = (up - down) / 2e-6
    return rows


def jacobian_by_lists(f, x, h=1e-4):
    columns = []
    for j in range(len(x)):
        up, down = ([v + (s if i == j else 0.0) for i, v in enumerate(x)] for s in (h, -h))
        columns.append(
            [(a - b) / (2 * h) for a, b in zip(f(np.array(up)), f(np.array(down)), strict=True)]
        )
    return np.array(columns).T


def diagonal_by_loop(slopes):
    out = np.zeros((len(slopes), len(slopes)))
    for i in range(len(slopes)):
        out[i, i] = slopes[i]
    return out


def linear_by_loops(g, y, x, w, b):
    gx, gw, gb = np.zeros_like(x), np.zeros_like(w), np.zeros_like(b)
    for n in range(len(x)):
        for i in range(len(w)):
            gx[n] += g[n, i] * w[i]
            gw[i] += g[n, i] * x[n]
            gb[i] += g[n, i]
    return gx, gw, gb


def softmax_by_rows(g, y, x):
    out = np.empty_like(g)
    for n in range(len(g)):
        out[n] = (np.diag(y[n]) - np.outer(y[n], y[n])) @ g[n]
    return out


def log_softmax_by_rows(g, y, x):
    out = []
    for row, logs in zip(g, y, strict=True):
        table = np.eye(len(row)) - np.outer(np.ones(len(row)), np.exp(logs))
        out.append(row @ table)
    return np.array(out).reshape(g.shape)


def cost_by_walking(widths):
    forward = reverse = 0
    for k in range(1, len(widths) - 1):
        forward += widths[0] * widths[k] * widths[k + 1]
    for k in range(len(widths) - 2, 0, -1):
        reverse += widths[-1] * widths[k] * widths[k - 1]
    return [forward, reverse]


def clip_in_place_on_copies(gradients, most):
    copies = [np.array(g, dtype=float) for g in gradients]
    norm = math.sqrt(sum(np.vdot(g, g) for g in copies))
    if norm > most:
        for g in copies:
            g *= most / norm
    return copies


def vjp_by_columns(g, tables):
    tables = list(tables)
    while tables:
        g = np.array([g @ column for column in tables.pop().T])
    return g


def jvp_inside_out(tables, dx):
    return tables[-1] @ jvp_inside_out(tables[:-1], dx) if tables else dx


def network_in_lines(x, t, w1, b1, w2, b2):
    h = (x @ w1.T + b1).clip(0)
    g = (h @ w2.T + b2 - t) / x.shape[0]
    da = (g @ w2) * np.sign(h)
    return da.T @ x, da.sum(axis=0), g.T @ h, g.sum(axis=0)


def network_by_sums(x, t, w1, b1, w2, b2):
    a = np.einsum("ni,hi->nh", x, w1) + b1
    g = (np.where(a > 0, a, 0) @ w2.T + b2 - t) / len(x)
    da = np.where(a > 0, np.einsum("no,oh->nh", g, w2), 0.0)
    first = np.einsum("nh,ni->hi", da, x)
    return first, np.ones(len(x)) @ da, np.einsum("no,nh->oh", g, a * (a > 0)), np.ones(len(x)) @ g


def network_of_columns(x, t, w1, b1, w2, b2):
    h = np.maximum(0, w1 @ x.T + b1[:, None])
    g = (w2 @ h + b2[:, None] - t.T) / len(x)
    da = np.where(h > 0, w2.T @ g, 0)
    return da @ x, da.sum(1), g @ h.T, g.sum(1)


def step_with_one_hot(x, t, w, b, lr):
    scores = w @ x + b
    p = np.exp(scores - scores.max())
    g = p / p.sum() - np.eye(len(b))[t]
    return w - lr * g[:, None] * x, b - lr * g


def step_row_by_row(x, t, w, b, lr):
    odds = [math.exp(row @ x + bias) for row, bias in zip(w, b, strict=True)]
    new_w, new_b = np.array(w), np.array(b)
    for k, odd in enumerate(odds):
        step = lr * (odd / sum(odds) - (1 if k == t else 0))
        new_w[k] -= step * x
        new_b[k] -= step
    return new_w, new_b


def step_with_a_bias_column(x, t, w, b, lr):
    whole, inputs = np.column_stack([w, b]), np.append(x, 1.0)
    p = np.exp(whole @ inputs)
    p /= p.sum()
    p[t] -= 1
    whole = whole - lr * np.outer(p, inputs)
    return whole[:, :-1], whole[:, -1]


right = {
    "jacobian": [
        jacobian_forward_in_place,
        jacobian_by_lists,
        lambda f, x: np.column_stack([(f(x + e) - f(x - e)) / 2e-5 for e in 1e-5 * np.eye(len(x))]),
    ],
    "diagonal": [
        diagonal_by_loop,
        lambda slopes: np.eye(len(slopes)) * slopes,
        lambda slopes: np.where(np.eye(len(slopes)) == 1, slopes, 0.0),
    ],
    "linear.vjp": [
        linear_by_loops,
        lambda g, y, x, w, b: (
            np.einsum("no,oi->ni", g, w),
            np.einsum("no,ni->oi", g, x),
            g.sum(0),
        ),
        lambda g, y, x, w, b: [g.dot(w), (x.T @ g).T, np.ones(len(g), g.dtype) @ g],
    ],
    "softmax_jacobian": [
        lambda s: np.array(
            [[s[i] * ((i == j) - s[j]) for j in range(len(s))] for i in range(len(s))]
        ),
        lambda s: s[:, None] * (np.eye(len(s)) - s),
        lambda s: np.diag(s) - s[:, None] @ s[None, :],
    ],
    "softmax.vjp": [
        softmax_by_rows,
        lambda g, y, x: y * g - y * np.einsum("nk,nk->n", g, y)[:, None],
        lambda g, y, x: y * (g - np.sum(g * y, axis=1).reshape(-1, 1)),
    ],
    "log_softmax.vjp": [
        log_softmax_by_rows,
        lambda g, y, x: g - np.exp(y) * np.sum(g, axis=1)[:, None],
        lambda g, y, x: -(np.exp(y) * g.sum(axis=1, keepdims=True) - g),
    ],
    "mean.vjp": [
        lambda g, y, x: np.tile(g / len(x), (len(x), 1)),
        lambda g, y, x: np.broadcast_to(g, x.shape) / x.shape[0],
        lambda g, y, x: np.outer(np.full(len(x), 1 / len(x)), g),
    ],
    "chain.vjp": [
        vjp_by_columns,
        lambda g, tables: np.linalg.multi_dot([g, *tables[::-1], np.eye(tables[0].shape[1])]),
        lambda g, tables: reduce(np.matmul, tables[::-1], g),
    ],
    "chain.jvp": [
        jvp_inside_out,
        lambda tables, dx: vjp_by_columns(dx, [t.T for t in tables[::-1]]),
        lambda tables, dx: reduce(lambda column, t: t @ column, tables, dx[:, None])[:, 0],
    ],
    "chain_cost": [
        cost_by_walking,
        lambda widths: tuple(np.array(cost_by_walking(widths))),
        lambda widths: (
            widths[0] * int(np.dot(widths[1:-1], widths[2:])),
            widths[-1] * int(np.dot(widths[:-2], widths[1:-1])),
        ),
    ],
    "sgd.step": [
        lambda p, g, lr: [a + (-lr) * b for a, b in zip(p, g, strict=True)],
        lambda p, g, lr: tuple(np.subtract(a, lr * b) for a, b in zip(p, g, strict=True)),
        lambda p, g, lr: [p[i] - g[i] * lr for i in range(len(p))],
    ],
    "momentum.step": [
        lambda w, g, v, lr, mu: (w - lr * (mu * v + g), mu * v + g),
        lambda w, g, v, lr, mu: (w - lr * mu * v - lr * g, g + v * mu),
        lambda w, g, v, lr, mu: [np.subtract(w, lr * np.add(mu * v, g)), np.add(mu * v, g)],
    ],
    "schedule": [
        lambda step, total, lr: lr * math.cos(math.pi * step / (2 * total)) ** 2,
        lambda step, total, lr: 0.5 * lr * (1 + np.cos(np.pi * step / total)),
        lambda step, total, lr: lr - lr * math.sin(math.pi * step / (2 * total)) ** 2,
    ],
    "clip_by_norm": [
        clip_in_place_on_copies,
        lambda g, most: [v * min(1.0, most / np.sqrt(sum((u**2).sum() for u in g))) for v in g],
        lambda g, most: [
            v / max(1.0, np.linalg.norm(np.concatenate([np.ravel(u) for u in g])) / most) for v in g
        ],
    ],
    "network.vjp": [network_in_lines, network_by_sums, network_of_columns],
    "step.by_hand": [
        step_with_one_hot,
        step_row_by_row,
        step_with_a_bias_column,
    ],
}
