"""MyGrad."""

from __future__ import annotations

from typing import Any

import mygrad as mg
import numpy as np
from mygrad.nnet.activations import relu
from mygrad.nnet.layers import conv_nd, max_pool
from mygrad.nnet.losses import softmax_crossentropy

from benchmarks.workloads.work import NotSupportedError, Run, Work, repeated

Parameters = dict[str, Any]


def eager(work: Work) -> Run:
    """Tensors and `backward`; MyGrad has no optimisers, so the update is NumPy's."""
    if work.kind == "gpt":
        raise NotSupportedError("it has neither layer norm, GELU nor attention")
    mg.turn_memory_guarding_off()  # as its documentation advises for speed
    parameters = {name: mg.tensor(p) for name, p in work.parameters().items()}
    x, t = work.data()
    means = {name: np.zeros_like(p.data) for name, p in parameters.items()}
    squares = {name: np.zeros_like(p.data) for name, p in parameters.items()}
    count = 0

    def sgd(name: str, p: Any) -> None:
        p.data -= np.float32(work.lr) * p.grad

    def adam(name: str, p: Any) -> None:
        m, v, g = means[name], squares[name], p.grad
        m += 0.1 * (g - m)
        v += 0.001 * (g * g - v)
        scale = (1 - 0.999**count) ** -0.5
        p.data -= work.lr / (1 - 0.9**count) * m / (np.sqrt(v) * scale + 1e-8)

    update = {"sgd": sgd, "adam": adam}[work.optimizer]

    def step() -> Any:
        nonlocal count
        count += 1
        value = loss(work, parameters, x, t)
        value.backward()
        for name, p in parameters.items():
            update(name, p)
        return value

    return repeated(step)


def loss(work: Work, p: Parameters, x: Any, t: Any) -> Any:
    """Binary or many-class cross-entropy."""
    z = layers(work, p, lenet(p, x) if work.kind == "lenet" else x)
    if work.loss == "bce":
        return mg.mean(mg.logaddexp(np.float32(0), z) - t * z)
    return softmax_crossentropy(z, t)


def layers(work: Work, p: Parameters, x: Any) -> Any:
    """A chain of linear layers."""
    activation = mg.tanh if work.activation == "tanh" else relu
    last = sum(name.startswith("layer") for name in p) // 2
    for i in range(1, last + 1):
        x = mg.matmul(x, p[f"layer{i}.weight"].T) + p[f"layer{i}.bias"]
        x = activation(x) if i < last else x
    return x


def lenet(p: Parameters, x: Any) -> Any:
    """LeNet-5 up to the linear layers."""
    for name, padding in (("conv1", 2), ("conv2", 0)):
        bias = p[f"{name}.bias"].reshape(1, -1, 1, 1)
        x = relu(conv_nd(x, p[f"{name}.weight"], stride=1, padding=padding) + bias)
        x = max_pool(x, (2, 2), 2)
    return x.reshape(len(x), -1)
