"""Faster ways to compute some entries of the table; what they compute is what the table says.

The plain forms stay in `PLAIN`, and a test compares the two.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import Any

import numpy as np

from chainrule import table
from chainrule.engine import Array, Operation, added_at, where

PLAIN: dict[str, tuple[Any, Any]] = {}


def fuse(operation: Operation, forward: Callable[..., Any] | None, *rules: Any) -> None:
    """Give an entry a faster function, faster rules for its first inputs, or both."""
    PLAIN[operation.name] = operation.forward, operation.rules
    operation.forward = forward or operation.forward
    operation.rules = (*rules, *operation.rules[len(rules) :])


def plain_forward(operation: Operation) -> Any:
    """The function of an entry as its table has it."""
    return PLAIN.get(operation.name, (operation.forward,))[0]


# Gates choose: what is shut out is 0, though it were infinite; a product would make nan of 0 · ∞.
# np.where takes twice as long as the product on large arrays of random signs, which no processor
# predicts; the bits of the numbers, masked as integers, take no longer.
INTEGERS: dict[Any, Any] = {
    np.dtype(np.float32): np.int32,
    np.dtype(np.float64): np.int64,
}
MANY, LARGE = 4096, 16384  # numbers, from which on masking by bits is faster than np.where


def gate(open_: Any, x: Any) -> Any:
    """`x` where `open_`, else 0; for arrays and tensors.

    >>> gate(np.array([True, False]), np.array([2.0, np.inf])).tolist()
    [2.0, 0.0]
    """
    if not masks_bits(open_, x) or x.size < MANY:
        return where(open_, x, 0)
    integers = INTEGERS[x.dtype]
    return (-open_.astype(integers) & x.view(integers)).view(x.dtype)


def choice(condition: Any, a: Any, b: Any) -> Any:
    """`a` where the condition holds, else `b`; for arrays and tensors.

    >>> choice(np.array([True, False]), np.array([2.0, np.inf]), np.array([3.0, 4.0])).tolist()
    [2.0, 4.0]
    """
    if not masks_bits(condition, a, b) or a.size < LARGE or a.dtype != b.dtype:
        return where(condition, a, b)
    integers = INTEGERS[a.dtype]
    first, second = a.view(integers), b.view(integers)
    return (-condition.astype(integers) & (first ^ second) ^ second).view(a.dtype)


def masks_bits(*arrays: Any) -> bool:
    """Whether these are plain arrays, the others than the first of float32 or float64."""
    return all(type(x) is np.ndarray for x in arrays) and all(
        x.dtype in INTEGERS for x in arrays[1:]
    )


def times(a: Any, b: Any) -> Any:
    """The product a @ b; for two matrices by the function that is called faster."""
    return a.dot(b) if are_matrices(a, b) else a @ b


def affine(x: Array, w: Array, b: Any = None) -> Any:
    """The sum x wᵀ + b; b is added in place where the sum has the product's shape and dtype."""
    y: Array = x.dot(w.T) if are_matrices(x, w) else of_rows(x, w.T)
    if b is None:
        return y
    if not isinstance(b, np.ndarray) or b.shape != y.shape[-1:] or b.dtype != y.dtype:
        return y + b
    y += b
    return y


def are_matrices(a: Any, b: Any) -> bool:
    """Whether these are two plain matrices, of which `dot` is called fastest."""
    return type(a) is type(b) is np.ndarray and a.ndim == b.ndim == 2


def of_rows(x: Any, w: Any) -> Any:
    """The product x @ w with a matrix; of more axes than two as one product of all rows."""
    if are_matrices(x, w):
        return x.dot(w)
    if getattr(x, "ndim", 0) < 3:
        return x @ w
    return times(table.rows(x), w).reshape(*x.shape[:-1], w.shape[-1])


def weight_slope(g: Any, x: Any) -> Any:
    """The gradient of a weight: the rows of g and of x multiplied in pairs, and summed."""
    return g.T.dot(x) if are_matrices(g, x) else times(table.rows(g).T, table.rows(x))


def columns(g: Any) -> Any:
    """The sum of all rows, by the product that is called fastest."""
    g = table.rows(g)
    if not isinstance(g, np.ndarray):
        return g
    weights = ones(len(g), g.dtype)
    return weights.dot(g) if type(g) is np.ndarray else np.dot(weights, g)


@lru_cache(64)
def ones(length: int, dtype: Any) -> Array:
    """A vector of ones."""
    return np.ones(length, dtype)


def one_like(x: Any) -> Any:
    """1 as an array of the dtype of `x`: NumPy takes that in faster than Python's 1."""
    return one(x.dtype) if type(x) is np.ndarray else 1


@lru_cache(8)
def one(dtype: Any) -> Array:
    """An array of one 1, without axes."""
    return np.array(1, dtype)


def tanh_slope(g: Any, y: Any) -> Any:
    """The slope of tanh, g (1 - y²)."""
    return g * (one_like(y) - y * y)


def stable_sigmoid(x: Array) -> Array:
    """1 / (1 + e⁻ˣ) without ever raising e to a large power."""
    z = np.exp(-np.abs(x))
    return np.maximum(z, x >= 0) / (1 + z)  # z is at most 1: the maximum is 1 for x ≥ 0


def power_slope(g: Any, y: Any, x: Any, n: Any) -> Any:
    """The product g n xⁿ⁻¹, without a look for 0⁰ where n is a plain number."""
    return g * n * x ** (n - 1) if type(n) in (int, float) and n else power(g, y, x, n)


power = table.pow.rules[0]


def placed(x: Array, index: Any, shape: tuple[int, ...]) -> Array:
    """Zeros with `x` added at `index`."""
    if not is_basic(index):
        return added_at(x, index, shape)
    whole = np.zeros_like(x, shape=shape)
    whole[index] = x
    return whole


def is_basic(index: Any) -> bool:
    """Whether an index is made of integers and slices only, so that no element comes twice."""
    parts = index if isinstance(index, tuple) else (index,)
    return all(x is None or x is ... or isinstance(x, int | slice) for x in parts)


def half_on_ties(a: Any, b: Any) -> Any:
    """1, and one half where both are equal."""
    return 1 - 0.5 * (a == b)


# fmt: off
fuse(table.scatter, placed)
fuse(table.pow, None, power_slope)
fuse(table.matmul, times)
fuse(table.sum, lambda x, axis=None, keepdims=False: np.add.reduce(x, axis, keepdims=keepdims))
fuse(table.linear, affine,
    lambda g, y, x, w, b=None: of_rows(g, w),
    lambda g, y, x, w, b=None: weight_slope(g, x),
    lambda g, y, x, w, b=None: columns(g) if b.ndim < 2 else g)
fuse(table.tanh, None, lambda g, y, x: tanh_slope(g, y))
fuse(table.sigmoid, stable_sigmoid, lambda g, y, x: g * y * (one_like(y) - y))
fuse(table.relu, None, lambda g, y, x: gate(x > 0, g))
fuse(table.clip, None, lambda g, y, x, low, high: gate((x >= low) & (x <= high), g))
for _operation, _wins in ((table.maximum, np.greater_equal), (table.minimum, np.less_equal)):
    fuse(_operation, None,
        lambda g, y, a, b, wins=_wins: gate(wins(a, b), g) * half_on_ties(a, b),
        lambda g, y, a, b, wins=_wins: gate(wins(b, a), g) * half_on_ties(a, b))
# fmt: on
