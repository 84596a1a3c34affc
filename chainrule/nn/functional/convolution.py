"""Convolution: a matrix product with the columns that the kernel sees.

In memory a batch of images has its images innermost, as (C, H, W, N), so that slices of it are
long runs and one matrix product serves the whole batch. To the reader it is (N, C, H, W).
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from chainrule.engine import Array, Operation, permute, raw, reshape
from chainrule.nn.functional.windows import Pair, every, images, pair, places
from chainrule.table import sum as sum_


def im2col(x: Array, kernel: Pair, stride: Pair, padding: Pair) -> Array:
    """What the kernel sees: a column for each place in each image; (C·kh·kw, oh·ow·N).

    A window is one of columns, then one of rows: kh + kw slices in place of kh · kw.
    """
    padded = with_border(x, padding)
    (channels, height, width, batch), (kh, kw) = padded.shape, kernel
    oh, ow = places((height, width), kernel, stride, "conv2d")
    across = np.empty_like(padded, shape=(channels, kw, height, ow, batch))
    for j in range(kw):
        across[:, j] = padded[:, :, every(j, ow, stride[1])]
    columns = np.empty_like(padded, shape=(channels, kh, kw, oh, ow, batch))
    for i in range(kh):
        columns[:, i] = across[:, :, every(i, oh, stride[0])]
    return columns.reshape(channels * kh * kw, oh * ow * batch)


def col2im(
    columns: Array, shape: tuple[int, ...], kernel: Pair, stride: Pair, padding: Pair
) -> Array:
    """The transpose of `im2col`: each element goes back to its pixel of (N, C, H, W) and adds."""
    (batch, channels, height, width), (ph, pw), (kh, kw) = shape, padding, kernel
    height, width = height + 2 * ph, width + 2 * pw
    oh, ow = places((height, width), kernel, stride, "conv2d")
    columns = columns.reshape(channels, kh, kw, oh, ow, batch)
    across = np.zeros_like(columns, shape=(channels, kw, height, ow, batch))
    for i in range(kh):
        across[:, :, every(i, oh, stride[0])] += columns[:, i]
    padded = np.zeros_like(columns, shape=(channels, height, width, batch))
    for j in range(kw):
        padded[:, :, every(j, ow, stride[1])] += across[:, j]
    return padded[:, ph : height - ph, pw : width - pw].transpose(3, 0, 1, 2)


def with_border(x: Array, padding: Pair) -> Array:
    """A copy of the images as (C, H + 2ph, W + 2pw, N), with zeros around each."""
    (batch, channels, height, width), (ph, pw) = x.shape, padding
    shape = (channels, height + 2 * ph, width + 2 * pw, batch)
    padded = np.zeros_like(x, order="C", shape=shape)
    padded[:, ph : ph + height, pw : pw + width] = x.transpose(1, 2, 3, 0)
    return padded


def filtered(columns: Array, weight: Array, bias: Array | None, size: Pair) -> Array:
    """The product of weight and columns, plus bias; `size` is that of the images that result."""
    y: Array = matrix(weight) @ columns
    if bias is not None:
        y += bias[:, None]
    return y.reshape(len(weight), *size, -1).transpose(3, 0, 1, 2)


def matrix(weight: Any) -> Any:
    """A kernel (O, C, kh, kw) as the matrix (O, C·kh·kw)."""
    return reshape(weight, shape=(weight.shape[0], math.prod(weight.shape[1:])))


def flattened(g: Any) -> Any:
    """Images (N, O, oh, ow) as the matrix (O, oh·ow·N)."""
    batch, channels, height, width = g.shape
    return reshape(permute(g, axes=(1, 2, 3, 0)), shape=(channels, height * width * batch))


_im2col: Operation = Operation(
    "im2col",
    im2col,
    lambda g, y, x, **window: _col2im(g, shape=x.shape, **window),
)
_col2im: Operation = Operation(
    "col2im",
    col2im,
    lambda g, y, columns, shape, **window: _im2col(g, **window),
)
_filter: Operation = Operation(
    "conv2d",
    filtered,
    lambda g, y, columns, weight, bias, size: matrix(weight).T @ flattened(g),
    lambda g, y, columns, weight, bias, size: reshape(flattened(g) @ columns.T, shape=weight.shape),
    lambda g, y, columns, weight, bias, size: sum_(flattened(g), axis=1),
)


def conv2d(input: Any, weight: Any, bias: Any = None, stride: Any = 1, padding: Any = 0) -> Any:
    """Slide a kernel over images: y[n, o, p, q] = b[o] + Σ w[o, c, i, j] x[n, c, p + i, q + j].

    A cross-correlation, which the field calls convolution: the kernel is not flipped.

    Parameters
    ----------
    input : Tensor, shape (N, C, H, W)
        The images.
    weight : Tensor, shape (O, C, kh, kw)
        A kernel for each output channel.
    bias : Tensor, shape (O,), optional
    stride : int or pair of int
        By how many pixels the kernel moves, down and across.
    padding : int or pair of int
        How many rows and columns of zeros are put at either side.

    Returns
    -------
    Tensor, shape (N, O, (H + 2ph - kh) // sh + 1, (W + 2pw - kw) // sw + 1)

    Raises
    ------
    ValueError
        If shapes do not fit, or the kernel is larger than the image.

    Notes
    -----
    The columns that the kernel sees are kept for the backward pass: C·kh·kw numbers for each
    number of an output channel.

    Examples
    --------
    >>> edges = conv2d(np.array([[[[0.0, 0.0, 5.0, 5.0]]]]), np.array([[[[-1.0, 1.0]]]]))
    >>> edges.tolist()
    [[[[0.0, 5.0, 0.0]]]]
    """
    stride, padding = pair(stride, "stride"), pair(padding, "padding", least=0)
    kernel = fitting_kernel(images(input, "conv2d"), weight, bias)
    height, width = (n + 2 * p for n, p in zip(input.shape[2:], padding, strict=True))
    size = places((height, width), kernel, stride, "conv2d")
    columns = _im2col(input, kernel=kernel, stride=stride, padding=padding)
    return _filter(columns, weight, bias, size=size)


def fitting_kernel(input: Any, weight: Any, bias: Any) -> Pair:
    """The height and width of the kernel, once its other sizes are known to fit."""
    if weight.ndim != 4 or weight.shape[1] != input.shape[1]:
        raise ValueError(
            f"conv2d: images {input.shape} with {input.shape[1]} channels need a weight of shape "
            f"(out channels, {input.shape[1]}, kh, kw), and this one is {weight.shape}"
        )
    if bias is not None and np.shape(raw(bias)) != weight.shape[:1]:
        raise ValueError(
            f"conv2d: a weight of shape {weight.shape} needs a bias of shape "
            f"({weight.shape[0]},), and this one is {np.shape(raw(bias))}"
        )
    return weight.shape[2], weight.shape[3]
