"""Which shapes of image, kernel and bias fit together in a convolution."""

from __future__ import annotations

from typing import Any

import numpy as np

from chainrule.engine import raw
from chainrule.nn.functional.vectors import padded
from chainrule.nn.functional.windows import Pair, pair


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
