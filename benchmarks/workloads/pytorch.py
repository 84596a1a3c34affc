"""PyTorch, eager and compiled."""

from __future__ import annotations

from itertools import pairwise

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from benchmarks.workloads.work import HEADS, TOKENS, VOCABULARY, WIDTH, Run, Work, repeated


def eager(work: Work) -> Run:
    """As any user writes it."""
    return steps(work, compiled=False)


def compiled(work: Work) -> Run:
    """Forward, loss and backward compiled together, the optimiser's step apart."""
    return steps(work, compiled=True)


def steps(work: Work, compiled: bool) -> Run:
    """`work` with torch.optim's defaults."""
    torch.set_num_threads(1)
    model = network(work)
    with torch.no_grad():
        for parameter, value in zip(model.parameters(), work.parameters().values(), strict=True):
            parameter.copy_(torch.tensor(value))
    optimizers = {"sgd": torch.optim.SGD, "adam": torch.optim.Adam}
    optimizer = optimizers[work.optimizer](model.parameters(), lr=work.lr)
    criterion = nn.BCEWithLogitsLoss() if work.loss == "bce" else nn.CrossEntropyLoss()
    x, t = map(torch.tensor, work.data())

    def loss_of(x: Tensor, t: Tensor) -> Tensor:
        return criterion(model(x), t.flatten() if work.kind == "gpt" else t)

    forward, update = loss_of, optimizer.step
    if compiled:
        forward, update = torch.compile(loss_of), torch.compile(optimizer.step)

    def step() -> Tensor:
        optimizer.zero_grad()
        loss = forward(x, t)
        loss.backward()
        update()
        return loss.detach()

    return repeated(step)


def network(work: Work) -> nn.Module:
    """The model of a work."""
    if work.kind == "gpt":
        return GPT()
    layers = perceptron(work.sizes or (400, 120, 84, 10), work.activation)
    return nn.Sequential(*(lenet() if work.kind == "lenet" else []), *layers)


def perceptron(sizes: tuple[int, ...], activation: str) -> list[nn.Module]:
    """Linear layers with an activation between them."""
    between = {"tanh": nn.Tanh, "relu": nn.ReLU}[activation]
    layers: list[nn.Module] = []
    for m, n in pairwise(sizes):
        layers += [nn.Linear(m, n), between()]
    return layers[:-1]


def lenet() -> list[nn.Module]:
    """LeNet-5 up to the linear layers."""
    first = [nn.Conv2d(1, 6, 5, padding=2), nn.ReLU(), nn.MaxPool2d(2)]
    return [*first, nn.Conv2d(6, 16, 5), nn.ReLU(), nn.MaxPool2d(2), nn.Flatten()]


class Block(nn.Module):
    """Pre-norm causal attention and a perceptron, each beside a shortcut."""

    def __init__(self) -> None:
        super().__init__()
        self.attention_norm, self.mlp_norm = nn.LayerNorm(WIDTH), nn.LayerNorm(WIDTH)
        self.final_norm = nn.LayerNorm(WIDTH)
        self.query, self.key, self.value, self.out = (nn.Linear(WIDTH, WIDTH) for _ in range(4))
        self.up, self.down = nn.Linear(WIDTH, 4 * WIDTH), nn.Linear(4 * WIDTH, WIDTH)

    def attend(self, x: Tensor) -> Tensor:
        """Causal attention of several heads."""
        q, k, v = (heads(layer(x)) for layer in (self.query, self.key, self.value))
        mixed = F.scaled_dot_product_attention(q, k, v, is_causal=True)
        return self.out(mixed.transpose(1, 2).reshape(x.shape))

    def forward(self, h: Tensor) -> Tensor:
        """The block, and the norm after it."""
        h = h + self.attend(self.attention_norm(h))
        h = h + self.down(F.gelu(self.up(self.mlp_norm(h)), approximate="tanh"))
        return self.final_norm(h)


class GPT(nn.Module):
    """Embeddings, one block, a head."""

    def __init__(self) -> None:
        super().__init__()
        self.token, self.place = nn.Embedding(VOCABULARY, WIDTH), nn.Embedding(TOKENS, WIDTH)
        self.block, self.head = Block(), nn.Linear(WIDTH, VOCABULARY)

    def forward(self, x: Tensor) -> Tensor:
        """The logits of all places, as rows."""
        h = self.token(x) + self.place.weight
        return self.head(self.block(h)).flatten(0, 1)


def heads(x: Tensor) -> Tensor:
    """(batch, tokens, width) as (batch, heads, tokens, width of a head)."""
    return x.view(-1, TOKENS, HEADS, WIDTH // HEADS).transpose(1, 2)
