"""Optimisers and losses, written by hand."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

Arrays = dict[str, np.ndarray]
ONE, ZERO = np.float32(1)[...], np.float32(0)[...]  # arrays are cheaper to pass than numbers
total = np.add.reduce  # what x.sum() comes down to, without the way there


# Optimisers
def sgd(theta: np.ndarray, grad: np.ndarray, lr: float) -> Callable[[], None]:
    """θ ← θ - η g; the gradient is not needed afterwards, so it is scaled in place."""
    rate = np.float32(lr)[...]

    def update() -> None:
        np.multiply(grad, rate, out=grad)
        np.subtract(theta, grad, out=theta)

    return update


def adam(theta: np.ndarray, grad: np.ndarray, lr: float) -> Callable[[], None]:
    """Adam block by block, so that a block stays in the cache through all its passes."""
    m, v = np.zeros_like(theta), np.zeros_like(theta)
    buffer, size, t = np.empty_like(theta[:16384]), 16384, 0
    blocks = [slice(i, i + size) for i in range(0, theta.size, size)]
    parts = [(theta[b], grad[b], m[b], v[b], buffer[: theta[b].size]) for b in blocks]

    def update() -> None:
        nonlocal t
        t += 1
        rate, scale = lr / (1 - 0.9**t), (1 - 0.999**t) ** -0.5
        for p, g, mean, square, root in parts:
            np.multiply(mean, 0.9, out=mean)
            np.multiply(g, 0.1, out=root)
            np.add(mean, root, out=mean)
            np.multiply(g, g, out=g)
            np.multiply(g, 0.001, out=g)
            np.multiply(square, 0.999, out=square)
            np.add(square, g, out=square)
            np.sqrt(square, out=root)
            np.multiply(root, scale, out=root)
            np.add(root, 1e-8, out=root)
            np.divide(mean, root, out=root)
            np.multiply(root, rate, out=root)
            np.subtract(p, root, out=p)

    return update


# Losses: each returns its value and leaves the gradient in `g`
def bce(n: int) -> Callable[..., float]:
    """Mean of softplus(z) - t z; σ(z) = exp(z - softplus(z)) needs no case for large |z|."""
    softplus, share = np.empty((n, 1), np.float32), np.float32(1 / n)[...]
    flat, ones = softplus.ravel(), np.ones(n, np.float32)

    def loss(z: np.ndarray, t: np.ndarray, g: np.ndarray) -> float:
        np.logaddexp(z, ZERO, softplus)
        value = (flat.dot(ones) - np.vdot(t, z)) * share
        np.subtract(z, softplus, g)
        np.exp(g, g)
        np.subtract(g, t, g)
        np.multiply(g, share, g)
        return value

    return loss


def cross_entropy(n: int) -> Callable[..., float]:
    """Mean of log Σ exp(z) - z[t], with the largest logit taken off first."""
    rows, column, share = np.arange(n), np.empty((n, 1), np.float32), np.float32(1 / n)[...]

    def loss(z: np.ndarray, t: np.ndarray, g: np.ndarray) -> float:
        np.maximum.reduce(z, axis=1, out=column, keepdims=True)
        np.subtract(z, column, out=z)
        np.exp(z, out=g)
        total(g, axis=1, out=column, keepdims=True)
        np.divide(g, column, out=g)
        value = (total(np.log(column, out=column), None) - total(z[rows, t])) * share
        g[rows, t] -= ONE
        np.multiply(g, share, out=g)
        return value

    return loss
