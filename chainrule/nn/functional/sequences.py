"""What networks on sequences are made of: embedding and attention."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from chainrule.engine import Array, Operation, raw, swap
from chainrule.nn.functional.activations import softmax
from chainrule.table import matmul

ONE_HOT_BYTES = 1024  # up to this length of a one-hot row, a matrix product beats np.add.at


def summed_rows(g: Array, index: Array, length: int) -> Array:
    """A matrix of so many rows; the rows of `g` are added to those that `index` names."""
    rows, numbers = g.reshape(index.size, g.shape[-1]), index.reshape(-1)
    if length * g.itemsize <= ONE_HOT_BYTES:
        chosen = np.zeros_like(rows, shape=(len(rows), length))
        chosen[np.arange(len(rows)), numbers] = 1
        product: Array = chosen.T @ rows
        return product
    total = np.zeros_like(rows, shape=(length, rows.shape[1]))
    np.add.at(total, numbers, rows)
    return total


_embedding: Operation = Operation(
    "embedding",
    lambda weight, index: weight[index],
    lambda g, y, weight, index: _summed_rows(g, index, length=len(weight)),
)
_summed_rows: Operation = Operation(
    "embedding's gradient",
    summed_rows,
    lambda g, y, upstream, index, length: _embedding(g, index),
)


def embedding(input: Any, weight: Any) -> Any:
    """The rows of `weight` that the numbers in `input` name.

    Parameters
    ----------
    input : array of int, any shape
    weight : Tensor, shape (rows, n)

    Returns
    -------
    Tensor, shape ``(*input.shape, n)``

    Raises
    ------
    IndexError
        If a number is no integer, or there is no such row; rows are not counted from the end.

    Examples
    --------
    >>> embedding([1, 0, 1], np.array([[0.0, 1.0], [2.0, 3.0]])).tolist()
    [[2.0, 3.0], [0.0, 1.0], [2.0, 3.0]]
    """
    index = raw(input) if hasattr(input, "shape") else np.asarray(input)
    seen = np.asarray(index)  # only to look at: to compute with `index` keeps it in a recording
    if seen.dtype.kind not in "iu":
        raise IndexError(f"rows are numbered by integers, and these are {seen.dtype}")
    if seen.size and not 0 <= seen.min() <= seen.max() < len(weight):
        span = f"{seen.min()} to {seen.max()}"
        raise IndexError(f"numbers run from {span}, and there are {len(weight)} rows")
    return _embedding(weight, index)


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
    return matmul(attention_weights(query, key, attn_mask, is_causal), value)


def attention_weights(query: Any, key: Any, attn_mask: Any = None, is_causal: bool = False) -> Any:
    """softmax(Q Kᵀ / √d): how much each query takes of each key; shape (..., L, S)."""
    length, others = query.shape[-2], key.shape[-2]
    scores = matmul(query / math.sqrt(query.shape[-1]), swap(key))
    if attn_mask is not None or is_causal:
        scores = scores + forbidding(allowed(attn_mask, is_causal, length, others), scores.dtype)
    return softmax(scores)


def allowed(mask: Any, is_causal: bool, length: int, others: int) -> Array:
    """Which of the `others` keys each of the queries may look at; at least one."""
    may: Array = np.tri(length, others, dtype=bool) if is_causal else np.ones(others, bool)
    may = may if mask is None else may & raw(mask)
    if not np.asarray(may).any(axis=-1).all():
        raise ValueError("the mask leaves a query without any key to look at")
    return may


def forbidding(may: Array, dtype: Any) -> Array:
    """0 where a query may look, else -∞: added to the scores, it leaves a weight of 0."""
    return np.where(may, 0.0, -np.inf).astype(dtype)
