"""tinygrad, its step recorded by TinyJit."""

from __future__ import annotations

import os
import shutil
from typing import Any

from tinygrad import Tensor, TinyJit
from tinygrad.helpers import Context
from tinygrad.nn.optim import SGD, Adam

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
    """One call of the recorded step each time."""
    if not (os.environ.get("DEV") or shutil.which(os.environ.get("CC", "clang"))):
        raise NotSupportedError("it needs clang to compile for the processor")
    parameters = {name: Tensor(p).is_param_() for name, p in work.parameters().items()}
    optimizer = {"sgd": SGD, "adam": Adam}[work.optimizer](list(parameters.values()), lr=work.lr)
    x, t = (Tensor(array).realize() for array in work.data())

    @TinyJit
    def step() -> Any:
        optimizer.zero_grad()
        value = loss(work, parameters, x, t).backward()
        return value.realize(*optimizer.schedule_step())

    def trained() -> Any:
        with Context(TRAINING=1):
            return step()

    return repeated(lambda: trained().item())


def loss(work: Work, p: Parameters, x: Any, t: Any) -> Any:
    """Binary or many-class cross-entropy."""
    z = {"mlp": layers, "lenet": lenet, "gpt": gpt}[work.kind](work, p, x)
    if work.loss == "bce":
        return (z.softplus() - t * z).mean()
    return z.sparse_categorical_crossentropy(t.reshape(-1))


def layers(work: Work, p: Parameters, x: Any) -> Any:
    """A chain of linear layers."""
    last = sum(name.startswith("layer") for name in p) // 2
    for i in range(1, last + 1):
        x = linear(p, f"layer{i}", x)
        if i < last:
            x = x.tanh() if work.activation == "tanh" else x.relu()
    return x


def lenet(work: Work, p: Parameters, x: Any) -> Any:
    """LeNet-5."""
    x = x.conv2d(p["conv1.weight"], p["conv1.bias"], padding=2).relu().max_pool2d()
    x = x.conv2d(p["conv2.weight"], p["conv2.bias"]).relu().max_pool2d()
    return layers(work, p, x.flatten(1))


def gpt(work: Work, p: Parameters, x: Any) -> Any:
    """One block of a GPT."""
    h = p["token.embedding"][x] + p["place.embedding"]
    h = h + attention(p, norm(p, "attention_norm", h))
    h = h + linear(p, "down", linear(p, "up", norm(p, "mlp_norm", h)).gelu())
    return linear(p, "head", norm(p, "final_norm", h)).flatten(0, 1)


def attention(p: Parameters, x: Any) -> Any:
    """Causal attention of several heads."""
    shape = (-1, TOKENS, HEADS, WIDTH // HEADS)
    q, k, v = (
        linear(p, name, x).reshape(*shape).transpose(1, 2) for name in ("query", "key", "value")
    )
    mixed = q.scaled_dot_product_attention(k, v, is_causal=True)
    return linear(p, "out", mixed.transpose(1, 2).reshape(*x.shape))


def linear(p: Parameters, name: str, x: Any) -> Any:
    """One linear layer."""
    return x.linear(p[f"{name}.weight"].T, p[f"{name}.bias"])


def norm(p: Parameters, name: str, x: Any) -> Any:
    """One layer norm."""
    return x.layernorm(eps=1e-5) * p[f"{name}.weight"] + p[f"{name}.bias"]
