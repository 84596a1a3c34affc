"""Pooling layers, and the step from images to rows."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from chainrule.nn import functional
from chainrule.nn.module import Module
from chainrule.nn.options import WithOptions


class Pooling(WithOptions):
    """A function of `chainrule.nn.functional` that pools, with its options given once."""

    function: Callable[..., Any]

    def __init__(self, kernel_size: Any, stride: Any, **options: Any) -> None:
        self.kernel_size = kernel_size
        super().__init__(stride=kernel_size if stride is None else stride, **options)

    def forward(self, x: Any) -> Any:
        """Pool the images, or the sequences."""
        return self.function(x, self.kernel_size, **self.options())

    def extra_repr(self) -> str:
        """What it was made with."""
        words = self.words(padding=0, dilation=1, ceil_mode=False, count_include_pad=True)
        return f"{self.kernel_size}{words}"


class MaxPool2d(Pooling):
    """The largest number of each window; see `chainrule.nn.functional.max_pool2d`.

    >>> import numpy as np
    >>> MaxPool2d(2)(np.ones((32, 6, 28, 28))).shape
    (32, 6, 14, 14)
    """

    function = staticmethod(functional.max_pool2d)

    def __init__(
        self,
        kernel_size: Any,
        stride: Any = None,
        padding: Any = 0,
        dilation: Any = 1,
        ceil_mode: bool = False,
    ) -> None:
        super().__init__(
            kernel_size, stride, padding=padding, dilation=dilation, ceil_mode=ceil_mode
        )


class MaxPool1d(MaxPool2d):
    """The largest number of each window of a sequence; see `chainrule.nn.functional.max_pool1d`.

    >>> import numpy as np
    >>> MaxPool1d(2)(np.ones((32, 6, 28))).shape
    (32, 6, 14)
    """

    function = staticmethod(functional.max_pool1d)


class AvgPool2d(Pooling):
    """The mean of each window; see `chainrule.nn.functional.avg_pool2d`.

    >>> import numpy as np
    >>> AvgPool2d(2, stride=1)(np.ones((1, 1, 3, 3))).tolist()
    [[[[1.0, 1.0], [1.0, 1.0]]]]
    """

    function: Callable[..., Any] = staticmethod(functional.avg_pool2d)

    def __init__(
        self,
        kernel_size: Any,
        stride: Any = None,
        padding: Any = 0,
        ceil_mode: bool = False,
        count_include_pad: bool = True,
    ) -> None:
        super().__init__(
            kernel_size,
            stride,
            padding=padding,
            ceil_mode=ceil_mode,
            count_include_pad=count_include_pad,
        )


class AvgPool1d(AvgPool2d):
    """The mean of each window of a sequence; see `chainrule.nn.functional.avg_pool1d`.

    >>> import numpy as np
    >>> AvgPool1d(2)(np.ones((32, 6, 28))).shape
    (32, 6, 14)
    """

    function = staticmethod(functional.avg_pool1d)


class AdaptiveAvgPool2d(Module):
    """Means of as many windows as asked for; see `chainrule.nn.functional.adaptive_avg_pool2d`.

    >>> import numpy as np
    >>> AdaptiveAvgPool2d(1)(np.ones((32, 6, 7, 9))).shape
    (32, 6, 1, 1)
    """

    def __init__(self, output_size: Any) -> None:
        self.output_size = output_size

    def forward(self, x: Any) -> Any:
        """Pool the images."""
        return functional.adaptive_avg_pool2d(x, self.output_size)

    def extra_repr(self) -> str:
        """What it was made with."""
        return f"{self.output_size}"
