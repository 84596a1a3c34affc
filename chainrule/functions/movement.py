"""The same numbers in other shapes and orders, with PyTorch's names and signatures.

All are made of the operations of `chainrule.shapes`. Sizes are written `repeat(x, 2, 3)` or
`repeat(x, (2, 3))`. Where PyTorch promises a view of the same memory, here there is none.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np  # noqa: F401  (for the examples)

from chainrule import engine
from chainrule.functions.reductions import at
from chainrule.shapes import flat
from chainrule.spelling import axis_index, axis_indices, either_spelling

__all__ = [
    "broadcast_to",
    "expand",
    "expand_as",
    "flatten",
    "movedim",
    "permute",
    "ravel",
    "repeat",
    "reshape",
    "squeeze",
    "t",
    "tile",
    "transpose",
    "unflatten",
    "unsqueeze",
    "view",
    "view_as",
]


def reshape(input: Any, shape: Any, *more: int) -> Any:
    """The same numbers, row by row, in another shape; one size can be −1, for what is left.

    >>> reshape(np.arange(6), (3, -1)).shape
    (3, 2)
    """
    return engine.reshape(input, shape=flat((shape, *more)))


def view(input: Any, shape: Any, *more: int) -> Any:
    """What `reshape` does; PyTorch's refuses where it would have to copy, and this copies.

    >>> view(np.arange(6), -1, 2).shape
    (3, 2)
    """
    return reshape(input, shape, *more)


def view_as(input: Any, other: Any) -> Any:
    """The same numbers in the shape of `other`.

    >>> view_as(np.arange(6), np.ones((2, 3))).shape
    (2, 3)
    """
    return reshape(input, other.shape)


def permute(input: Any, dims: Any, *more: int) -> Any:
    """The axes in another order.

    >>> permute(np.ones((2, 3, 4)), (2, 0, 1)).shape
    (4, 2, 3)
    """
    return engine.permute(input, axes=flat((dims, *more)))


def transpose(input: Any, dim0: int, dim1: int) -> Any:
    """Two axes swapped.

    >>> transpose(np.ones((2, 3, 4)), 0, 2).shape
    (4, 3, 2)
    """
    first, second = at(dim0, input), at(dim1, input)
    axes = list(range(input.ndim))
    if first != second:
        axes[first], axes[second] = second, first
    return permute(input, tuple(axes))


def t(input: Any) -> Any:
    """A matrix transposed; a vector as it is.

    >>> t(np.ones((2, 3))).shape
    (3, 2)
    """
    if input.ndim > 2:
        raise ValueError(f"t transposes a matrix, and this has shape {input.shape}: transpose")
    return permute(input, tuple(range(input.ndim))[::-1])


def movedim(input: Any, source: Any, destination: Any) -> Any:
    """Axes moved to other places, the others in their order.

    >>> movedim(np.ones((2, 3, 4)), 0, -1).shape
    (3, 4, 2)
    """
    moved = axis_indices(source, input.ndim)
    places = axis_indices(destination, input.ndim)
    if len(moved) != len(places):
        raise ValueError(f"movedim: {len(moved)} axes cannot go to {len(places)} places")
    order = [axis for axis in range(input.ndim) if axis not in moved]
    for place, axis in sorted(zip(places, moved, strict=True)):
        order.insert(place, axis)
    return permute(input, tuple(order))


@either_spelling
def squeeze(input: Any, dim: Any = None) -> Any:
    """Without axes of length 1: all of them, or those of `dim` that are.

    >>> squeeze(np.ones((1, 2, 1))).shape, squeeze(np.ones((1, 2, 1)), 0).shape
    ((2,), (2, 1))
    """
    axes: Any = range(input.ndim)
    if dim is not None:
        axes = axis_indices(dim, max(input.ndim, 1))
    return reshape(input, tuple(n for i, n in enumerate(input.shape) if n != 1 or i not in axes))


@either_spelling
def unsqueeze(input: Any, dim: int) -> Any:
    """With a new axis of length 1 at `dim`.

    >>> unsqueeze(np.ones(3), 0).shape, unsqueeze(np.ones(3), -1).shape
    ((1, 3), (3, 1))
    """
    axis = axis_index(dim, input.ndim + 1)
    return reshape(input, (*input.shape[:axis], 1, *input.shape[axis:]))


def flatten(input: Any, start_dim: int = 0, end_dim: int = -1) -> Any:
    """The axes from `start_dim` to `end_dim` as one.

    >>> flatten(np.ones((2, 3, 4))).shape, flatten(np.ones((2, 3, 4)), 1).shape
    ((24,), (2, 12))
    """
    start, end = at(start_dim, input), at(end_dim, input)
    if start > end:
        raise ValueError(f"flatten: start_dim {start_dim} comes after end_dim {end_dim}")
    sizes = input.shape
    return reshape(input, (*sizes[:start], math.prod(sizes[start : end + 1]), *sizes[end + 1 :]))


def ravel(input: Any) -> Any:
    """All numbers in a row.

    >>> ravel(np.ones((2, 3))).shape
    (6,)
    """
    return flatten(input)


@either_spelling
def unflatten(input: Any, dim: int, sizes: Any) -> Any:
    """One axis as several, of these sizes; one of them can be −1.

    >>> unflatten(np.ones((2, 12)), 1, (3, -1)).shape
    (2, 3, 4)
    """
    axis, sizes = at(dim, input), tuple(sizes)
    known = -math.prod(sizes)
    if -1 in sizes and known:
        sizes = tuple(input.shape[axis] // known if n == -1 else n for n in sizes)
    return reshape(input, (*input.shape[:axis], *sizes, *input.shape[axis + 1 :]))


def broadcast_to(input: Any, shape: Any) -> Any:
    """Repeated along axes of length 1 and new ones in front, up to a shape.

    >>> broadcast_to(np.ones((2, 1)), (4, 2, 3)).shape
    (4, 2, 3)
    """
    return expand(input, shape)


def expand(input: Any, *sizes: Any) -> Any:
    """Repeated along axes of length 1 and new ones in front; −1 leaves an axis as it is.

    >>> expand(np.ones((2, 1)), -1, 3).shape
    (2, 3)
    """
    wanted = flat(sizes)
    own = (1,) * (len(wanted) - input.ndim) + input.shape
    if len(own) != len(wanted):
        raise ValueError(f"expand: sizes {wanted} are fewer than those of shape {input.shape}")
    kept = tuple(m if n == -1 else n for n, m in zip(wanted, own, strict=True))
    return engine.broadcast_to(input, shape=kept)


def expand_as(input: Any, other: Any) -> Any:
    """Repeated to the shape of `other`.

    >>> expand_as(np.ones((2, 1)), np.zeros((2, 3))).shape
    (2, 3)
    """
    return expand(input, other.shape)


def repeat(input: Any, *repeats: Any) -> Any:
    """Laid side by side so many times along each axis; NumPy calls it `tile`.

    >>> repeat(np.array([1, 2]), 2), repeat(np.array([1, 2]), 2, 1).tolist()
    (array([1, 2, 1, 2]), [[1, 2], [1, 2]])
    """
    times = flat(repeats)
    if len(times) < input.ndim:
        raise ValueError(f"repeat: {times} are fewer numbers than {input.shape} has axes")
    own = (1,) * (len(times) - input.ndim) + input.shape
    apart = reshape(input, tuple(m for n in own for m in (1, n)))
    pairs = list(zip(times, own, strict=True))
    copies = expand(apart, tuple(m for pair in pairs for m in pair))
    return reshape(copies, tuple(count * n for count, n in pairs))


def tile(input: Any, dims: Any, *more: int) -> Any:
    """What `repeat` does; of fewer numbers than axes the last axes are meant.

    >>> tile(np.array([[1, 2]]), 2)
    array([[1, 2, 1, 2]])
    """
    times = flat((dims, *more))
    return repeat(input, (1,) * (input.ndim - len(times)) + tuple(times))
