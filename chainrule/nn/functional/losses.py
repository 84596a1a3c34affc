"""Losses of numbers: how far predictions are from what is true."""

from __future__ import annotations

from typing import Any

import numpy as np

from chainrule import table
from chainrule.engine import Array, Operation, Tensor, raw
from chainrule.nn.functional.reduction import (
    known_reduction,
    reduced,
    same_dtype,
    same_shape,
    shares,
)
from chainrule.table import exp, log, maximum, softplus

_bce_with_logits = Operation(
    "bce_with_logits",
    lambda z, t, soft: np.add.reduce(soft - t * z, None) / z.size,
    lambda g, y, z, t, soft: surplus_of_sigmoid(g / z.size, z, t, soft),
    lambda g, y, z, t, soft: (g / -z.size) * z,
    symbol="BCE",
)
_mse = Operation(
    "mse",
    lambda p, t: ((p - t) ** 2).sum() / p.size,
    lambda g, y, p, t: (2 * g / p.size) * (p - t),
    lambda g, y, p, t: (2 * g / p.size) * (t - p),
)
_bce = Operation(
    "bce",
    lambda p, t: -(t * bounded_log(p) + (1 - t) * bounded_log(1 - p)),
    lambda g, y, p, t: g * (p - t) / maximum(p * (1 - p), 1e-12),
    lambda g, y, p, t: g * (_bounded_log(1 - p) - _bounded_log(p)),
)
_bounded_log: Operation = Operation(
    "bounded log",
    lambda p: bounded_log(p),
    lambda g, y, p: table.where(raw(y) > -100, g / p, 0),
)
_huber = Operation(
    "huber",
    lambda d, delta: huber(d, np.clip(d, -delta, delta)),
    lambda g, y, d, delta: g * table.clip(d, low=-delta, high=delta),
)


def surplus_of_sigmoid(g: Any, z: Any, t: Any, soft: Array) -> Any:
    """The product g (σ(z) - t), where σ(z) = exp(z - softplus z) and `soft` is that softplus."""
    if isinstance(z, Tensor):
        return g * (exp(z - softplus(z)) - t)
    surplus = np.exp(z - soft)
    surplus -= t
    surplus *= g
    return surplus


def binary_cross_entropy_with_logits(
    input: Any, target: Any, weight: Any = None, *, reduction: str = "mean", pos_weight: Any = None
) -> Any:
    """Mean of -[t log σ(z) + (1 - t) log(1 - σ(z))], computed as softplus(z) - t z.

    Written so, it is exact for every logit: z = ±1000 gives 0 or 1000, never infinity.

    Parameters
    ----------
    input : Tensor
        The logits z, that is, the output *before* the sigmoid.
    target : array_like
        t, 0 or 1 (or a probability between), of the same shape.
    weight : array_like, optional
        By what each loss is multiplied; of any shape that broadcasts to theirs.
    reduction : {"mean", "sum", "none"}
        Whether the losses are averaged, added, or returned as they are.
    pos_weight : array_like, optional
        By what the term of t is multiplied: the weight of the positive examples.

    Raises
    ------
    ValueError
        If the shapes differ: broadcasting (n, 1) against (n,) would silently average n².
        If the reduction is none of the three.

    Examples
    --------
    >>> from chainrule import Tensor
    >>> round(binary_cross_entropy_with_logits(Tensor([0.0, 1000.0]), [1.0, 1.0]).item(), 6)
    0.346574
    """
    target = same_shape(input, target)
    if reduction == "mean" and weight is None and pos_weight is None:
        return _bce_with_logits(input, target, soft=np.logaddexp(0, raw(input)))
    if pos_weight is None:
        losses = softplus(input) - target * input
    else:
        pos_weight = same_dtype(input, pos_weight)
        losses = softplus(-input) * (1 + (pos_weight - 1) * target) + (1 - target) * input
    return reduced(weighted(losses, weight), reduction)


def binary_cross_entropy(
    input: Any, target: Any, weight: Any = None, *, reduction: str = "mean"
) -> Any:
    """Mean of -[t log p + (1 - t) log(1 - p)], with logarithms that are -100 at least.

    For probabilities that come without their logits; with them
    `binary_cross_entropy_with_logits` is exact, while this one has lost what p rounds away.

    Parameters
    ----------
    input : Tensor
        The probabilities p.
    target, weight, reduction
        As for `binary_cross_entropy_with_logits`.

    Raises
    ------
    ValueError
        If the shapes differ, a number of `input` is no probability, or there is no such
        reduction.

    Examples
    --------
    >>> binary_cross_entropy(np.array([0.5, 0.0]), [1.0, 1.0], reduction="none").round(4)
    array([  0.6931, 100.    ])
    """
    target = same_shape(input, target)
    losses = _bce(shares(input, "binary_cross_entropy"), target)
    return reduced(weighted(losses, weight), reduction)


