"""Pooling layers."""

from __future__ import annotations

from typing import Any

from chainrule.nn import functional
from chainrule.nn.module import Module


class MaxPool2d(Module):
    """The largest number of each window; see `chainrule.nn.functional.max_pool2d`.

    >>> import numpy as np
    >>> MaxPool2d(2)(np.ones((32, 6, 28, 28))).shape
    (32, 6, 14, 14)
    """

    def __init__(self, kernel_size: Any, stride: Any = None) -> None:
        self.kernel_size = kernel_size
        self.stride = kernel_size if stride is None else stride

    def forward(self, x: Any) -> Any:
        """Pool the images."""
        return functional.max_pool2d(x, self.kernel_size, self.stride)

    def extra_repr(self) -> str:
        """What it was made with."""
        return f"{self.kernel_size}, stride={self.stride}"


class AvgPool2d(MaxPool2d):
    """The mean of each window; see `chainrule.nn.functional.avg_pool2d`.

    >>> import numpy as np
    >>> AvgPool2d(2, stride=1)(np.ones((1, 1, 3, 3))).tolist()
    [[[[1.0, 1.0], [1.0, 1.0]]]]
    """

    def forward(self, x: Any) -> Any:
        """Pool the images."""
        return functional.avg_pool2d(x, self.kernel_size, self.stride)
