"""What learners write when it is not right yet, with the name that the check should find."""

import numpy as np
from numpy import exp, maximum, minimum, where


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


def elu(x, a):
    return where(x > 0, x, a * (exp(minimum(x, 0)) - 1))


def elu_slope(x, a):
    return where(x > 0, 1, a * exp(minimum(x, 0)))


def relu_changes_x(g, x):
    x[x < 0] = 0
    return x, g * (x > 0)


def relu_in_double(g, x):
    return np.float64(1) * maximum(x, 0), np.float64(1) * g * (x > 0)


def returns_at_once(x, layers):
    for layer in layers:
        return layer(x)
    return x


def forgets_what_came_out(x, layers):
    y = x
    for layer in layers:
        y = layer(x)
    return y


def one_layer_less(x, layers):
    for i in range(len(layers) - 1):
        x = layers[i](x)
    return x


def from_the_second(x, layers):
    for i in range(1, len(layers)):
        x = layers[i](x)
    return x


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


def stops_after_one(p, f, rate, n):
    for _ in range(n):
        return tuple(a - rate * g for a, g in zip(p, f(p), strict=True))
    return p


def one_more(p, f, rate, n):
    for _ in range(n + 1):
        p = tuple(a - rate * g for a, g in zip(p, f(p), strict=True))
    return p


def one_less(p, f, rate, n):
    for _ in range(1, n):
        p = tuple(a - rate * g for a, g in zip(p, f(p), strict=True))
    return p


def without_rate(p, f, rate, n):
    for _ in range(n):
        p = tuple(a - g for a, g in zip(p, f(p), strict=True))
    return p


def asks_once(p, f, rate, n):
    step = f(p)
    for _ in range(n):
        p = tuple(a - rate * g for a, g in zip(p, step, strict=True))
    return p


def forgets_to_assign(p, f, rate, n):
    for _ in range(n):
        for a, g in zip(p, f(p), strict=True):
            a = a - rate * g
    return p


