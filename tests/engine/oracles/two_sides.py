"""The same words in two languages: what a random program calls, by our engine and by PyTorch.

A program is lines of Python, each of which gives a name to a new array. Both sides run the same
lines; what a word means is in the side's `names`.
"""

import numpy as np

import chainrule as cr
from chainrule import Tensor, engine, table, transpose
from chainrule.engine import raw
from chainrule.nn import functional as F

LAYOUTS = ["straight", "spaced", "reversed", "turned"]


def numbers(shape, dtype, seed, coarse=False):
    """Random numbers; coarse ones are quarters, so that some are equal, and some are zero."""
    x = np.random.default_rng(seed).normal(size=shape)
    return np.asarray(np.round(4 * x) / 4 if coarse else x, dtype)


def laid_out(array, layout):
    """The same numbers, lying in memory in another way."""
    everywhere = tuple(slice(None, None, -1) for _ in array.shape)
    if not array.ndim or layout == "straight":
        return array
    if layout == "spaced":
        wide = np.zeros([2 * n for n in array.shape], array.dtype)
        part = wide[tuple(slice(None, None, 2) for _ in array.shape)]
        part[...] = array
        return part
    if layout == "reversed":
        return array[everywhere].copy()[everywhere]
    return array.T.copy().T


def weights(size, k):
    """By what the elements of a result are multiplied, so that no two count alike."""
    return np.cos(np.arange(size) + k)


def kept(y, x, axis):
    """A reduction's result, to be broadcast against what was reduced."""
    axes = [i % x.ndim for i in np.atleast_1d(every(x, axis))]
    return y.reshape([1 if i in axes else n for i, n in enumerate(x.shape)])


def every(x, axis):
    """The axes to reduce over, all of them for None."""
    return tuple(range(x.ndim)) if axis is None else axis


def itself(y, x):
    return [x]


def both(y, a, b):
    return [a - b]


def whole(y, x, axis, keepdims):
    return [x - kept(y, x, axis)]


# What has a kink -> the numbers (of its value and its arguments) that decide by their sign.
KINKS = {
    **dict.fromkeys(["relu", "abs", "leaky_relu", "elu", "positive"], itself),
    **dict.fromkeys(["maximum", "minimum"], both),
    **dict.fromkeys(["max", "min"], whole),
    "prelu": lambda y, x, a: [x],
    "clip": lambda y, x, low, high: [x - low, x - high],
}
SMOOTH = ["exp", "log", "sqrt", "sin", "cos", "sigmoid", "tanh"]


class Side:
    """One of the two: its words, the leaves of a program, and on which side of each kink it was."""

    def __init__(self):
        self.leaves, self.sides = [], []
        self.names = {"np": np, "leaf": self.leaf, "constant": self.constant}
        words = self.words()
        self.names |= words | {name: self.watched(name, words[name]) for name in KINKS}

    def watched(self, name, f):
        """`f`, which notes the sign of what decides how it continues."""

        def g(*args, **options):
            y = f(*args, **options)
            arrays = [self.array(x) for x in (y, *args) if type(x) is not float]
            self.sides += [np.sign(d) for d in KINKS[name](*arrays, **options)]
            return y

        return g

    def leaf(self, shape, dtype, seed, coarse=False, layout="straight"):
        """An array that wants a gradient."""
        array = laid_out(numbers(shape, dtype, seed, coarse), layout)
        self.leaves.append(self.wanting(array))
        return self.leaves[-1]

    def run(self, line):
        """Do what the line says; return what it made."""
        exec(line, self.names)  # lines of our own making
        return self.names[line.partition(" = ")[0]]


OF_THE_TABLE = ["relu", "abs", "maximum", "minimum", "clip", "max", "min", "softplus", "sum"]
OF_THE_TABLE += ["mean", "where", "matmul", "linear"]


