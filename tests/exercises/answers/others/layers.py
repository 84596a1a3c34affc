"""Answers to assignment 04 that were written from its text alone, by others than its authors."""

# ruff: noqa
import math
import numpy as np
from tests.exercises.answers.others import right, wrong


# ---------------------------------------------------------------- 1 linear


@right("linear")
def _(x, w, b):
    return x @ w.T + b


@right("linear")
def _(x, w, b):
    return np.einsum("ni,oi->no", x, w) + b


@right("linear")
def _(x, w, b):
    return np.inner(x, w) + b


@right("linear")
def _(x, w, b):
    y = np.zeros((x.shape[0], w.shape[0]), dtype=x.dtype)
    for i in range(x.shape[0]):
        for j in range(w.shape[0]):
            for k in range(x.shape[1]):
                y[i, j] += x[i, k] * w[j, k]
            y[i, j] += b[j]
    return y


@right("linear")
def _(x, w, b):
    return (x[:, None, :] * w[None, :, :]).sum(axis=-1) + b


@right("linear")
def _(x, w, b):
    columns = [x.dot(neuron) + bias for neuron, bias in zip(w, b)]
    return np.stack(columns, axis=1)


@right("linear")
def _(x, w, b):
    # the bias is the weight of one more input that is always 1
    ones = np.ones((x.shape[0], 1), dtype=x.dtype)
    return np.hstack([x, ones]) @ np.hstack([w, b.reshape(-1, 1)]).T


@right("linear")
def _(x, w, b):
    return (w @ x.T + b[:, np.newaxis]).T


@right("linear")
def _(x, w, b):
    y = np.tile(b, (len(x), 1))
    for k in range(x.shape[1]):
        y = y + np.outer(x[:, k], w[:, k])
    return y


@wrong("linear", "the bias is left out")
def _(x, w, b):
    return x @ w.T


@wrong("linear", "the weights are not transposed: the inputs meet the axis of the neurons")
def _(x, w, b):
    return x @ w + b


@wrong("linear", "the bias is subtracted, not added")
def _(x, w, b):
    return x @ w.T - b


@wrong("linear", "every neuron gets the bias of the first neuron")
def _(x, w, b):
    return x @ w.T + b[0]


@wrong("linear", "the result is transposed: a row for each neuron, not for each example")
def _(x, w, b):
    return w @ x.T + b[:, None]


@wrong("linear", "the bias is added once for each input, so it counts n_in times")
def _(x, w, b):
    return (x[:, None, :] * w + b[:, None]).sum(axis=2)


@wrong("linear", "the last input is left out of the sum (range ends one too early)")
def _(x, w, b):
    y = np.zeros((len(x), len(w)), dtype=x.dtype) + b
    for k in range(x.shape[1] - 1):
        y = y + np.outer(x[:, k], w[:, k])
    return y


@wrong("linear", "the loop overwrites the sum, so only the last input counts")
def _(x, w, b):
    y = np.zeros((len(x), len(w)), dtype=x.dtype)
    for k in range(x.shape[1]):
        y = np.outer(x[:, k], w[:, k])
    return y + b


@wrong(
    "linear", "float32 becomes float64: the result is written into np.zeros of the default dtype"
)
def _(x, w, b):
    y = np.zeros((len(x), len(w)))
    for i in range(len(x)):
        for j in range(len(w)):
            y[i, j] = np.dot(x[i], w[j]) + b[j]
    return y


@wrong("linear", "a ReLU is put on top: negative outputs become 0")
def _(x, w, b):
    return np.maximum(x @ w.T + b, 0)


@wrong("linear", "the mean over the inputs is taken in place of the sum")
def _(x, w, b):
    return (x[:, None, :] * w).mean(axis=-1) + b


@wrong(
    "linear",
    "two slips: only the first two inputs are used (as in the example), and the bias is left out",
)
def _(x, w, b):
    return np.outer(x[:, 0], w[:, 0]) + np.outer(x[:, 1], w[:, 1])


# ---------------------------------------------------------------- 2 sigmoid


@right("sigmoid")
def _(x):
    e = np.exp(-np.abs(x))
    return np.where(x >= 0, 1 / (1 + e), e / (1 + e))


@right("sigmoid")
def _(x):
    return (1 + np.tanh(x / 2)) / 2


@right("sigmoid")
def _(x):
    return np.exp(-np.logaddexp(0, -x))


@right("sigmoid")
def _(x):
    y = np.empty_like(x)
    positive = x > 0
    y[positive] = 1 / (1 + np.exp(-x[positive]))
    e = np.exp(x[~positive])
    y[~positive] = e / (1 + e)
    return y


@right("sigmoid")
def _(x):
    def one(v):
        if v >= 0:
            return 1 / (1 + math.exp(-v))
        return math.exp(v) / (1 + math.exp(v))

    y = np.zeros(x.shape, dtype=x.dtype)
    for index in np.ndindex(x.shape):
        y[index] = one(float(x[index]))
    return y


@right("sigmoid")
def _(x):
    # one of the two exponentials is e^0 = 1, the other is at most 1
    return np.exp(np.minimum(x, 0)) / (np.exp(np.minimum(x, 0)) + np.exp(-np.maximum(x, 0)))


@right("sigmoid")
def _(x):
    e = np.exp(-abs(x))
    big = 1 / (1 + e)
    return (x >= 0) * big + (x < 0) * (e * big)


@right("sigmoid")
def _(x):
    # the softmax of the two logits x and 0
    top = np.maximum(x, 0)
    a, b = np.exp(x - top), np.exp(-top)
    return np.divide(a, np.add(a, b))


@right("sigmoid")
def _(x):
    values = [
        1 / (1 + math.exp(-v)) if v > 0 else 1 - 1 / (1 + math.exp(v)) for v in x.ravel().tolist()
    ]
    return np.array(values, dtype=x.dtype).reshape(x.shape)


@wrong(
    "sigmoid", "for negative x it gives minus the value at |x|, as if the curve were odd like tanh"
)
def _(x):
    return np.copysign(1 / (1 + np.exp(-np.abs(x))), x)


@wrong("sigmoid", "nan for large positive x: e^x / (1 + e^x) is inf / inf there")
def _(x):
    return np.exp(x) / (1 + np.exp(x))


@wrong(
    "sigmoid",
    "the side that does not count is multiplied with 0, but inf / inf times 0 is nan: nan for large positive x",
)
def _(x):
    return (x >= 0) * (1 / (1 + np.exp(-x))) + (x < 0) * (np.exp(x) / (1 + np.exp(x)))


@wrong("sigmoid", "the sign in the exponent is wrong: the sigmoid of -x")
def _(x):
    e = np.exp(-np.abs(x))
    return np.where(x >= 0, e / (1 + e), 1 / (1 + e))


@wrong("sigmoid", "the case of negative x is forgotten: it gives the sigmoid of |x|")
def _(x):
    return 1 / (1 + np.exp(-np.abs(x)))


@wrong("sigmoid", "for negative x it returns e^x, without dividing by 1 + e^x")
def _(x):
    e = np.exp(-np.abs(x))
    return np.where(x >= 0, 1 / (1 + e), e)


@wrong("sigmoid", "tanh(x) in place of tanh(x/2): the curve is twice as steep")
def _(x):
    return (1 + np.tanh(x)) / 2


@wrong("sigmoid", "x is clipped to -2..2, so beyond that the values stay at 0.119 and 0.881")
def _(x):
    return 1 / (1 + np.exp(-np.clip(x, -2, 2)))


@wrong("sigmoid", "returns the slope y(1-y) of the sigmoid in place of the value")
def _(x):
    e = np.exp(-np.abs(x))
    return e / (1 + e) ** 2


@wrong(
    "sigmoid", "float32 becomes float64: the result is written into np.zeros of the default dtype"
)
def _(x):
    y = np.zeros(x.shape)
    y[x >= 0] = 1 / (1 + np.exp(-x[x >= 0]))
    y[x < 0] = np.exp(x[x < 0]) / (1 + np.exp(x[x < 0]))
    return y


@wrong("sigmoid", "the result is rounded to 0 or 1 (a decision in place of a probability)")
def _(x):
    return np.where(x >= 0, 1, 0).astype(x.dtype)


@wrong(
    "sigmoid",
    "nothing is written where x is exactly 0: neither x > 0 nor x < 0, so the value there is 0 and not 1/2",
)
def _(x):
    y = np.zeros_like(x)
    y[x > 0] = 1 / (1 + np.exp(-x[x > 0]))
    y[x < 0] = np.exp(x[x < 0]) / (1 + np.exp(x[x < 0]))
    return y


# ---------------------------------------------------------------- 3 sigmoid.vjp


@right("sigmoid.vjp")
def _(g, y, x):
    return g * y * (1 - y)


@right("sigmoid.vjp")
def _(g, y, x):
    return g * (y - y**2)


@right("sigmoid.vjp")
def _(g, y, x):
    return g * (0.25 - (y - 0.5) ** 2)


@right("sigmoid.vjp")
def _(g, y, x):
    # from x alone: the slope is the same at x and -x
    e = np.exp(-np.abs(x))
    return g * e / (1 + e) ** 2


