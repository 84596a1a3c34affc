"""A chain of linear layers, forward and backward, as it stands in a textbook."""

from __future__ import annotations

import numpy as np

from benchmarks.workloads.naive.parts import Arrays, bce, cross_entropy
from benchmarks.workloads.work import Work


def perceptron(work: Work, p: Arrays, x: np.ndarray, t: np.ndarray) -> tuple[float, Arrays]:
    """The loss and all gradients."""
    loss, gradients, _ = perceptron_backward(work, p, x, t, to_input=False)
    return loss, gradients


def perceptron_backward(
    work: Work, p: Arrays, x: np.ndarray, t: np.ndarray, to_input: bool
) -> tuple[float, Arrays, np.ndarray]:
    """The loss, the gradients of the parameters and, if it is wanted, that of the input."""
    depth = sum(name.startswith("layer") for name in p) // 2
    outputs = [x]
    for i in range(1, depth + 1):
        z = outputs[-1] @ p[f"layer{i}.weight"].T + p[f"layer{i}.bias"]
        if i < depth:
            z = np.tanh(z) if work.activation == "tanh" else np.maximum(z, 0)
        outputs.append(z)
    loss, g = bce(z, t) if work.loss == "bce" else cross_entropy(z, t)

    gradients = {}
    for i in range(depth, 0, -1):
        gradients[f"layer{i}.weight"] = g.T @ outputs[i - 1]
        gradients[f"layer{i}.bias"] = g.sum(axis=0)
        if i > 1 or to_input:
            g = g @ p[f"layer{i}.weight"]
        if i > 1:
            h = outputs[i - 1]
            g = g * (1 - h**2) if work.activation == "tanh" else g * (h > 0)
    return loss, gradients, g
