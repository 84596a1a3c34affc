"""What networks on sequences are made of: attention and layer normalisation."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from chainrule.nn.functional.activations import softmax
from chainrule.shapes import swap
from chainrule.table import matmul, mean, sqrt, where
from chainrule.tensor import Operation
from chainrule.values import raw

_layer_norm = Operation(
    "layer_norm",
    lambda x, w, b, eps: standardised(x, eps) * w + b,
    lambda g, y, x, w, b, eps: through_standardised(g * w, x, eps),
    lambda g, y, x, w, b, eps: g * standardised(x, eps),
    lambda g, y, x, w, b, eps: g,
)


def layer_norm(x: Any, weight: Any, bias: Any, eps: float = 1e-5) -> Any:
    """(x - mean) / √(variance + ε) · weight + bias, over the last axis.

    Parameters
    ----------
    x : Tensor, shape (..., n)
    weight, bias : Tensor, shape (n,)
    eps : float
        ε keeps the quotient finite where all elements are equal.

    Notes
    -----
    The variance is that of the population, Σ (x - mean)² / n. Source: Ba, Kiros & Hinton, 2016.

    Examples
    --------
    >>> layer_norm(np.array([1.0, 3.0]), np.ones(2), np.zeros(2), eps=0.0)
    array([-1.,  1.])
    """
    return _layer_norm(x, weight, bias, eps=eps)


def standardised(x: Any, eps: float) -> Any:
    """`x` with mean 0 and variance 1 along the last axis."""
    centred = x - mean(x, axis=-1, keepdims=True)
    return centred / sqrt(mean(centred * centred, axis=-1, keepdims=True) + eps)


def through_standardised(g: Any, x: Any, eps: float) -> Any:
    """The gradient that reaches `x` when `g` reaches its standardised values."""
    z, centred = standardised(x, eps), x - mean(x, axis=-1, keepdims=True)
    spread = sqrt(mean(centred * centred, axis=-1, keepdims=True) + eps)
    along = z * mean(g * z, axis=-1, keepdims=True)
    return (g - mean(g, axis=-1, keepdims=True) - along) / spread


def scaled_dot_product_attention(
    query: Any, key: Any, value: Any, attn_mask: Any = None, is_causal: bool = False
) -> Any:
    """softmax(Q Kᵀ / √d) V: for each query, a mean of the values, weighted by likeness.

    Parameters
    ----------
    query : Tensor, shape (..., L, d)
    key : Tensor, shape (..., S, d)
    value : Tensor, shape (..., S, e)
    attn_mask : array of bool, shape (L, S), optional
        True where a query may look at a key.
    is_causal : bool
        Whether query i may only look at keys up to i.

    Returns
    -------
    Tensor, shape (..., L, e)

    Notes
    -----
    Source: Vaswani et al., NIPS 30:5998, 2017.

    Examples
    --------
    >>> q = k = np.zeros((3, 2)); v = np.array([[0.0], [6.0], [12.0]])
    >>> scaled_dot_product_attention(q, k, v, is_causal=True).tolist()
    [[0.0], [3.0], [6.0]]
    """
    scores = matmul(query, swap(key)) / math.sqrt(query.shape[-1])
    length, others = scores.shape[-2:]
    allowed = np.ones((length, others), bool) if attn_mask is None else raw(attn_mask)
    if is_causal:
        allowed = allowed & np.tri(length, others, dtype=bool)
    if not allowed.any(axis=-1).all():
        raise ValueError("the mask leaves a query without any key to look at")
    return matmul(softmax(where(allowed, scores, -np.inf)), value)