@right("sigmoid.vjp")
def _(g, y, x):
    out = np.empty_like(y)
    for index, value in np.ndenumerate(y):
        out[index] = g[index] * value * (1 - value)
    return out


@right("sigmoid.vjp")
def _(g, y, x):
    return np.einsum("...,...,...->...", g, y, 1 - y)


@right("sigmoid.vjp")
def _(g, y, x):
    return g * (1 - np.tanh(x / 2) ** 2) / 4


@right("sigmoid.vjp")
def _(g, y, x):
    triples = zip(g.ravel(), y.ravel())
    return np.array([a * p * (1 - p) for a, p in triples], dtype=y.dtype).reshape(y.shape)


@right("sigmoid.vjp")
def _(g, y, x):
    slope = np.array(1 - y)
    np.multiply(slope, y, out=slope)
    slope *= g
    return slope


@wrong("sigmoid.vjp", "the upstream gradient is left out")
def _(g, y, x):
    return y * (1 - y)


@wrong("sigmoid.vjp", "the slope is computed with x in place of y: x (1 - x)")
def _(g, y, x):
    return g * x * (1 - x)


@wrong("sigmoid.vjp", "the slope of tanh, 1 - y^2, in place of that of the sigmoid")
def _(g, y, x):
    return g * (1 - y**2)


@wrong("sigmoid.vjp", "a plus in place of a minus: y (1 + y)")
def _(g, y, x):
    return g * y * (1 + y)


@wrong("sigmoid.vjp", "the sign is turned: y (y - 1)")
def _(g, y, x):
    return g * y * (y - 1)


@wrong("sigmoid.vjp", "the factor y is forgotten: only 1 - y")
def _(g, y, x):
    return g * (1 - y)


@wrong("sigmoid.vjp", "the sigmoid is applied to y once more before the slope is taken")
def _(g, y, x):
    s = 1 / (1 + np.exp(-y))
    return g * s * (1 - s)


@wrong("sigmoid.vjp", "the upstream gradient is added to the slope, not multiplied with it")
def _(g, y, x):
    return g + y * (1 - y)


@wrong("sigmoid.vjp", "overflows for large negative x: e^-x / (1 + e^-x)^2 becomes inf / inf = nan")
def _(g, y, x):
    return g * np.exp(-x) / (1 + np.exp(-x)) ** 2


@wrong("sigmoid.vjp", "the array g that was given is changed in place")
def _(g, y, x):
    g *= y * (1 - y)
    return g


@wrong("sigmoid.vjp", "all elements are summed up to a single number")
def _(g, y, x):
    return np.sum(g * y * (1 - y))


@wrong("sigmoid.vjp", "two slips: the bracket is missing, so it is g*y*1 - y")
def _(g, y, x):
    return g * y * 1 - y


# ---------------------------------------------------------------- 4 tanh.vjp


@right("tanh.vjp")
def _(g, y, x):
    return g * (1 - y**2)


@right("tanh.vjp")
def _(g, y, x):
    return g * (1 - y) * (1 + y)


@right("tanh.vjp")
def _(g, y, x):
    return g - g * np.square(y)


@right("tanh.vjp")
def _(g, y, x):
    # 1 / cosh(x)^2 with e = e^(-2|x|)
    e = np.exp(-2 * np.abs(x))
    return 4 * g * e / (1 + e) ** 2


@right("tanh.vjp")
def _(g, y, x):
    out = np.zeros_like(y)
    for index in np.ndindex(y.shape):
        out[index] = g[index] * (1 - y[index] * y[index])
    return out


@right("tanh.vjp")
def _(g, y, x):
    # cosh stays finite up to 40, and beyond that the slope is 0 to all digits that count
    return g / np.cosh(np.clip(x, -40, 40)) ** 2


@right("tanh.vjp")
def _(g, y, x):
    slope = np.ones_like(y)
    slope -= y * y
    return np.multiply(g, slope)


@right("tanh.vjp")
def _(g, y, x):
    flat = [float(a) * (1 - float(v) ** 2) for a, v in zip(g.flat, y.flat)]
    return np.reshape(np.array(flat, dtype=y.dtype), y.shape)


@right("tanh.vjp")
def _(g, y, x):
    t = np.tanh(x)
    return g * np.polyval(np.array([-1, 0, 1], dtype=t.dtype), t)


@wrong("tanh.vjp", "the upstream gradient is left out")
def _(g, y, x):
    return 1 - y**2


@wrong("tanh.vjp", "x in place of y: 1 - x^2")
def _(g, y, x):
    return g * (1 - x**2)


@wrong("tanh.vjp", "the square is forgotten: 1 - y")
def _(g, y, x):
    return g * (1 - y)


@wrong("tanh.vjp", "the slope of the sigmoid, y (1 - y), in place of that of tanh")
def _(g, y, x):
    return g * y * (1 - y)


@wrong("tanh.vjp", "a plus in place of a minus: 1 + y^2")
def _(g, y, x):
    return g * (1 + y**2)


@wrong("tanh.vjp", "the sign is turned: y^2 - 1")
def _(g, y, x):
    return g * (y**2 - 1)


@wrong("tanh.vjp", "tanh is applied to y once more: 1 - tanh(y)^2")
def _(g, y, x):
    return g * (1 - np.tanh(y) ** 2)


@wrong("tanh.vjp", "(1 - y)^2 in place of 1 - y^2")
def _(g, y, x):
    return g * (1 - y) ** 2


@wrong("tanh.vjp", "tanh is computed anew as sinh / cosh, which is inf / inf = nan for large x")
def _(g, y, x):
    return g * (1 - (np.sinh(x) / np.cosh(x)) ** 2)


@wrong("tanh.vjp", "the root is taken: sqrt(1 - y^2), the slope is 1/cosh and not 1/cosh^2")
def _(g, y, x):
    return g * np.sqrt(1 - y**2)


@wrong("tanh.vjp", "the array y that was given is changed in place (squared)")
def _(g, y, x):
    y *= y
    return g * (1 - y)


@wrong("tanh.vjp", "the bracket is missing: g*1 - y^2, so the square is not multiplied with g")
def _(g, y, x):
    return g * 1 - y**2


# ---------------------------------------------------------------- 5 relu


@right("relu")
def _(g, x):
    return np.maximum(x, 0), g * (x > 0)


@right("relu")
def _(g, x):
    on = x > 0
    return x * on, np.where(on, g, 0)


@right("relu")
def _(g, x):
    return (x + np.abs(x)) / 2, np.heaviside(x, 0) * g


@right("relu")
def _(g, x):
    y, gx = np.zeros_like(x), np.zeros_like(g)
    for index in np.ndindex(x.shape):
        if x[index] > 0:
            y[index] = x[index]
            gx[index] = g[index]
    return y, gx


@right("relu")
def _(g, x):
    y, gx = x.copy(), g.copy()
    y[x <= 0] = 0
    gx[x <= 0] = 0
    return y, gx


@right("relu")
def _(g, x):
    y = x.clip(min=0)
    return y, g * np.sign(y)


@right("relu")
def _(g, x):
    y = np.array([max(v, 0) for v in x.ravel().tolist()], dtype=x.dtype).reshape(x.shape)
    gx = np.array([a if v > 0 else 0 for a, v in zip(g.ravel(), x.ravel())], dtype=g.dtype)
    return y, gx.reshape(x.shape)


@right("relu")
def _(g, x):
    cut = lambda a: np.select([x > 0], [a], default=0)
    return cut(x), cut(g)


@right("relu")
def _(g, x):
    y, gx = np.zeros_like(x), np.zeros_like(g)
    np.copyto(y, x, where=x > 0)
    np.copyto(gx, g, where=x > 0)
    return (y, gx)


@wrong("relu", "at x = 0 the slope is 1: the gradient passes there")
def _(g, x):
    return np.maximum(x, 0), g * (x >= 0)


@wrong("relu", "the two outputs are swapped: the gradient first, then the value")
def _(g, x):
    return g * (x > 0), np.maximum(x, 0)


@wrong("relu", "the gradient is the slope only, the upstream gradient is left out")
def _(g, x):
    return np.maximum(x, 0), (x > 0).astype(x.dtype)


@wrong("relu", "the gradient is cut where g is negative, not where x is")
def _(g, x):
    return np.maximum(x, 0), np.maximum(g, 0)


@wrong("relu", "the gradient multiplies with the value y in place of the slope")
def _(g, x):
    y = np.maximum(x, 0)
    return y, g * y


@wrong("relu", "min in place of max: it keeps the negative numbers")
def _(g, x):
    return np.minimum(x, 0), g * (x > 0)


@wrong("relu", "the gradient passes where x is negative, and is cut where x is positive")
def _(g, x):
    return np.maximum(x, 0), np.where(x > 0, 0, g)


@wrong("relu", "only the value is returned, the gradient is missing")
def _(g, x):
    return np.maximum(x, 0)


@wrong("relu", "the array x that was given is changed in place (its negative entries become 0)")
def _(g, x):
    gx = g * (x > 0)
    x[x < 0] = 0
    return x, gx


@wrong("relu", "one maximum is taken over the whole array, not one for each element")
def _(g, x):
    return max(np.max(x), 0), g * (x > 0)


