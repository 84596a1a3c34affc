"""Attention: how much one thing takes of each other one."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from chainrule.engine import Array, astype, raw, swap
from chainrule.nn.functional.activations import softmax
from chainrule.nn.functional.dropout import dropout
from chainrule.table import matmul
from chainrule.whole import as_a_whole


def scaled_dot_product_attention(
    query: Any,
    key: Any,
    value: Any,
    attn_mask: Any = None,
    dropout_p: float = 0.0,
    is_causal: bool = False,
    scale: float | None = None,
) -> Any:
    """softmax(Q Kᵀ / √d + mask) V: for each query, a mean of the values, weighted by likeness.

    Parameters
    ----------
    query : Tensor, shape (..., L, d)
    key : Tensor, shape (..., S, d)
    value : Tensor, shape (..., S, e)
    attn_mask : array, whose shape broadcasts to (..., L, S), optional
        Of booleans: True where a query may look at a key. Of floats: added to the scores.
    dropout_p : float
        With this probability each weight is left out, and the others grow to make up for it.
    is_causal : bool
        Whether query i may only look at keys up to i; a mask forbids more beside.
    scale : float, optional
        In place of 1 / √d.

    Returns
    -------
    Tensor, shape (..., L, e)

    Raises
    ------
    TypeError
        If a mask is of integers, which could mean either.
    ValueError
        If a query is left without any key to look at.

    Notes
    -----
    Source: Vaswani et al., NIPS 30:5998, 2017.

    Examples
    --------
    >>> q = k = np.zeros((3, 2)); v = np.array([[0.0], [6.0], [12.0]])
    >>> scaled_dot_product_attention(q, k, v, is_causal=True).tolist()
    [[0.0], [3.0], [6.0]]
    """
    weights = attention_weights(query, key, attn_mask, is_causal, scale)
    return matmul(dropout(weights, dropout_p), value)


def attention_weights(
    query: Any,
    key: Any,
    attn_mask: Any = None,
    is_causal: bool = False,
    scale: float | None = None,
) -> Any:
    """softmax(Q Kᵀ / √d + mask): how much each query takes of each key; shape (..., L, S)."""
    factor = 1 / math.sqrt(query.shape[-1]) if scale is None else scale
    scores = matmul(query * factor, swap(key))
    if attn_mask is not None and not is_boolean(attn_mask):
        scores = scores + astype(attn_mask, dtype=scores.dtype)
    if attn_mask is not None or is_causal:
        may = allowed(attn_mask, is_causal, *scores.shape[-2:])
        scores = scores + forbidding(may, scores.dtype)
    return softmax(scores)


def is_boolean(mask: Any) -> bool:
    """Whether a mask says yes and no; a floating one is added. A TypeError if it is neither.

    >>> is_boolean(np.array([True])), is_boolean(np.array([-np.inf]))
    (True, False)
    """
    dtype = raw(mask).dtype
    if dtype.kind not in "bf":
        raise TypeError(f"a mask is boolean or, to be added, floating; this one is {dtype}")
    return bool(dtype.kind == "b")


def allowed(mask: Any, is_causal: bool, length: int, others: int) -> Array:
    """Which of the `others` keys each of the queries may look at; at least one."""
    may: Array = np.tri(length, others, dtype=bool) if is_causal else np.ones(others, bool)
    if mask is not None:
        may = may & (raw(mask) if is_boolean(mask) else raw(mask) > -np.inf)
    checked: Array = leaves_each_a_key(may)
    return checked


@as_a_whole
def leaves_each_a_key(may: Array) -> Array:
    """The mask itself; a ValueError if a query may look at nothing."""
    if not may.any(axis=-1).all():
        raise ValueError("the mask leaves a query without any key to look at")
    return may


def forbidding(may: Array, dtype: Any) -> Array:
    """0 where a query may look, else -∞: added to the scores, it leaves a weight of 0."""
    return np.where(may, 0.0, -np.inf).astype(dtype)
