"""Pooling: one number in place of each window of an image."""

from __future__ import annotations

from typing import Any

import numpy as np

from chainrule.engine import Array, raw
from chainrule.nn.functional.pooling_operations import largest_of, mean_of, window_mean
from chainrule.nn.functional.pooling_shapes import fitted, flat_windows, windows_of
from chainrule.nn.functional.vectors import Widths, bordered, padded
from chainrule.nn.functional.windows import (
    Pair,
    on_images,
    on_sequences,
    pair,
    single,
)
from chainrule.table import matmul


def max_pool2d(
    input: Any,
    kernel_size: Any,
    stride: Any = None,
    padding: Any = 0,
    dilation: Any = 1,
    ceil_mode: bool = False,
) -> Any:
    """The largest number of each window of an image.

    Parameters
    ----------
    input : Tensor, shape (N, C, H, W), or one image (C, H, W)
    kernel_size : int or pair of int
        Height and width of a window.
    stride : int or pair of int, optional
        By how many pixels it moves, down and across; by its own size unless given.
    padding : int or pair of int
        By how many pixels windows may stand out at either side; half of their size at most.
    dilation : int or pair of int
        How far apart the pixels of a window are.
    ceil_mode : bool
        Whether there is one more window where pixels are left over, which stands out below or at
        the right.

    Returns
    -------
    Tensor, shape (N, C, (H + 2ph - rh) // sh + 1, (W + 2pw - rw) // sw + 1)
        With rh = dh (kh - 1) + 1 and rw = dw (kw - 1) + 1; with `ceil_mode` the quotients are
        rounded up.

    Raises
    ------
    ValueError
        If the input is no image, or the window is larger than the image.

    Notes
    -----
    The gradient goes to the largest pixel; of several equal ones, to the first in row order,
    as in PyTorch.

    Examples
    --------
    >>> max_pool2d(np.array([[[[1.0, 2.0, 0.0, 5.0], [4.0, 3.0, 0.0, 0.0]]]]), 2).tolist()
    [[[[4.0, 5.0]]]]
    """
    kernel, steps, border = windows_of(kernel_size, stride, padding)
    apart = pair(dilation, "dilation")

    def pooled(x: Any) -> Any:
        windows, widths = fitted(x, kernel, steps, border, apart, ceil_mode, "max_pool2d")
        return largest_of(padded(x, widths, least(raw(x).dtype)), **windows)

    return on_images(pooled, input, "max_pool2d")


def avg_pool2d(
    input: Any,
    kernel_size: Any,
    stride: Any = None,
    padding: Any = 0,
    ceil_mode: bool = False,
    count_include_pad: bool = True,
    divisor_override: float | None = None,
) -> Any:
    """The mean of each window of an image.

    Parameters
    ----------
    input, kernel_size, stride, padding, ceil_mode
        As for `max_pool2d`; the result has the same shape.
    count_include_pad : bool
        Whether the zeros of the padding count in the mean.
    divisor_override : float, optional
        By what the sum of a window is divided instead of the number of its pixels.

    Raises
    ------
    ValueError
        As in `max_pool2d`.

    Examples
    --------
    >>> avg_pool2d(np.array([[[[1.0, 2.0, 0.0, 5.0], [4.0, 3.0, 0.0, 0.0]]]]), 2).tolist()
    [[[[2.5, 1.25]]]]
    """
    kernel, steps, border = windows_of(kernel_size, stride, padding)

    def pooled(x: Any) -> Any:
        windows, widths = fitted(x, kernel, steps, border, (1, 1), ceil_mode, "avg_pool2d")
        means = mean_of(padded(x, widths, 0.0), **windows)
        if divisor_override is not None:
            return means * (kernel[0] * kernel[1] / divisor_override)
        if all(a == b and (count_include_pad or a == 0) for a, b in widths):
            return means
        return means / counted(raw(x), widths, border, float(count_include_pad), windows)

    return on_images(pooled, input, "avg_pool2d")