@wrong("relu", "at x = 0 the slope is 1/2 (np.sign): half of the gradient passes there")
def _(g, x):
    return np.maximum(x, 0), g * (np.sign(x) + 1) / 2


@wrong(
    "relu",
    "two slips: the absolute value in place of max(x, 0), and where x is negative the gradient is turned around in place of cut",
)
def _(g, x):
    return np.abs(x), g * np.sign(x)


# ---------------------------------------------------------------- 6 leaky_relu


@right("leaky_relu")
def _(g, x, slope):
    return np.where(x > 0, x, slope * x), np.where(x > 0, g, slope * g)


@right("leaky_relu")
def _(g, x, slope):
    return np.maximum(x, 0) + slope * np.minimum(x, 0), g * (x > 0) + slope * g * (x <= 0)


@right("leaky_relu")
def _(g, x, slope):
    y, gx = x.copy(), g.copy()
    left = x <= 0
    y[left] *= slope
    gx[left] *= slope
    return y, gx


@right("leaky_relu")
def _(g, x, slope):
    y, gx = np.empty_like(x), np.empty_like(g)
    for index in np.ndindex(x.shape):
        k = 1 if x[index] > 0 else slope
        y[index], gx[index] = k * x[index], k * g[index]
    return y, gx


@right("leaky_relu")
def _(g, x, slope):
    k = np.where(x > 0, 1, slope).astype(x.dtype)
    return k * x, k * g


@right("leaky_relu")
def _(g, x, slope):
    k = slope + (1 - slope) * (x > 0).astype(x.dtype)
    return x * k, g * k


@right("leaky_relu")
def _(g, x, slope):
    def bend(a):
        return np.choose(x > 0, [slope * a, a])

    return bend(x), bend(g)


@wrong("leaky_relu", "at x = 0 the slope is that of the right side")
def _(g, x, slope):
    # the text left this open when the answer was written
    return np.where(x >= 0, x, slope * x), np.where(x >= 0, g, slope * g)


@right("leaky_relu")
def _(g, x, slope):
    y = (1 + slope) / 2 * x + (1 - slope) / 2 * np.abs(x)
    gx = np.array(slope * g)
    np.copyto(gx, g, where=x > 0)
    return y, gx


@wrong("leaky_relu", "max(x, s x) picks the wrong side when the slope is above 1 (value only)")
def _(g, x, slope):
    return np.maximum(x, slope * x), np.where(x > 0, g, slope * g)


@wrong(
    "leaky_relu",
    "the side is told by x > s x, which is wrong for slopes above 1, in the value and in the gradient",
)
def _(g, x, slope):
    right_side = x > slope * x
    return np.where(right_side, x, slope * x), np.where(right_side, g, slope * g)


@wrong("leaky_relu", "the slope is fixed at 0.01, the argument is not used")
def _(g, x, slope):
    return np.where(x > 0, x, 0.01 * x), np.where(x > 0, g, 0.01 * g)


@wrong("leaky_relu", "the gradient is that of the plain ReLU: 0 on the left")
def _(g, x, slope):
    return np.where(x > 0, x, slope * x), np.where(x > 0, g, 0)


@wrong(
    "leaky_relu",
    "the upstream gradient is left out on the left: the gradient there is the slope alone",
)
def _(g, x, slope):
    return np.where(x > 0, x, slope * x), np.where(x > 0, g, slope)


@wrong("leaky_relu", "the gradient on the left is s x in place of s g")
def _(g, x, slope):
    return np.where(x > 0, x, slope * x), np.where(x > 0, g, slope * x)


@wrong("leaky_relu", "the sides are swapped: the slope acts on positive x")
def _(g, x, slope):
    return np.where(x > 0, slope * x, x), np.where(x > 0, slope * g, g)


@wrong("leaky_relu", "the outputs are swapped: the gradient first, then the value")
def _(g, x, slope):
    return np.where(x > 0, g, slope * g), np.where(x > 0, x, slope * x)


@wrong("leaky_relu", "the value on the left has the wrong sign: -s x")
def _(g, x, slope):
    return np.where(x > 0, x, -slope * x), np.where(x > 0, g, slope * g)


@wrong("leaky_relu", "the value on the left is the slope itself, not slope times x")
def _(g, x, slope):
    return np.where(x > 0, x, slope), np.where(x > 0, g, slope * g)


@wrong(
    "leaky_relu",
    "the gradient decides by the sign of the value y, which is wrong for negative slopes",
)
def _(g, x, slope):
    y = np.where(x > 0, x, slope * x)
    return y, np.where(y > 0, g, slope * g)


@wrong("leaky_relu", "the arrays x and g that were given are changed in place")
def _(g, x, slope):
    left = x <= 0
    x[left] *= slope
    g[left] *= slope
    return x, g


# ---------------------------------------------------------------- 7 prelu.vjp


@right("prelu.vjp")
def _(g, y, x, alpha):
    return np.where(x > 0, g, alpha * g), np.sum(g * np.minimum(x, 0))


@right("prelu.vjp")
def _(g, y, x, alpha):
    left = x <= 0
    return g * np.where(left, alpha, 1).astype(g.dtype), (g * x)[left].sum()


@right("prelu.vjp")
def _(g, y, x, alpha):
    gx, total = np.empty_like(g), 0.0
    for index in np.ndindex(x.shape):
        if x[index] > 0:
            gx[index] = g[index]
        else:
            gx[index] = alpha * g[index]
            total += g[index] * x[index]
    return gx, np.array(total, dtype=alpha.dtype)


@right("prelu.vjp")
def _(g, y, x, alpha):
    return g * (x > 0) + alpha * g * (x <= 0), np.vdot(g, np.where(x > 0, 0, x))


@wrong("prelu.vjp", "at x = 0 the slope is that of the right side")
def _(g, y, x, alpha):
    gx = g.copy()
    gx[x < 0] *= alpha
    # the text left this open when the answer was written
    return gx, np.sum(g[x < 0] * x[x < 0]).reshape(())


@right("prelu.vjp")
def _(g, y, x, alpha):
    down = np.clip(x, None, 0)
    gx = np.select([x > 0], [g], default=alpha * g)
    return gx, np.einsum("i,i->", g.ravel(), down.ravel())


@right("prelu.vjp")
def _(g, y, x, alpha):
    pairs = [(a, v) for a, v in zip(g.flat, x.flat)]
    gx = np.array([a if v > 0 else alpha * a for a, v in pairs], dtype=g.dtype).reshape(g.shape)
    galpha = math.fsum(float(a) * float(v) for a, v in pairs if v < 0)
    return gx, np.asarray(galpha, dtype=alpha.dtype)


@right("prelu.vjp")
def _(g, y, x, alpha):
    on = (x > 0).astype(g.dtype)
    gx = g * (alpha + (1 - alpha) * on)
    return gx, np.add.reduce(g * x * (1 - on), axis=None)


@right("prelu.vjp")
def _(g, y, x, alpha):
    galpha = np.tensordot(g, (x - np.abs(x)) / 2, axes=g.ndim)
    return np.where(np.sign(x) == 1, g, g * alpha), galpha


@wrong("prelu.vjp", "the gradient of alpha is not summed: one number for each element")
def _(g, y, x, alpha):
    return np.where(x > 0, g, alpha * g), g * np.minimum(x, 0)


@wrong("prelu.vjp", "the gradient of alpha is the mean over the elements in place of the sum")
def _(g, y, x, alpha):
    return np.where(x > 0, g, alpha * g), np.mean(g * np.minimum(x, 0))


@wrong("prelu.vjp", "the upstream gradient is left out of the gradient of alpha")
def _(g, y, x, alpha):
    return np.where(x > 0, g, alpha * g), np.sum(np.minimum(x, 0))


@wrong("prelu.vjp", "the gradient of alpha sums over all elements, also those with x > 0")
def _(g, y, x, alpha):
    return np.where(x > 0, g, alpha * g), np.sum(g * x)


@wrong(
    "prelu.vjp",
    "the side is told by the sign of y, which is wrong for negative alpha (both gradients)",
)
def _(g, y, x, alpha):
    return np.where(y > 0, g, alpha * g), np.sum(np.where(y > 0, 0, g * x))


@wrong("prelu.vjp", "y in place of x in the gradient of alpha: it is alpha times too large")
def _(g, y, x, alpha):
    return np.where(x > 0, g, alpha * g), np.sum(np.where(x > 0, 0, g * y))


@wrong("prelu.vjp", "the gradient of x is that of the plain ReLU: 0 on the left")
def _(g, y, x, alpha):
    return np.where(x > 0, g, 0), np.sum(g * np.minimum(x, 0))


@wrong("prelu.vjp", "the two gradients are swapped: alpha first, then x")
def _(g, y, x, alpha):
    return np.sum(g * np.minimum(x, 0)), np.where(x > 0, g, alpha * g)


@wrong("prelu.vjp", "the gradient of alpha has the wrong sign (|x| in place of x)")
def _(g, y, x, alpha):
    return np.where(x > 0, g, alpha * g), np.sum(np.where(x > 0, 0, g * np.abs(x)))


@wrong(
    "prelu.vjp",
    "the sum of the gradient of alpha runs over the first axis only: not a single number for arrays of two axes",
)
def _(g, y, x, alpha):
    return np.where(x > 0, g, alpha * g), sum(g * np.minimum(x, 0))


