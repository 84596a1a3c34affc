"""Gradients that are kept in bounds."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import Any

import numpy as np

from chainrule.engine import Array, Tensor


def clip_grad_norm_(
    parameters: Tensor | Iterable[Tensor], max_norm: float, norm_type: float = 2.0
) -> Any:
    """Scale all gradients alike so that their common norm is at most `max_norm`.

    Parameters
    ----------
    parameters : iterable of Tensor
        Whose gradients; one that comes twice counts once.
    max_norm : float
        What the norm may be.
    norm_type : float
        The p of ``(Σ |g|ᵖ)^(1/p)``; infinity stands for the largest ``|g|``.

    Returns
    -------
    number
        The norm before, over all elements of all gradients.

    Examples
    --------
    >>> x = Tensor([3.0, 4.0], requires_grad=True)
    >>> (x * x / 2).sum().backward()
    >>> float(clip_grad_norm_([x], 1.0)), x.grad.round(3).tolist()
    (5.0, [0.6, 0.8])
    """
    gradients = gradients_of(parameters)
    norm = common_norm(gradients, norm_type)
    if max_norm < math.inf:
        factor = max_norm / np.maximum(norm, max_norm or 1.0)
        for gradient in gradients:
            gradient *= factor.astype(gradient.dtype)
    return norm


def clip_grad_value_(parameters: Tensor | Iterable[Tensor], clip_value: float) -> None:
    """Cut every element of all gradients off at -clip_value and clip_value.

    >>> x = Tensor([3.0, -0.5], requires_grad=True)
    >>> (x * x).sum().backward()
    >>> clip_grad_value_([x], 2.0)
    >>> x.grad.tolist()
    [2.0, -1.0]
    """
    for gradient in gradients_of(parameters):
        gradient[...] = np.clip(gradient, -clip_value, clip_value)


def gradients_of(parameters: Tensor | Iterable[Tensor]) -> list[Array]:
    """The gradients that there are, each once."""
    given = [parameters] if isinstance(parameters, Tensor) else parameters
    return [p.grad for p in dict.fromkeys(given) if p.grad is not None]


def common_norm(gradients: list[Array], p: float) -> Any:
    """The norm of all elements of some arrays."""
    if not gradients:
        return np.float64(0)
    sizes = [np.abs(g) for g in gradients]
    if p == math.inf:
        return np.max(np.stack([np.max(size) for size in sizes]))
    total: Any = sum(np.sum(size**p) for size in sizes)
    return total ** (1 / p)
