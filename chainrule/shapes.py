"""Operations that move numbers about without changing them, and their derivatives.

The rules only undo the movement: the gradient of a reshape is reshaped back.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from chainrule.tensor import Operation
from chainrule.values import Array

# fmt: off
astype = Operation("astype", lambda x, dtype: x.astype(dtype),
    lambda g, y, x, dtype: g)
reshape = Operation("reshape", lambda x, shape: x.reshape(shape),
    lambda g, y, x, shape: reshape(g, shape=x.shape))
permute = Operation("permute", lambda x, axes: x.transpose(axes),
    lambda g, y, x, axes: permute(g, axes=undone(axes)))
transpose = Operation("transpose", lambda x, axis0, axis1: x.swapaxes(axis0, axis1),
    lambda g, y, x, axis0, axis1: transpose(g, axis0=axis0, axis1=axis1))
broadcast_to = Operation("broadcast_to", np.broadcast_to,
    lambda g, y, x, shape: g)
getitem = Operation("getitem", lambda x, index: x[index],
    lambda g, y, x, index: scatter(g, index=index, shape=x.shape))
scatter = Operation("scatter", lambda x, index, shape: added_at(x, index, shape),
    lambda g, y, x, index, shape: getitem(g, index=index))
# fmt: on


class Concatenation(Operation):
    """Arrays end to end along an axis; each gets back its own stretch of the gradient."""

    def __init__(self) -> None:
        super().__init__("cat", lambda *arrays, axis: np.concatenate(arrays, axis))

    def rule(self, i: int) -> Callable[..., Any]:
        """Cut out what input number `i` put in."""
        return lambda g, y, *arrays, axis: getitem(g, index=stretch(arrays, i, axis))


_cat = Concatenation()


def cat(tensors: Sequence[Any], axis: int = 0) -> Any:
    """Arrays or tensors end to end along an axis that exists.

    Parameters
    ----------
    tensors : sequence
        Of equal shapes but for `axis`.
    axis : int
        Along which.

    Raises
    ------
    ValueError
        If there is none, or the shapes do not fit.

    Examples
    --------
    >>> cat([np.ones((2, 1)), np.zeros((2, 2))], axis=1).tolist()
    [[1.0, 0.0, 0.0], [1.0, 0.0, 0.0]]
    """
    return _cat(*tensors, axis=axis)


def stack(tensors: Sequence[Any], axis: int = 0) -> Any:
    """Arrays or tensors of one shape beside each other along a new axis.

    Examples
    --------
    >>> stack([np.zeros(3), np.ones(3)], axis=1).shape
    (3, 2)
    """
    return cat([with_axis(x, axis) for x in tensors], axis)


def with_axis(x: Any, axis: int) -> Any:
    """`x` with a new axis of length 1 at `axis`."""
    shape = list(x.shape)
    shape.insert(axis % (len(shape) + 1), 1)
    return reshape(x, shape=tuple(shape))


def stretch(arrays: Sequence[Any], i: int, axis: int) -> tuple[slice, ...]:
    """Where array number `i` lies in the concatenation, as an index."""
    start = sum(array.shape[axis] for array in arrays[:i])
    before = (slice(None),) * (axis % arrays[i].ndim)
    return (*before, slice(start, start + arrays[i].shape[axis]))


def swap(x: Any) -> Any:
    """The matrices of `x`, transposed."""
    return transpose(x, axis0=-1, axis1=-2)


def rows(x: Any) -> Any:
    """`x` as one matrix: all leading axes become rows."""
    return x if x.ndim == 2 else reshape(x, shape=(-1, x.shape[-1]))


def undone(axes: Sequence[int]) -> tuple[int, ...]:
    """The permutation that puts permuted axes back."""
    return tuple(np.argsort([axis % len(axes) for axis in axes]))


def spread(g: Any, x: Any, axis: Any) -> Any:
    """The gradient of a sum over `axis`, repeated for every term."""
    return broadcast_to(reshape(g, shape=kept(x, axis)), shape=x.shape)


def kept(x: Any, axis: Any) -> tuple[int, ...]:
    """The shape of `x` reduced over `axis`, had the axis been kept with length 1."""
    axes = range(x.ndim) if axis is None else np.atleast_1d(axis) % x.ndim
    return tuple(1 if i in axes else n for i, n in enumerate(x.shape))


def flat(sizes: tuple[Any, ...]) -> tuple[int, ...]:
    """`(2, 3)` from either of `f(2, 3)` and `f((2, 3))`."""
    return sizes if len(sizes) != 1 or np.ndim(sizes[0]) == 0 else tuple(sizes[0])


def added_at(x: Array, index: Any, shape: tuple[int, ...]) -> Array:
    """Zeros with `x` added at `index`; an element named twice receives both."""
    whole = np.zeros_like(x, shape=shape)
    if is_basic(index):
        whole[index] = x
    else:
        np.add.at(whole, index, x)
    return whole


def is_basic(index: Any) -> bool:
    """Whether an index is made of integers and slices only, so that no element comes twice."""
    parts = index if isinstance(index, tuple) else (index,)
    return all(x is None or x is ... or isinstance(x, int | slice) for x in parts)