@wrong(
    "prelu.vjp",
    "the loop overwrites the gradient of alpha, so only the last element with x < 0 counts",
)
def _(g, y, x, alpha):
    galpha = np.zeros_like(alpha)
    for index in np.ndindex(x.shape):
        if x[index] < 0:
            galpha = g[index] * x[index]
    return np.where(x > 0, g, alpha * g), galpha


@wrong(
    "prelu.vjp",
    "two slips: the upstream gradient is missing in the gradient of x, and the gradient of alpha sums g without x",
)
def _(g, y, x, alpha):
    return np.where(x > 0, 1, alpha).astype(g.dtype), np.sum(g[x < 0])


# ---------------------------------------------------------------- 8 elu


@right("elu")
def _(g, x, alpha):
    low = np.minimum(x, 0)
    return np.where(x > 0, x, alpha * np.expm1(low)), np.where(x > 0, g, g * alpha * np.exp(low))


@right("elu")
def _(g, x, alpha):
    y = np.maximum(x, 0) + alpha * (np.exp(np.minimum(x, 0)) - 1)
    # on the left the slope is y + alpha
    return y, np.where(x > 0, g, g * (y + alpha))


@right("elu")
def _(g, x, alpha):
    y, gx = x.copy(), g.copy()
    left = x <= 0
    y[left] = alpha * np.expm1(x[left])
    gx[left] = g[left] * alpha * np.exp(x[left])
    return y, gx


@right("elu")
def _(g, x, alpha):
    y, gx = np.empty_like(x), np.empty_like(g)
    for index in np.ndindex(x.shape):
        v = float(x[index])
        if v > 0:
            y[index], gx[index] = v, g[index]
        else:
            y[index], gx[index] = alpha * math.expm1(v), g[index] * alpha * math.exp(v)
    return y, gx


@right("elu")
def _(g, x, alpha):
    def one(v):
        return (v, 1.0) if v > 0 else (alpha * (math.exp(v) - 1), alpha * math.exp(v))

    both = np.array([one(v) for v in x.ravel().tolist()], dtype=x.dtype).reshape(x.shape + (2,))
    return both[..., 0], g * both[..., 1]


@right("elu")
def _(g, x, alpha):
    on = x > 0
    e = np.exp(-np.abs(x))
    return on * x + ~on * (alpha * (e - 1)), g * on + g * ~on * (alpha * e)


@wrong("elu", "at x = 0 the slope is that of the right side")
def _(g, x, alpha):
    # the text left this open when the answer was written
    e = np.exp(x, where=x < 0, out=np.ones_like(x))
    return np.where(x >= 0, x, alpha * e - alpha), np.where(x >= 0, g, g * alpha * e)


@right("elu")
def _(g, x, alpha):
    y = np.select([x > 0], [x], alpha * np.expm1(x.clip(max=0)))
    return y, g * np.select([x > 0], [np.ones_like(x)], y + alpha)


@right("elu")
def _(g, x, alpha):
    y, gx = np.array(x), np.array(g)
    np.multiply(alpha, np.expm1(np.fmin(x, 0)), out=y, where=x <= 0)
    np.multiply(gx, alpha * np.exp(np.fmin(x, 0)), out=gx, where=x <= 0)
    return y, gx


@wrong(
    "elu",
    "the side that does not count is multiplied with 0, but e^x is inf for large positive x and 0 times inf is nan (value and gradient)",
)
def _(g, x, alpha):
    on, off, e = x > 0, x <= 0, np.exp(x)
    return on * x + off * (alpha * (e - 1)), g * (on + off * (alpha * e))


@wrong("elu", "alpha is left out of the gradient: the slope on the left is e^x")
def _(g, x, alpha):
    low = np.minimum(x, 0)
    return np.where(x > 0, x, alpha * np.expm1(low)), np.where(x > 0, g, g * np.exp(low))


@wrong("elu", "the -1 stays in the slope: alpha (e^x - 1) in place of alpha e^x")
def _(g, x, alpha):
    e = np.expm1(np.minimum(x, 0))
    return np.where(x > 0, x, alpha * e), np.where(x > 0, g, g * alpha * e)


@wrong("elu", "the bracket is missing in the value: alpha e^x - 1")
def _(g, x, alpha):
    e = np.exp(np.minimum(x, 0))
    return np.where(x > 0, x, alpha * e - 1), np.where(x > 0, g, g * alpha * e)


@wrong("elu", "the upstream gradient is left out on the left")
def _(g, x, alpha):
    e = np.exp(np.minimum(x, 0))
    return np.where(x > 0, x, alpha * (e - 1)), np.where(x > 0, g, alpha * e)


@wrong("elu", "the slope on the left is taken as y + 1, which is right for alpha = 1 only")
def _(g, x, alpha):
    y = np.where(x > 0, x, alpha * np.expm1(np.minimum(x, 0)))
    return y, np.where(x > 0, g, g * (y + 1))


@wrong("elu", "alpha is left out of the value and of the gradient")
def _(g, x, alpha):
    e = np.exp(np.minimum(x, 0))
    return np.where(x > 0, x, e - 1), np.where(x > 0, g, g * e)


@wrong("elu", "the outputs are swapped: the gradient first, then the value")
def _(g, x, alpha):
    e = np.exp(np.minimum(x, 0))
    return np.where(x > 0, g, g * alpha * e), np.where(x > 0, x, alpha * (e - 1))


@wrong("elu", "the gradient on the right is 1, the upstream gradient is left out there")
def _(g, x, alpha):
    e = np.exp(np.minimum(x, 0))
    return np.where(x > 0, x, alpha * (e - 1)), np.where(x > 0, 1, g * alpha * e)


@wrong("elu", "the exponent has the wrong sign in the gradient: alpha e^-x (and it overflows)")
def _(g, x, alpha):
    low = np.minimum(x, 0)
    return np.where(x > 0, x, alpha * np.expm1(low)), np.where(x > 0, g, g * alpha * np.exp(-low))


@wrong("elu", "on the left a leaky ReLU: the value alpha x and the slope alpha")
def _(g, x, alpha):
    return np.where(x > 0, x, alpha * x), np.where(x > 0, g, alpha * g)


@wrong(
    "elu", "float32 becomes float64: both results are written into np.zeros of the default dtype"
)
def _(g, x, alpha):
    y, gx = np.zeros(x.shape), np.zeros(x.shape)
    on = x > 0
    y[on], gx[on] = x[on], g[on]
    y[~on], gx[~on] = alpha * np.expm1(x[~on]), g[~on] * alpha * np.exp(x[~on])
    return y, gx


# ---------------------------------------------------------------- 9 softplus


@right("softplus")
def _(x):
    return np.logaddexp(0, x)


@right("softplus")
def _(x):
    return np.maximum(x, 0) + np.log1p(np.exp(-np.abs(x)))


@right("softplus")
def _(x):
    e = np.exp(-np.abs(x))
    return np.where(x > 0, x + np.log1p(e), np.log1p(e))


@right("softplus")
def _(x):
    y = np.empty_like(x)
    p = x > 0
    y[p] = x[p] + np.log1p(np.exp(-x[p]))
    y[~p] = np.log1p(np.exp(x[~p]))
    return y


@right("softplus")
def _(x):
    def one(v):
        return v + one(-v) if v > 0 else math.log1p(math.exp(v))

    y = np.empty_like(x)
    for index in np.ndindex(x.shape):
        y[index] = one(float(x[index]))
    return y


@right("softplus")
def _(x):
    return (x + np.abs(x)) / 2 + np.log1p(np.exp(np.minimum(x, -x)))


@right("softplus")
def _(x):
    return x * (x > 0) - np.logaddexp(0, -np.abs(x)) * -1


@right("softplus")
def _(x):
    # log(1 + e) = 2 artanh(e / (2 + e))
    e = np.exp(-np.fabs(x))
    return x.clip(0) + 2 * np.arctanh(e / (2 + e))


@right("softplus")
def _(x):
    two = np.stack([np.zeros_like(x), x])
    return np.logaddexp.reduce(two, axis=0)


@wrong("softplus", "overflows for large positive x: e^x becomes inf, and so does y")
def _(x):
    return np.log(1 + np.exp(x))


@wrong(
    "softplus",
    "the 1 + e is formed first, so what is small is lost: at -40 it gives 0 in place of 4e-18",
)
def _(x):
    return np.maximum(x, 0) + np.log(1 + np.exp(-np.abs(x)))


@wrong(
    "softplus",
    "only the form for positive x is used: for large negative x it overflows and gives inf",
)
def _(x):
    return x + np.log1p(np.exp(-x))


@wrong("softplus", "the large term is not put back: log(1 + e^-|x|) alone, on both sides")
def _(x):
    return np.log1p(np.exp(-np.abs(x)))


@wrong("softplus", "|x| is added in place of max(x, 0): wrong on the negative side")
def _(x):
    return np.abs(x) + np.log1p(np.exp(-np.abs(x)))


@wrong("softplus", "above 5 it takes y = x, too early: there it is too small by up to 0.0067")
def _(x):
    return np.where(x > 5, x, np.log1p(np.exp(np.minimum(x, 5))))


