"""Tensors put together, and their axes moved: functions made of the engine's entries."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from chainrule.engine import Operation, Tensor, getitem, raw, reshape
from chainrule.spelling import either_spelling


class Concatenation(Operation):
    """Arrays end to end along an axis; each gets back its own stretch of the gradient."""

    def __init__(self) -> None:
        super().__init__("cat", lambda *arrays, axis: np.concatenate(arrays, axis))

    def rule(self, i: int) -> Callable[..., Any]:
        """Cut out what input number `i` put in."""
        return lambda g, y, *arrays, axis: getitem(g, index=stretch(arrays, i, axis))


_cat = Concatenation()


@either_spelling
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
    if isinstance(tensors, Tensor) or isinstance(axis, Tensor):
        raise TypeError("cat and stack take a list of tensors: chainrule.cat([x, y])")
    return _cat(*tensors, axis=axis)


@either_spelling
def stack(tensors: Sequence[Any], axis: int = 0) -> Any:
    """Arrays or tensors of one shape beside each other along a new axis.

    Examples
    --------
    >>> stack([np.zeros(3), np.ones(3)], axis=1).shape
    (3, 2)
    """
    if len(shapes := dict.fromkeys(np.shape(raw(x)) for x in tensors)) > 1:
        found = ", ".join(map(str, shapes))
        raise ValueError(f"stack: shapes {found} differ, and have to be equal; cat joins others")
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


def flat(sizes: tuple[Any, ...]) -> tuple[int, ...]:
    """`(2, 3)` from either of `f(2, 3)` and `f((2, 3))`."""
    return sizes if len(sizes) != 1 or np.ndim(sizes[0]) == 0 else tuple(sizes[0])
