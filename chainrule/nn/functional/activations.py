"""The activation functions that need a number beside their input, softmax and GELU."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from chainrule.table import exp, tanh, where
from chainrule.table import sum as sum_
from chainrule.tensor import Operation
from chainrule.values import Array

_leaky_relu = Operation(
    "leaky_relu",
    lambda x, slope: np.where(x > 0, x, slope * x),
    lambda g, y, x, slope: where(x > 0, g, slope * g),
)
_prelu = Operation(
    "prelu",
    lambda x, alpha: np.where(x > 0, x, alpha * x),
    lambda g, y, x, alpha: where(x > 0, g, g * alpha),
    lambda g, y, x, alpha: where(x > 0, 0, g * x),
)
_elu = Operation(
    "elu",
    lambda x, alpha: np.where(x > 0, x, alpha * np.expm1(np.minimum(x, 0))),
    lambda g, y, x, alpha: where(x > 0, g, g * (y + alpha)),
)
_gelu = Operation(
    "gelu",
    lambda x: 0.5 * x * (1 + _inner(x)),
    lambda g, y, x: g * _gelu_slope(x),
)
_softmax = Operation(
    "softmax",
    lambda x, axis: np.exp(shifted(x, axis)) / np.exp(shifted(x, axis)).sum(axis, keepdims=True),
    lambda g, y, x, axis: y * (g - sum_(g * y, axis=axis, keepdims=True)),
)
_log_softmax = Operation(
    "log_softmax",
    lambda x, axis: shifted(x, axis) - np.log(np.exp(shifted(x, axis)).sum(axis, keepdims=True)),
    lambda g, y, x, axis: g - exp(y) * sum_(g, axis=axis, keepdims=True),
)


def leaky_relu(x: Any, negative_slope: float = 0.01) -> Any:
    """The identity for x > 0, else `negative_slope` · x; its derivative at 0 is `negative_slope`.

    >>> leaky_relu(np.array([-2.0, 3.0]), 0.5)
    array([-1.,  3.])
    """
    return _leaky_relu(x, slope=negative_slope)


def prelu(x: Any, weight: Any) -> Any:
    """The identity for x > 0, else `weight` · x, with a weight that has a gradient of its own.

    >>> prelu(np.array([-2.0, 3.0]), 0.25)
    array([-0.5,  3. ])
    """
    return _prelu(x, weight)


def elu(x: Any, alpha: float = 1.0) -> Any:
    """The identity for x > 0, else α (eˣ - 1): saturates to -α, smooth at 0 only for α = 1.

    Source: Clevert, Unterthiner & Hochreiter, ICLR 2016.

    >>> elu(np.array([-1000.0, 3.0]))
    array([-1.,  3.])
    """
    return _elu(x, alpha=alpha)


def gelu(x: Any) -> Any:
    """The Gaussian error linear unit, x Φ(x), by its tanh approximation.

    ½ x (1 + tanh(√(2/π) (x + 0.044715 x³))), within 0.0005 of x Φ(x) everywhere; PyTorch's
    ``gelu(x, approximate="tanh")``. Source: Hendrycks & Gimpel, arXiv 1606.08415.

    >>> gelu(np.array([-1000.0, 0.0, 1000.0])).tolist()
    [-0.0, 0.0, 1000.0]
    """
    return _gelu(x)


def softmax(x: Any, axis: int = -1) -> Any:
    """eˣⁱ / Σⱼ eˣʲ along an axis: positive numbers that sum to 1.

    >>> softmax(np.array([1000.0, 1000.0, 0.0]))
    array([0.5, 0.5, 0. ])
    """
    return _softmax(x, axis=axis)


def log_softmax(x: Any, axis: int = -1) -> Any:
    """The logarithm of the softmax, exact where the softmax itself would be rounded to 0.

    >>> log_softmax(np.array([1000.0, 0.0]))
    array([    0., -1000.])
    """
    return _log_softmax(x, axis=axis)


def shifted(x: Array, axis: int) -> Array:
    """`x` minus its largest element, so that no exponential overflows."""
    below: Array = x - x.max(axis, keepdims=True)
    return below


def _inner(x: Any) -> Any:
    return tanh(math.sqrt(2 / math.pi) * (x + 0.044715 * x * x * x))


def _gelu_slope(x: Any) -> Any:
    t = _inner(x)
    du = math.sqrt(2 / math.pi) * (1 + 3 * 0.044715 * x * x)
    return 0.5 * (1 + t) + 0.5 * x * (1 - t * t) * du