@wrong(
    "softplus", "x is clipped to -30..30 before the exponential: 1000 gives 30, and -40 gives 9e-14"
)
def _(x):
    return np.log1p(np.exp(np.clip(x, -30, 30)))


@wrong("softplus", "the plain ReLU: the round corner is missing")
def _(x):
    return np.maximum(x, 0)


@wrong("softplus", "the sign is wrong: the softplus of -x")
def _(x):
    return np.logaddexp(0, -x)


@wrong("softplus", "logaddexp with 1 in place of 0: log(e + e^x)")
def _(x):
    return np.logaddexp(1, x)


@wrong(
    "softplus",
    "float32 becomes float64: the result is built from Python numbers with the default dtype",
)
def _(x):
    values = [max(v, 0.0) + math.log1p(math.exp(-abs(v))) for v in x.ravel().tolist()]
    return np.array(values, dtype=float).reshape(x.shape)


@wrong("softplus", "a minus in place of a plus: max(x, 0) - log(1 + e^-|x|)")
def _(x):
    return np.maximum(x, 0) - np.log1p(np.exp(-np.abs(x)))


# ---------------------------------------------------------------- 10 softplus.vjp


@right("softplus.vjp")
def _(g, y, x):
    return g * np.exp(x - y)


@right("softplus.vjp")
def _(g, y, x):
    return g * (1 - np.exp(-y))


@right("softplus.vjp")
def _(g, y, x):
    return -g * np.expm1(-y)


@right("softplus.vjp")
def _(g, y, x):
    e = np.exp(-np.abs(x))
    return g * np.where(x >= 0, 1, e) / (1 + e)


@right("softplus.vjp")
def _(g, y, x):
    return g * (0.5 + 0.5 * np.tanh(0.5 * x))


@right("softplus.vjp")
def _(g, y, x):
    out = np.zeros_like(g)
    for index in np.ndindex(x.shape):
        v = float(x[index])
        s = 1 / (1 + math.exp(-v)) if v >= 0 else math.exp(v) / (1 + math.exp(v))
        out[index] = g[index] * s
    return out


@right("softplus.vjp")
def _(g, y, x):
    return g * np.exp(-np.logaddexp(-x, 0))


@right("softplus.vjp")
def _(g, y, x):
    def sigma(v):
        return np.exp(v) / (1 + np.exp(v))  # for v <= 0 only

    s = sigma(-np.abs(x))
    return np.where(x < 0, g * s, g - g * s)


@right("softplus.vjp")
def _(g, y, x):
    slope = np.empty_like(y)
    low = x < 0
    slope[low] = np.exp(x[low] - y[low])
    slope[~low] = 1 / (1 + np.exp(-x[~low]))
    return np.multiply(slope, g)


@wrong("softplus.vjp", "the upstream gradient is left out")
def _(g, y, x):
    return np.exp(x - y)


@wrong("softplus.vjp", "nan for large positive x: e^x / (1 + e^x) is inf / inf there")
def _(g, y, x):
    return g * np.exp(x) / (1 + np.exp(x))


@wrong("softplus.vjp", "the array x that was given is changed in place (y is taken off it)")
def _(g, y, x):
    x -= y
    return g * np.exp(x)


@wrong("softplus.vjp", "the sign in the exponent is wrong: e^(y-x), which is 1 over the slope")
def _(g, y, x):
    return g * np.exp(y - x)


@wrong("softplus.vjp", "the slope at -x: 1 - sigmoid(x), that is e^-y")
def _(g, y, x):
    return g * np.exp(-y)


@wrong("softplus.vjp", "the slope of the sigmoid, s (1 - s), in place of the sigmoid itself")
def _(g, y, x):
    s = np.exp(x - y)
    return g * s * (1 - s)


@wrong("softplus.vjp", "the sigmoid of y in place of the sigmoid of x")
def _(g, y, x):
    return g / (1 + np.exp(-y))


@wrong("softplus.vjp", "the slope of ReLU: 1 or 0, no round corner")
def _(g, y, x):
    return g * (x > 0)


@wrong("softplus.vjp", "y (1 - y), as if y were a sigmoid")
def _(g, y, x):
    return g * y * (1 - y)


@wrong("softplus.vjp", "tanh(x) in place of tanh(x/2): the curve is twice as steep")
def _(g, y, x):
    return g * (1 + np.tanh(x)) / 2


@wrong(
    "softplus.vjp",
    "float32 becomes float64: the result is written into np.zeros of the default dtype",
)
def _(g, y, x):
    out = np.zeros(g.shape)
    out[...] = g * np.exp(x - y)
    return out


@wrong(
    "softplus.vjp",
    "two slips: the sigmoid of |x| in place of x, and the sign of the upstream gradient is dropped (|g|)",
)
def _(g, y, x):
    return np.abs(g) / (1 + np.exp(-np.abs(x)))


# ---------------------------------------------------------------- 11 bce_with_logits


@right("bce_with_logits")
def _(z, t):
    loss = np.mean(np.logaddexp(0, z) - t * z)
    return loss, (np.exp(z - np.logaddexp(0, z)) - t) / z.size


@right("bce_with_logits")
def _(z, t):
    e = np.exp(-np.abs(z))
    p = np.where(z >= 0, 1, e) / (1 + e)
    loss = (np.maximum(z, 0) - z * t + np.log1p(e)).mean()
    return loss, (p - t) / t.size


@right("bce_with_logits")
def _(z, t):
    # -log p = softplus(-z), -log(1 - p) = softplus(z)
    softplus = lambda v: np.logaddexp(v, 0)
    loss = np.average(t * softplus(-z) + (1 - t) * softplus(z))
    return loss, ((1 - t) * np.exp(-softplus(-z)) - t * np.exp(-softplus(z))) / z.size


@right("bce_with_logits")
def _(z, t):
    total, n, grad = 0.0, z.size, np.empty_like(z)
    for index in np.ndindex(z.shape):
        v, target = float(z[index]), float(t[index])
        e = math.exp(-abs(v))
        total += max(v, 0) + math.log1p(e) - target * v
        grad[index] = ((1 if v >= 0 else e) / (1 + e) - target) / n
    return z.dtype.type(total / n), grad


@right("bce_with_logits")
def _(z, t):
    n = z.size
    s = np.log1p(np.exp(-np.abs(z))) + (z + np.abs(z)) / 2
    loss = (s.sum() - np.vdot(t, z)) / n
    return loss, (-np.expm1(-s) - t) / n


@right("bce_with_logits")
def _(z, t):
    n = np.prod(z.shape, dtype=int).item()
    loss = np.sum(np.logaddexp(0, z) - np.multiply(t, z)) / n
    p = (1 + np.tanh(z / 2)) / 2
    return loss, p / n - t / n


@right("bce_with_logits")
def _(z, t):
    # two classes with the logits 0 and z
    logits = np.stack([np.zeros_like(z), z])
    logits = logits - logits.max(axis=0)
    logs = logits - np.log(np.exp(logits).sum(axis=0))
    return -np.mean((1 - t) * logs[0] + t * logs[1]), (np.exp(logs[1]) - t) / z.size


@right("bce_with_logits")
def _(z, t):
    def one(v, target):
        e = math.exp(-abs(v))
        p = 1 / (1 + e) if v > 0 else e / (1 + e)
        return max(v, 0) - target * v + math.log1p(e), p - target

    rows = np.array([one(v, c) for v, c in zip(z.ravel().tolist(), t.ravel().tolist())])
    loss, grad = rows[:, 0].mean(), rows[:, 1].reshape(z.shape) / z.size
    return loss.astype(z.dtype), grad.astype(z.dtype)


@right("bce_with_logits")
def _(z, t):
    e = np.exp(-abs(z))
    # the part of z that goes against the target, and the round corner
    bent = (1 - t) * np.maximum(z, 0) + t * np.maximum(-z, 0)
    p = (z > 0) * (1 / (1 + e)) + (z <= 0) * (e / (1 + e))
    return np.mean(bent + np.log1p(e)), np.divide(p - t, z.size)


@wrong("bce_with_logits", "the gradient is not divided by n")
def _(z, t):
    s = np.logaddexp(0, z)
    return np.mean(s - t * z), np.exp(z - s) - t


@wrong(
    "bce_with_logits", "the loss is the sum over the elements, not the mean (the gradient is right)"
)
def _(z, t):
    s = np.logaddexp(0, z)
    return np.sum(s - t * z), (np.exp(z - s) - t) / z.size


@wrong(
    "bce_with_logits",
    "divides by the number of rows, not of elements: wrong for arrays of two axes (value and gradient)",
)
def _(z, t):
    s = np.logaddexp(0, z)
    return np.sum(s - t * z) / len(z), (np.exp(z - s) - t) / len(z)


@wrong(
    "bce_with_logits",
    "overflows: the probability rounds to 0 or 1 at large logits, its logarithm is -inf and the loss inf or nan",
)
def _(z, t):
    e = np.exp(-np.abs(z))
    p = np.where(z >= 0, 1, e) / (1 + e)
    return -np.mean(t * np.log(p) + (1 - t) * np.log(1 - p)), (p - t) / z.size


