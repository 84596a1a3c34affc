"""A tensor cut along an axis, and put together in another order, with PyTorch's signatures."""

from __future__ import annotations

from typing import Any

import numpy as np

from chainrule.engine import getitem
from chainrule.functions.movement import flatten, reshape
from chainrule.functions.reductions import at, piece
from chainrule.shapes import cat, flat
from chainrule.spelling import axis_index, axis_indices, either_spelling

__all__ = ["chunk", "flip", "repeat_interleave", "roll", "split", "unbind"]


@either_spelling
def repeat_interleave(input: Any, repeats: Any, dim: int | None = None) -> Any:
    """Each element so many times in a row, along `dim` or of the flattened tensor.

    >>> repeat_interleave(np.array([1, 2]), 2), repeat_interleave(np.array([1, 2]), [1, 3])
    (array([1, 1, 2, 2]), array([1, 2, 2, 2]))
    """
    x, axis = (flatten(input), 0) if dim is None else (input, at(dim, input))
    x = x if x.ndim else flatten(x)
    index = np.repeat(np.arange(x.shape[axis]), repeats)
    return getitem(x, index=(*(slice(None),) * axis, index))


@either_spelling
def split(tensor: Any, split_size_or_sections: Any, dim: int = 0) -> tuple[Any, ...]:
    """Pieces along an axis: of a size, the last perhaps smaller, or of the sizes of a list.

    Raises
    ------
    ValueError
        If the sizes do not add up to the axis, or the size is not positive.

    Examples
    --------
    >>> [x.tolist() for x in split(np.arange(5), 2)]
    [[0, 1], [2, 3], [4]]
    >>> [x.tolist() for x in split(np.arange(5), [1, 4])]
    [[0], [1, 2, 3, 4]]
    """
    axis = axis_index(dim, tensor.ndim)
    n, sizes = tensor.shape[axis], split_size_or_sections
    if isinstance(sizes, int):
        if sizes < (n > 0):
            raise ValueError(f"split: pieces have a positive size, and this is {sizes}")
        sizes = [sizes] * max(-(-n // (sizes or 1)), 1)
        sizes[-1] -= sum(sizes) - n
    if sum(sizes) != n:
        raise ValueError(f"split: sizes {list(sizes)} do not add up to the {n} of axis {axis}")
    ends = np.cumsum(sizes).tolist()
    return tuple(piece(tensor, axis, end - m, end) for end, m in zip(ends, sizes, strict=True))


@either_spelling
def chunk(input: Any, chunks: int, dim: int = 0) -> tuple[Any, ...]:
    """At most so many pieces of one size along an axis, the last perhaps smaller.

    >>> [x.tolist() for x in chunk(np.arange(5), 2)]
    [[0, 1, 2], [3, 4]]
    """
    if chunks < 1:
        raise ValueError(f"chunk: there is at least one piece, not {chunks}")
    n = input.shape[axis_index(dim, input.ndim)]
    return split(input, -(-n // chunks) if n else [0] * chunks, dim)


@either_spelling
def unbind(input: Any, dim: int = 0) -> tuple[Any, ...]:
    """The slices along an axis, which they no longer have.

    >>> [x.tolist() for x in unbind(np.ones((2, 3)), 1)]
    [[1.0, 1.0], [1.0, 1.0], [1.0, 1.0]]
    """
    axis = axis_index(dim, input.ndim)
    before = (slice(None),) * axis
    return tuple(getitem(input, index=(*before, i)) for i in range(input.shape[axis]))


def flip(input: Any, dims: Any, *more: int) -> Any:
    """These axes in reverse.

    >>> flip(np.array([[1, 2], [3, 4]]), 1).tolist()
    [[2, 1], [4, 3]]
    """
    axes = axis_indices(flat((dims, *more)), max(input.ndim, 1))
    reverse = slice(None, None, -1)
    index = tuple(reverse if axis in axes else slice(None) for axis in range(input.ndim))
    return getitem(input, index=index)


def roll(input: Any, shifts: Any, dims: Any = None) -> Any:
    """Shifted along axes, with what leaves at one end coming in at the other.

    >>> roll(np.arange(4), 1), roll(np.arange(4).reshape(2, 2), 1, 0).tolist()
    (array([3, 0, 1, 2]), [[2, 3], [0, 1]])
    """
    if dims is None:
        return reshape(roll(flatten(input), shifts, 0), input.shape)
    for shift, dim in zip(
        np.atleast_1d(shifts).tolist(), np.atleast_1d(dims).tolist(), strict=True
    ):
        axis = at(dim, input)
        cut = input.ndim and input.shape[axis] and -shift % input.shape[axis]
        if cut:
            input = cat([piece(input, axis, cut, None), piece(input, axis, 0, cut)], axis)
    return input
