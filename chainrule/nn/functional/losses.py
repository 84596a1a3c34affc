"""Losses, as functions of what the network says and of what is true."""

from __future__ import annotations

from typing import Any

import numpy as np

from chainrule.engine import Array, Operation, astype, raw
from chainrule.nn.functional.activations import log_softmax, saved_or_anew
from chainrule.table import exp, softplus

_bce_with_logits = Operation(
    "bce_with_logits",
    lambda z, t: (softplus(z) - t * z).sum() / z.size,
    lambda g, y, z, t: (g / z.size) * (exp(z - softplus(z)) - t),  # σ(z) = eᶻ / (1 + eᶻ)
    lambda g, y, z, t: (g / -z.size) * z,
    symbol="BCE",
)
_mse = Operation(
    "mse",
    lambda p, t: ((p - t) ** 2).sum() / p.size,
    lambda g, y, p, t: (2 * g / p.size) * (p - t),
    lambda g, y, p, t: (2 * g / p.size) * (t - p),
)
_cross_entropy = Operation(
    "cross_entropy",
    lambda z, t, logs: -logs[np.arange(len(t)), t].sum() / len(t),
    lambda g, y, z, t, logs: (g / len(t)) * surplus(saved_or_anew(logs, log_softmax, z), t),
)


def binary_cross_entropy_with_logits(input: Any, target: Any) -> Any:
    """Mean of -[t log σ(z) + (1 - t) log(1 - σ(z))], computed as softplus(z) - t z.

    Written so, it is exact for every logit: z = ±1000 gives 0 or 1000, never infinity.

    Parameters
    ----------
    input : Tensor
        The logits z, that is, the output *before* the sigmoid.
    target : array_like
        t, 0 or 1 (or a probability between), of the same shape.

    Raises
    ------
    ValueError
        If the shapes differ: broadcasting (n, 1) against (n,) would silently average n².

    Examples
    --------
    >>> from chainrule import Tensor
    >>> round(binary_cross_entropy_with_logits(Tensor([0.0, 1000.0]), [1.0, 1.0]).item(), 6)
    0.346574
    """
    return _bce_with_logits(input, same_shape(input, target))


def mse_loss(input: Any, target: Any) -> Any:
    """Mean of (p - t)².

    Parameters
    ----------
    input : Tensor
        The predictions p.
    target : array_like
        t, of the same shape.

    Raises
    ------
    ValueError
        If the shapes differ.

    Examples
    --------
    >>> from chainrule import Tensor
    >>> mse_loss(Tensor([1.0, 2.0]), [1.0, 4.0]).item()
    2.0
    """
    return _mse(input, same_shape(input, target))


def cross_entropy(input: Any, target: Any) -> Any:
    """Mean of -log softmax(z)[t]: how surprising the true class is.

    Parameters
    ----------
    input : Tensor, shape (n, classes)
        The logits z.
    target : array of int, shape (n,)
        The number t of the true class of each row.

    Raises
    ------
    ValueError
        If the shapes differ, or a class number is not one of 0 … classes - 1.
    TypeError
        If the class numbers are not integers.

    Examples
    --------
    >>> from chainrule import Tensor
    >>> round(cross_entropy(Tensor([[0.0, 0.0], [1000.0, 0.0]]), [1, 0]).item(), 6)
    0.346574
    """
    logits, classes = raw(input), raw(target) if hasattr(target, "shape") else np.asarray(target)
    if logits.ndim != 2 or classes.shape != logits.shape[:1]:
        raise ValueError(
            f"the logits have shape {logits.shape}, the classes {classes.shape}: "
            "they must be (n, classes) and (n,)"
        )
    check_classes(np.asarray(classes), logits.shape[1])
    return _cross_entropy(input, classes, logs=log_softmax(logits))


def check_classes(classes: Array, columns: int) -> None:
    """Raise unless all class numbers are integers from 0 to columns - 1."""
    if classes.dtype.kind not in "iu":
        raise TypeError(f"classes are numbered by integers, and these are {classes.dtype}")
    if classes.size and not 0 <= classes.min() <= classes.max() < columns:
        raise ValueError(
            f"class numbers run from {classes.min()} to {classes.max()}, "
            f"and the logits have {columns} columns"
        )


def surplus(logs: Any, classes: Any) -> Any:
    """By how much each probability is above that of the truth: 1 for the class, 0 for others."""
    return exp(logs) - one_hot(classes, raw(logs))


def one_hot(classes: Array, like: Array) -> Array:
    """A row a class number, 1 in its column and 0 elsewhere; shape and dtype of `like`."""
    rows = np.zeros_like(like)
    rows[np.arange(len(classes)), classes] = 1
    return rows


def same_shape(input: Any, target: Any) -> Any:
    """`target` with the dtype of `input`, once its shape is known to be that of `input`."""
    target = target if hasattr(target, "shape") else np.asarray(target)
    if target.shape != np.shape(raw(input)):
        raise ValueError(
            f"the prediction has shape {np.shape(raw(input))}, the target {target.shape}: "
            "they must be equal, reshape one of them"
        )
    dtype = raw(input).dtype
    return target if target.dtype == dtype or dtype.kind != "f" else astype(target, dtype=dtype)
