"""What is timed: networks, their first numbers and their data, the same for every library."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np

Run = Callable[[int], float]
"""Do so many steps, return the loss of the last; what each library has to offer."""

VOCABULARY, TOKENS, WIDTH, HEADS = 65, 64, 128, 4


class NotSupportedError(Exception):
    """The library cannot do this work; the text says why."""


@dataclass(frozen=True)
class Work:
    """A network, its batch, its loss and its optimiser.

    Parameters
    ----------
    name, title : str
        A letter, and what the network is.
    batch : int
        Rows (images, sequences) a step.
    sizes : tuple of int
        Widths of the layers of a multi-layer perceptron; empty for the other kinds.
    kind : {"mlp", "lenet", "gpt"}
        What sort of network it is.
    activation : {"tanh", "relu"}
        After every layer but the last.
    loss : {"bce", "cross_entropy"}
        On logits.
    optimizer : {"sgd", "adam"}
        Without momentum; Adam with β = (0.9, 0.999), ε = 1e-8.
    lr : float
        The learning rate.
    """

    name: str
    title: str
    batch: int
    sizes: tuple[int, ...] = ()
    kind: str = "mlp"
    activation: str = "relu"
    loss: str = "cross_entropy"
    optimizer: str = "sgd"
    lr: float = 0.1

    def parameters(self) -> dict[str, np.ndarray]:
        """The first values, float32, by name; a matrix is (out, in) as in PyTorch."""
        rng = np.random.default_rng(1)
        shapes = {"mlp": self.mlp_shapes, "lenet": lenet_shapes, "gpt": gpt_shapes}[self.kind]()
        return {name: first(rng, name, shape, self.activation) for name, shape in shapes.items()}

    def mlp_shapes(self) -> dict[str, tuple[int, ...]]:
        """Weights and biases of the layers, in order."""
        return shapes_of_layers(self.sizes)

    def data(self) -> tuple[np.ndarray, np.ndarray]:
        """One batch of inputs and targets."""
        rng = np.random.default_rng(2)
        if self.kind == "gpt":
            text = rng.integers(0, VOCABULARY, (self.batch, TOKENS + 1))
            return text[:, :-1].copy(), text[:, 1:].copy()
        if self.name == "A":
            x = np.array([[0, 0], [0, 1], [1, 0], [1, 1]], np.float32)
            return x, np.array([[0], [1], [1], [0]], np.float32)
        shape = (1, 28, 28) if self.kind == "lenet" else self.sizes[:1]
        x = rng.normal(size=(self.batch, *shape)).astype(np.float32)
        if self.loss == "bce":
            return x, (x[:, :1] * x[:, 1:2] > 0).astype(np.float32)
        return x, rng.integers(0, 10, self.batch)


def first(
    rng: np.random.Generator, name: str, shape: tuple[int, ...], activation: str
) -> np.ndarray:
    """Normal weights that keep the variance, small biases that are not zero, norms near 1."""
    if name.endswith("embedding"):
        return rng.normal(0, 0.5, shape).astype(np.float32)
    if len(shape) == 1:
        centre = 1.0 if name.endswith("norm.weight") else 0.0
        return rng.normal(centre, 0.05, shape).astype(np.float32)
    gain = 2.0 if activation == "relu" else 1.0
    return rng.normal(0, (gain / np.prod(shape[1:])) ** 0.5, shape).astype(np.float32)


def shapes_of_layers(sizes: tuple[int, ...], start: int = 1) -> dict[str, tuple[int, ...]]:
    """`layer1.weight`, `layer1.bias`, ... of a chain of linear layers."""
    shapes: dict[str, tuple[int, ...]] = {}
    for i, (m, n) in enumerate(pairwise(sizes), start):
        shapes |= {f"layer{i}.weight": (n, m), f"layer{i}.bias": (n,)}
    return shapes


def lenet_shapes() -> dict[str, tuple[int, ...]]:
    """LeNet-5 with full connections: two convolutions and three linear layers."""
    convolutions = {
        "conv1.weight": (6, 1, 5, 5),
        "conv1.bias": (6,),
        "conv2.weight": (16, 6, 5, 5),
        "conv2.bias": (16,),
    }
    return convolutions | shapes_of_layers((400, 120, 84, 10))


def gpt_shapes() -> dict[str, tuple[int, ...]]:
    """One block of a small GPT, with its embeddings, final norm and head."""
    linear = {"query": (1, 1), "key": (1, 1), "value": (1, 1), "out": (1, 1), "up": (4, 1)}
    linear |= {"down": (1, 4)}
    shapes: dict[str, tuple[int, ...]] = {
        "token.embedding": (VOCABULARY, WIDTH),
        "place.embedding": (TOKENS, WIDTH),
    }
    for name in ("attention_norm", "mlp_norm", "final_norm"):
        shapes |= {f"{name}.weight": (WIDTH,), f"{name}.bias": (WIDTH,)}
    for name, (n, m) in linear.items():
        shapes |= {f"{name}.weight": (n * WIDTH, m * WIDTH), f"{name}.bias": (n * WIDTH,)}
    return shapes | {"head.weight": (VOCABULARY, WIDTH), "head.bias": (VOCABULARY,)}


def tanh_net(name: str, title: str, batch: int, *sizes: int, lr: float = 0.5) -> Work:
    """A small classifier with one logit."""
    return Work(name, title, batch, sizes, activation="tanh", loss="bce", lr=lr)


WORKS = {
    work.name: work
    for work in (
        tanh_net("A", "XOR, 2-4-1, batch 4, tanh, SGD", 4, 2, 4, 1),
        tanh_net("B", "playground, 2-4-2-1, batch 10, tanh, SGD", 10, 2, 4, 2, 1),
        tanh_net("C", "7-8×6-1, batch 30, tanh, SGD", 30, 7, 8, 8, 8, 8, 8, 8, 1),
        Work(
            "D", "digits, 64-128-64-10, batch 64, ReLU, Adam", 64, (64, 128, 64, 10),
            optimizer="adam", lr=1e-3,
        ),
        Work("E", "784-512-256-10, batch 128, ReLU, SGD", 128, (784, 512, 256, 10)),
        Work(
            "E+Adam", "784-512-256-10, batch 128, ReLU, Adam", 128, (784, 512, 256, 10),
            optimizer="adam", lr=1e-3,
        ),
        Work("F", "LeNet-5, 1×28×28, batch 32, ReLU, max pooling, SGD", 32, kind="lenet", lr=0.01),
        Work(
            "G", "one GPT block, width 128, 4 heads, 64 tokens, vocabulary 65, batch 8, Adam", 8,
            kind="gpt", activation="gelu", optimizer="adam", lr=1e-3,
        ),
    )
}  # fmt: skip


def chain(depth: int = 8, width: int = 64, batch: int = 64) -> Work:
    """A network of `depth` hidden layers, for growth with depth, width and batch."""
    return Work(
        f"chain-{depth}-{width}-{batch}", f"{depth} layers of {width}, batch {batch}", batch,
        (width,) * (depth + 1) + (10,), activation="tanh", lr=0.01,
    )  # fmt: skip


def work_named(name: str) -> Work:
    """A to G, or `chain-depth-width-batch`."""
    if name.startswith("chain-"):
        return chain(*map(int, name.split("-")[1:]))
    return WORKS[name]


def repeated(step: Callable[[], Any]) -> Run:
    """`step` so many times; the loss is read once, at the end, as in training."""

    def run(k: int) -> float:
        for _ in range(k - 1):
            step()
        return float(step())

    return run
