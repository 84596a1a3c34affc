"""Windows that slide over images, for convolution and pooling."""

from __future__ import annotations

from typing import Any

import numpy as np

from chainrule.engine import raw

Pair = tuple[int, int]


def pair(size: Any, name: str, least: int = 1) -> Pair:
    """One number for height and width, or two, as two whole numbers.

    >>> pair(3, "stride"), pair((3, 2), "stride")
    ((3, 3), (3, 2))
    """
    sizes = (size, size) if np.ndim(size) == 0 else tuple(size)
    if len(sizes) != 2 or any(int(n) != n or n < least for n in sizes):
        raise ValueError(f"{name} is a whole number from {least} on, or two, and this is {size}")
    return int(sizes[0]), int(sizes[1])


def images(x: Any, operation: str) -> Any:
    """`x` itself, once it is known to have the shape (N, C, H, W)."""
    if np.ndim(raw(x)) != 4:
        raise ValueError(
            f"{operation}: images have shape (N, C, H, W), and the input has {np.shape(raw(x))}"
        )
    return x


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
