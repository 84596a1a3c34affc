"""Questions about numbers: the answers have no derivative and are plain arrays, bools and ints."""

from __future__ import annotations

from typing import Any

import numpy as np

from chainrule.tensor import Tensor
from chainrule.values import Array, raw

__all__ = [
    "all",
    "allclose",
    "any",
    "argmax",
    "argmin",
    "bincount",
    "count_nonzero",
    "eq",
    "equal",
    "ge",
    "gt",
    "is_tensor",
    "isclose",
    "isfinite",
    "isinf",
    "isnan",
    "le",
    "logical_and",
    "logical_not",
    "logical_or",
    "lt",
    "ne",
    "nonzero",
    "numel",
    "unique",
]


def argmax(input: Any, dim: int | None = None, keepdim: bool = False) -> Array:
    """The index of the largest number along an axis, or of all; where several are, the first.

    >>> argmax(np.array([[1, 3], [4, 2]])), argmax(np.array([[1, 3], [4, 2]]), dim=1)
    (np.int64(2), array([1, 0]))
    """
    return np.argmax(raw(input), dim, keepdims=keepdim)


def argmin(input: Any, dim: int | None = None, keepdim: bool = False) -> Array:
    """The index of the smallest number along an axis, or of all.

    >>> argmin(np.array([[1, 3], [4, 2]]), dim=0)
    array([0, 1])
    """
    return np.argmin(raw(input), dim, keepdims=keepdim)


def any(input: Any, dim: Any = None, keepdim: bool = False) -> Array:
    """Whether any number is true, that is, not 0.

    >>> any(np.array([[0, 1], [0, 0]]), dim=1)
    array([ True, False])
    """
    return np.any(raw(input), dim, keepdims=keepdim)


def all(input: Any, dim: Any = None, keepdim: bool = False) -> Array:
    """Whether all numbers are true, that is, not 0.

    >>> all(np.array([[0, 1], [1, 1]]), dim=1)
    array([False,  True])
    """
    return np.all(raw(input), dim, keepdims=keepdim)


def eq(input: Any, other: Any) -> Array:
    """Whether each number is equal: what `==` says.

    >>> eq(np.array([1, 2]), np.array([1, 3]))
    array([ True, False])
    """
    return np.asarray(np.equal(raw(input), raw(other)))


def ne(input: Any, other: Any) -> Array:
    """Whether each number is different: what `!=` says.

    >>> ne(np.array([1, 2]), np.array([1, 3]))
    array([False,  True])
    """
    return np.asarray(np.not_equal(raw(input), raw(other)))


def lt(input: Any, other: Any) -> Array:
    """Whether each number is less: what `<` says.

    >>> lt(np.array([1, 2]), np.array([1, 3]))
    array([False,  True])
    """
    return np.asarray(np.less(raw(input), raw(other)))


def le(input: Any, other: Any) -> Array:
    """Whether each number is less or equal: what `<=` says.

    >>> le(np.array([1, 2]), np.array([1, 3]))
    array([ True,  True])
    """
    return np.asarray(np.less_equal(raw(input), raw(other)))


def gt(input: Any, other: Any) -> Array:
    """Whether each number is greater: what `>` says.

    >>> gt(np.array([1, 2]), np.array([1, 3]))
    array([False, False])
    """
    return np.asarray(np.greater(raw(input), raw(other)))


def ge(input: Any, other: Any) -> Array:
    """Whether each number is greater or equal: what `>=` says.

    >>> ge(np.array([1, 2]), np.array([1, 3]))
    array([ True, False])
    """
    return np.asarray(np.greater_equal(raw(input), raw(other)))


def logical_and(input: Any, other: Any) -> Array:
    """Whether both are true, that is, not 0.

    >>> logical_and(np.array([0, 1]), np.array([1, 1]))
    array([False,  True])
    """
    return np.asarray(np.logical_and(raw(input), raw(other)))


