"""The table of derivatives: every operation of the engine, one entry each.

An entry reads: name, function of arrays, then for each input the rule that turns the gradient
``g`` of the output ``y`` into the gradient of that input. Broadcasting is nobody's business
here: the backward pass sums a gradient to its input's shape.

>>> from chainrule import Tensor
>>> x = Tensor([0.0, 1.0], requires_grad=True)
>>> tanh(x).sum().backward()
>>> x.grad.round(4)
array([1.  , 0.42])
"""

# Rules may name operations that come further down; mypy would want each of them annotated.
# mypy: disable-error-code="has-type, no-any-return"
from __future__ import annotations

from typing import Any

import numpy as np

from chainrule.tensor import Array, Operation, raw

# fmt: off
# Arithmetic
add = Operation("add", np.add,
    lambda g, y, a, b: g,
    lambda g, y, a, b: g)
sub = Operation("sub", np.subtract,
    lambda g, y, a, b: g,
    lambda g, y, a, b: -g)
mul = Operation("mul", np.multiply,
    lambda g, y, a, b: g * b,
    lambda g, y, a, b: g * a)
div = Operation("div", np.true_divide,
    lambda g, y, a, b: g / b,
    lambda g, y, a, b: -g * y / b)
neg = Operation("neg", np.negative,
    lambda g, y, x: -g)
pow = Operation("pow", np.power,
    lambda g, y, x, n: g * n * x ** (n - (n != 0)),  # at n = 0 the power must not become -1
    lambda g, y, x, n: g * y * log(x))
matmul = Operation("matmul", np.matmul,
    lambda g, y, a, b: left_of_matmul(g, a, b),
    lambda g, y, a, b: right_of_matmul(g, a, b))
linear = Operation("linear", lambda x, w, b=0.0: x @ w.T + b,
    lambda g, y, x, w, b=0.0: g @ w,
    lambda g, y, x, w, b=0.0: rows(g).T @ rows(x),
    lambda g, y, x, w, b=0.0: g)

# Functions of one number, applied to each
exp = Operation("exp", np.exp,
    lambda g, y, x: g * y)
log = Operation("log", np.log,
    lambda g, y, x: g / x)
sqrt = Operation("sqrt", np.sqrt,
    lambda g, y, x: g / (2 * y))
sin = Operation("sin", np.sin,
    lambda g, y, x: g * cos(x))
cos = Operation("cos", np.cos,
    lambda g, y, x: -g * sin(x))
abs = Operation("abs", np.abs,
    lambda g, y, x: g * np.sign(raw(x)))
sigmoid = Operation("sigmoid", lambda x: stable_sigmoid(x),
    lambda g, y, x: g * y * (1 - y))
tanh = Operation("tanh", np.tanh,
    lambda g, y, x: g * (1 - y * y))
relu = Operation("relu", lambda x: np.maximum(x, 0),
    lambda g, y, x: g * (x > 0))  # relu'(0) = 0
softplus = Operation("softplus", lambda x: np.logaddexp(0, x),
    lambda g, y, x: g * sigmoid(x))

# Choosing: the gradient goes where the value came from, halves of it on a tie
maximum = Operation("maximum", np.maximum,
    lambda g, y, a, b: g * share(a > b, a == b),
    lambda g, y, a, b: g * share(b > a, a == b))
minimum = Operation("minimum", np.minimum,
    lambda g, y, a, b: g * share(a < b, a == b),
    lambda g, y, a, b: g * share(b < a, a == b))
where = Operation("where", np.where,
    None,
    lambda g, y, condition, a, b: where(condition, g, 0),
    lambda g, y, condition, a, b: where(condition, 0, g))

clip = Operation("clip", lambda x, low, high: np.clip(x, low, high),
    lambda g, y, x, low, high: g * ((x >= low) & (x <= high)))

# Reductions
sum = Operation("sum", np.sum,
    lambda g, y, x, axis=None, keepdims=False: spread(g, x, axis))
