"""What is largest, smallest, next and different: numbers in order, and where they were.

Places have no derivative: of a tensor they are a tensor without a graph. The values have one, which
goes to where they were.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from chainrule.engine import getitem, raw
from chainrule.functions.comparisons import answer
from chainrule.functions.reductions import at
from chainrule.functions.selection import gather
from chainrule.spelling import either_spelling, known_axes

__all__ = ["argmax", "argmin", "argsort", "sort", "topk", "unique"]


@either_spelling
def argmax(input: Any, dim: int | None = None, keepdim: bool = False) -> Any:
    """The index of the largest number along an axis, or of all; where several are, the first.

    >>> argmax(np.array([[1, 3], [4, 2]])), argmax(np.array([[1, 3], [4, 2]]), dim=1)
    (np.int64(2), array([1, 0]))
    """
    return answer(np.argmax(raw(input), known_axes(dim, input), keepdims=keepdim), input)


@either_spelling
def argmin(input: Any, dim: int | None = None, keepdim: bool = False) -> Any:
    """The index of the smallest number along an axis, or of all.

    >>> argmin(np.array([[1, 3], [4, 2]]), dim=0)
    array([0, 1])
    """
    return answer(np.argmin(raw(input), known_axes(dim, input), keepdims=keepdim), input)


@either_spelling
def unique(
    input: Any, return_inverse: bool = False, return_counts: bool = False, dim: int | None = None
) -> Any:
    """The different numbers in order; if asked for, where each went and how often each came.

    >>> unique(np.array([3, 1, 3]), return_counts=True)
    (array([1, 3]), array([1, 2]))
    """
    wanted: Any = {"return_inverse": return_inverse, "return_counts": return_counts}
    found = np.unique(raw(input), axis=dim, **wanted)
    if return_inverse or return_counts:
        return tuple(answer(part, input) for part in found)
    return answer(found, input)


class Sorted(NamedTuple):
    """Values, and at which indices they were."""

    values: Any
    indices: Any


@either_spelling
def sort(input: Any, dim: int = -1, descending: bool = False, stable: bool = True) -> Sorted:
    """Sorted along an axis: the values, and at which indices they were. Equals keep their order.

    The gradient of a value goes to where it was.

    >>> sort(np.array([3.0, 1.0, 2.0])).values, sort(np.array([3.0, 1.0, 2.0])).indices
    (array([1., 2., 3.]), array([1, 2, 0]))
    """
    order = argsort(input, dim, descending, stable)
    return Sorted(gather(input, dim, order), order)


@either_spelling
def argsort(input: Any, dim: int = -1, descending: bool = False, stable: bool = True) -> Any:
    """The indices that sort along an axis.

    >>> argsort(np.array([3.0, 1.0, 2.0]), descending=True)
    array([0, 2, 1])
    """
    array, axis = np.asanyarray(raw(input)), at(dim, input)
    if not array.ndim:
        return answer(np.array(0), input)
    if not descending:
        return answer(np.argsort(array, axis, stable=stable), input)
    last = array.shape[axis] - 1  # sorted from the end, so that equals keep their order
    order = np.argsort(np.flip(array, axis), axis, stable=stable)
    return answer(last - np.flip(order, axis), input)


@either_spelling
def topk(input: Any, k: int, dim: int = -1, largest: bool = True, sorted: bool = True) -> Sorted:
    """The k largest along an axis, or the smallest, in order, and at which indices they were.

    Raises
    ------
    ValueError
        If there are not so many.

    Examples
    --------
    >>> topk(np.array([3.0, 1.0, 2.0]), 2).values
    array([3., 2.])
    """
    axis = at(dim, input)
    n = input.shape[axis] if input.ndim else 1
    if not 0 <= k <= n:
        raise ValueError(f"topk: {k} were asked for, and axis {axis} has {n}")
    order = argsort(input, dim, descending=largest)
    if input.ndim:
        order = getitem(order, index=(*(slice(None),) * axis, slice(k)))
    return Sorted(gather(input, dim, order), order)