@wrong(
    "bce_with_logits",
    "the probability is kept from 0 and 1 by 1e-7, so the loss at large logits stops at 16 in place of 1000",
)
def _(z, t):
    p = np.exp(z - np.logaddexp(0, z))
    q = np.clip(p, 1e-7, 1 - 1e-7)
    return -np.mean(t * np.log(q) + (1 - t) * np.log(1 - q)), (p - t) / z.size


@wrong("bce_with_logits", "the gradient has the wrong sign: t - p")
def _(z, t):
    s = np.logaddexp(0, z)
    return np.mean(s - t * z), (t - np.exp(z - s)) / z.size


@wrong(
    "bce_with_logits",
    "the minus in front of the loss is forgotten: the value is negative (the gradient is right)",
)
def _(z, t):
    s = np.logaddexp(0, z)
    return np.mean(t * z - s), (np.exp(z - s) - t) / z.size


@wrong(
    "bce_with_logits",
    "only the first term t log p counts in the value, the part for t = 0 is missing (the gradient is right)",
)
def _(z, t):
    s = np.logaddexp(0, z)
    return np.mean(t * np.logaddexp(0, -z)), (np.exp(z - s) - t) / z.size


@wrong("bce_with_logits", "the gradient is taken for p, not for z: (p - t) / (p (1 - p)) / n")
def _(z, t):
    s = np.logaddexp(0, z)
    p = np.exp(z - s)
    return np.mean(s - t * z), (p - t) / (p * (1 - p)) / z.size


@wrong(
    "bce_with_logits",
    "the gradient is multiplied with the slope p (1 - p) once more, as for a squared error behind a sigmoid",
)
def _(z, t):
    s = np.logaddexp(0, z)
    p = np.exp(z - s)
    return np.mean(s - t * z), (p - t) * p * (1 - p) / z.size


@wrong("bce_with_logits", "the targets are rounded to 0 or 1, so targets between are wrong")
def _(z, t):
    s, hard = np.logaddexp(0, z), (t > 0.5).astype(z.dtype)
    return np.mean(s - hard * z), (np.exp(z - s) - hard) / z.size


@wrong(
    "bce_with_logits",
    "two slips: the loss is not averaged (one for each element), and the gradient uses z in place of p",
)
def _(z, t):
    return np.logaddexp(0, z) - t * z, (z - t) / z.size


# ---------------------------------------------------------------- 12 cross_entropy


@right("cross_entropy")
def _(z, labels):
    n = len(z)
    shifted = z - z.max(axis=1, keepdims=True)
    logs = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    grad = np.exp(logs)
    grad[np.arange(n), labels] -= 1
    return -logs[np.arange(n), labels].mean(), grad / n


@right("cross_entropy")
def _(z, labels):
    logs = z - np.logaddexp.reduce(z, axis=1, keepdims=True)
    onehot = np.eye(z.shape[1], dtype=z.dtype)[labels]
    return -np.sum(onehot * logs) / len(z), (np.exp(logs) - onehot) / len(z)


@right("cross_entropy")
def _(z, labels):
    grad, total = np.empty_like(z), 0.0
    n, classes = z.shape
    for i in range(n):
        row = [float(v) for v in z[i]]
        top = max(row)
        e = [math.exp(v - top) for v in row]
        total += math.log(sum(e)) + top - row[labels[i]]
        for k in range(classes):
            grad[i, k] = (e[k] / sum(e) - (1 if k == labels[i] else 0)) / n
    return z.dtype.type(total / n), grad


@right("cross_entropy")
def _(z, labels):
    hit = np.arange(z.shape[1]) == np.reshape(labels, (-1, 1))
    top = np.amax(z, axis=1)[:, None]
    e = np.exp(z - top)
    norm = e.sum(1)[:, None]
    each = np.log(norm) + top - z[hit][:, None]
    return np.mean(each), (e / norm - hit) / len(labels)


@right("cross_entropy")
def _(z, labels):
    at = np.asarray(labels)[:, None]
    shifted = z - np.take_along_axis(z, at, axis=1)  # the right class is at 0
    losses = np.logaddexp.reduce(shifted, axis=1)
    grad = np.exp(shifted - losses[:, None])
    np.put_along_axis(grad, at, np.expm1(-losses)[:, None], axis=1)
    return losses.mean(), grad / z.shape[0]


@right("cross_entropy")
def _(z, labels):
    def one(row, label):
        row = row - np.max(row)
        p = np.exp(row) / np.sum(np.exp(row))
        loss = np.log(np.sum(np.exp(row))) - row[label]
        p[label] -= 1
        return loss, p

    losses, grads = zip(*[one(row, label) for row, label in zip(z, labels)])
    return np.mean(losses, dtype=z.dtype), np.array(grads) / len(grads)


@right("cross_entropy")
def _(z, labels):
    n, k = z.shape
    up = z.T - z.max(axis=1)
    logs = (up - np.log(np.exp(up).sum(axis=0))).T
    flat = np.arange(n) * k + labels
    grad = np.exp(logs).ravel() / n
    grad[flat] -= 1 / n
    return -logs.ravel()[flat].sum() / n, grad.reshape(n, k)


@right("cross_entropy")
def _(z, labels):
    onehot = np.zeros_like(z)
    for i, label in enumerate(labels):
        onehot[i, label] = 1
    shifted = z - np.max(z, axis=-1, keepdims=True)
    lse = np.log(np.einsum("ik->i", np.exp(shifted)))
    loss = np.mean(lse - np.einsum("ik,ik->i", shifted, onehot))
    return loss, (np.exp(shifted - lse[:, None]) - onehot) / len(z)


@right("cross_entropy")
def _(z, labels):
    n, grad = len(z), np.zeros_like(z)
    total = z.dtype.type(0)
    for i in range(n):
        logs = z[i] - np.logaddexp.reduce(z[i])
        total = total - logs[labels[i]] / n
        grad[i] = np.exp(logs) / n
        grad[i, labels[i]] -= 1 / n
    return total, grad


@wrong("cross_entropy", "the gradient is not divided by the number of examples")
def _(z, labels):
    logs = z - np.logaddexp.reduce(z, axis=1, keepdims=True)
    grad = np.exp(logs)
    grad[np.arange(len(z)), labels] -= 1
    return -logs[np.arange(len(z)), labels].mean(), grad


@wrong("cross_entropy", "the 1 is not taken off at the right class: the gradient is p / n")
def _(z, labels):
    logs = z - np.logaddexp.reduce(z, axis=1, keepdims=True)
    return -logs[np.arange(len(z)), labels].mean(), np.exp(logs) / len(z)


@wrong(
    "cross_entropy",
    "overflows at large logits: the largest logit is not taken off, inf / inf is nan",
)
def _(z, labels):
    n = len(z)
    p = np.exp(z) / np.exp(z).sum(axis=1, keepdims=True)
    loss = -np.log(p[np.arange(n), labels]).mean()
    p[np.arange(n), labels] -= 1
    return loss, p / n


@wrong(
    "cross_entropy",
    "the loss is inf where the right class is far behind: the probability rounds to 0 before the logarithm is taken",
)
def _(z, labels):
    n = len(z)
    e = np.exp(z - z.max(axis=1, keepdims=True))
    p = e / e.sum(axis=1, keepdims=True)
    loss = -np.log(p[np.arange(n), labels]).mean()
    p[np.arange(n), labels] -= 1
    return loss, p / n


@wrong(
    "cross_entropy",
    "the largest logit of the whole array is taken off, not that of each row: a row far below it underflows to log 0",
)
def _(z, labels):
    n = len(z)
    shifted = z - z.max()
    logs = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    grad = np.exp(logs)
    grad[np.arange(n), labels] -= 1
    return -logs[np.arange(n), labels].mean(), grad / n


@wrong(
    "cross_entropy", "the softmax runs over the columns (over the examples) in place of the rows"
)
def _(z, labels):
    n = len(z)
    logs = z - np.logaddexp.reduce(z, axis=0, keepdims=True)
    grad = np.exp(logs)
    grad[np.arange(n), labels] -= 1
    return -logs[np.arange(n), labels].mean(), grad / n


@wrong(
    "cross_entropy",
    "the index takes whole columns: logs[:, labels] and grad[:, labels] in place of one entry of each row",
)
def _(z, labels):
    logs = z - np.logaddexp.reduce(z, axis=1, keepdims=True)
    grad = np.exp(logs)
    grad[:, labels] -= 1
    return -logs[:, labels].mean(), grad / len(z)


@wrong(
    "cross_entropy", "the loss is the sum over the examples, not the mean (the gradient is right)"
)
def _(z, labels):
    n = len(z)
    logs = z - np.logaddexp.reduce(z, axis=1, keepdims=True)
    grad = np.exp(logs)
    grad[np.arange(n), labels] -= 1
    return -logs[np.arange(n), labels].sum(), grad / n


@wrong(
    "cross_entropy",
    "divides by the number of all logits (examples times classes), in the value and in the gradient",
)
def _(z, labels):
    logs = z - np.logaddexp.reduce(z, axis=1, keepdims=True)
    onehot = np.eye(z.shape[1], dtype=z.dtype)[labels]
    return -np.mean(onehot * logs), (np.exp(logs) - onehot) / z.size