mean = Operation("mean", np.mean,
    lambda g, y, x, axis=None, keepdims=False: spread(g, x, axis) * (y.size / x.size))
max = Operation("max", np.max,
    lambda g, y, x, axis=None, keepdims=False: spread(g, x, axis) * winners(y, x, axis))

# Shapes and dtypes
astype = Operation("astype", lambda x, dtype: x.astype(dtype),
    lambda g, y, x, dtype: g)
reshape = Operation("reshape", lambda x, shape: x.reshape(shape),
    lambda g, y, x, shape: reshape(g, shape=x.shape))
permute = Operation("permute", lambda x, axes: x.transpose(axes),
    lambda g, y, x, axes: permute(g, axes=tuple(np.argsort(axes))))
transpose = Operation("transpose", lambda x, axis0, axis1: x.swapaxes(axis0, axis1),
    lambda g, y, x, axis0, axis1: transpose(g, axis0=axis0, axis1=axis1))
broadcast_to = Operation("broadcast_to", np.broadcast_to,
    lambda g, y, x, shape: g)
getitem = Operation("getitem", lambda x, index: x[index],
    lambda g, y, x, index: scatter(g, index=index, shape=x.shape))
scatter = Operation("scatter", lambda x, index, shape: added_at(np.zeros(shape, x.dtype), index, x),
    lambda g, y, x, index, shape: getitem(g, index=index))
# fmt: on


# What the rules above are made of; each works on arrays and on tensors alike.
def swap(x: Any) -> Any:
    """The matrices of `x`, transposed."""
    return transpose(x, axis0=-1, axis1=-2)


def rows(x: Any) -> Any:
    """`x` as one matrix: all leading axes become rows."""
    return x if x.ndim == 2 else reshape(x, shape=(-1, x.shape[-1]))


def left_of_matmul(g: Any, a: Any, b: Any) -> Any:
    """The product g @ bᵀ, with a vector read as the row or the column that `@` takes it for."""
    if b.ndim == 1:
        return g[..., None] * b
    return g @ swap(b) if a.ndim > 1 else (g[..., None, :] @ swap(b))[..., 0, :]


def right_of_matmul(g: Any, a: Any, b: Any) -> Any:
    """The product aᵀ @ g, with a vector read as the row or the column that `@` takes it for."""
    if a.ndim == 1:
        return g[..., None] * a if b.ndim == 1 else a[:, None] * g[..., None, :]
    return swap(a) @ g if b.ndim > 1 else (swap(a) @ g[..., None])[..., 0]


def spread(g: Any, x: Any, axis: Any) -> Any:
    """The gradient of a sum over `axis`, repeated for every term."""
    return broadcast_to(reshape(g, shape=kept(x, axis)), shape=x.shape)


def kept(x: Any, axis: Any) -> tuple[int, ...]:
    """The shape of `x` reduced over `axis`, had the axis been kept with length 1."""
    axes = range(x.ndim) if axis is None else np.atleast_1d(axis) % x.ndim
    return tuple(1 if i in axes else n for i, n in enumerate(x.shape))


def winners(y: Any, x: Any, axis: Any) -> Array:
    """1 where `x` is the maximum, 0 elsewhere; n that tie get 1/n each."""
    best: Array = raw(x) == raw(y).reshape(kept(x, axis))
    return best / np.sum(best, axis=axis, keepdims=True)


def share(wins: Array, ties: Array) -> Array:
    """1 for the winner, 0 for the loser, one half for both on a tie."""
    return np.where(ties, 0.5, wins)


def stable_sigmoid(x: Array) -> Array:
    """1 / (1 + e⁻ˣ) without ever raising e to a large power."""
    z = np.exp(-np.abs(x))
    return np.where(x >= 0, 1, z) / (1 + z)


def added_at(zeros: Array, index: Any, x: Array) -> Array:
    """`zeros` with `x` added at `index`; an element named twice receives both."""
    np.add.at(zeros, index, x)
    return zeros