def max_pool1d(
    input: Any,
    kernel_size: Any,
    stride: Any = None,
    padding: Any = 0,
    dilation: Any = 1,
    ceil_mode: bool = False,
) -> Any:
    """As `max_pool2d`, for sequences of shape (N, C, L) or (C, L).

    >>> max_pool1d(np.array([[1.0, 2.0, 0.0, 5.0]]), 2).tolist()
    [[2.0, 5.0]]
    """
    kernel, steps, border = flat_windows(kernel_size, stride, padding)
    apart = single(dilation, "dilation")
    return on_sequences(
        lambda x: max_pool2d(x, kernel, steps, border, apart, ceil_mode), input, "max_pool1d"
    )


def avg_pool1d(
    input: Any,
    kernel_size: Any,
    stride: Any = None,
    padding: Any = 0,
    ceil_mode: bool = False,
    count_include_pad: bool = True,
) -> Any:
    """As `avg_pool2d`, for sequences of shape (N, C, L) or (C, L).

    >>> avg_pool1d(np.array([[1.0, 2.0, 0.0, 5.0]]), 2).tolist()
    [[1.5, 2.5]]
    """
    kernel, steps, border = flat_windows(kernel_size, stride, padding)
    return on_sequences(
        lambda x: avg_pool2d(x, kernel, steps, border, ceil_mode, count_include_pad),
        input,
        "avg_pool1d",
    )


def adaptive_avg_pool2d(input: Any, output_size: Any) -> Any:
    """Means of windows that are chosen so that an image of this size results.

    Parameters
    ----------
    input : Tensor, shape (N, C, H, W), or one image (C, H, W)
    output_size : int or pair of int
        Height and width of what comes out; None leaves one as it is. Window i of h goes from
        ⌊i H / h⌋ to ⌈(i + 1) H / h⌉, so that windows may overlap.

    Returns
    -------
    Tensor, shape (N, C, height, width)

    Raises
    ------
    ValueError
        If the input is no image, or has no pixel.

    Examples
    --------
    >>> adaptive_avg_pool2d(np.array([[[1.0, 2.0, 6.0]]]), (1, 2)).tolist()
    [[[1.5, 4.0]]]
    """
    wanted = output_size if isinstance(output_size, tuple | list) else (output_size, output_size)

    def pooled(x: Any) -> Any:
        own = x.shape[2:]
        size = pair(
            [n if m is None else m for m, n in zip(wanted, own, strict=True)], "output_size"
        )
        if 0 in own:
            raise ValueError(f"adaptive_avg_pool2d: an image of {own[0]}x{own[1]} has no pixel")
        if own[0] % size[0] == own[1] % size[1] == 0:
            return avg_pool2d(x, (own[0] // size[0], own[1] // size[1]))
        down, across = (shares(n, m, raw(x).dtype) for n, m in zip(own, size, strict=True))
        return matmul(matmul(down, x), across.T)

    return on_images(pooled, input, "adaptive_avg_pool2d")


def shares(length: int, number: int, dtype: Any) -> Array:
    """The matrix that makes so many means of a vector of this length."""
    rows = np.zeros((number, length), dtype)
    for i, row in enumerate(rows):
        window = slice(i * length // number, -(-(i + 1) * length // number))
        row[window] = 1 / (window.stop - window.start)
    return rows


def counted(
    x: Array, widths: Widths, padding: Pair, border: float, windows: dict[str, Pair]
) -> Array:
    """The share of each window that counts in its mean: pixels, and the border by its number."""
    ones = np.ones((1, 1, *x.shape[2:]), x.dtype)
    framed = bordered(ones, ((0, 0), (0, 0), *((p, p) for p in padding)), border)
    rest = tuple((0, b - a) for a, b in widths)
    return window_mean(bordered(framed, rest, 0.0), **windows)


def least(dtype: Any) -> float:
    """What is never the largest number of a window: -∞, or the least integer."""
    return -np.inf if dtype.kind == "f" else np.iinfo(dtype).min
