"""HIPS autograd."""

from __future__ import annotations

import math
from typing import Any

import autograd.numpy as np
import numpy
from autograd import value_and_grad

from benchmarks.workloads.work import (
    HEADS,
    TOKENS,
    WIDTH,
    NotSupportedError,
    Run,
    Work,
    repeated,
)

Parameters = dict[str, Any]


def eager(work: Work) -> Run:
    """A gradient of a function of a dict of arrays; the update is NumPy's."""
    if work.kind == "lenet":
        raise NotSupportedError("it has no fast convolution")
    parameters, (x, t) = work.parameters(), work.data()
    one_hot = numpy.eye(65 if work.kind == "gpt" else 10, dtype=numpy.float32)
    target = t if work.loss == "bce" else one_hot[t.ravel()]
    loss_and_gradient = value_and_grad(lambda p: loss(work, p, x, target))
    update = {"sgd": sgd, "adam": Adam(parameters)}[work.optimizer]

    def step() -> Any:
        value, gradients = loss_and_gradient(parameters)
        update(parameters, gradients, work.lr)
        return value

    return repeated(step)


def sgd(parameters: Parameters, gradients: Parameters, lr: float) -> None:
    """θ ← θ - η g."""
    for name, p in parameters.items():
        p -= numpy.float32(lr) * gradients[name]


class Adam:
    """The same formula as everyone's, an array at a time."""

    def __init__(self, parameters: Parameters) -> None:
        self.m = {name: numpy.zeros_like(p) for name, p in parameters.items()}
        self.v = {name: numpy.zeros_like(p) for name, p in parameters.items()}
        self.t = 0

    def __call__(self, parameters: Parameters, gradients: Parameters, lr: float) -> None:
        """Move all parameters."""
        self.t += 1
        rate, scale = lr / (1 - 0.9**self.t), (1 - 0.999**self.t) ** -0.5
        for name, p in parameters.items():
            g, m, v = gradients[name], self.m[name], self.v[name]
            m += 0.1 * (g - m)
            v += 0.001 * (g * g - v)
            p -= rate * m / (numpy.sqrt(v) * scale + 1e-8)


def loss(work: Work, p: Parameters, x: Any, t: Any) -> Any:
    """Binary or many-class cross-entropy; t are the targets, or rows with a single 1."""
    z = gpt(p, x) if work.kind == "gpt" else layers(work, p, x)
    if work.loss == "bce":
        return np.mean(np.logaddexp(0, z) - t * z)
    shifted = z - np.max(z, axis=1, keepdims=True)
    return np.mean(np.log(np.sum(np.exp(shifted), axis=1)) - np.sum(t * shifted, axis=1))


def layers(work: Work, p: Parameters, x: Any) -> Any:
    """A chain of linear layers."""
    last = len(p) // 2
    for i in range(1, last + 1):
        x = linear(p, f"layer{i}", x)
        if i < last:
            x = np.tanh(x) if work.activation == "tanh" else np.maximum(x, 0)
    return x


def gpt(p: Parameters, x: Any) -> Any:
    """One block of a GPT."""
    one_hot = numpy.eye(len(p["head.bias"]), dtype=numpy.float32)
    h = np.dot(one_hot[x], p["token.embedding"]) + p["place.embedding"]
    h = h + attention(p, norm(p, "attention_norm", h))
    h = h + linear(p, "down", gelu(linear(p, "up", norm(p, "mlp_norm", h))))
    return np.reshape(linear(p, "head", norm(p, "final_norm", h)), (-1, len(p["head.bias"])))


def attention(p: Parameters, x: Any) -> Any:
    """Causal attention of several heads."""
    shape = (-1, TOKENS, HEADS, WIDTH // HEADS)
    q, k, v = (
        np.swapaxes(np.reshape(linear(p, name, x), shape), 1, 2)
        for name in ("query", "key", "value")
    )
    later = numpy.triu(numpy.full((TOKENS, TOKENS), -1e30, numpy.float32), 1)
    scores = np.matmul(q, np.swapaxes(k, 2, 3)) / math.sqrt(WIDTH / HEADS) + later
    weights = np.exp(scores - np.max(scores, axis=3, keepdims=True))
    weights = weights / np.sum(weights, axis=3, keepdims=True)
    return linear(p, "out", np.reshape(np.swapaxes(np.matmul(weights, v), 1, 2), x.shape))


def gelu(x: Any) -> Any:
    """GELU by its tanh approximation."""
    return 0.5 * x * (1 + np.tanh(math.sqrt(2 / math.pi) * (x + 0.044715 * x * x * x)))


def linear(p: Parameters, name: str, x: Any) -> Any:
    """One linear layer."""
    return np.dot(x, p[f"{name}.weight"].T) + p[f"{name}.bias"]


def norm(p: Parameters, name: str, x: Any) -> Any:
    """One layer norm."""
    centred = x - np.mean(x, axis=-1, keepdims=True)
    spread = np.sqrt(np.mean(centred * centred, axis=-1, keepdims=True) + 1e-5)
    return centred / spread * p[f"{name}.weight"] + p[f"{name}.bias"]
