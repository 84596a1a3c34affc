"""Right answers, each written in another way than the model solution."""

import numpy as np
from numpy import abs as size
from numpy import exp, log1p, maximum, minimum, where


def linear_by_loops(x, w, b):
    y = np.zeros((len(x), len(w)), x.dtype)
    for i in range(len(x)):
        for j in range(len(w)):
            y[i, j] = np.sum(x[i] * w[j]) + b[j]
    return y


def sigmoid_by_masks(x):
    y = np.empty_like(x)
    right = x >= 0
    y[right] = 1 / (1 + exp(-x[right]))
    small = exp(x[~right])
    y[~right] = small / (1 + small)
    return y


def sigmoid_by_size(x):
    e = exp(-size(x))
    return where(x < 0, e, 1) / (1 + e)


def sigmoid_by_loops(x):
    flat = [np.exp(-np.logaddexp(0, -v)) for v in x.ravel()]
    return np.array(flat, dtype=x.dtype).reshape(x.shape)


def in_place(rule):
    def vjp(g, y, x):
        out = g.copy()
        out *= rule(y, x)
        return out

    return vjp


def by_number(rule):
    def vjp(g, y, x):
        out = np.zeros_like(g)
        for i in np.ndindex(g.shape):
            out[i] = g[i] * rule(y[i], x[i])
        return out

    return vjp


def relu_by_masks(g, x):
    y, out = x.copy(), g.copy()
    y[x <= 0] = 0
    out[x <= 0] = 0
    return [y, out]


def leaky_relu_by_loops(g, x, slope):
    y, out = np.zeros_like(x), np.zeros_like(g)
    for i in np.ndindex(x.shape):
        factor = 1 if x[i] > 0 else slope
        y[i], out[i] = factor * x[i], factor * g[i]
    return y, out


def leaky_relu_in_place(g, x, slope):
    y, out = x.copy(), g.copy()
    y[x <= 0] *= slope
    out[x <= 0] *= slope
    return y, out


def prelu_by_loops(g, y, x, alpha):
    out, total = np.zeros_like(g), g.dtype.type(0)
    for i in np.ndindex(x.shape):
        out[i] = g[i] * (1 if x[i] > 0 else alpha)
        total += g[i] * x[i] if x[i] <= 0 else 0
    return out, total


def elu_by_masks(g, x, alpha):
    left = x <= 0
    y, out = x.copy(), g.copy()
    y[left] = alpha * np.expm1(x[left])
    out[left] *= y[left] + alpha
    return y, out


def elu_by_loops(g, x, alpha):
    y, out = np.zeros_like(x), np.zeros_like(g)
    for i in np.ndindex(x.shape):
        y[i] = x[i] if x[i] > 0 else alpha * (np.exp(x[i]) - 1)
        out[i] = g[i] if x[i] > 0 else g[i] * alpha * np.exp(x[i])
    return y, out


def bce_by_loops(z, t):
    total, out = 0.0, np.zeros_like(z)
    for i in np.ndindex(z.shape):
        total += max(z[i], 0) - z[i] * t[i] + log1p(exp(-abs(z[i])))
        out[i] = (sigmoid_by_size(z[i]) - t[i]) / z.size
    return total / z.size, out


def bce_by_two_logarithms(z, t):
    value = t * np.logaddexp(0, -z) + (1 - t) * np.logaddexp(0, z)
    return [np.array(value.mean()), (sigmoid_by_masks(z) - t) / z.size]


def cross_entropy_by_loops(z, labels):
    total, out = 0.0, np.zeros_like(z)
    for i, k in enumerate(labels):
        e = exp(z[i] - max(z[i]))
        total += np.log(e.sum()) + max(z[i]) - z[i, k]
        out[i] = e / e.sum() / len(z)
        out[i, k] -= 1 / len(z)
    return total / len(z), out


def cross_entropy_by_logaddexp(z, labels):
    logs = z - np.logaddexp.reduce(z, axis=1, keepdims=True)
    hot = np.zeros_like(z)
    hot[range(len(z)), labels] = 1
    return -np.sum(hot * logs) / len(z), (exp(logs) - hot) / len(z)


def cross_entropy_in_place(z, labels):
    p = z - z.max(1, keepdims=True)
    value = np.mean(np.log(exp(p).sum(1)) - p[np.arange(len(z)), labels])
    np.exp(p, out=p)
    p /= p.sum(1, keepdims=True)
    p[np.arange(len(z)), labels] -= 1
    return np.array(value), p / len(z)


def he_by_loops(z):
    return np.array([[v / (len(row) / 2) ** 0.5 for v in row] for row in z])


def sequential_by_recursion(x, layers):
    return sequential_by_recursion(layers[0](x), layers[1:]) if layers else x


