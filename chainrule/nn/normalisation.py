"""Layers that normalise: mean 0 and variance 1, then a learned scale and shift."""

from __future__ import annotations

from typing import Any

import numpy as np

from chainrule.nn import functional
from chainrule.nn.module import Module, Parameter
from chainrule.values import raw


class LayerNorm(Module):
    """Mean 0 and variance 1 along the last axis, then a learned scale and shift.

    Parameters
    ----------
    normalized_shape : int
        The length of the last axis.
    eps : float
        See `chainrule.nn.functional.layer_norm`.

    Examples
    --------
    >>> LayerNorm(2)(np.array([1.0, 3.0])).data.round(4)
    array([-1.,  1.])
    """

    def __init__(self, normalized_shape: int, eps: float = 1e-5) -> None:
        self.weight = Parameter(np.ones(normalized_shape), name="weight")
        self.bias = Parameter(np.zeros(normalized_shape), name="bias")
        self.eps = eps

    def forward(self, x: Any) -> Any:
        """Normalise, scale and shift."""
        return functional.layer_norm(x, self.weight, self.bias, self.eps)

    def extra_repr(self) -> str:
        """What it was made with."""
        return f"{self.weight.size}"


class BatchNorm(Module):
    """What `BatchNorm1d` and `BatchNorm2d` share; they differ in the shapes that they take.

    Parameters
    ----------
    num_features : int
        How many channels, that is, the length of axis 1.
    eps, momentum : float
        See `chainrule.nn.functional.batch_norm`.

    Attributes
    ----------
    weight, bias : Parameter, shape (num_features,)
        Scale and shift, 1 and 0 at first.
    running_mean, running_var : array, shape (num_features,)
        What stands in for a batch's own mean and variance outside training; 0 and 1 at first.
    """

    layouts: tuple[str, ...] = ()
    buffer_names = ("running_mean", "running_var")

    def __init__(self, num_features: int, eps: float = 1e-5, momentum: float = 0.1) -> None:
        self.weight = Parameter(np.ones(num_features), name="weight")
        self.bias = Parameter(np.zeros(num_features), name="bias")
        self.running_mean, self.running_var = np.zeros(num_features), np.ones(num_features)
        self.eps, self.momentum = eps, momentum

    def forward(self, x: Any) -> Any:
        """Normalise each channel, scale and shift."""
        if np.ndim(raw(x)) not in [layout.count(",") + 1 for layout in self.layouts]:
            raise ValueError(
                f"{type(self).__name__} takes shapes {' or '.join(self.layouts)}, "
                f"and the input has {np.shape(raw(x))}"
            )
        running, learned = (self.running_mean, self.running_var), (self.weight, self.bias)
        return functional.batch_norm(x, *running, *learned, self.training, self.momentum, self.eps)

    def extra_repr(self) -> str:
        """What it was made with."""
        return f"{self.weight.size}"


class BatchNorm1d(BatchNorm):
    """Batch normalisation of rows (N, C), or of sequences (N, C, L).

    >>> BatchNorm1d(1)(np.array([[1.0], [3.0]])).data.round(4).tolist()
    [[-1.0], [1.0]]
    """

    layouts = ("(N, C)", "(N, C, L)")


class BatchNorm2d(BatchNorm):
    """Batch normalisation of images (N, C, H, W).

    >>> BatchNorm2d(6)(np.ones((32, 6, 28, 28))).shape
    (32, 6, 28, 28)
    """

    layouts = ("(N, C, H, W)",)
