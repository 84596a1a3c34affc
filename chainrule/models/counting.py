"""What a network of layers costs: parameters and multiplications, without building it."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

Shape = tuple[int, ...]  # channels, height, width; or features


@dataclass(frozen=True)
class Conv:
    """A convolution with square kernels and as many maps as `out`; `groups` see apart inputs."""

    out: int
    kernel: int
    stride: int = 1
    padding: int = 0
    groups: int = 1
    bias: bool = True


@dataclass(frozen=True)
class Norm:
    """A batch norm: a scale and a shift for each map."""


@dataclass(frozen=True)
class Pool:
    """The largest or the mean number of each square window; `round_up` keeps a last, cut one."""

    kernel: int
    stride: int
    padding: int = 0
    round_up: bool = False


@dataclass(frozen=True)
class Dense:
    """A fully connected layer."""

    out: int


@dataclass(frozen=True)
class Branches:
    """Chains of layers that all see the same input; their maps are stacked, or added."""

    chains: tuple[tuple[Layer, ...], ...]
    added: bool = False


Layer = Conv | Norm | Pool | Dense | Branches


@dataclass(frozen=True)
class Row:
    """A layer in a table.

    Parameters
    ----------
    name : str
        Of the layer.
    shape : tuple of int
        Of its output for one image.
    weights, biases : int
        How many there are.
    multiply_adds : int
        For one image.
    """

    name: str
    shape: Shape
    weights: int
    biases: int
    multiply_adds: int

    @property
    def parameters(self) -> int:
        """Weights and biases."""
        return self.weights + self.biases


def count(shape: Shape, layers: Sequence[tuple[str, Layer]]) -> list[Row]:
    """A row for each layer of a network for images of this shape.

    Examples
    --------
    >>> count((1, 32, 32), [("C1", Conv(6, 5)), ("S2", Pool(2, 2))])[0]
    Row(name='C1', shape=(6, 28, 28), weights=150, biases=6, multiply_adds=117600)
    """
    rows = []
    for name, layer in layers:
        row = cost(name, layer, shape)
        rows.append(row)
        shape = row.shape
    return rows


def totals(rows: Sequence[Row]) -> tuple[int, int]:
    """Parameters and multiply-adds of a whole network."""
    return sum(row.parameters for row in rows), sum(row.multiply_adds for row in rows)


def cost(name: str, layer: Layer, shape: Shape) -> Row:
    """One layer on an input of this shape."""
    if isinstance(layer, Branches):
        chains = [count(shape, [("", x) for x in chain]) for chain in layer.chains if chain]
        return joined(name, chains, layer.added)
    if isinstance(layer, Dense):
        weights = math.prod(shape) * layer.out
        return Row(name, (layer.out,), weights, layer.out, weights)
    if isinstance(layer, Norm):
        return Row(name, shape, shape[0], shape[0], 0)
    out, sides = layer.out if isinstance(layer, Conv) else shape[0], tuple(sizes(layer, shape))
    if isinstance(layer, Pool):
        return Row(name, (out, *sides), 0, 0, 0)
    weights = out * shape[0] // layer.groups * layer.kernel**2
    biases = out if layer.bias else 0
    return Row(name, (out, *sides), weights, biases, weights * math.prod(sides))


def sizes(layer: Conv | Pool, shape: Shape) -> Iterator[int]:
    """Height and width of what comes out."""
    for side in shape[1:]:
        room = side + 2 * layer.padding - layer.kernel
        up = isinstance(layer, Pool) and layer.round_up
        yield (-(-room // layer.stride) if up else room // layer.stride) + 1


def joined(name: str, chains: list[list[Row]], added: bool) -> Row:
    """Chains side by side as one row."""
    rows = [row for chain in chains for row in chain]
    channels = chains[0][-1].shape[0] if added else sum(chain[-1].shape[0] for chain in chains)
    weights, biases = sum(row.weights for row in rows), sum(row.biases for row in rows)
    shape = (channels, *chains[0][-1].shape[1:])
    return Row(name, shape, weights, biases, sum(row.multiply_adds for row in rows))