class Ours(Side):
    """Chain Rule."""

    def wanting(self, array):
        tensor = Tensor(np.zeros((), array.dtype), requires_grad=True)
        tensor.data = array  # itself: `Tensor` would copy it and lose its layout
        return tensor

    def constant(self, shape, dtype, seed):
        return numbers(shape, dtype, seed)

    def array(self, x):
        return np.asarray(raw(x))

    def gradients(self, y, xs):
        return cr.gradients(y, xs, create_graph=True)

    def words(self):
        named = {name: getattr(table, name) for name in [*SMOOTH, *OF_THE_TABLE]}
        return named | {
            **{name: getattr(F, name) for name in ("leaky_relu", "elu", "prelu", "gelu")},
            "positive": lambda x: raw(x) > 0,
            "reshape": lambda x, shape: engine.reshape(x, shape=shape),
            "permute": lambda x, axes: engine.permute(x, axes=axes),
            "transpose": lambda x, a, b: transpose(x, a, b),
            "broadcast_to": lambda x, shape: engine.broadcast_to(x, shape=shape),
            "astype": lambda x, dtype: engine.astype(x, dtype=dtype),
            "at": lambda x, index: x[index],
            "cat": cr.cat,
            "stack": cr.stack,
            "softmax": F.softmax,
            "log_softmax": F.log_softmax,
            "layer_norm": F.layer_norm,
            "attention": F.scaled_dot_product_attention,
            "embedding": F.embedding,
            "mse": F.mse_loss,
            "bce": F.binary_cross_entropy_with_logits,
            "cross_entropy": F.cross_entropy,
            "weighted": self.weighted,
        }

    def weighted(self, x, k):
        return (x * weights(x.size, k).reshape(x.shape).astype(x.dtype)).sum()


OF_PYTORCH = ["abs", "maximum", "minimum", "where", "matmul"]
OF_PYTORCH += ["reshape", "permute", "transpose", "broadcast_to"]


class Theirs(Side):
    """PyTorch."""

    def __init__(self, torch):
        self.torch = torch
        super().__init__()

    def wanting(self, array):
        return self.torch.from_numpy(array.copy()).requires_grad_()

    def constant(self, shape, dtype, seed):
        return self.torch.from_numpy(np.asarray(numbers(shape, dtype, seed)))

    def array(self, x):
        return x.numpy(force=True)

    def gradients(self, y, xs):
        return self.torch.autograd.grad(y, xs, create_graph=True, materialize_grads=True)

    def words(self):
        t, f = self.torch, self.torch.nn.functional
        return {name: getattr(t, name) for name in [*SMOOTH, *OF_PYTORCH]} | {
            "relu": f.relu,
            "leaky_relu": f.leaky_relu,
            "elu": f.elu,
            "prelu": lambda x, a: t.where(x > 0, x, a * x),
            "positive": lambda x: x > 0,
            "clip": lambda x, low, high: t.clamp(x, low, high),
            "max": lambda x, axis, keepdims: t.amax(x, every(x, axis), keepdims),
            "min": lambda x, axis, keepdims: t.amin(x, every(x, axis), keepdims),
            "softplus": lambda x: t.logaddexp(x, t.zeros_like(x)),
            "sum": lambda x, axis, keepdims: t.sum(x, every(x, axis), keepdims),
            "mean": lambda x, axis, keepdims: t.mean(x, every(x, axis), keepdims),
            "linear": f.linear,
            "astype": lambda x, dtype: x.to(getattr(t, np.dtype(dtype).name)),
            "at": self.at,
            "cat": lambda xs, axis: t.cat(xs, axis),
            "stack": lambda xs, axis: t.stack(xs, axis),
            "softmax": f.softmax,
            "log_softmax": f.log_softmax,
            "gelu": lambda x: f.gelu(x, approximate="tanh"),
            "layer_norm": lambda x, w, b: f.layer_norm(x, w.shape, w, b),
            "attention": self.attention,
            "embedding": lambda index, weight: f.embedding(t.tensor(index), weight),
            "mse": f.mse_loss,
            "bce": f.binary_cross_entropy_with_logits,
            "cross_entropy": lambda z, classes: f.cross_entropy(z, t.tensor(classes)),
            "weighted": self.weighted,
        }

    def at(self, x, index):
        """NumPy's indexing, by the places of a flat array: PyTorch knows no negative steps."""
        places = np.asarray(np.arange(x.numel()).reshape(x.shape)[index])
        return x.reshape(-1)[self.torch.from_numpy(places.copy())]

    def attention(self, q, k, v, is_causal):
        """Of the formula: PyTorch's own cannot be differentiated twice."""
        scores = q @ k.transpose(-1, -2) / q.shape[-1] ** 0.5
        if is_causal:
            later = self.torch.ones_like(scores).tril() == 0
            scores = scores.masked_fill(later, -np.inf)
        return scores.softmax(-1) @ v

    def weighted(self, x, k):
        w = self.torch.from_numpy(weights(x.numel(), k)).reshape(x.shape).to(x.dtype)
        return (x * w).sum()
