"""Windows that slide over images, for convolution and pooling."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from chainrule.engine import raw, reshape
from chainrule.refusals import check_foreign

Pair = tuple[int, int]


def pair(size: Any, name: str, least: int = 1) -> Pair:
    """One number for height and width, or two, as two whole numbers.

    >>> pair(3, "stride"), pair((3, 2), "stride")
    ((3, 3), (3, 2))
    """
    sizes = (size,) if np.ndim(size) == 0 else tuple(size)
    sizes = sizes * 2 if len(sizes) == 1 else sizes
    if len(sizes) != 2 or any(int(n) != n or n < least for n in sizes):
        raise ValueError(f"{name} is a whole number from {least} on, or two, and this is {size}")
    return int(sizes[0]), int(sizes[1])


def single(size: Any, name: str, least: int = 1, beside: int = 1) -> Pair:
    """The size of a window over a sequence, which is an image of height 1.

    >>> single(3, "stride"), single([2], "padding", 0, beside=0)
    ((1, 3), (0, 2))
    """
    sizes = (size,) if np.ndim(size) == 0 else tuple(size)
    if len(sizes) != 1 or int(sizes[0]) != sizes[0] or sizes[0] < least:
        raise ValueError(f"{name} is a whole number from {least} on, and this is {size}")
    return beside, int(sizes[0])


def images(x: Any, operation: str) -> Any:
    """`x` as images of shape (N, C, H, W), made a batch of one if it is one image."""
    shape = np.shape(check_foreign(raw(x)))
    if len(shape) not in (3, 4):
        raise ValueError(
            f"{operation}: images have shape (N, C, H, W), or one (C, H, W), and the input has "
            f"{shape}"
        )
    return x if len(shape) == 4 else reshape(x, shape=(1, *shape))


def on_images(function: Callable[[Any], Any], x: Any, operation: str) -> Any:
    """What a function of images makes of `x`; of one image (C, H, W), one image."""
    y = function(images(x, operation))
    return y if np.ndim(raw(x)) == 4 else reshape(y, shape=y.shape[1:])


def on_sequences(function: Callable[[Any], Any], x: Any, operation: str) -> Any:
    """What a function of images makes of sequences (N, C, L) or (C, L): images of height 1."""
    shape = np.shape(raw(x))
    if len(shape) not in (2, 3):
        raise ValueError(
            f"{operation}: sequences have shape (N, C, L), or one (C, L), and the input has {shape}"
        )
    y = function(with_height(x))
    return reshape(y, shape=(*y.shape[:-2], y.shape[-1]))


def with_height(x: Any) -> Any:
    """Sequences as images of height 1."""
    return reshape(x, shape=(*x.shape[:-1], 1, x.shape[-1]))


def reach(kernel: Pair, dilation: Pair) -> Pair:
    """The height and width that a kernel covers whose elements are `dilation` apart.

    >>> reach((3, 2), (2, 1))
    (5, 2)
    """
    return dilation[0] * (kernel[0] - 1) + 1, dilation[1] * (kernel[1] - 1) + 1


def places(size: Pair, kernel: Pair, stride: Pair, operation: str) -> Pair:
    """How many windows stand below and beside each other in an image of this size.

    >>> places((5, 6), (3, 3), (1, 2), "max_pool2d")
    (3, 2)
    """
    if size[0] < kernel[0] or size[1] < kernel[1]:
        raise ValueError(
            f"{operation}: a window of {kernel[0]}x{kernel[1]} does not fit into an image of "
            f"{size[0]}x{size[1]} (padding included)"
        )
    down, across = ((n - k) // s + 1 for n, k, s in zip(size, kernel, stride, strict=True))
    return down, across


def every(first: int, number: int, stride: int) -> slice:
    """The slice of `number` elements, the first one at `first`, `stride` apart.

    >>> list(range(10))[every(1, 3, 2)]
    [1, 3, 5]
    """
    return slice(first, first + (number - 1) * stride + 1, stride)
