"""Layers for images and for sequences that are read like images."""

from __future__ import annotations

import math
from typing import Any

from chainrule.nn import functional
from chainrule.nn.functional.windows import pair, single
from chainrule.nn.module import Parameter
from chainrule.nn.options import WithOptions
from chainrule.random import Seed, generator


class Convolution(WithOptions):
    """What the layers have in common: kernels, their first values, and how they are put down."""

    def __init__(
        self,
        shape: tuple[int, ...],
        channels: tuple[int, int],
        bias: bool,
        seed: Seed,
        **window: Any,
    ) -> None:
        self.in_channels, self.out_channels = channels
        rng, bound = generator(seed), 1 / math.sqrt(math.prod(shape[1:]))
        self.weight = Parameter(rng.uniform(-bound, bound, shape), name="weight")
        self.bias = (
            Parameter(rng.uniform(-bound, bound, channels[1]), name="bias") if bias else None
        )
        super().__init__(**window)

    def extra_repr(self) -> str:
        """What it was made with."""
        one = (1,) * (self.weight.ndim - 2)
        none = (0,) * len(one)
        words = self.words(dilation=one, groups=1, output_padding=none)
        channels = f"{self.in_channels}, {self.out_channels}"
        return f"{channels}, {self.weight.shape[2:]}{words}, bias={self.bias is not None}"


class Conv2d(Convolution):
    """A convolution with learned kernels; see `chainrule.nn.functional.conv2d`.

    Parameters
    ----------
    in_channels, out_channels : int
        How many channels an image has before and after.
    kernel_size : int or pair of int
        Height and width of a kernel.
    stride : int or pair of int
        How far the kernel moves.
    padding : int, pair of int, "same" or "valid"
        How many rows and columns of zeros are put at either side.
    dilation : int or pair of int
        How far apart the pixels are that a kernel sees.
    groups : int
        Into how many groups the channels are split.
    bias : bool
        Whether a number is added to each output channel.
    seed : int or numpy.random.Generator, optional
        Where the first weights come from; `chainrule.manual_seed` sets the default.

    Attributes
    ----------
    weight : Parameter, shape (out_channels, in_channels / groups, kh, kw)
    bias : Parameter of shape (out_channels,), or None

    Notes
    -----
    Both start uniform on ±1/√(in_channels / groups · kh · kw), as in PyTorch.

    Examples
    --------
    >>> import numpy as np
    >>> Conv2d(1, 6, 5, padding=2, seed=0)(np.ones((32, 1, 28, 28))).shape
    (32, 6, 28, 28)
    """

    def __init__(
        self,
        in_channels: int,
        out_channels: int,
        kernel_size: Any,
        stride: Any = 1,
        padding: Any = 0,
        dilation: Any = 1,
        groups: int = 1,
        bias: bool = True,
        seed: Seed = None,
    ) -> None:
        split(in_channels, out_channels, groups)
        super().__init__(
            (out_channels, in_channels // groups, *pair(kernel_size, "kernel_size")),
            (in_channels, out_channels),
            bias,
            seed,
            stride=pair(stride, "stride"),
            padding=padding if isinstance(padding, str) else pair(padding, "padding", least=0),
            dilation=pair(dilation, "dilation"),
            groups=groups,
        )

    def forward(self, x: Any) -> Any:
        """Convolve the images."""
        return functional.conv2d(x, self.weight, self.bias, **self.options())


class Conv1d(Convolution):
    """A convolution along sequences; see `chainrule.nn.functional.conv1d`, and `Conv2d`.

    >>> import numpy as np
    >>> Conv1d(2, 4, 3, padding="same", seed=0)(np.ones((5, 2, 10))).shape
    (5, 4, 10)
    """

    def __init__(
        self,
        in_channels: int,
        out_channels: int,
        kernel_size: Any,
        stride: Any = 1,
        padding: Any = 0,
        dilation: Any = 1,
        groups: int = 1,
        bias: bool = True,
        seed: Seed = None,
    ) -> None:
        split(in_channels, out_channels, groups)
        super().__init__(
            (out_channels, in_channels // groups, *single(kernel_size, "kernel_size")[1:]),
            (in_channels, out_channels),
            bias,
            seed,
            stride=single(stride, "stride")[1:],
            padding=padding if isinstance(padding, str) else single(padding, "padding", 0)[1:],
            dilation=single(dilation, "dilation")[1:],
            groups=groups,
        )

    def forward(self, x: Any) -> Any:
        """Convolve the sequences."""
        return functional.conv1d(x, self.weight, self.bias, **self.options())


class ConvTranspose2d(Convolution):
    """The transpose of a convolution, for images that grow.

    See `chainrule.nn.functional.conv_transpose2d`. The order of the parameters is PyTorch's.

    Attributes
    ----------
    weight : Parameter, shape (in_channels, out_channels / groups, kh, kw)
    bias : Parameter of shape (out_channels,), or None

    Notes
    -----
    Both start uniform on ±1/√(out_channels / groups · kh · kw), as in PyTorch.

    Examples
    --------
    >>> import numpy as np
    >>> ConvTranspose2d(6, 1, 4, stride=2, padding=1, seed=0)(np.ones((32, 6, 14, 14))).shape
    (32, 1, 28, 28)
    """

    def __init__(
        self,
        in_channels: int,
        out_channels: int,
        kernel_size: Any,
        stride: Any = 1,
        padding: Any = 0,
        output_padding: Any = 0,
        groups: int = 1,
        bias: bool = True,
        dilation: Any = 1,
        seed: Seed = None,
    ) -> None:
        split(in_channels, out_channels, groups)
        super().__init__(
            (in_channels, out_channels // groups, *pair(kernel_size, "kernel_size")),
            (in_channels, out_channels),
            bias,
            seed,
            stride=pair(stride, "stride"),
            padding=pair(padding, "padding", least=0),
            output_padding=pair(output_padding, "output_padding", least=0),
            groups=groups,
            dilation=pair(dilation, "dilation"),
        )

    def forward(self, x: Any) -> Any:
        """Spread the images."""
        return functional.conv_transpose2d(x, self.weight, self.bias, **self.options())


def split(in_channels: int, out_channels: int, groups: int) -> None:
    """Raise unless the channels can be split into so many groups."""
    if groups < 1 or in_channels % groups or out_channels % groups:
        raise ValueError(
            f"{in_channels} and {out_channels} channels cannot be split into {groups} groups"
        )