@wrong("cross_entropy", "the gradient has the wrong sign: one-hot minus p")
def _(z, labels):
    logs = z - np.logaddexp.reduce(z, axis=1, keepdims=True)
    onehot = np.eye(z.shape[1], dtype=z.dtype)[labels]
    return -np.sum(onehot * logs) / len(z), (onehot - np.exp(logs)) / len(z)


@wrong(
    "cross_entropy",
    "the array z that was given is changed in place (the largest logit is taken off it)",
)
def _(z, labels):
    n = len(z)
    z -= z.max(axis=1, keepdims=True)
    logs = z - np.log(np.exp(z).sum(axis=1, keepdims=True))
    grad = np.exp(logs)
    grad[np.arange(n), labels] -= 1
    return -logs[np.arange(n), labels].mean(), grad / n


@wrong(
    "cross_entropy",
    "two slips: the minus in front of the loss is forgotten, and the labels are counted from 1 (the class before the right one)",
)
def _(z, labels):
    n = len(z)
    logs = z - np.logaddexp.reduce(z, axis=1, keepdims=True)
    grad = np.exp(logs)
    grad[np.arange(n), labels - 1] -= 1
    return logs[np.arange(n), labels - 1].mean(), grad / n


# ---------------------------------------------------------------- 13 he_init


@right("he_init")
def _(z):
    return z * math.sqrt(2 / z.shape[1])


@right("he_init")
def _(z):
    n_out, n_in = z.shape
    return (z * np.sqrt(2 / n_in)).astype(z.dtype)


@right("he_init")
def _(z):
    return z / (z.shape[-1] / 2) ** 0.5


@right("he_init")
def _(z):
    std = np.sqrt(np.array(2 / len(z[0]), dtype=z.dtype))
    return np.multiply(z, std)


@right("he_init")
def _(z):
    w = np.empty_like(z)
    for j in range(z.shape[0]):
        for k in range(z.shape[1]):
            w[j, k] = z[j, k] * (2 / z.shape[1]) ** 0.5
    return w


@right("he_init")
def _(z):
    w = z.copy()
    w *= 2**0.5
    w /= z.T.shape[0] ** 0.5
    return w


@right("he_init")
def _(z):
    n_in = z.size // z.shape[0]
    return np.einsum("oi,->oi", z, np.asarray(math.exp(0.5 * math.log(2 / n_in)), dtype=z.dtype))


@right("he_init")
def _(z):
    # |w| is the root of variance times z^2, the sign is that of z
    return np.copysign(np.sqrt(z * z * 2 / z.shape[1]), z)


@right("he_init")
def _(z):
    n_in = sum(1 for _ in z[0])
    return np.array([[v * math.sqrt(2) / math.sqrt(n_in) for v in row] for row in z], dtype=z.dtype)


@wrong("he_init", "the root is forgotten: the numbers are multiplied with the variance")
def _(z):
    return z * (2 / z.shape[1])


@wrong("he_init", "the number of outputs (shape[0]) is used, not that of inputs")
def _(z):
    return z * math.sqrt(2 / z.shape[0])


@wrong("he_init", "1 in place of 2 in the variance: 1 / n_in")
def _(z):
    return z * math.sqrt(1 / z.shape[1])


@wrong("he_init", "the 2 stands outside of the root: 2 / sqrt(n_in), the variance is 4 / n_in")
def _(z):
    return z * 2 / math.sqrt(z.shape[1])


@wrong("he_init", "multiplies with sqrt(n_in / 2) in place of dividing by it")
def _(z):
    return z * math.sqrt(z.shape[1] / 2)


@wrong("he_init", "the number of all weights is taken for the number of inputs")
def _(z):
    return z * math.sqrt(2 / z.size)


@wrong("he_init", "the standard deviation is fixed at 0.1, as in the example with 200 inputs")
def _(z):
    return z * 0.1


