"""Where windows stand on an image when it is pooled."""

from __future__ import annotations

from typing import Any

from chainrule.nn.functional.vectors import Widths
from chainrule.nn.functional.windows import Pair, pair, places, reach, single


def windows_of(kernel_size: Any, stride: Any, padding: Any) -> tuple[Pair, Pair, Pair]:
    """Kernel, stride and padding as pairs; the stride is the kernel's size unless given."""
    kernel = pair(kernel_size, "kernel_size")
    steps = kernel if stride is None else pair(stride, "stride")
    return kernel, steps, pair(padding, "padding", least=0)


def flat_windows(kernel_size: Any, stride: Any, padding: Any) -> tuple[Pair, Pair, Pair]:
    """Kernel, stride and padding of windows over a sequence, as pairs for an image of height 1."""
    kernel = single(kernel_size, "kernel_size")
    steps = kernel if stride is None else single(stride, "stride")
    return kernel, steps, single(padding, "padding", least=0, beside=0)


def fitted(
    x: Any,
    kernel: Pair,
    stride: Pair,
    padding: Pair,
    dilation: Pair,
    ceil_mode: bool,
    name: str,
) -> tuple[dict[str, Pair], Widths]:
    """The windows over images, and the borders that they need; a ValueError if they do not fit."""
    whole = reach(kernel, dilation)
    if any(2 * p > k for p, k in zip(padding, whole, strict=True)):
        raise ValueError(f"{name}: a padding of {padding} is more than half of a window {whole}")
    axes = zip(x.shape[2:], padding, whole, stride, strict=True)
    (down, below), (across, right) = (along(*axis, ceil_mode) for axis in axes)
    if min(down, across) < 1:
        places((x.shape[2] + 2 * padding[0], x.shape[3] + 2 * padding[1]), whole, stride, name)
    windows = {"size": (down, across), "kernel": kernel, "stride": stride, "dilation": dilation}
    widths = (padding[0], padding[0] + below), (padding[1], padding[1] + right)
    return windows, ((0, 0), (0, 0), *widths)


def along(length: int, padding: int, whole: int, stride: int, ceil_mode: bool) -> Pair:
    """How many windows there are along an axis, and by how much the last one stands out."""
    room = length + 2 * padding - whole
    number = (room + (stride - 1) * ceil_mode) // stride + 1
    if ceil_mode and (number - 1) * stride >= length + padding:
        number -= 1  # it would see the border alone
    return number, max(0, (number - 1) * stride - room)
