"""PyTorch, eager and compiled."""

from __future__ import annotations

import torch
import torch.nn.functional as F
from torch import Tensor

from benchmarks.workloads.work import HEADS, TOKENS, WIDTH, Run, Work, repeated

Parameters = dict[str, Tensor]


def eager(work: Work) -> Run:
    """As any user writes it."""
    return steps(work, compiled=False)


def compiled(work: Work) -> Run:
    """Forward, loss and backward as one graph, the optimiser's step as another."""
    return steps(work, compiled=True)


def steps(work: Work, compiled: bool) -> Run:
    """`work` with torch.optim's defaults."""
    torch.set_num_threads(1)
    parameters = {k: torch.tensor(p, requires_grad=True) for k, p in work.parameters().items()}
    optimizer_class = {"sgd": torch.optim.SGD, "adam": torch.optim.Adam}[work.optimizer]
    optimizer = optimizer_class(parameters.values(), lr=work.lr)
    x, t = map(torch.tensor, work.data())

    def loss_of(x: Tensor, t: Tensor) -> Tensor:
        return loss(work, forward(work, parameters, x), t)

    criterion, update = loss_of, optimizer.step
    if compiled:
        criterion, update = torch.compile(loss_of), torch.compile(optimizer.step)

    def step() -> Tensor:
        optimizer.zero_grad()
        value = criterion(x, t)
        value.backward()
        update()
        return value.detach()

    return repeated(step)


def forward(work: Work, p: Parameters, x: Tensor) -> Tensor:
    """The logits."""
    return {"mlp": layers, "lenet": lenet, "gpt": gpt}[work.kind](work, p, x)


def loss(work: Work, z: Tensor, t: Tensor) -> Tensor:
    """Binary or many-class cross-entropy."""
    if work.loss == "bce":
        return F.binary_cross_entropy_with_logits(z, t)
    return F.cross_entropy(z, t.flatten())


def layers(work: Work, p: Parameters, x: Tensor) -> Tensor:
    """A chain of linear layers."""
    activation = torch.tanh if work.activation == "tanh" else torch.relu
    last = sum(name.startswith("layer") for name in p) // 2
    for i in range(1, last + 1):
        x = linear(p, f"layer{i}", x)
        x = activation(x) if i < last else x
    return x


def lenet(work: Work, p: Parameters, x: Tensor) -> Tensor:
    """LeNet-5."""
    x = F.max_pool2d(torch.relu(F.conv2d(x, p["conv1.weight"], p["conv1.bias"], padding=2)), 2)
    x = F.max_pool2d(torch.relu(F.conv2d(x, p["conv2.weight"], p["conv2.bias"])), 2)
    return layers(work, p, x.flatten(1))


def gpt(work: Work, p: Parameters, x: Tensor) -> Tensor:
    """One block of a GPT."""
    h = F.embedding(x, p["token.embedding"]) + p["place.embedding"]
    h = h + attention(p, norm(p, "attention_norm", h))
    inner = F.gelu(linear(p, "up", norm(p, "mlp_norm", h)), approximate="tanh")
    h = h + linear(p, "down", inner)
    return linear(p, "head", norm(p, "final_norm", h)).flatten(0, 1)


def attention(p: Parameters, x: Tensor) -> Tensor:
    """Causal attention of several heads."""
    q, k, v = (
        linear(p, name, x).view(-1, TOKENS, HEADS, WIDTH // HEADS).transpose(1, 2)
        for name in ("query", "key", "value")
    )
    mixed = F.scaled_dot_product_attention(q, k, v, is_causal=True)
    return linear(p, "out", mixed.transpose(1, 2).reshape(x.shape))


def linear(p: Parameters, name: str, x: Tensor) -> Tensor:
    """One linear layer."""
    return F.linear(x, p[f"{name}.weight"], p[f"{name}.bias"])


def norm(p: Parameters, name: str, x: Tensor) -> Tensor:
    """One layer norm."""
    return F.layer_norm(x, (WIDTH,), p[f"{name}.weight"], p[f"{name}.bias"])