wrong = {
    "linear": [
        ("no bias", lambda x, w, b: np.dot(x, w.T)),
        ("not transposed", lambda x, w, b: np.dot(x, w) + b),
        ("minus the bias", lambda x, w, b: np.dot(x, w.T) - b),
        ("bias by example", lambda x, w, b: np.einsum("ni,oi->no", x, w) + b.reshape(-1, 1)),
        ("transposed result", lambda x, w, b: w @ x.T + b.reshape(-1, 1)),
        ("activation added", lambda x, w, b: (x @ w.T + b) * (x @ w.T + b > 0)),
        ("bias inside", lambda x, w, b: b * (x @ w.T)),
        ("dtype not kept", lambda x, w, b: np.float64(1) * (x @ w.T) + b),
    ],
    "sigmoid": [
        ("sign of the exponent", lambda x: 1 - sig(x)),
        ("overflows", lambda x: exp(x) / (exp(x) + 1)),
        ("tanh", lambda x: 2 * sig(2 * x) - 1),
        ("exponential alone", lambda x: minimum(exp(-x), exp(x))),
        ("symmetric", lambda x: 1 / (1 + exp(-abs(x)))),
        ("slope for value", lambda x: sig(x) * sig(-x)),
        ("half as steep", lambda x: sig(0.5 * x)),
        ("dtype not kept", lambda x: np.float64(1) * sig(x)),
    ],
    "sigmoid.vjp": [
        ("no upstream", lambda g, y, x: y - y * y),
        ("opposite sign", lambda g, y, x: -g * y * (1 - y)),
        ("input for output", lambda g, y, x: g * (x - x**2)),
        ("sigmoid of the output", lambda g, y, x: g * sig(y) * sig(-y)),
        ("rule of tanh", lambda g, y, x: g * (1 - y**2)),
        ("first factor only", lambda g, y, x: y * g),
        ("second factor only", lambda g, y, x: g - g * y),
    ],
    "tanh.vjp": [
        ("no upstream", lambda g, y, x: 1 - y**2),
        ("opposite sign", lambda g, y, x: -g * (1 - y**2)),
        ("input for output", lambda g, y, x: g - g * x**2),
        ("tanh of the output", lambda g, y, x: g / np.cosh(y) ** 2),
        ("rule of the sigmoid", lambda g, y, x: g * (y - y * y)),
        ("not squared", lambda g, y, x: g - g * y),
        ("plus for minus", lambda g, y, x: g + g * y**2),
    ],
    "relu": [
        ("no upstream", lambda g, x: (maximum(x, 0), where(x > 0, 1.0, 0.0))),
        ("slope 1 at zero", lambda g, x: (maximum(0, x), where(x < 0, 0, g))),
        ("slope half at zero", lambda g, x: (maximum(0, x), g * np.heaviside(x, 0.5))),
        ("gates the gradient", lambda g, x: (maximum(0, x), maximum(0, g))),
        ("passes g on", lambda g, x: (x * (x > 0), g.copy())),
        ("times the value", lambda g, x: (maximum(0, x), g * x * (x > 0))),
        ("absolute value", lambda g, x: (abs(x), where(x > 0, g, -g) * (x != 0))),
        ("in the other order", lambda g, x: (where(x > 0, g, 0), maximum(0, x))),
        ("changes its input", relu_changes_x),
        ("dtype not kept", relu_in_double),
        ("wrong tuple", lambda g, x: maximum(0, x)),
    ],
    "leaky_relu": [
        ("maximum", lambda g, x, s: (maximum(s * x, x), where(x > s * x, g, s * g))),
        ("maximum in the value", lambda g, x, s: (maximum(s * x, x), where(x > 0, g, s * g))),
        (
            "no upstream",
            lambda g, x, s: (where(x > 0, x, s * x), where(x > 0, 1, s * np.ones_like(x))),
        ),
        ("ReLU", lambda g, x, s: (maximum(x, 0), where(x > 0, g, 0))),
        ("gradient of ReLU", lambda g, x, s: (where(x > 0, x, s * x), where(x > 0, g, 0))),
        ("other side", lambda g, x, s: (where(x < 0, x, s * x), where(x < 0, g, s * g))),
        ("mirrored leak", lambda g, x, s: (where(x > 0, x, -s * x), where(x > 0, g, -s * g))),
    ],
    "prelu.vjp": [
        (
            "no upstream",
            lambda g, y, x, a: (where(x > 0, 1, a * np.ones_like(x)), x[x < 0].sum()),
        ),
        ("not summed", lambda g, y, x, a: (where(x > 0, g, a * g), where(x > 0, 0, g * x))),
        ("mean for sum", lambda g, y, x, a: (where(x > 0, g, a * g), (g * minimum(x, 0)).mean())),
        ("both sides", lambda g, y, x, a: (where(x > 0, g, a * g), (g * x).sum())),
        ("wrong side", lambda g, y, x, a: (where(x > 0, g, a * g), (g * x)[x > 0].sum())),
        ("output for input", lambda g, y, x, a: (where(x > 0, g, a * g), (g * y)[x < 0].sum())),
        ("counts only", lambda g, y, x, a: (where(x > 0, g, a * g), g[x < 0].sum())),
        ("gradient of ReLU", lambda g, y, x, a: (where(x > 0, g, 0), (g * x)[x < 0].sum())),
        ("sign of y", lambda g, y, x, a: (where(y > 0, g, a * g), (g * x)[y <= 0].sum())),
    ],
    "elu": [
        ("no upstream", lambda g, x, a: (elu(x, a), elu_slope(x, a))),
        (
            "overflows",
            lambda g, x, a: (
                x * (x > 0) + a * (exp(x) - 1) * (x <= 0),
                g * (x > 0) + g * a * exp(x) * (x <= 0),
            ),
        ),
        (
            "minus 1 forgotten",
            lambda g, x, a: (where(x > 0, x, a * exp(minimum(x, 0))), g * elu_slope(x, a)),
        ),
        ("alpha forgotten", lambda g, x, a: (elu(x, 1), g * elu_slope(x, 1))),
        ("alpha forgotten in the gradient", lambda g, x, a: (elu(x, a), g * elu_slope(x, 1))),
        ("value for slope", lambda g, x, a: (elu(x, a), where(x > 0, g, g * elu(x, a)))),
        ("gradient of ReLU", lambda g, x, a: (elu(x, a), where(x > 0, g, 0))),
    ],
    "softplus": [
        ("overflows", lambda x: np.log(exp(x) + 1)),
        ("logarithm of the exponential", lambda x: 1.0 * x),
        ("ReLU", lambda x: x * (x > 0)),
        ("correction alone", lambda x: np.logaddexp(0, -abs(x))),
        ("mirrored", lambda x: np.log(exp(-x) + 1)),
        ("slope for value", sig),
        ("rounded on the left", lambda x: where(x > 0, x, 0) + np.log(1 + exp(-abs(x)))),
    ],
    "softplus.vjp": [
        ("no upstream", lambda g, y, x: sig(x)),
        ("opposite sign", lambda g, y, x: -g / (1 + exp(-x))),
        ("overflows", lambda g, y, x: g * exp(x) / (exp(x) + 1)),
        ("mirrored", lambda g, y, x: g * (1 - sig(x))),
        ("of the output", lambda g, y, x: g * sig(y)),
        ("slope of ReLU", lambda g, y, x: where(x > 0, g, 0)),
        ("slope of the sigmoid", lambda g, y, x: g * sig(x) * sig(-x)),
    ],
    "bce_with_logits": [
        (
            "overflows",
            lambda z, t: (
                np.mean(-t * np.log(sig(z)) - (1 - t) * np.log(1 - sig(z))),
                (sig(z) - t) / z.size,
            ),
        ),
        ("sum for mean", lambda z, t: (bce(z, t).sum(), sig(z) - t)),
        ("gradient of the sum", lambda z, t: (bce(z, t).mean(), sig(z) - t)),
        ("opposite sign", lambda z, t: (bce(z, t).mean(), (t - sig(z)) / z.size)),
        (
            "sigmoid twice derived",
            lambda z, t: (bce(z, t).mean(), (sig(z) - t) * sig(z) * sig(-z) / z.size),
        ),
        (
            "squared error",
            lambda z, t: (((t - sig(z)) ** 2).mean(), 2 * (sig(z) - t) / z.size),
        ),
        ("targets swapped", lambda z, t: (bce(-z, t).mean(), (sig(z) + t - 1) / z.size)),
        ("no sigmoid in the gradient", lambda z, t: (bce(z, t).mean(), (z - t) / z.size)),
    ],
    "cross_entropy": [
        (
            "overflows",
            lambda z, k: (
                -np.log((exp(z) / exp(z).sum(1, keepdims=True))[np.arange(len(z)), k]).mean(),
                (exp(z) / exp(z).sum(1, keepdims=True) - hot(z, k)) / len(z),
            ),
        ),
        ("sum for mean", lambda z, k: (ce(z, k).sum(), softmax(z) - hot(z, k))),
        ("gradient of the sum", lambda z, k: (ce(z, k).mean(), softmax(z) - hot(z, k))),
        ("opposite sign", lambda z, k: (ce(z, k).mean(), (hot(z, k) - softmax(z)) / len(z))),
        ("softmax over the batch", ce_over_the_batch),
        ("no one-hot", lambda z, k: (ce(z, k).mean(), softmax(z) / len(z))),
        ("right class only", ce_only_at_the_label),
        (
            "divided by all entries",
            lambda z, k: (ce(z, k).sum() / z.size, (softmax(z) - hot(z, k)) / z.size),
        ),
    ],
    "he_init": [
        ("not scaled", lambda z: z.copy()),
        ("variance for deviation", lambda z: 2 * z / len(z[0])),
        ("outputs for inputs", lambda z: z * (2 / len(z)) ** 0.5),
        ("factor 2 forgotten", lambda z: z / np.sqrt(z.shape[1])),
        ("Xavier", lambda z: z * np.sqrt(2 / (z.shape[0] + z.shape[1]))),
        ("upside down", lambda z: z / np.sqrt(2 / z.shape[1])),
        ("root of 2 over n", lambda z: np.sqrt(2) / z.shape[1] * z),
    ],
    "xavier_init": [
        ("not centred", lambda u: u * (6 / (u.shape[0] + u.shape[1])) ** 0.5),
        ("half the range", lambda u: (u - 0.5) * np.sqrt(6 / (u.shape[0] + u.shape[1]))),
        ("deviation for bound", lambda u: (2 * u - 1) * (2 / sum(u.shape)) ** 0.5),
        ("inputs only", lambda u: (2 * u - 1) * np.sqrt(6 / len(u[0]))),
        ("root forgotten", lambda u: 6 * (2 * u - 1) / sum(u.shape)),
        ("not scaled", lambda u: 2 * u - 1),
        ("product for sum", lambda u: (2 * u - 1) * np.sqrt(6 / (u.shape[0] * u.shape[1]))),
    ],
    "sequential": [
        ("last first", backwards),
        ("first layer only", returns_at_once),
        ("each layer from x", forgets_what_came_out),
        ("last layer left out", one_layer_less),
        ("first layer left out", from_the_second),
        ("side by side", lambda x, layers: sum(f(x) for f in layers)),
        ("all outputs", keeps_all),
    ],
    "train": [
        ("uphill", climbs),
        ("one step", stops_after_one),
        ("one step too many", one_more),
        ("one step too few", one_less),
        ("no learning rate", without_rate),
        ("gradient of the start", asks_once),
        ("not trained", forgets_to_assign),
    ],
}
