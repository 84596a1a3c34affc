"""What learners write when it is not right yet, with the name that the check should find."""

import numpy as np
from numpy import exp, maximum, where


def sig(x):
    return np.exp(-np.logaddexp(0, -x))


def softmax(z):
    e = np.exp(z - z.max(1, keepdims=True))
    return e / e.sum(1, keepdims=True)


def hot(z, k):
    out = np.zeros_like(z)
    out[np.arange(len(z)), k] = 1
    return out


def ce(z, k):
    return np.logaddexp.reduce(z, axis=1) - z[np.arange(len(z)), k]


def ce_over_the_batch(z, k):
    e = np.exp(z - z.max(axis=0))
    p = e / e.sum(axis=0)
    logs = z - np.logaddexp.reduce(z, axis=0)
    return -logs[np.arange(len(z)), k].mean(), (p - hot(z, k)) / len(z)


def ce_only_at_the_label(z, k):
    out = np.zeros_like(z)
    for i, j in enumerate(k):
        out[i, j] = (softmax(z)[i, j] - 1) / len(z)
    return ce(z, k).mean(), out


def bce(z, t):
    return t * np.logaddexp(0, -z) + (1 - t) * np.logaddexp(0, z)


def relu_changes_x(g, x):
    x[x < 0] = 0
    return x, g * (x > 0)


def relu_in_double(g, x):
    return np.float64(1) * maximum(x, 0), np.float64(1) * g * (x > 0)


def forgets_what_came_out(x, layers):
    y = x
    for layer in layers:
        y = layer(x)
    return y


def keeps_all(x, layers):
    values = []
    for layer in layers:
        x = layer(x)
        values.append(x)
    return values


def backwards(x, layers):
    for layer in reversed(layers):
        x = layer(x)
    return x


def climbs(p, f, rate, n):
    for _ in range(n):
        p = tuple(a + rate * g for a, g in zip(p, f(p), strict=True))
    return p


def without_rate(p, f, rate, n):
    for _ in range(n):
        p = tuple(a - g for a, g in zip(p, f(p), strict=True))
    return p


def forgets_to_assign(p, f, rate, n):
    for _ in range(n):
        for a, g in zip(p, f(p), strict=True):
            a = a - rate * g
    return p


wrong = {
    "linear": [
        ("bias by example", lambda x, w, b: np.einsum("ni,oi->no", x, w) + b.reshape(-1, 1)),
        ("dtype not kept", lambda x, w, b: np.float64(1) * (x @ w.T) + b),
    ],
    "sigmoid": [
        ("tanh", lambda x: 2 * sig(2 * x) - 1),
        ("dtype not kept", lambda x: np.float64(1) * sig(x)),
    ],
    "relu": [
        ("changes its input", relu_changes_x),
        ("dtype not kept", relu_in_double),
        ("wrong tuple", lambda g, x: maximum(0, x)),
    ],
    "leaky_relu": [
        (
            "no upstream",
            lambda g, x, s: (where(x > 0, x, s * x), where(x > 0, 1, s * np.ones_like(x))),
        ),
    ],
    "prelu.vjp": [
        (
            "no upstream",
            lambda g, y, x, a: (where(x > 0, 1, a * np.ones_like(x)), x[x < 0].sum()),
        ),
    ],
    "softplus": [
        ("ReLU", lambda x: x * (x > 0)),
        ("slope for value", sig),
    ],
    "softplus.vjp": [
        ("opposite sign", lambda g, y, x: -g / (1 + exp(-x))),
        ("mirrored", lambda g, y, x: g * (1 - sig(x))),
    ],
    "bce_with_logits": [
        (
            "overflows",
            lambda z, t: (
                np.mean(-t * np.log(sig(z)) - (1 - t) * np.log(1 - sig(z))),
                (sig(z) - t) / z.size,
            ),
        ),
        ("opposite sign", lambda z, t: (bce(z, t).mean(), (t - sig(z)) / z.size)),
    ],
    "cross_entropy": [
        ("softmax over the batch", ce_over_the_batch),
        ("right class only", ce_only_at_the_label),
    ],
    "he_init": [
        ("not scaled", lambda z: z.copy()),
        ("Xavier", lambda z: z * np.sqrt(2 / (z.shape[0] + z.shape[1]))),
    ],
    "xavier_init": [
        ("not scaled", lambda u: 2 * u - 1),
        ("product for sum", lambda u: (2 * u - 1) * np.sqrt(6 / (u.shape[0] * u.shape[1]))),
    ],
    "sequential": [
        ("last first", backwards),
        ("each layer from x", forgets_what_came_out),
        ("all outputs", keeps_all),
    ],
    "train": [
        ("uphill", climbs),
        ("no learning rate", without_rate),
        ("not trained", forgets_to_assign),
    ],
}
