"""What learners write when it is not right yet, with the name that the check should find."""

from functools import partial

import numpy as np
from numpy import abs as size
from numpy import exp, maximum, minimum, where


def sig(x):
    return np.exp(-np.logaddexp(0, -x))


def elu(x, a):
    return where(x > 0, x, a * (exp(minimum(x, 0)) - 1))


def elu_gradient(g, x, a):
    return g * where(x > 0, 1, a * exp(minimum(x, 0)))


def softmax(z):
    e = np.exp(z - z.max(1, keepdims=True))
    return e / e.sum(1, keepdims=True)


def hot(z, k):
    out = np.zeros_like(z)
    out[np.arange(len(z)), k] = 1
    return out


def ce(z, k):
    return np.logaddexp.reduce(z, axis=1) - z[np.arange(len(z)), k]


def bce_of(guard, z, t):
    p = guard(sig(z))
    return np.mean(-t * np.log(p) - (1 - t) * np.log(1 - p)), (sig(z) - t) / z.size


def bce_of_two(z, t):
    return np.logaddexp(0, where(t == 1, -z, z)).mean(), (sig(z) - t) / z.size


def ce_with_a_small_number(small, z, k):
    p = softmax(z)
    return -np.log(p[np.arange(len(z)), k] + small).mean(), (p - hot(z, k)) / len(z)


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
    "sigmoid.vjp": [
        ("is not multiplied by the upstream gradient `g`", lambda g, y, x: y * (1 - y)),
        ("The sign is the opposite one", lambda g, y, x: g * (y**2 - y)),
        ("`g * y` is not multiplied by `1 - y`", lambda g, y, x: y * g),
    ],
    "tanh.vjp": [
        ("is not multiplied by the upstream gradient `g`", lambda g, y, x: 1 - y**2),
        ("`y` is not multiplied by `y`", lambda g, y, x: g - g * y),
        ("`y * y` is added", lambda g, y, x: g + g * y * y),
    ],
    "relu": [
        ("changes its input", relu_changes_x),
        ("dtype not kept", relu_in_double),
        ("wrong tuple", lambda g, x: maximum(0, x)),
    ],
    "leaky_relu": [
        (
            "he upstream gradient `g` has no influence",
            lambda g, x, s: (where(x > 0, x, s * x), where(x > 0, 1, s * np.ones_like(x))),
        ),
    ],
    "prelu.vjp": [
        (
            "he upstream gradient `g` has no influence",
            lambda g, y, x, a: (where(x > 0, 1, a * np.ones_like(x)), x[x < 0].sum()),
        ),
        (
            "he mean is taken",
            lambda g, y, x, a: (where(x > 0, g, a * g), np.mean(g * (x < 0) * x)),
        ),
        (
            "is not multiplied by `x`",
            lambda g, y, x, a: (where(x > 0, g, a * g), g[x < 0].sum()),
        ),
    ],
    "elu": [
        (
            "he upstream gradient `g` has no influence",
            lambda g, x, a: (elu(x, a), where(x > 0, 1, a * exp(minimum(x, 0)))),
        ),
        (
            "is not multiplied by `alpha`",
            lambda g, x, a: (elu(x, a), where(x > 0, g, g * exp(-size(x)))),
        ),
        ("unstable", lambda g, x, a: (elu(x, a), where(x > 0, g, g * a * exp(x)))),
        ("`1` is not taken off", lambda g, x, a: (elu(x, a) + a * (x <= 0), elu_gradient(g, x, a))),
        ("another order", lambda g, x, a: (elu_gradient(g, x, a), elu(x, a))),
        ("gradient of ReLU", lambda g, x, a: (elu(x, a), g * (x > 0))),
    ],
    "softplus": [
        ("ReLU", lambda x: x * (x > 0)),
        ("slope for value", sig),
    ],
    "softplus.vjp": [
        ("The sign is the opposite one", lambda g, y, x: -g * exp(x - y)),
        ("mirrored", lambda g, y, x: g * (1 - sig(x))),
    ],
    "bce_with_logits": [
        ("clipped", partial(bce_of, lambda p: np.clip(p, 1e-12, 1 - 1e-12))),
        ("clipped", partial(bce_of, lambda p: minimum(maximum(p, 1e-15), 1 - 1e-15))),
        ("targets rounded", bce_of_two),
        (
            "unstable",
            lambda z, t: (
                np.mean(-t * np.log(sig(z)) - (1 - t) * np.log(1 - sig(z))),
                (sig(z) - t) / z.size,
            ),
        ),
        ("the sign is the opposite one", lambda z, t: (bce(z, t).mean(), (t - sig(z)) / z.size)),
    ],
    "cross_entropy": [
        *(("clipped", partial(ce_with_a_small_number, e)) for e in (1e-12, 1e-8)),
        ("softmax over the batch", ce_over_the_batch),
        ("right class only", ce_only_at_the_label),
    ],
    "he_init": [
        ("is not multiplied by the standard deviation", lambda z: z.copy()),
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
        ("is not multiplied by the learning rate", without_rate),
        ("not trained", forgets_to_assign),
    ],
}