def mse_loss(input: Any, target: Any, *, reduction: str = "mean") -> Any:
    """Mean of (p - t)².

    Parameters
    ----------
    input : Tensor
        The predictions p.
    target : array_like
        t, of the same shape.
    reduction : {"mean", "sum", "none"}
        Whether the losses are averaged, added, or returned as they are.

    Raises
    ------
    ValueError
        If the shapes differ, or the reduction is none of the three.

    Examples
    --------
    >>> from chainrule import Tensor
    >>> mse_loss(Tensor([1.0, 2.0]), [1.0, 4.0]).item()
    2.0
    """
    target = same_shape(input, target)
    if reduction == "mean":
        return _mse(input, target)
    apart = input - target
    return reduced(apart * apart, reduction)


def l1_loss(input: Any, target: Any, *, reduction: str = "mean") -> Any:
    """Mean of ``|p - t|``; parameters and errors as for `mse_loss`.

    >>> float(l1_loss(np.array([1.0, 2.0]), [1.0, 4.0]))
    1.0
    """
    return reduced(table.abs(input - same_shape(input, target)), reduction)


def huber_loss(input: Any, target: Any, *, reduction: str = "mean", delta: float = 1.0) -> Any:
    """Mean of ½ (p - t)² where ``|p - t| ≤ δ``, else of ``δ (|p - t| - ½ δ)``.

    A parabola with straight arms: what is far off pulls no harder than what is δ away.

    Parameters
    ----------
    input, target, reduction
        As for `mse_loss`.
    delta : float
        δ, where the arms begin.

    Raises
    ------
    ValueError
        If the shapes differ, δ is not positive, or the reduction is none of the three.

    Notes
    -----
    Source: Huber, Annals of Mathematical Statistics 35:73, 1964.

    Examples
    --------
    >>> huber_loss(np.array([1.0, 4.0]), [0.0, 0.0], reduction="none").tolist()
    [0.5, 3.5]
    """
    if not delta > 0:
        raise ValueError(f"huber_loss: delta is positive, and this is {delta}")
    return reduced(_huber(input - same_shape(input, target), delta=delta), reduction)


def smooth_l1_loss(input: Any, target: Any, *, reduction: str = "mean", beta: float = 1.0) -> Any:
    """Mean of Huber's loss over β: ½ (p - t)² / β where ``|p - t| < β``, else ``|p - t| - ½ β``.

    With β = 0 it is `l1_loss`. Parameters and errors are those of `huber_loss`, but for 0.

    >>> smooth_l1_loss(np.array([1.0, 4.0]), [0.0, 0.0], reduction="none", beta=2.0).tolist()
    [0.25, 3.0]
    """
    if beta == 0:
        return l1_loss(input, target, reduction=reduction)
    if not beta > 0:
        raise ValueError(f"smooth_l1_loss: beta is not negative, and this is {beta}")
    losses = _huber(input - same_shape(input, target), delta=beta)
    return reduced(losses / beta, reduction)


def kl_div(input: Any, target: Any, *, reduction: str = "mean", log_target: bool = False) -> Any:
    """Mean of t (log t - q), where q is the *logarithm* of what a model says and t the truth.

    The sum over all outcomes is the divergence of Kullback and Leibler: how many more nats it
    takes to name an outcome in the model's code than in the best one.

    Parameters
    ----------
    input : Tensor
        q, logarithms of probabilities, as from `log_softmax`.
    target : array_like
        t, probabilities; or their logarithms.
    reduction : {"mean", "sum", "none", "batchmean"}
        "batchmean" is the sum divided by the length of axis 0: the divergence itself, if that
        is the batch. "mean" divides by the number of all elements.
    log_target : bool
        Whether `target` holds logarithms.

    Raises
    ------
    ValueError
        If the shapes differ, or the reduction is none of the four.

    Notes
    -----
    Source: Kullback & Leibler, Annals of Mathematical Statistics 22:79, 1951.

    Examples
    --------
    >>> half = np.array([[0.5, 0.5]])
    >>> float(kl_div(np.log(half), np.array([[1.0, 0.0]]), reduction="batchmean").round(4))
    0.6931
    """
    known_reduction(reduction, "batchmean")
    target = same_shape(input, target)
    if log_target:
        losses = exp(target) * (target - input)
    else:
        losses = target * (log(target + (raw(target) == 0)) - input)  # 0 log 0 is 0
    if reduction != "batchmean":
        return reduced(losses, reduction)
    return table.sum(losses) / (np.shape(raw(input)) or (1,))[0]


def weighted(losses: Any, weight: Any) -> Any:
    """The losses times their weights, if there are any."""
    return losses if weight is None else losses * same_dtype(losses, weight)


def huber(d: Array, inner: Array) -> Array:
    """½ d² where d is its `inner` part, beyond that a straight line."""
    losses: Array = inner * (d - 0.5 * inner)
    return losses


def bounded_log(p: Array) -> Array:
    """The logarithm, but -100 at least: what a probability of 0 costs is not infinite."""
    zero = p == 0
    return np.where(zero, -100, np.maximum(np.log(p + zero), -100))
