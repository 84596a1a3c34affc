"""Chain Rule itself, eager and compiled."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from typing import Any

import chainrule as cr
from benchmarks.workloads.work import (
    HEADS,
    TOKENS,
    VOCABULARY,
    WIDTH,
    NotSupportedError,
    Run,
    Work,
    repeated,
)
from chainrule.nn import functional as F

Model = cr.nn.Module


def eager(work: Work) -> Run:
    """As any user writes it."""
    step, (x, t) = training_step(work), work.data()
    return repeated(lambda: step(x, t).item())


def compiled(work: Work) -> Run:
    """The same step, recorded once and run as generated NumPy."""
    if not hasattr(cr, "compile"):
        raise NotSupportedError("this version has no chainrule.compile")
    step, (x, t) = cr.compile(training_step(work)), work.data()
    return repeated(lambda: step(x, t))


def training_step(work: Work) -> Callable[[Any, Any], Any]:
    """Forward, loss, backward and update, as a function of a batch."""
    model = network(work)
    take_over(model, work)
    optimizers = {"sgd": cr.optim.SGD, "adam": cr.optim.Adam}
    optimizer = optimizers[work.optimizer](model.parameters(), lr=work.lr)
    criterion = F.binary_cross_entropy_with_logits if work.loss == "bce" else F.cross_entropy

    def step(x: Any, t: Any) -> Any:
        optimizer.zero_grad()
        loss = criterion(model(x), t)
        loss.backward()
        optimizer.step()
        return loss

    return (lambda x, t: step(x, t.reshape(-1))) if work.kind == "gpt" else step


def take_over(model: Model, work: Work) -> None:
    """Give the model the work's first values, in float32, in the order that it has them."""
    first, parameters = work.parameters(), list(model.parameters())
    for parameter, value in zip(parameters, first.values(), strict=True):
        if parameter.shape != value.shape:
            raise ValueError(f"a parameter of shape {parameter.shape} was to get {value.shape}")
        parameter.data = value.copy()


def network(work: Work) -> Model:
    """The model of a work."""
    if work.kind == "gpt":
        return GPT()
    layers = perceptron(work.sizes or (400, 120, 84, 10), work.activation)
    return cr.nn.Sequential(*(lenet() if work.kind == "lenet" else []), *layers)


def perceptron(sizes: tuple[int, ...], activation: str) -> list[Model]:
    """Linear layers with an activation between them."""
    between = {"tanh": cr.nn.Tanh, "relu": cr.nn.ReLU}[activation]
    layers: list[Model] = []
    for m, n in pairwise(sizes):
        layers += [cr.nn.Linear(m, n), between()]
    return layers[:-1]


def lenet() -> list[Model]:
    """LeNet-5 up to the linear layers."""
    if not hasattr(cr.nn, "Conv2d"):
        raise NotSupportedError("this version has no chainrule.nn.Conv2d")
    conv1, conv2 = cr.nn.Conv2d(1, 6, 5, padding=2), cr.nn.Conv2d(6, 16, 5)
    first = [conv1, cr.nn.ReLU(), cr.nn.MaxPool2d(2)]
    return [*first, conv2, cr.nn.ReLU(), cr.nn.MaxPool2d(2), cr.nn.Flatten()]


class Block(cr.nn.Module):
    """Pre-norm causal attention and a perceptron, each beside a shortcut."""

    def __init__(self) -> None:
        self.attention_norm = cr.nn.LayerNorm(WIDTH)
        self.mlp_norm = cr.nn.LayerNorm(WIDTH)
        self.final_norm = cr.nn.LayerNorm(WIDTH)
        self.query, self.key, self.value, self.out = (cr.nn.Linear(WIDTH, WIDTH) for _ in range(4))
        self.up, self.down = cr.nn.Linear(WIDTH, 4 * WIDTH), cr.nn.Linear(4 * WIDTH, WIDTH)

    def attend(self, x: Any) -> Any:
        """Causal attention of several heads."""
        q, k, v = (heads(layer(x)) for layer in (self.query, self.key, self.value))
        mixed = F.scaled_dot_product_attention(q, k, v, is_causal=True)
        return self.out(mixed.transpose(1, 2).reshape(x.shape))

    def forward(self, h: Any) -> Any:
        """The block, and the norm after it."""
        h = h + self.attend(self.attention_norm(h))
        h = h + self.down(F.gelu(self.up(self.mlp_norm(h))))
        return self.final_norm(h)


class GPT(cr.nn.Module):
    """Embeddings, one block, a head."""

    def __init__(self) -> None:
        self.token, self.place = cr.nn.Embedding(VOCABULARY, WIDTH), cr.nn.Embedding(TOKENS, WIDTH)
        self.block, self.head = Block(), cr.nn.Linear(WIDTH, VOCABULARY)

    def forward(self, x: Any) -> Any:
        """The logits of all places, as rows."""
        h = self.token(x) + self.place.weight
        return self.head(self.block(h)).reshape(-1, VOCABULARY)


def heads(x: Any) -> Any:
    """(batch, tokens, width) as (batch, heads, tokens, width of a head)."""
    return x.reshape(-1, TOKENS, HEADS, WIDTH // HEADS).transpose(1, 2)
