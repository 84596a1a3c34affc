"""Losses, as functions of what the network says and of what is true."""

from __future__ import annotations

from typing import Any

import numpy as np

from chainrule.table import sigmoid, softplus
from chainrule.tensor import Operation, raw

_bce_with_logits = Operation(
    "bce_with_logits",
    lambda z, t: np.mean(softplus(z) - t * z),
    lambda g, y, z, t: g * (sigmoid(z) - t) / z.size,
)
_mse = Operation(
    "mse",
    lambda p, t: np.mean((p - t) ** 2),
    lambda g, y, p, t: g * 2 * (p - t) / p.size,
    lambda g, y, p, t: g * 2 * (t - p) / p.size,
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


def same_shape(input: Any, target: Any) -> Any:
    """`target` as an array or tensor, once its shape is known to be that of `input`."""
    target = target if hasattr(target, "shape") else np.asarray(target)
    if target.shape != np.shape(raw(input)):
        raise ValueError(
            f"the prediction has shape {np.shape(raw(input))}, the target {target.shape}: "
            "they must be equal, reshape one of them"
        )
    return target
