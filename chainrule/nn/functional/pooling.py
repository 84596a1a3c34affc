"""Pooling: one number in place of each window of an image."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from chainrule.engine import Array, Operation, raw
from chainrule.nn.functional.windows import Pair, every, images, pair, places


def offsets(x: Array, size: Pair, kernel: Pair, stride: Pair) -> Iterator[Array]:
    """The first pixel of every window, then the second, …, in row order; views of `x`."""
    for i in range(kernel[0]):
        for j in range(kernel[1]):
            yield x[:, :, every(i, size[0], stride[0]), every(j, size[1], stride[1])]


def window_max(x: Array, **windows: Pair) -> Array:
    """The largest number of each window."""
    first, *others = offsets(x, **windows)
    y = first.copy("K")
    for pixels in others:
        np.maximum(y, pixels, out=y)
    return y


def winners(x: Array, y: Array, **windows: Pair) -> Iterator[Array]:
    """For each offset, in which windows it holds the maximum `y` before any other does."""
    open_ = np.ones_like(y, dtype=bool)
    for pixels in offsets(x, **windows):
        wins = pixels == y
        wins &= open_
        open_ ^= wins
        yield wins


def to_winners(g: Array, x: Array, y: Array, **windows: Pair) -> Array:
    """`g`, a number a window, added to the pixel that won there."""
    pixels = np.zeros_like(x, dtype=g.dtype)
    apart = all(s >= k for s, k in zip(windows["stride"], windows["kernel"], strict=True))
    for place, wins in zip(offsets(pixels, **windows), winners(x, y, **windows), strict=True):
        if apart:
            np.multiply(g, wins, out=place)
        else:
            place += g * wins
    return pixels


def of_winners(pixels: Array, x: Array, y: Array, **windows: Pair) -> Array:
    """What stands in `pixels` where each window of `x` has its maximum."""
    picked = np.zeros_like(y, dtype=pixels.dtype)
    for place, wins in zip(offsets(pixels, **windows), winners(x, y, **windows), strict=True):
        picked += place * wins
    return picked


def window_mean(x: Array, **windows: Pair) -> Array:
    """The mean of each window."""
    first, *others = offsets(x, **windows)
    y = first.copy("K")
    for pixels in others:
        y += pixels
    y /= 1 + len(others)
    return y


def spread(g: Array, shape: tuple[int, ...], **windows: Pair) -> Array:
    """`g`, a number a window, shared equally among the window's pixels."""
    pixels = np.zeros_like(g, shape=shape)
    places_ = list(offsets(pixels, **windows))
    share = g / len(places_)
    for place in places_:
        place += share
    return pixels


_max_pool2d: Operation = Operation(
    "max_pool2d",
    window_max,
    lambda g, y, x, **windows: _to_winners(g, raw(x), raw(y), **windows),
)
_to_winners: Operation = Operation(
    "max_pool2d's gradient",
    to_winners,
    lambda g, _, upstream, x, y, **windows: _of_winners(g, x, y, **windows),
)
_of_winners: Operation = Operation(
    "max_pool2d's choice",
    of_winners,
    lambda g, _, pixels, x, y, **windows: _to_winners(g, x, y, **windows),
)
_avg_pool2d: Operation = Operation(
    "avg_pool2d",
    window_mean,
    lambda g, y, x, **windows: _spread(g, shape=x.shape, **windows),
)
_spread: Operation = Operation(
    "avg_pool2d's gradient",
    spread,
    lambda g, y, upstream, shape, **windows: _avg_pool2d(g, **windows),
)


def max_pool2d(input: Any, kernel_size: Any, stride: Any = None) -> Any:
    """The largest number of each window of an image.

    Parameters
    ----------
    input : Tensor, shape (N, C, H, W)
    kernel_size : int or pair of int
        Height and width of a window.
    stride : int or pair of int, optional
        By how many pixels it moves, down and across; by its own size unless given.

    Returns
    -------
    Tensor, shape (N, C, (H - kh) // sh + 1, (W - kw) // sw + 1)

    Raises
    ------
    ValueError
        If the input has not four axes, or the window is larger than the image.

    Notes
    -----
    The gradient goes to the largest pixel; of several equal ones, to the first in row order,
    as in PyTorch.

    Examples
    --------
    >>> max_pool2d(np.array([[[[1.0, 2.0, 0.0, 5.0], [4.0, 3.0, 0.0, 0.0]]]]), 2).tolist()
    [[[[4.0, 5.0]]]]
    """
    return pooled(_max_pool2d, input, kernel_size, stride)


def avg_pool2d(input: Any, kernel_size: Any, stride: Any = None) -> Any:
    """The mean of each window of an image; parameters, shapes and errors as in `max_pool2d`.

    Examples
    --------
    >>> avg_pool2d(np.array([[[[1.0, 2.0, 0.0, 5.0], [4.0, 3.0, 0.0, 0.0]]]]), 2).tolist()
    [[[[2.5, 1.25]]]]
    """
    return pooled(_avg_pool2d, input, kernel_size, stride)


def pooled(operation: Operation, input: Any, kernel_size: Any, stride: Any) -> Any:
    """Apply a pooling operation, once its windows are known to fit."""
    kernel = pair(kernel_size, "kernel_size")
    stride = kernel if stride is None else pair(stride, "stride")
    height, width = images(input, operation.name).shape[2:]
    size = places((height, width), kernel, stride, operation.name)
    return operation(input, size=size, kernel=kernel, stride=stride)