def sequential_by_reduce(x, layers):
    from functools import reduce

    return reduce(lambda value, layer: layer(value), layers, x)


def sequential_by_index(x, layers):
    values = [x.copy()]
    for i in range(len(layers)):
        values.append(layers[i](values[i]))
    return values[-1]


def train_on_copies(parameters, gradients, learning_rate, steps):
    mine = [np.array(p) for p in parameters]
    for _ in range(steps):
        for p, g in zip(mine, gradients(tuple(mine)), strict=True):
            p -= learning_rate * g
    return mine


def train_with_while(parameters, gradients, learning_rate, steps):
    while steps:
        step = gradients(parameters)
        parameters = tuple(parameters[i] - learning_rate * step[i] for i in range(len(step)))
        steps -= 1
    return parameters


def train_by_recursion(parameters, gradients, learning_rate, steps):
    if steps == 0:
        return parameters
    g = gradients(parameters)
    closer = [p - learning_rate * s for p, s in zip(parameters, g, strict=True)]
    return train_by_recursion(tuple(closer), gradients, learning_rate, steps - 1)


right = {
    "linear": [
        linear_by_loops,
        lambda x, w, b: np.einsum("ni,oi->no", x, w) + b,
        lambda x, w, b: (w @ x.T + b[:, None]).T,
    ],
    "sigmoid": [sigmoid_by_masks, sigmoid_by_size, sigmoid_by_loops],
    "sigmoid.vjp": [
        in_place(lambda y, x: y - y * y),
        by_number(lambda y, x: y * (1 - y)),
        lambda g, y, x: g * sigmoid_by_size(x) * sigmoid_by_size(-x),
    ],
    "tanh.vjp": [
        in_place(lambda y, x: (1 - y) * (1 + y)),
        by_number(lambda y, x: 1 - y**2),
        lambda g, y, x: g - g * np.tanh(x) ** 2,
    ],
    "relu": [
        relu_by_masks,
        lambda g, x: (maximum(x, 0), where(x > 0, g, 0)),
        lambda g, x: (x * (x > 0), g * np.heaviside(x, 0)),
    ],
    "leaky_relu": [
        leaky_relu_by_loops,
        leaky_relu_in_place,
        lambda g, x, s: (maximum(x, 0) + s * minimum(x, 0), where(x > 0, g, s * g)),
    ],
    "prelu.vjp": [
        prelu_by_loops,
        lambda g, y, x, a: [where(x > 0, g, a * g), np.array((g * minimum(x, 0)).sum())],
        lambda g, y, x, a: (g * where(x > 0, 1, a), np.sum(g[x < 0] * x[x < 0])),
    ],
    "elu": [
        elu_by_masks,
        elu_by_loops,
        lambda g, x, a: (
            maximum(x, 0) + a * (exp(minimum(x, 0)) - 1),
            where(x > 0, g, g * a * exp(minimum(x, 0))),
        ),
    ],
    "softplus": [
        lambda x: np.logaddexp(0, x),
        lambda x: x / 2 + size(x) / 2 + log1p(exp(-size(x))),
        lambda x: np.array(
            [max(v, 0) + log1p(exp(-abs(v))) for v in x.ravel()], dtype=x.dtype
        ).reshape(x.shape),
    ],
    "softplus.vjp": [
        in_place(lambda y, x: sigmoid_by_size(x)),
        by_number(lambda y, x: sigmoid_by_size(x)),
        lambda g, y, x: g * exp(x - y),
    ],
    "bce_with_logits": [
        bce_by_loops,
        bce_by_two_logarithms,
        lambda z, t: (
            np.mean(np.logaddexp(0, z) - z * t),
            (np.tanh(z / 2) / 2 + 0.5 - t) / z.size,
        ),
    ],
    "cross_entropy": [
        cross_entropy_by_loops,
        cross_entropy_by_logaddexp,
        cross_entropy_in_place,
    ],
    "he_init": [
        he_by_loops,
        lambda z: -z * (2 / z.shape[1]) ** 0.5,
        lambda z: np.sqrt(2) * z / np.sqrt(len(z[0])),
    ],
    "xavier_init": [
        lambda u: (1 - 2 * u) * np.sqrt(6 / sum(u.shape)),
        lambda u: (u - 0.5) * np.sqrt(24 / (len(u) + len(u[0]))),
        lambda u: (u * 2 - 1) * np.sqrt(3) * (2 / (u.shape[0] + u.shape[1])) ** 0.5,
    ],
    "sequential": [sequential_by_recursion, sequential_by_reduce, sequential_by_index],
    "train": [train_on_copies, train_with_while, train_by_recursion],
}
