"""Questions about numbers. The answers have no derivative.

Of a tensor the answer is a tensor without a graph, of arrays an array; where there is one answer
for all numbers it is a bool or an int.
"""

from __future__ import annotations

import builtins
from typing import Any

import numpy as np

from chainrule.engine import Tensor, around, raw
from chainrule.spelling import either_spelling, known_axes

__all__ = [
    "all",
    "allclose",
    "any",
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
]


@either_spelling
def any(input: Any, dim: Any = None, keepdim: bool = False) -> Any:
    """Whether any number is true, that is, not 0.

    >>> any(np.array([[0, 1], [0, 0]]), dim=1)
    array([ True, False])
    """
    return answer(np.any(raw(input), known_axes(dim, input), keepdims=keepdim), input)


@either_spelling
def all(input: Any, dim: Any = None, keepdim: bool = False) -> Any:
    """Whether all numbers are true, that is, not 0.

    >>> all(np.array([[0, 1], [1, 1]]), dim=1)
    array([False,  True])
    """
    return answer(np.all(raw(input), known_axes(dim, input), keepdims=keepdim), input)


def eq(input: Any, other: Any) -> Any:
    """Whether each number is equal: what `==` says.

    >>> eq(np.array([1, 2]), np.array([1, 3]))
    array([ True, False])
    """
    return answer(np.equal(raw(input), raw(other)), input, other)


def ne(input: Any, other: Any) -> Any:
    """Whether each number is different: what `!=` says.

    >>> ne(np.array([1, 2]), np.array([1, 3]))
    array([False,  True])
    """
    return answer(np.not_equal(raw(input), raw(other)), input, other)


def lt(input: Any, other: Any) -> Any:
    """Whether each number is less: what `<` says.

    >>> lt(np.array([1, 2]), np.array([1, 3]))
    array([False,  True])
    """
    return answer(np.less(raw(input), raw(other)), input, other)


def le(input: Any, other: Any) -> Any:
    """Whether each number is less or equal: what `<=` says.

    >>> le(np.array([1, 2]), np.array([1, 3]))
    array([ True,  True])
    """
    return answer(np.less_equal(raw(input), raw(other)), input, other)


def gt(input: Any, other: Any) -> Any:
    """Whether each number is greater: what `>` says.

    >>> gt(np.array([1, 2]), np.array([1, 3]))
    array([False, False])
    """
    return answer(np.greater(raw(input), raw(other)), input, other)


def ge(input: Any, other: Any) -> Any:
    """Whether each number is greater or equal: what `>=` says.

    >>> ge(np.array([1, 2]), np.array([1, 3]))
    array([ True, False])
    """
    return answer(np.greater_equal(raw(input), raw(other)), input, other)


def logical_and(input: Any, other: Any) -> Any:
    """Whether both are true, that is, not 0.

    >>> logical_and(np.array([0, 1]), np.array([1, 1]))
    array([False,  True])
    """
    return answer(np.logical_and(raw(input), raw(other)), input, other)


def logical_or(input: Any, other: Any) -> Any:
    """Whether one of them, or both, is true, that is, not 0.

    >>> logical_or(np.array([0, 1]), np.array([1, 1]))
    array([ True,  True])
    """
    return answer(np.logical_or(raw(input), raw(other)), input, other)


def logical_not(input: Any) -> Any:
    """Whether each is false, that is, 0.

    >>> logical_not(np.array([0, 1]))
    array([ True, False])
    """
    return answer(np.logical_not(raw(input)), input)


def isnan(input: Any) -> Any:
    """Whether each is nan, "not a number".

    >>> isnan(np.array([1.0, np.nan]))
    array([False,  True])
    """
    return answer(np.isnan(raw(input)), input)


def isinf(input: Any) -> Any:
    """Whether each is ∞ or −∞.

    >>> isinf(np.array([1.0, -np.inf]))
    array([False,  True])
    """
    return answer(np.isinf(raw(input)), input)


def isfinite(input: Any) -> Any:
    """Whether each is neither infinite nor nan.

    >>> isfinite(np.array([1.0, np.inf, np.nan]))
    array([ True, False, False])
    """
    return answer(np.isfinite(raw(input)), input)


def isclose(
    input: Any, other: Any, rtol: float = 1e-5, atol: float = 1e-8, equal_nan: bool = False
) -> Any:
    """Whether each is nearly equal: ``|input − other| ≤ atol + rtol · |other|``.

    >>> isclose(np.array([1.0, 2.0]), np.array([1.000001, 2.1]))
    array([ True, False])
    """
    return answer(np.isclose(raw(input), raw(other), rtol, atol, equal_nan), input, other)


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
    array = np.atleast_1d(raw(input))
    if as_tuple:
        return tuple(answer(places, input) for places in np.nonzero(array))
    return answer(np.argwhere(raw(input)), input)


@either_spelling
def count_nonzero(input: Any, dim: Any = None) -> Any:
    """How many are not 0.

    >>> count_nonzero(np.array([[0, 5], [6, 7]]), dim=0)
    array([1, 2])
    """
    return answer(np.count_nonzero(raw(input), dim), input)


def bincount(input: Any, weights: Any = None, minlength: int = 0) -> Any:
    """How often each of 0, 1, 2, … comes in a row of whole numbers.

    >>> bincount(np.array([0, 2, 2]))
    array([1, 0, 2])
    """
    return answer(np.bincount(raw(input), raw(weights), minlength), input)


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


def answer(found: Any, *asked: Any) -> Any:
    """What was found, as a tensor if one of those asked is a tensor."""
    return around(found) if builtins.any(isinstance(x, Tensor) for x in asked) else found
