"""Normalisation: mean 0 and variance 1 along some axes, then a scale and a shift."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from chainrule.engine import Array, Operation, raw, reshape
from chainrule.nn.functional.activations import saved_or_anew
from chainrule.spelling import either_spelling
from chainrule.table import mean, sqrt

Axes = tuple[int, ...]


@either_spelling
def moments(x: Any, axis: Axes) -> tuple[Any, Any]:
    """Mean and variance of `x` along `axis`, which stays with length 1."""
    centre = mean(x, axis=axis, keepdims=True)
    centred = x - centre
    return centre, mean(centred * centred, axis=axis, keepdims=True)


@either_spelling
def reciprocal_deviation(x: Any, axis: Axes, eps: float) -> Any:
    """1 / √(variance + ε) of `x` along `axis`."""
    return 1 / sqrt(moments(x, axis)[1] + eps)


@either_spelling
def through_standardised(
    g: Any, y: Any, x: Any, axis: Axes, eps: float, centre: Array, factor: Array
) -> Any:
    """The gradient that reaches `x`: what would move all of it, or stretch it, is taken out."""
    factor = saved_or_anew(factor, reciprocal_deviation, x, axis, eps)
    stretch = y * mean(g * y, axis=axis, keepdims=True)
    return (g - mean(g, axis=axis, keepdims=True) - stretch) * factor


def affine(z: Array, weight: Array, bias: Array) -> Array:
    """The sum z · weight + bias."""
    y: Array = z * weight
    y += bias
    return y


_standardise = Operation(
    "standardise",
    lambda x, axis, eps, centre, factor: (x - centre) * factor,
    through_standardised,
)
_affine = Operation(
    "affine",
    affine,
    lambda g, y, z, weight, bias: g * weight,
    lambda g, y, z, weight, bias: g * z,
    lambda g, y, z, weight, bias: g,
)


@either_spelling
def standardise(x: Any, axis: Axes, eps: float, centre: Array, variance: Array) -> Any:
    """`x` with mean 0 and variance 1 along `axis`, given both as they are."""
    factor = 1 / np.sqrt(variance + eps)
    return _standardise(x, axis=axis, eps=eps, centre=centre, factor=factor)


def layer_norm(x: Any, weight: Any, bias: Any, eps: float = 1e-5) -> Any:
    """(x - mean) / √(variance + ε) · weight + bias, over the last axis.

    Parameters
    ----------
    x : Tensor, shape (..., n)
    weight, bias : Tensor, shape (n,)
    eps : float
        ε keeps the quotient finite where all elements are equal.

    Raises
    ------
    ValueError
        If weight or bias has another shape than (n,).

    Notes
    -----
    The variance is that of the population, Σ (x - mean)² / n. Source: Ba, Kiros & Hinton, 2016.

    Examples
    --------
    >>> layer_norm(np.array([1.0, 3.0]), np.ones(2), np.zeros(2), eps=0.0)
    array([-1.,  1.])
    """
    for name, vector in (("weight", weight), ("bias", bias)):
        if np.shape(raw(vector)) != np.shape(raw(x))[-1:]:
            raise ValueError(
                f"layer_norm: an input of shape {np.shape(raw(x))} needs a {name} of shape "
                f"{np.shape(raw(x))[-1:]}, and this one is {np.shape(raw(vector))}"
            )
    z = standardise(x, (-1,), eps, *moments(raw(x), (-1,)))
    return _affine(z, weight, bias)


def batch_norm(
    x: Any,
    running_mean: Array,
    running_var: Array,
    weight: Any = None,
    bias: Any = None,
    training: bool = False,
    momentum: float = 0.1,
    eps: float = 1e-5,
) -> Any:
    """(x - mean) / √(variance + ε) · weight + bias, for each channel.

    While training, mean and variance are those of the batch, and the running ones move towards
    them, in place, by the share `momentum`; otherwise they are the running ones.

    Parameters
    ----------
    x : Tensor, shape (N, C) or (N, C, ...)
        Channels are axis 1; mean and variance go over all other axes.
    running_mean, running_var : array, shape (C,)
    weight, bias : Tensor, shape (C,), optional
    training : bool
    momentum : float
        From 0 to 1, how much of the new batch goes into the running values.
    eps : float
        ε keeps the quotient finite where all elements are equal.

    Raises
    ------
    ValueError
        If the channels do not fit, or a batch to learn from has less than two numbers a channel.

    Notes
    -----
    As in PyTorch the batch is divided by its population's deviation, Σ (x - mean)² / n, while
    the running variance takes in the unbiased one, / (n - 1).
    Source: Ioffe & Szegedy, ICML 2015.

    Examples
    --------
    >>> means, variances = np.zeros(1), np.ones(1)
    >>> batch_norm(np.array([[1.0], [3.0]]), means, variances, training=True, eps=0.0).tolist()
    [[-1.0], [1.0]]
    >>> means.round(4), variances.round(4)
    (array([0.2]), array([1.1]))
    """
    n = numbers_a_channel(x, running_mean, weight, bias)
    axis = (0, *range(2, x.ndim))
    if training:
        if n < 2:
            raise ValueError(f"batch_norm: a batch of shape {x.shape} has no variance to learn")
        centre, variance = moments(raw(x), axis)
        follow(running_mean, centre.reshape(-1), momentum)
        follow(running_var, variance.reshape(-1) * (n / (n - 1)), momentum)
        z = standardise(x, axis, eps, centre, variance)
    else:
        factor = 1 / np.sqrt(running_var + eps)
        z = (x - along_channels(running_mean, x)) * along_channels(factor, x)
    weight = np.ones_like(running_mean) if weight is None else weight
    bias = np.zeros_like(running_mean) if bias is None else bias
    return _affine(z, along_channels(weight, x), along_channels(bias, x))


def numbers_a_channel(x: Any, *vectors: Any) -> int:
    """How many numbers each channel of `x` has, once the vectors are known to be one a channel."""
    if np.ndim(raw(x)) < 2:
        raise ValueError(f"batch_norm: the input has shape {np.shape(raw(x))}, not (N, C, ...)")
    for vector in vectors:
        if vector is not None and np.shape(raw(vector)) != x.shape[1:2]:
            raise ValueError(
                f"batch_norm: an input of shape {x.shape} has {x.shape[1]} channels, "
                f"weight, bias and running values have shape {np.shape(raw(vector))}"
            )
    return math.prod((x.shape[0], *x.shape[2:]))


def along_channels(vector: Any, x: Any) -> Any:
    """A vector of one number a channel, with axes of length 1 for what comes after channels."""
    return reshape(vector, shape=(x.shape[1], *[1] * (x.ndim - 2)))


def follow(running: Array, new: Array, momentum: float) -> None:
    """Move `running` towards `new` in place, by a share of the way."""
    running += momentum * (new - running)
