"""Lines and neurons that are cut or frozen: numbers that training leaves as they are."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np

from chainrule import nn
from chainrule.engine import Tensor
from chainrule.widgets.playground.network import linears
from chainrule.widgets.playground.traits import SettingError, finite, whole_numbers

Source = int | str  # the place of an input, or "bias"
Place = tuple[int, int, Source]  # layer, neuron, source
Number = tuple[int, int, Source, float]  # a place, and what stays there; 0 is a cut


def parts_of(layer: int, neuron: int, source: Source | None, sizes: Sequence[int]) -> list[Place]:
    """The weight or the bias that is named; of a neuron, all its weights and its bias.

    >>> parts_of(0, 1, None, (2, 4, 1))
    [(0, 1, 0), (0, 1, 1), (0, 1, 'bias')]
    """
    if source is not None:
        return [place_of((layer, neuron, source), sizes)]
    place_of((layer, neuron, "bias"), sizes)
    return [(layer, neuron, i) for i in [*range(sizes[layer]), "bias"]]


def cuts_of(layer: int, neuron: int, source: Source | None, sizes: Sequence[int]) -> list[Place]:
    """What is cut with a weight or a bias: itself; with a neuron: its lines to those behind it."""
    place_of((layer, neuron, "bias" if source is None else source), sizes)
    if source is not None:
        return [(layer, neuron, source)]
    if layer == len(sizes) - 2:
        raise SettingError("An output is what is asked for: cut its weights or its bias.")
    return [(layer + 1, k, neuron) for k in range(sizes[layer + 2])]


def reached_by(layer: int, neuron: int, source: Source | None, sizes: Sequence[int]) -> list[Place]:
    """What is restored with a weight or a bias: itself; with a neuron: all that is in and out."""
    own = parts_of(layer, neuron, source, sizes)
    last = layer == len(sizes) - 2
    return own if source is not None or last else own + cuts_of(layer, neuron, None, sizes)


def place_of(given: Sequence[Any], sizes: Sequence[int]) -> Place:
    """A weight or bias of a network with layers of these sizes, or a sentence that it is none."""
    layer, neuron, source = given
    numbers = (layer, neuron) if source == "bias" else (layer, neuron, source)
    whole = whole_numbers(numbers)
    if whole == numbers and 0 <= layer < len(sizes) - 1 and 0 <= neuron < sizes[layer + 1]:
        if source == "bias":
            return (*whole[:2], "bias")
        if 0 <= source < sizes[layer]:
            return whole  # type: ignore[return-value]
    what = f"no {'bias' if source == 'bias' else 'weight'} {tuple(given)}"
    raise SettingError(f"There is {what} in layers of {', '.join(map(str, sizes))}.")


def fixed_of(given: Any, sizes: Sequence[int]) -> tuple[Number, ...]:
    """Numbers that stay, each named once, as single precision has them.

    >>> fixed_of([(0, 0, 1, 0.5), (0, 0, 1, 0)], (2, 1))
    ((0, 0, 1, 0.0),)
    """
    if not np.iterable(given) or not all(isinstance(row, list | tuple) for row in given):
        raise SettingError(f"fixed are rows (layer, neuron, source, value), and this is {given!r}.")
    if wrong := [row for row in given if len(row) != 4]:
        raise SettingError(f"fixed are rows (layer, neuron, source, value), not {wrong[0]!r}.")
    found = {
        place_of(row[:3], sizes): float(np.float32(finite("What stays", row[3]))) for row in given
    }
    return tuple((*place, value) for place, value in found.items())


def as_dict(fixed: Iterable[Number]) -> dict[Place, float]:
    """What stays, by its place."""
    return {(layer, neuron, source): value for layer, neuron, source, value in fixed}


def called(layer: int, neuron: int, source: Source | None) -> str:
    """What is cut or frozen, in the words of the view, which counts from 1."""
    of = f"neuron {neuron + 1} of layer {layer + 1}"
    if source is None:
        return of
    return f"the bias of {of}" if source == "bias" else f"the weight {int(source) + 1} of {of}"


def parameter_of(model: nn.Sequential, place: Place) -> tuple[Tensor, tuple[int, ...]]:
    """The parameter that a place is in, and where in it."""
    layer, neuron, source = place
    linear = linears(model)[layer]
    if source == "bias":
        assert linear.bias is not None
        return linear.bias, (neuron,)
    return linear.weight, (neuron, int(source))


class Fixed:
    """What stays of a network while it is trained: of each parameter a mask, and the values."""

    def __init__(self, model: nn.Sequential, fixed: dict[Place, float]) -> None:
        self.held: dict[Tensor, tuple[Any, Any]] = {}
        for place, value in fixed.items():
            parameter, at = parameter_of(model, place)
            empty = np.zeros(parameter.shape, bool), np.zeros(parameter.shape, np.float32)
            mask, values = self.held.setdefault(parameter, empty)
            mask[at], values[at] = True, value

    def spare(self) -> None:
        """Let no gradient reach what stays, nor an optimiser's memory of it."""
        for parameter, (mask, _) in self.held.items():
            gradient: Any = parameter.grad
            parameter.grad = np.where(mask, np.float32(0), gradient)

    def put_back(self) -> None:
        """Let everything that stays be what it was, to the bit."""
        for parameter, (mask, values) in self.held.items():
            parameter.data[...] = np.where(mask, values, parameter.data)
