"""The activation functions that need a number beside their input, softmax and GELU."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np

from chainrule.engine import Array, Operation, Tensor, raw
from chainrule.fused import choice, gate, stable_sigmoid
from chainrule.spelling import either_spelling
from chainrule.table import exp, sigmoid, softplus, tanh
from chainrule.table import sum as sum_

C1 = math.sqrt(2 / math.pi)
C3 = C1 * 0.044715

_leaky_relu = Operation(
    "leaky_relu",
    lambda x, slope: np.maximum(x, 0) + slope * np.minimum(x, 0),
    lambda g, y, x, slope: choice(x > 0, g, slope * g),
)
_prelu = Operation(
    "prelu",
    lambda x, alpha: choice(x > 0, x, alpha * x),
    lambda g, y, x, alpha: choice(x > 0, g, alpha * g),
    lambda g, y, x, alpha: gate(x <= 0, g * x),
)
_elu = Operation(
    "elu",
    lambda x, alpha: np.maximum(x, 0) + alpha * np.expm1(np.minimum(x, 0)),
    lambda g, y, x, alpha: choice(x <= 0, g * (y + alpha), g),
)
_silu = Operation(
    "silu",
    lambda x: x * stable_sigmoid(x),
    lambda g, y, x: g * silu_slope(x, sigmoid(x)),
)
_erf = Operation(
    "erf",
    lambda x: error_function(x),
    lambda g, y, x: g * (2 / math.sqrt(math.pi)) * exp(-x * x),
)
_gelu = Operation(
    "gelu",
    lambda x, gate: x * gate,
    lambda g, y, x, gate: g * gelu_slope(x, saved_or_anew(gate, gelu_gate, x)),
)
_exact_gelu = Operation(
    "exact gelu",
    lambda x, gate: x * gate,
    lambda g, y, x, gate: g * (saved_or_anew(gate, normal_share, x) + x * normal_density(x)),
)
_softmax = Operation(
    "softmax",
    lambda x, axis: normalised(np.exp(shifted(x, axis)), axis),
    lambda g, y, x, axis: y * (g - sum_(g * y, axis=axis, keepdims=True)),
)
_log_softmax = Operation(
    "log_softmax",
    lambda x, axis: below_log_sum(shifted(x, axis), axis),
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


def gelu(x: Any, approximate: str = "tanh") -> Any:
    """The Gaussian error linear unit, x Φ(x), where Φ is the normal distribution function.

    Parameters
    ----------
    x : Tensor
    approximate : {"tanh", "none"}
        "tanh" is ½ x (1 + tanh(√(2/π) (x + 0.044715 x³))), within 0.0005 of x Φ(x) everywhere.
        "none" is x Φ(x) itself, tens of times slower, since NumPy has no error function.
        PyTorch has the same two, and "none" unless asked for the other.

    Notes
    -----
    Source: Hendrycks & Gimpel, arXiv 1606.08415.

    Examples
    --------
    >>> gelu(np.array([-1000.0, 0.0, 1000.0])).tolist()
    [-0.0, 0.0, 1000.0]
    >>> gelu(np.array([1.0]), approximate="none").round(4)
    array([0.8413])
    """
    if approximate == "none":
        return _exact_gelu(x, gate=normal_share(raw(x)))
    if approximate != "tanh":
        raise ValueError(f'gelu: approximate is "tanh" or "none", and this is {approximate!r}')
    return _gelu(x, gate=gelu_gate(raw(x)))


def silu(x: Any) -> Any:
    """The function x σ(x), also called swish: a ReLU without a kink, a little below 0 before it.

    Source: Hendrycks & Gimpel, arXiv 1606.08415; Ramachandran, Zoph & Le, arXiv 1710.05941.

    >>> silu(np.array([-1000.0, 0.0, 1000.0])).tolist()
    [-0.0, 0.0, 1000.0]
    """
    return _silu(x)


def logsigmoid(x: Any) -> Any:
    """The logarithm of the sigmoid, -softplus(-x): exact where the sigmoid is rounded to 0.

    >>> logsigmoid(np.array([-1000.0, 0.0])).round(4).tolist()
    [-1000.0, -0.6931]
    """
    return -softplus(-x)


@either_spelling
def softmax(x: Any, axis: int = -1) -> Any:
    """eˣⁱ / Σⱼ eˣʲ along an axis: positive numbers that sum to 1.

    >>> softmax(np.array([1000.0, 1000.0, 0.0]))
    array([0.5, 0.5, 0. ])
    """
    return _softmax(x, axis=axis)


@either_spelling
def log_softmax(x: Any, axis: int = -1) -> Any:
    """The logarithm of the softmax, exact where the softmax itself would be rounded to 0.

    >>> log_softmax(np.array([1000.0, 0.0]))
    array([    0., -1000.])
    """
    return _log_softmax(x, axis=axis)


def saved_or_anew(saved: Array, f: Callable[..., Any], x: Any, *args: Any) -> Any:
    """`saved`, which the forward pass computed as f(x); f(x) itself where `x` is a tensor.

    A rule that runs on tensors is to be differentiated again, and an array that was put aside
    has forgotten how it depends on x.
    """
    return f(x, *args) if isinstance(x, Tensor) else saved


@either_spelling
def shifted(x: Array, axis: int) -> Array:
    """`x` minus its largest element, so that no exponential overflows."""
    below: Array = x - x.max(axis, keepdims=True) if x.size else x
    return below


@either_spelling
def normalised(e: Array, axis: int) -> Array:
    """`e`, divided in place by its sum."""
    e /= e.sum(axis, keepdims=True)
    return e


@either_spelling
def below_log_sum(x: Array, axis: int) -> Array:
    """`x` minus the logarithm of the sum of its exponentials."""
    below: Array = x - np.log(np.exp(x).sum(axis, keepdims=True)) if x.size else x
    return below


def error_function(x: Array) -> Array:
    """The function erf of each element, from Python: NumPy has none."""
    y = np.empty_like(x)
    y[...] = np.frompyfunc(math.erf, 1, 1)(x)
    return y


def normal_share(x: Any) -> Any:
    """The share of a standard normal distribution that lies below x: ½ (1 + erf(x / √2))."""
    return 0.5 + 0.5 * _erf(x * math.sqrt(0.5))


def normal_density(x: Any) -> Any:
    """The derivative of that share: exp(-x² / 2) / √(2π)."""
    return exp(-0.5 * x * x) / math.sqrt(2 * math.pi)


def gelu_gate(x: Any) -> Any:
    """The factor that GELU lets x through with: ½ (1 + tanh u) for u = √(2/π) (x + 0.044715 x³)."""
    return 0.5 + 0.5 * tanh(x * (C1 + C3 * (x * x)))


def gelu_slope(x: Any, gate: Any) -> Any:
    """The derivative of x · gate, where that of the gate is 2 gate (1 - gate) u′."""
    return gate * (1 + (1 - gate) * x * (2 * C1 + 6 * C3 * (x * x)))


def silu_slope(x: Any, gate: Any) -> Any:
    """The derivative of x σ(x), where `gate` is σ(x)."""
    return gate * (1 + x * (1 - gate))