def logical_or(input: Any, other: Any) -> Array:
    """Whether one of them, or both, is true, that is, not 0.

    >>> logical_or(np.array([0, 1]), np.array([1, 1]))
    array([ True,  True])
    """
    return np.asarray(np.logical_or(raw(input), raw(other)))


def logical_not(input: Any) -> Array:
    """Whether each is false, that is, 0.

    >>> logical_not(np.array([0, 1]))
    array([ True, False])
    """
    return np.asarray(np.logical_not(raw(input)))


def isnan(input: Any) -> Array:
    """Whether each is nan, "not a number".

    >>> isnan(np.array([1.0, np.nan]))
    array([False,  True])
    """
    return np.asarray(np.isnan(raw(input)))


def isinf(input: Any) -> Array:
    """Whether each is ∞ or −∞.

    >>> isinf(np.array([1.0, -np.inf]))
    array([False,  True])
    """
    return np.asarray(np.isinf(raw(input)))


def isfinite(input: Any) -> Array:
    """Whether each is neither infinite nor nan.

    >>> isfinite(np.array([1.0, np.inf, np.nan]))
    array([ True, False, False])
    """
    return np.asarray(np.isfinite(raw(input)))


def isclose(
    input: Any, other: Any, rtol: float = 1e-5, atol: float = 1e-8, equal_nan: bool = False
) -> Array:
    """Whether each is nearly equal: |input − other| ≤ atol + rtol · |other|.

    >>> isclose(np.array([1.0, 2.0]), np.array([1.000001, 2.1]))
    array([ True, False])
    """
    return np.asarray(np.isclose(raw(input), raw(other), rtol, atol, equal_nan))


def allclose(
    input: Any, other: Any, rtol: float = 1e-5, atol: float = 1e-8, equal_nan: bool = False
) -> bool:
    """Whether all are nearly equal, as `isclose` says.

    >>> allclose(np.array([1.0, 2.0]), np.array([1.000001, 2.0]))
    True
    """
    return np.allclose(raw(input), raw(other), rtol, atol, equal_nan)


def equal(input: Any, other: Any) -> bool:
    """Whether two tensors have one shape and the same numbers.

    >>> equal(np.ones(2), np.ones(2)), equal(np.ones(2), np.ones((1, 2)))
    (True, False)
    """
    return np.array_equal(raw(input), raw(other))


def nonzero(input: Any, as_tuple: bool = False) -> Any:
    """The indices of what is not 0, a row each, or with `as_tuple` an array for each axis.

    >>> nonzero(np.array([[0, 5], [6, 0]])).tolist()
    [[0, 1], [1, 0]]
    """
    return np.nonzero(raw(input)) if as_tuple else np.argwhere(raw(input))


def count_nonzero(input: Any, dim: Any = None) -> Any:
    """How many are not 0.

    >>> count_nonzero(np.array([[0, 5], [6, 7]]), dim=0)
    array([1, 2])
    """
    return np.count_nonzero(raw(input), dim)


def bincount(input: Any, weights: Any = None, minlength: int = 0) -> Array:
    """How often each of 0, 1, 2, … comes in a row of whole numbers.

    >>> bincount(np.array([0, 2, 2]))
    array([1, 0, 2])
    """
    return np.bincount(raw(input), raw(weights), minlength)


def unique(
    input: Any, return_inverse: bool = False, return_counts: bool = False, dim: int | None = None
) -> Any:
    """The different numbers in order; if asked for, where each went and how often each came.

    >>> unique(np.array([3, 1, 3]), return_counts=True)
    (array([1, 3]), array([1, 2]))
    """
    wanted: Any = {"return_inverse": return_inverse, "return_counts": return_counts}
    return np.unique(raw(input), axis=dim, **wanted)


def numel(input: Any) -> int:
    """How many numbers there are.

    >>> numel(np.ones((2, 3)))
    6
    """
    return int(np.size(raw(input)))


def is_tensor(obj: Any) -> bool:
    """Whether it is a tensor of ours.

    >>> is_tensor(Tensor(1.0)), is_tensor(1.0)
    (True, False)
    """
    return isinstance(obj, Tensor)
