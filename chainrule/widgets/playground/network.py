"""The network that a playground trains, and what it is given of a point."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import Any

import numpy as np

from chainrule import nn
from chainrule.engine import Array, raw
from chainrule.grad_mode import no_grad
from chainrule.nn.activations import layers

# Of the coordinates, be they arrays or symbols.
FEATURES: dict[str, Callable[[Any, Any], Any]] = {
    "x1": lambda a, b: a,
    "x2": lambda a, b: b,
    "x1_squared": lambda a, b: a * a,
    "x2_squared": lambda a, b: b * b,
    "x1_x2": lambda a, b: a * b,
    "sin_x1": lambda a, b: np.sin(a),
    "sin_x2": lambda a, b: np.sin(b),
}
BESIDE_THE_TABLES: dict[str, Callable[[], nn.Module] | None] = {
    "linear": None,
    "leaky_relu": nn.LeakyReLU,
    "prelu": nn.PReLU,
    "elu": nn.ELU,
    "gelu": nn.GELU,
}


def activation_layers() -> dict[str, Callable[[], nn.Module] | None]:
    """The layers that can be chosen, by the names of their functions; linear is without any."""
    return {layer.operation.name: layer for layer in layers().values()} | BESIDE_THE_TABLES


def feature_columns(x: Array, names: Sequence[str]) -> Array:
    """The features of points as columns, in single precision.

    >>> feature_columns(np.array([[2.0, 3.0]]), ["x2", "x1_x2"]).tolist()
    [[3.0, 6.0]]
    """
    columns = [FEATURES[name](x[:, 0], x[:, 1]) for name in names]
    return np.stack(columns, axis=1).astype(np.float32)


def uniform(layer: nn.Linear, rng: np.random.Generator) -> None:
    """Weights on ±½ and biases of 0.1, as playground.tensorflow.org has them."""
    layer.weight.data[...] = rng.uniform(-0.5, 0.5, layer.weight.shape)
    offset(layer, 0.1)


def xavier(layer: nn.Linear, rng: np.random.Generator) -> None:
    """Glorot's initialisation, biases of 0."""
    nn.init.xavier_uniform_(layer.weight, seed=rng)
    offset(layer, 0.0)


def he(layer: nn.Linear, rng: np.random.Generator) -> None:
    """He's initialisation, biases of 0."""
    nn.init.kaiming_uniform_(layer.weight, seed=rng)
    offset(layer, 0.0)


def large(layer: nn.Linear, rng: np.random.Generator) -> None:
    """Weights of standard deviation 3: tanh and sigmoid start saturated."""
    layer.weight.data[...] = rng.normal(0, 3, layer.weight.shape)
    offset(layer, 0.0)


def zeros(layer: nn.Linear, rng: np.random.Generator) -> None:
    """Everything 0: all neurons of a layer stay alike."""
    layer.weight.data[...] = 0
    offset(layer, 0.0)


def offset(layer: nn.Linear, value: float) -> None:
    """Set all biases of a layer."""
    if layer.bias is not None:
        layer.bias.data[...] = value


def alike(layer: nn.Linear, rng: np.random.Generator) -> None:
    """All weights 0.3: the neurons of a layer see something, and all of them the same."""
    layer.weight.data[...] = 0.3
    offset(layer, 0.0)


INITIALISATIONS = {
    "uniform": uniform, "xavier": xavier, "he": he, "large": large, "alike": alike, "zeros": zeros,
}  # fmt: skip


def network(
    sizes: Sequence[int],
    activations: Sequence[str],
    dropout: float = 0.0,
    initialisation: str = "uniform",
    seed: int = 0,
) -> nn.Sequential:
    """Linear layers with activations between them, in single precision.

    >>> network((2, 4, 1), ["relu"])
    Sequential(
      (0): Linear(2, 4, bias=True)  # 12
      (1): ReLU()
      (2): Linear(4, 1, bias=True)  #  5
    )                               # 17 parameters
    """
    rng = np.random.default_rng(seed)
    layers: list[nn.Module] = []
    for i, (m, n) in enumerate(pairwise(sizes)):
        layers.append(linear := nn.Linear(m, n, seed=rng))
        INITIALISATIONS[initialisation](linear, rng)
        if i < len(activations):
            layers += between(activations[i], dropout, seed=[seed, i])
    return nn.Sequential(*layers).to(np.float32)


def between(activation: str, dropout: float, seed: Any) -> list[nn.Module]:
    """What follows a hidden linear layer."""
    make = activation_layers()[activation]
    layers = [] if make is None else [make()]
    return [*layers, nn.Dropout(dropout, np.random.default_rng(seed))] if dropout else layers


def linears(model: nn.Sequential) -> list[nn.Linear]:
    """The linear layers, the last of which is the output."""
    return [layer for layer in model.layers if isinstance(layer, nn.Linear)]


def activations_of(model: nn.Sequential, x: Array) -> list[Array]:
    """The values of each hidden layer and of the output before its squash, without dropout."""
    values: list[Array] = []
    with no_grad():
        for layer in model.layers:
            if isinstance(layer, nn.Linear):
                values.append(x)
            if not isinstance(layer, nn.Dropout):
                x = raw(layer(x))
    return [*values[1:], x]


def without(model: nn.Sequential, x: Array, layer: int, neuron: int) -> Array:
    """The output before its squash if a hidden neuron says its mean of every point."""
    passed = -1
    with no_grad():
        for part in model.layers:
            if isinstance(part, nn.Linear):
                passed += 1
                if passed == layer + 1:
                    x = x.copy()
                    x[:, neuron] = x[:, neuron].mean()
            if not isinstance(part, nn.Dropout):
                x = raw(part(x))
    return x


def slopes(model: nn.Sequential) -> list[float | None]:
    """The learned slope α of each hidden layer that has one."""
    found: list[float | None] = []
    for layer in model.layers:
        if isinstance(layer, nn.Linear):
            found.append(None)
        elif isinstance(layer, nn.PReLU):
            found[-1] = float(layer.weight.data[0])
    return found[:-1]
