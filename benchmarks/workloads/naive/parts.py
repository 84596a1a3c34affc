"""Optimisers, losses and a linear layer, one formula a line."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

Arrays = dict[str, np.ndarray]
Update = Callable[[Arrays], None]


# Optimisers
def sgd(parameters: Arrays, lr: float) -> Update:
    """θ ← θ - η g."""

    def update(gradients: Arrays) -> None:
        for name, g in gradients.items():
            parameters[name] -= lr * g

    return update


def adam(parameters: Arrays, lr: float) -> Update:
    """Means m of g and v of g², each divided by what it lacks at step t."""
    m = {name: np.zeros_like(p) for name, p in parameters.items()}
    v = {name: np.zeros_like(p) for name, p in parameters.items()}
    t = 0

    def update(gradients: Arrays) -> None:
        nonlocal t
        t += 1
        for name, g in gradients.items():
            m[name] = 0.9 * m[name] + 0.1 * g
            v[name] = 0.999 * v[name] + 0.001 * g**2
            mean = m[name] / (1 - 0.9**t)
            square = v[name] / (1 - 0.999**t)
            parameters[name] -= lr * mean / (np.sqrt(square) + 1e-8)

    return update


# Losses: the value, and the gradient of the logits
def bce(z: np.ndarray, t: np.ndarray) -> tuple[float, np.ndarray]:
    """Mean of softplus(z) - t z."""
    loss = np.mean(np.logaddexp(0, z) - t * z)
    probability = 1 / (1 + np.exp(-z))
    return loss, (probability - t) / len(t)


def cross_entropy(z: np.ndarray, t: np.ndarray) -> tuple[float, np.ndarray]:
    """Mean of -log softmax(z)[t]."""
    rows = np.arange(len(t))
    p = softmax(z)
    loss = -np.mean(np.log(p[rows, t]))
    p[rows, t] -= 1
    return loss, p / len(t)


def softmax(z: np.ndarray) -> np.ndarray:
    """Along the last axis, with the largest number taken off first."""
    e = np.exp(z - z.max(axis=-1, keepdims=True))
    return e / e.sum(axis=-1, keepdims=True)


# Layers on rows
def linear(p: Arrays, name: str, x: np.ndarray) -> np.ndarray:
    """Return x Wᵀ + b."""
    return x @ p[f"{name}.weight"].T + p[f"{name}.bias"]


def linear_backward(p: Arrays, d: Arrays, name: str, x: np.ndarray, g: np.ndarray) -> np.ndarray:
    """Put the gradients of W and b into `d`, return that of x."""
    d[f"{name}.weight"] = g.T @ x
    d[f"{name}.bias"] = g.sum(axis=0)
    return g @ p[f"{name}.weight"]
