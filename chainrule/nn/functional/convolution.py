"""Convolution: a matrix product with the columns that the kernel sees; and its transpose."""

from __future__ import annotations

from typing import Any

from chainrule.engine import reshape
from chainrule.nn.functional.columns import col2im, filter_by, im2col, spread_columns
from chainrule.nn.functional.convolution_shapes import (
    fitting_kernel,
    fitting_rank,
    fitting_transpose,
    with_padding,
)
from chainrule.nn.functional.windows import (
    on_images,
    on_sequences,
    pair,
    places,
    reach,
    single,
    with_height,
)


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
    >>> import numpy as np
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

    >>> import numpy as np
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
    >>> import numpy as np
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

    >>> import numpy as np
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
