"""One number in place of each window of an image: its largest or its mean, with derivatives."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from chainrule.engine import Array, Operation, raw
from chainrule.fused import gate
from chainrule.nn.functional.windows import Pair, every, reach


def offsets(x: Array, size: Pair, kernel: Pair, stride: Pair, dilation: Pair) -> Iterator[Array]:
    """The first pixel of every window, then the second, …, in row order; views of `x`."""
    for i in range(kernel[0]):
        rows = every(i * dilation[0], size[0], stride[0])
        for j in range(kernel[1]):
            yield x[:, :, rows, every(j * dilation[1], size[1], stride[1])]


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
    whole = reach(windows["kernel"], windows["dilation"])
    apart = all(s >= k for s, k in zip(windows["stride"], whole, strict=True))
    for place, wins in zip(offsets(pixels, **windows), winners(x, y, **windows), strict=True):
        if apart:
            place[...] = gate(wins, g)
        else:
            place += gate(wins, g)
    return pixels


def of_winners(pixels: Array, x: Array, y: Array, **windows: Pair) -> Array:
    """What stands in `pixels` where each window of `x` has its maximum."""
    picked = np.zeros_like(y, dtype=pixels.dtype)
    for place, wins in zip(offsets(pixels, **windows), winners(x, y, **windows), strict=True):
        picked += gate(wins, place)
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


largest_of: Operation = Operation(
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
mean_of: Operation = Operation(
    "avg_pool2d",
    window_mean,
    lambda g, y, x, **windows: _spread(g, shape=x.shape, **windows),
)
_spread: Operation = Operation(
    "avg_pool2d's gradient",
    spread,
    lambda g, y, upstream, shape, **windows: mean_of(g, **windows),
)
