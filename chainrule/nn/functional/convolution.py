"""Convolution: a matrix product with the columns that the kernel sees; and its transpose."""

from __future__ import annotations

from typing import Any

import numpy as np

from chainrule.nn.functional.columns import col2im, filter_by, im2col, spread_columns
from chainrule.nn.functional.vectors import padded
from chainrule.nn.functional.windows import (
    Pair,
    on_images,
    on_sequences,
    pair,
    places,
    reach,
    single,
    with_height,
)
from chainrule.shapes import reshape
from chainrule.values import raw


def conv2d(
    input: Any,
    weight: Any,
    bias: Any = None,
    stride: Any = 1,
    padding: Any = 0,
    dilation: Any = 1,
    groups: int = 1,
) -> Any:
    """Slide a kernel over images: y[n, o, p, q] = b[o] + Σ w[o, c, i, j] x[n, c, p + i, q + j].

    A cross-correlation, which the field calls convolution: the kernel is not flipped.

    Parameters
    ----------
    input : Tensor, shape (N, C, H, W), or one image (C, H, W)
        The images.
    weight : Tensor, shape (O, C / groups, kh, kw)
        A kernel for each output channel.
    bias : Tensor, shape (O,), optional
    stride : int or pair of int
        By how many pixels the kernel moves, down and across.
    padding : int, pair of int, "same" or "valid"
        How many rows and columns of zeros are put at either side. "same": as many as leave the
        size as it is, for a stride of 1; if their number is odd, the last is put below or at the
        right. "valid": none.
    dilation : int or pair of int
        How far apart the pixels are that the kernel sees, down and across.
    groups : int
        Into how many groups the channels are split; each sees only its own.

    Returns
    -------
    Tensor, shape (N, O, (H + 2ph - rh) // sh + 1, (W + 2pw - rw) // sw + 1)
        With rh = dh (kh - 1) + 1 and rw = dw (kw - 1) + 1, what the kernel reaches over.

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
    stride, dilation = pair(stride, "stride"), pair(dilation, "dilation")

    def convolved(x: Any) -> Any:
        kernel = fitting_kernel(x, weight, bias, groups)
        wide, border = with_padding(x, padding, reach(kernel, dilation), stride)
        height, width = (n + 2 * p for n, p in zip(wide.shape[2:], border, strict=True))
        size = places((height, width), reach(kernel, dilation), stride, "conv2d")
        window = {"size": size, "kernel": kernel, "stride": stride, "dilation": dilation}
        columns = im2col(wide, **window, padding=border)
        return filter_by(columns, weight, bias, size=size, groups=groups)

    return on_images(convolved, input, "conv2d")


def conv1d(
    input: Any,
    weight: Any,
    bias: Any = None,
    stride: Any = 1,
    padding: Any = 0,
    dilation: Any = 1,
    groups: int = 1,
) -> Any:
    """Slide a kernel along sequences: y[n, o, p] = b[o] + Σ w[o, c, i] x[n, c, p + i].

    As `conv2d`, for an input of shape (N, C, L) or (C, L) and a weight of (O, C / groups, k).

    >>> conv1d(np.array([[0.0, 0.0, 5.0, 5.0]]), np.array([[[-1.0, 1.0]]])).tolist()
    [[0.0, 5.0, 0.0]]
    """
    if not isinstance(padding, str):
        padding = single(padding, "padding", least=0, beside=0)
    stride, dilation = single(stride, "stride"), single(dilation, "dilation")
    weight = with_height(fitting_rank(weight, 3, "conv1d"))
    return on_sequences(
        lambda x: conv2d(x, weight, bias, stride, padding, dilation, groups), input, "conv1d"
    )


def conv_transpose2d(
    input: Any,
    weight: Any,
    bias: Any = None,
    stride: Any = 1,
    padding: Any = 0,
    output_padding: Any = 0,
    groups: int = 1,
    dilation: Any = 1,
) -> Any:
    """Put a kernel down at each pixel, times the pixel, and add up: images get larger.

    As a linear map it is the transpose of `conv2d` with the same weight, stride and padding: what
    carries the gradient back there carries the image forward here.

    Parameters
    ----------
    input : Tensor, shape (N, C, H, W), or one image (C, H, W)
    weight : Tensor, shape (C, O / groups, kh, kw)
    bias : Tensor, shape (O,), optional
    stride : int or pair of int
        How far apart the kernels are put.
    padding : int or pair of int
        How many rows and columns are cut off at either side.
    output_padding : int or pair of int
        How many are added below and at the right: of several sizes that a convolution maps to
        the same, which one is meant. Less than stride or dilation.
    groups, dilation
        As for `conv2d`.

    Returns
    -------
    Tensor, shape (N, O, (H - 1) sh - 2ph + dh (kh - 1) + oh + 1, …)

    Raises
    ------
    ValueError
        If shapes do not fit, or nothing is left.

    Examples
    --------
    >>> conv_transpose2d(np.array([[[1.0, 2.0]]]), np.array([[[[1.0, 1.0]]]]), stride=2).tolist()
    [[[1.0, 1.0, 2.0, 2.0]]]
    """
    stride, dilation = pair(stride, "stride"), pair(dilation, "dilation")
    border, more = pair(padding, "padding", 0), pair(output_padding, "output_padding", 0)
    if any(m >= max(s, d) for m, s, d in zip(more, stride, dilation, strict=True)):
        raise ValueError(
            f"conv_transpose2d: output_padding {more} is not less than stride {stride} or "
            f"dilation {dilation}"
        )

    def spread(x: Any) -> Any:
        kernel, channels = fitting_transpose(x, weight, bias, groups)
        window = {"size": x.shape[2:], "kernel": kernel, "stride": stride, "dilation": dilation}
        whole = reach(kernel, dilation)
        height, width = (
            (x.shape[2 + i] - 1) * stride[i] - 2 * border[i] + whole[i] + more[i] for i in (0, 1)
        )
        if min(height, width) < 1:
            raise ValueError(f"conv_transpose2d: a padding of {border} leaves nothing")
        columns = spread_columns(x, weight, groups)
        shape = (x.shape[0], channels, height, width)
        y = col2im(columns, shape=shape, **window, padding=border)
        return y if bias is None else y + reshape(bias, shape=(channels, 1, 1))

    return on_images(spread, input, "conv_transpose2d")


def conv_transpose1d(
    input: Any,
    weight: Any,
    bias: Any = None,
    stride: Any = 1,
    padding: Any = 0,
    output_padding: Any = 0,
    groups: int = 1,
    dilation: Any = 1,
) -> Any:
    """As `conv_transpose2d`, for sequences (N, C, L) or (C, L); a weight is (C, O / groups, k).

    >>> conv_transpose1d(np.array([[1.0, 2.0]]), np.array([[[1.0, 1.0]]]), stride=2).tolist()
    [[1.0, 1.0, 2.0, 2.0]]
    """
    stride, dilation = single(stride, "stride"), single(dilation, "dilation")
    padding = single(padding, "padding", 0, beside=0)
    more = single(output_padding, "output_padding", 0, beside=0)
    weight = with_height(fitting_rank(weight, 3, "conv_transpose1d"))
    return on_sequences(
        lambda x: conv_transpose2d(x, weight, bias, stride, padding, more, groups, dilation),
        input,
        "conv_transpose1d",
    )


def with_padding(x: Any, padding: Any, window: Pair, stride: Pair) -> tuple[Any, Pair]:
    """Images, and how much of a border they are to have; what is uneven of it they have already."""
    if not isinstance(padding, str):
        return x, pair(padding, "padding", least=0)
    if padding not in ("same", "valid"):
        raise ValueError(f'padding is "same", "valid" or a number, and this is {padding!r}')
    if padding == "valid":
        return x, (0, 0)
    if stride != (1, 1):
        raise ValueError(f'padding="same" needs a stride of 1, and this one is {stride}')
    down, across = window[0] - 1, window[1] - 1
    uneven = ((0, 0), (0, 0), (0, down % 2), (0, across % 2))
    return padded(x, uneven, 0.0), (down // 2, across // 2)


def fitting_kernel(input: Any, weight: Any, bias: Any, groups: int) -> Pair:
    """The height and width of the kernel, once its other sizes are known to fit."""
    channels = input.shape[1]
    check_groups(groups, channels, "conv2d")
    if weight.ndim != 4 or weight.shape[1] != channels // groups:
        raise ValueError(
            f"conv2d: images {input.shape} with {channels} channels{in_groups(groups)} need a "
            f"weight of shape (out channels, {channels // groups}, kh, kw), and this one is "
            f"{weight.shape}"
        )
    check_groups(groups, weight.shape[0], "conv2d")
    check_bias(bias, weight, weight.shape[0], "conv2d")
    return weight.shape[2], weight.shape[3]


def fitting_transpose(input: Any, weight: Any, bias: Any, groups: int) -> tuple[Pair, int]:
    """The size of the kernel and the number of channels it makes, if all sizes fit."""
    name, channels = "conv_transpose2d", input.shape[1]
    check_groups(groups, channels, name)
    if weight.ndim != 4 or weight.shape[0] != channels:
        raise ValueError(
            f"{name}: images {input.shape} with {channels} channels need a weight of shape "
            f"({channels}, out channels{in_groups(groups)}, kh, kw), and this one is {weight.shape}"
        )
    check_bias(bias, weight, groups * weight.shape[1], name)
    return (weight.shape[2], weight.shape[3]), groups * weight.shape[1]


def fitting_rank(weight: Any, rank: int, name: str) -> Any:
    """`weight` itself, once it is known to have so many axes."""
    if np.ndim(raw(weight)) != rank:
        raise ValueError(f"{name}: a weight has {rank} axes, and this one has {weight.shape}")
    return weight


def check_bias(bias: Any, weight: Any, channels: int, name: str) -> None:
    """Raise unless there is no bias or one number for each channel."""
    if bias is not None and np.shape(raw(bias)) != (channels,):
        raise ValueError(
            f"{name}: a weight of shape {weight.shape} needs a bias of shape ({channels},), and "
            f"this one is {np.shape(raw(bias))}"
        )


def check_groups(groups: int, channels: int, name: str) -> None:
    """Raise unless the channels can be split into so many groups."""
    if groups < 1 or channels % groups:
        raise ValueError(f"{name}: {channels} channels cannot be split into {groups} groups")


def in_groups(groups: int) -> str:
    """Words for more than one group."""
    return "" if groups == 1 else f" in {groups} groups"
