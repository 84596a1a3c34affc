"""What a kernel sees, as the columns of a matrix; and the product with them.

In memory a batch of images has its images innermost, as (C, H, W, N), so that slices of it are
long runs and one matrix product serves the whole batch. To the reader it is (N, C, H, W).
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from chainrule.nn.functional.windows import Pair, every
from chainrule.shapes import permute, reshape, swap
from chainrule.table import sum as sum_
from chainrule.tensor import Operation
from chainrule.values import Array


def to_columns(
    x: Array, size: Pair, kernel: Pair, stride: Pair, dilation: Pair, padding: Pair
) -> Array:
    """What the kernel sees: a column for each place in each image; (C·kh·kw, oh·ow·N).

    A window is one of columns, then one of rows: kh + kw slices in place of kh · kw.
    """
    padded = with_border(x, padding)
    (channels, height, _, batch), (kh, kw), (oh, ow) = padded.shape, kernel, size
    across = np.empty_like(padded, shape=(channels, kw, height, ow, batch))
    for j in range(kw):
        across[:, j] = padded[:, :, every(j * dilation[1], ow, stride[1])]
    columns = np.empty_like(padded, shape=(channels, kh, kw, oh, ow, batch))
    for i in range(kh):
        columns[:, i] = across[:, :, every(i * dilation[0], oh, stride[0])]
    return columns.reshape(channels * kh * kw, oh * ow * batch)


def to_images(
    columns: Array,
    shape: tuple[int, ...],
    size: Pair,
    kernel: Pair,
    stride: Pair,
    dilation: Pair,
    padding: Pair,
) -> Array:
    """The transpose of `to_columns`: each element goes back to its pixel and adds; (N, C, H, W)."""
    (batch, channels, height, width), (ph, pw), (kh, kw) = shape, padding, kernel
    height, width, (oh, ow) = height + 2 * ph, width + 2 * pw, size
    columns = columns.reshape(channels, kh, kw, oh, ow, batch)
    across = np.zeros_like(columns, shape=(channels, kw, height, ow, batch))
    for i in range(kh):
        across[:, :, every(i * dilation[0], oh, stride[0])] += columns[:, i]
    padded = np.zeros_like(columns, shape=(channels, height, width, batch))
    for j in range(kw):
        padded[:, :, every(j * dilation[1], ow, stride[1])] += across[:, j]
    return padded[:, ph : height - ph, pw : width - pw].transpose(3, 0, 1, 2)


def with_border(x: Array, padding: Pair) -> Array:
    """A copy of the images as (C, H + 2ph, W + 2pw, N), with zeros around each."""
    (batch, channels, height, width), (ph, pw) = x.shape, padding
    shape = (channels, height + 2 * ph, width + 2 * pw, batch)
    padded = np.zeros_like(x, order="C", shape=shape)
    padded[:, ph : ph + height, pw : pw + width] = x.transpose(1, 2, 3, 0)
    return padded


def filtered(columns: Array, weight: Array, bias: Array | None, size: Pair, groups: int) -> Array:
    """The product of weight and columns, plus bias; `size` is that of the images that result."""
    y: Array = matrix(weight, groups) @ grouped(columns, groups)
    y = y.reshape(len(weight), -1)
    if bias is not None:
        y += bias[:, None]
    return y.reshape(len(weight), *size, -1).transpose(3, 0, 1, 2)


def matrix(weight: Any, groups: int) -> Any:
    """A kernel (O, C, kh, kw) as the matrix (O, C·kh·kw), or as one for each group."""
    rows = reshape(weight, shape=(weight.shape[0], math.prod(weight.shape[1:])))
    return grouped(rows, groups)


def grouped(rows: Any, groups: int) -> Any:
    """The rows of a matrix, dealt out to the groups; the matrix itself if there is one."""
    if groups == 1:
        return rows
    return reshape(rows, shape=(groups, rows.shape[0] // groups, rows.shape[1]))


def flattened(g: Any) -> Any:
    """Images (N, O, oh, ow) as the matrix (O, oh·ow·N)."""
    batch, channels, height, width = g.shape
    return reshape(permute(g, axes=(1, 2, 3, 0)), shape=(channels, height * width * batch))


def spread_columns(g: Any, weight: Any, groups: int) -> Any:
    """The columns that images g came from, each number being dealt out by its kernel."""
    flat = flattened(g)
    columns = swap(matrix(weight, groups)) @ grouped(flat, groups)
    return reshape(columns, shape=(groups * math.prod(weight.shape[1:]), flat.shape[1]))


def correlated(g: Any, columns: Any, weight: Any, groups: int) -> Any:
    """The gradient of the kernel: how images g go with what it saw."""
    product = grouped(flattened(g), groups) @ swap(grouped(columns, groups))
    return reshape(product, shape=weight.shape)


im2col: Operation = Operation(
    "im2col",
    to_columns,
    lambda g, y, x, **window: col2im(g, shape=x.shape, **window),
)
col2im: Operation = Operation(
    "col2im",
    to_images,
    lambda g, y, columns, shape, **window: im2col(g, **window),
)
filter_by: Operation = Operation(
    "conv2d",
    filtered,
    lambda g, y, columns, weight, bias, size, groups: spread_columns(g, weight, groups),
    lambda g, y, columns, weight, bias, size, groups: correlated(g, columns, weight, groups),
    lambda g, y, columns, weight, bias, size, groups: sum_(flattened(g), axis=1),
)