@wrong("he_init", "integer division in 2 // n_in: 0 as soon as there are more than two inputs")
def _(z):
    return z * math.sqrt(2 // z.shape[1])


@right("he_init")
def _(z):
    return z * np.float64(np.sqrt(2 / z.shape[1]))


@wrong("he_init", "the array z that was given is changed in place")
def _(z):
    z *= math.sqrt(2 / z.shape[1])
    return z


@wrong("he_init", "the rule of Xavier: the variance is 2 / (n_in + n_out)")
def _(z):
    return z * math.sqrt(2 / (z.shape[0] + z.shape[1]))


@wrong(
    "he_init",
    "the numbers are divided by their own standard deviation first, so they are scaled by the sample and not by the rule",
)
def _(z):
    return (z - z.mean()) / z.std() * math.sqrt(2 / z.shape[1])


# ---------------------------------------------------------------- 14 xavier_init


@right("xavier_init")
def _(u):
    return (2 * u - 1) * math.sqrt(6 / (u.shape[0] + u.shape[1]))


@right("xavier_init")
def _(u):
    n_out, n_in = u.shape
    a = (3 * 2 / (n_in + n_out)) ** 0.5
    return -a + 2 * a * u


@right("xavier_init")
def _(u):
    a = np.sqrt(6 / sum(u.shape))
    return (a * (u - 0.5) * 2).astype(u.dtype)


@right("xavier_init")
def _(u):
    # u is standardised: mean 1/2, variance 1/12
    standard = (u - 0.5) * math.sqrt(12)
    return standard * math.sqrt(2 / (len(u) + len(u[0])))


@right("xavier_init")
def _(u):
    w = np.empty_like(u)
    a = math.sqrt(3) * math.sqrt(2 / (u.shape[0] + u.shape[1]))
    for j in range(u.shape[0]):
        for k in range(u.shape[1]):
            w[j, k] = a * u[j, k] - a * (1 - u[j, k])
    return w


@right("xavier_init")
def _(u):
    a = float(np.sqrt(6 / np.add.reduce(u.shape)))
    return np.interp(u, [0, 1], [-a, a]).astype(u.dtype)


@right("xavier_init")
def _(u):
    w = u.copy()
    w *= 2
    w -= 1
    w *= math.sqrt(6.0) / math.sqrt(w.shape[1] + w.shape[0])
    return w


@right("xavier_init")
def _(u):
    a = (6 / (u.shape[0] + u.T.shape[0])) ** 0.5
    return np.polyval(np.array([2 * a, -a], dtype=u.dtype), u)


@right("xavier_init")
def _(u):
    a = math.sqrt(6 / np.sum(u.shape).item())
    rows = [[a * (float(v) + float(v) - 1) for v in row] for row in u]
    return np.array(rows, dtype=u.dtype)


@wrong("xavier_init", "the numbers are not brought to -1..1: the weights lie between 0 and a")
def _(u):
    return u * math.sqrt(6 / (u.shape[0] + u.shape[1]))


@wrong("xavier_init", "u - 1/2 without the factor 2: the weights lie between -a/2 and a/2")
def _(u):
    return (u - 0.5) * math.sqrt(6 / (u.shape[0] + u.shape[1]))


@wrong("xavier_init", "the 3 is forgotten: a is the root of the variance, sqrt(2 / (n_in + n_out))")
def _(u):
    return (2 * u - 1) * math.sqrt(2 / (u.shape[0] + u.shape[1]))


@wrong("xavier_init", "the root is forgotten: a = 6 / (n_in + n_out)")
def _(u):
    return (2 * u - 1) * (6 / (u.shape[0] + u.shape[1]))


@wrong("xavier_init", "only the inputs are counted: 6 / n_in")
def _(u):
    return (2 * u - 1) * math.sqrt(6 / u.shape[1])


@wrong("xavier_init", "the product of inputs and outputs in place of their sum")
def _(u):
    return (2 * u - 1) * math.sqrt(6 / u.size)


@wrong("xavier_init", "the bracket is missing: 6 / n_in + n_out")
def _(u):
    return (2 * u - 1) * math.sqrt(6 / u.shape[1] + u.shape[0])


@wrong("xavier_init", "divides by 3 in place of multiplying: a^2 = variance / 3")
def _(u):
    return (2 * u - 1) * math.sqrt(2 / (u.shape[0] + u.shape[1]) / 3)


@wrong(
    "xavier_init",
    "the 1 is taken off before the doubling: 2 (u - 1), so the weights lie between -2a and 0",
)
def _(u):
    return 2 * (u - 1) * math.sqrt(6 / (u.shape[0] + u.shape[1]))


@wrong("xavier_init", "a is fixed at 1, as in the example with 4 inputs and 2 outputs")
def _(u):
    return 2 * u - 1


@right("xavier_init")
def _(u):
    a = np.sqrt(6 / (u.shape[0] + u.shape[1]))
    return a * (2 * u - 1)


@wrong(
    "xavier_init",
    "two slips: the array u that was given is changed in place, and the outputs alone are counted twice",
)
def _(u):
    u *= 2
    u -= 1
    return u * math.sqrt(6 / (u.shape[0] + u.shape[0]))


# ---------------------------------------------------------------- 15 sequential


@right("sequential")
def _(x, layers):
    for layer in layers:
        x = layer(x)
    return x


@right("sequential")
def _(x, layers):
    import functools

    return functools.reduce(lambda value, layer: layer(value), layers, x)


@right("sequential")
def _(x, layers):
    def run(value, rest):
        if not rest:
            return value
        return run(rest[0](value), rest[1:])

    return run(x, layers)


@right("sequential")
def _(x, layers):
    i = 0
    out = x
    while i < len(layers):
        out = layers[i](out)
        i += 1
    return out


@right("sequential")
def _(x, layers):
    # from behind: the last layer is given what the others return
    def upto(k):
        return x if k == 0 else layers[k - 1](upto(k - 1))

    return upto(len(layers))


@right("sequential")
def _(x, layers):
    values = [x]
    for i in range(len(layers)):
        values.append(layers[i](values[i]))
    return values[-1]


@right("sequential")
def _(x, layers):
    import itertools

    steps = itertools.accumulate(layers, lambda value, layer: layer(value), initial=x)
    return list(steps)[-1]


@right("sequential")
def _(x, layers):
    waiting = list(layers)[::-1]
    while waiting:
        x = waiting.pop()(x)
    return x


@right("sequential")
def _(x, layers):
    if len(layers) == 0:
        return x
    first, *others = layers
    y = first(x)
    for f in others:
        y = f(y)
    return y


@wrong(
    "sequential",
    "the return stands in the loop: only the first layer runs (and without layers None is returned)",
)
def _(x, layers):
    for layer in layers:
        x = layer(x)
        return x


@wrong("sequential", "the layers run in the reverse order")
def _(x, layers):
    for layer in reversed(layers):
        x = layer(x)
    return x


@wrong("sequential", "each layer is given the first x, so only the last layer counts")
def _(x, layers):
    y = x
    for layer in layers:
        y = layer(x)
    return y


@wrong("sequential", "without layers it fails: the variable has no value yet")
def _(x, layers):
    y = layers[0](x)
    for layer in layers[1:]:
        y = layer(y)
    return y


@wrong("sequential", "without layers it returns None, not x")
def _(x, layers):
    if layers:
        for layer in layers:
            x = layer(x)
        return x


@wrong("sequential", "the last layer is left out")
def _(x, layers):
    for layer in layers[:-1]:
        x = layer(x)
    return x


@wrong("sequential", "the first layer is left out")
def _(x, layers):
    for i in range(1, len(layers)):
        x = layers[i](x)
    return x


@wrong("sequential", "returns the outputs of all layers as a list, not the last one alone")
def _(x, layers):
    outputs = [x]
    for layer in layers:
        outputs.append(layer(outputs[-1]))
    return outputs


@wrong("sequential", "exactly two layers run, as in the example")
def _(x, layers):
    first, second = layers
    return second(first(x))


@wrong("sequential", "the outputs of the layers, each given x, are added up")
def _(x, layers):
    if not layers:
        return x
    return sum(layer(x) for layer in layers)


@wrong("sequential", "the first layer runs twice")
def _(x, layers):
    if layers:
        x = layers[0](x)
    for layer in layers:
        x = layer(x)
    return x


@wrong(
    "sequential",
    "the input is added to the output of each layer (a skip connection that nobody asked for)",
)
def _(x, layers):
    for layer in layers:
        x = x + layer(x)
    return x


# ---------------------------------------------------------------- 16 train


@right("train")
def _(parameters, gradients, learning_rate, steps):
    for _ in range(steps):
        parameters = tuple(p - learning_rate * g for p, g in zip(parameters, gradients(parameters)))
    return parameters


@right("train")
def _(parameters, gradients, learning_rate, steps):
    if steps == 0:
        return parameters
    grads = gradients(parameters)
    moved = tuple(parameters[i] - learning_rate * grads[i] for i in range(len(parameters)))

    def again(params, left):
        while left:
            params = tuple(
                np.subtract(p, learning_rate * g) for p, g in zip(params, gradients(params))
            )
            left -= 1
        return params

    return again(moved, steps - 1)


@right("train")
def _(parameters, gradients, learning_rate, steps):
    current = list(parameters)
    for step in range(steps):
        grads = gradients(tuple(current))
        for i in range(len(current)):
            current[i] = current[i] - learning_rate * grads[i]
    return tuple(current)


@right("train")
def _(parameters, gradients, learning_rate, steps):
    move = lambda p, g: p + (-learning_rate) * g
    done = 0
    while done < steps:
        parameters = tuple(map(move, parameters, gradients(parameters)))
        done = done + 1
    return parameters


@right("train")
def _(parameters, gradients, learning_rate, steps):
    import functools

    def step(params, _):
        return tuple(p - g * learning_rate for p, g in zip(params, gradients(params)))

    return functools.reduce(step, range(steps), parameters)


@right("train")
def _(parameters, gradients, learning_rate, steps):
    own = tuple(np.array(p) for p in parameters)
    for _ in range(steps):
        # all moves are computed before the first of the copies is changed
        moves = [learning_rate * g for g in gradients(own)]
        for p, move in zip(own, moves):
            p -= move
    return own


@right("train")
def _(parameters, gradients, learning_rate, steps):
    for _ in range(steps):
        new = ()
        for p, g in zip(parameters, gradients(parameters)):
            new = new + (p - learning_rate * g,)
        parameters = new
    return parameters


@right("train")
def _(parameters, gradients, learning_rate, steps):
    history = [tuple(parameters)]
    for k in range(steps):
        last = history[k]
        slopes = gradients(last)
        history.append(
            tuple(
                [np.add(last[i], np.negative(learning_rate * slopes[i])) for i in range(len(last))]
            )
        )
    return history[-1]


@right("train")
def _(parameters, gradients, learning_rate, steps):
    def one(params):
        pairs = zip(params, gradients(params))
        return tuple(p - np.multiply(g, learning_rate) for p, g in pairs)

    remaining = iter(range(steps))
    while next(remaining, None) is not None:
        parameters = one(parameters)
    return parameters


@wrong("train", "the gradients are asked for only once, before the loop")
def _(parameters, gradients, learning_rate, steps):
    grads = gradients(parameters)
    for _ in range(steps):
        parameters = tuple(p - learning_rate * g for p, g in zip(parameters, grads))
    return parameters


@wrong("train", "the step goes with the gradient, not against it")
def _(parameters, gradients, learning_rate, steps):
    for _ in range(steps):
        parameters = tuple(p + learning_rate * g for p, g in zip(parameters, gradients(parameters)))
    return parameters


@wrong("train", "the arrays that were given are changed in place (p -= ...)")
def _(parameters, gradients, learning_rate, steps):
    for _ in range(steps):
        for p, g in zip(parameters, gradients(parameters)):
            p -= learning_rate * g
    return parameters


@wrong("train", "the return stands in the loop: one step at most (and None for no steps)")
def _(parameters, gradients, learning_rate, steps):
    for _ in range(steps):
        parameters = tuple(p - learning_rate * g for p, g in zip(parameters, gradients(parameters)))
        return parameters


@wrong("train", "one step too many (range(steps + 1))")
def _(parameters, gradients, learning_rate, steps):
    for _ in range(steps + 1):
        parameters = tuple(p - learning_rate * g for p, g in zip(parameters, gradients(parameters)))
    return parameters


@wrong("train", "one step too few (range(1, steps))")
def _(parameters, gradients, learning_rate, steps):
    for _ in range(1, steps):
        parameters = tuple(p - learning_rate * g for p, g in zip(parameters, gradients(parameters)))
    return parameters


@wrong("train", "the learning rate is left out: the full gradient is subtracted")
def _(parameters, gradients, learning_rate, steps):
    for _ in range(steps):
        parameters = tuple(p - g for p, g in zip(parameters, gradients(parameters)))
    return parameters


@wrong("train", "each step starts from the first parameters again, so the steps do not add up")
def _(parameters, gradients, learning_rate, steps):
    new = parameters
    for _ in range(steps):
        new = tuple(p - learning_rate * g for p, g in zip(parameters, gradients(new)))
    return new


@wrong("train", "only the first parameter is moved, the others stay")
def _(parameters, gradients, learning_rate, steps):
    for _ in range(steps):
        g = gradients(parameters)
        parameters = (parameters[0] - learning_rate * g[0],) + tuple(parameters[1:])
    return parameters


@wrong(
    "train",
    "every parameter is moved by the gradient of the first parameter (the index is fixed at 0)",
)
def _(parameters, gradients, learning_rate, steps):
    for _ in range(steps):
        g = gradients(parameters)
        parameters = tuple(p - learning_rate * g[0] for p in parameters)
    return parameters


@wrong(
    "train",
    "within a step, the gradient of the second parameter is asked for after the first one has moved already (and so on)",
)
def _(parameters, gradients, learning_rate, steps):
    current = list(parameters)
    for _ in range(steps):
        for i in range(len(current)):
            current[i] = current[i] - learning_rate * gradients(tuple(current))[i]
    return tuple(current)


@wrong(
    "train",
    "two slips: the learning rate is divided by the number of steps, and what is returned are the gradients of the last parameters",
)
def _(parameters, gradients, learning_rate, steps):
    for _ in range(steps):
        parameters = tuple(
            p - learning_rate / steps * g for p, g in zip(parameters, gradients(parameters))
        )
    return gradients(parameters)
