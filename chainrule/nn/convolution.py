"""Layers for images."""

from __future__ import annotations

import math
from typing import Any

from chainrule.nn import functional
from chainrule.nn.functional.windows import pair
from chainrule.nn.module import Module, Parameter
from chainrule.random import Seed, generator


class Conv2d(Module):
    """A convolution with learned kernels; see `chainrule.nn.functional.conv2d`.

    Parameters
    ----------
    in_channels, out_channels : int
        How many channels an image has before and after.
    kernel_size : int or pair of int
        Height and width of a kernel.
    stride, padding : int or pair of int
        How far the kernel moves; how many rows and columns of zeros are put at either side.
    bias : bool
        Whether a number is added to each output channel.
    seed : int or numpy.random.Generator, optional
        Where the first weights come from; `chainrule.manual_seed` sets the default.

    Attributes
    ----------
    weight : Parameter, shape (out_channels, in_channels, kh, kw)
    bias : Parameter of shape (out_channels,), or None

    Notes
    -----
    Both start uniform on ±1/√(in_channels · kh · kw), as in PyTorch.

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
        bias: bool = True,
        seed: Seed = None,
    ) -> None:
        shape = (out_channels, in_channels, *pair(kernel_size, "kernel_size"))
        rng, bound = generator(seed), 1 / math.sqrt(math.prod(shape[1:]))
        self.weight = Parameter(rng.uniform(-bound, bound, shape), name="weight")
        self.bias = (
            Parameter(rng.uniform(-bound, bound, out_channels), name="bias") if bias else None
        )
        self.stride, self.padding = pair(stride, "stride"), pair(padding, "padding", least=0)

    def forward(self, x: Any) -> Any:
        """Convolve the images."""
        return functional.conv2d(x, self.weight, self.bias, self.stride, self.padding)

    def extra_repr(self) -> str:
        """What it was made with."""
        out_channels, in_channels, *kernel = self.weight.shape
        return (
            f"{in_channels}, {out_channels}, {tuple(kernel)}, stride={self.stride}, "
            f"padding={self.padding}, bias={self.bias is not None}"
        )
