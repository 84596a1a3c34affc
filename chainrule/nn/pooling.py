"""Pooling layers, and the step from images to rows."""

from __future__ import annotations

import math
from typing import Any

from chainrule.engine import reshape
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

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.kernel_size}, stride={self.stride})"


class AvgPool2d(MaxPool2d):
    """The mean of each window; see `chainrule.nn.functional.avg_pool2d`.

    >>> import numpy as np
    >>> AvgPool2d(2, stride=1)(np.ones((1, 1, 3, 3))).tolist()
    [[[[1.0, 1.0], [1.0, 1.0]]]]
    """

    def forward(self, x: Any) -> Any:
        """Pool the images."""
        return functional.avg_pool2d(x, self.kernel_size, self.stride)


class Flatten(Module):
    """All axes but the first made one.

    >>> import numpy as np
    >>> Flatten()(np.ones((32, 16, 5, 5))).shape
    (32, 400)
    """

    def forward(self, x: Any) -> Any:
        """Make a row of each image."""
        return reshape(x, shape=(x.shape[0], math.prod(x.shape[1:])))

    def __repr__(self) -> str:
        return "Flatten()"
