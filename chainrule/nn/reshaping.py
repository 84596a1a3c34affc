"""Layers that compute nothing: numbers pass, at most in another shape."""

from __future__ import annotations

import math
from typing import Any

from chainrule.nn.module import Module
from chainrule.shapes import reshape


class Flatten(Module):
    """Some axes made one: all but the first unless told.

    Parameters
    ----------
    start_dim, end_dim : int
        The first and the last of the axes that become one; negative ones count from the end.

    Raises
    ------
    IndexError
        If there is no such axis, or the last one comes before the first.

    Examples
    --------
    >>> import numpy as np
    >>> Flatten()(np.ones((32, 16, 5, 5))).shape
    (32, 400)
    >>> Flatten(0, 1)(np.ones((200, 1))).shape
    (200,)
    """

    def __init__(self, start_dim: int = 1, end_dim: int = -1) -> None:
        self.start_dim, self.end_dim = start_dim, end_dim

    def forward(self, x: Any) -> Any:
        """Make one axis of them."""
        first, last = (place(i, x.shape) for i in (self.start_dim, self.end_dim))
        if first > last:
            raise IndexError(f"{self} has no axes to make one of in shape {x.shape}")
        middle = math.prod(x.shape[first : last + 1])
        return reshape(x, shape=(*x.shape[:first], middle, *x.shape[last + 1 :]))

    def extra_repr(self) -> str:
        """What it was made with."""
        return f"start_dim={self.start_dim}, end_dim={self.end_dim}"


class Unflatten(Module):
    """One axis made several, which `Flatten` made one.

    Parameters
    ----------
    dim : int
        The axis.
    unflattened_size : tuple of int
        What becomes of it; one of the numbers may be -1, for what is left.

    Examples
    --------
    >>> import numpy as np
    >>> Unflatten(1, (16, 5, 5))(np.ones((32, 400))).shape
    (32, 16, 5, 5)
    """

    def __init__(self, dim: int, unflattened_size: tuple[int, ...]) -> None:
        self.dim, self.unflattened_size = dim, tuple(unflattened_size)

    def forward(self, x: Any) -> Any:
        """Make several axes of one."""
        i, sizes = place(self.dim, x.shape), list(self.unflattened_size)
        if sizes.count(-1) == 1:
            sizes[sizes.index(-1)] = x.shape[i] // (abs(math.prod(sizes)) or 1)
        if math.prod(sizes) != x.shape[i] or min(sizes) < 0:
            raise ValueError(f"{self} cannot deal out the {x.shape[i]} numbers of {x.shape}")
        return reshape(x, shape=(*x.shape[:i], *sizes, *x.shape[i + 1 :]))

    def extra_repr(self) -> str:
        """What it was made with."""
        return f"dim={self.dim}, unflattened_size={self.unflattened_size}"


class Identity(Module):
    """x itself, where a layer is asked for and none is wanted; takes any arguments.

    >>> Identity(54, unused=True)(3.0)
    3.0
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        pass

    def forward(self, x: Any) -> Any:
        """Return what was given."""
        return x


def place(axis: int, shape: tuple[int, ...]) -> int:
    """The number of an axis, counted from the front; an IndexError if there is none.

    >>> place(-1, (4, 2, 7))
    2
    """
    if not -len(shape) <= axis < len(shape):
        raise IndexError(f"there is no axis {axis} in a shape of {len(shape)}: {shape}")
    return axis % len(shape)
