"""What the longer entries of the table are made of; each works on arrays and tensors alike."""

from __future__ import annotations

from typing import Any

import numpy as np

from chainrule.shapes import kept, swap
from chainrule.values import Array, raw


def left_of_matmul(g: Any, a: Any, b: Any) -> Any:
    """The product g @ bᵀ, with a vector read as the row or the column that `@` takes it for."""
    if b.ndim == 1:
        return g[..., None] * b
    return g @ swap(b) if a.ndim > 1 else (g[..., None, :] @ swap(b))[..., 0, :]


def right_of_matmul(g: Any, a: Any, b: Any) -> Any:
    """The product aᵀ @ g, with a vector read as the row or the column that `@` takes it for."""
    if a.ndim == 1:
        return g[..., None] * a if b.ndim == 1 else a[:, None] * g[..., None, :]
    return swap(a) @ g if b.ndim > 1 else (swap(a) @ g[..., None])[..., 0]


def winners(y: Any, x: Any, axis: Any) -> Array:
    """1 where `x` is the maximum (or minimum) y, 0 elsewhere; n that tie get 1/n each."""
    best: Array = raw(x) == raw(y).reshape(kept(x, axis))
    return best / np.sum(best, axis=axis, keepdims=True)


def share(wins: Array, ties: Array) -> Array:
    """1 for the winner, 0 for the loser, one half for both on a tie."""
    return np.where(ties, 0.5, wins)


def stable_sigmoid(x: Array) -> Array:
    """1 / (1 + e⁻ˣ) without ever raising e to a large power."""
    z = np.exp(-np.abs(x))
    return np.maximum(z, x >= 0) / (1 + z)  # z is at most 1: the maximum is 1 for x ≥ 0
