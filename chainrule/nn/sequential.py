"""Layers one after another."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Self

from chainrule.nn.containers import Row
from chainrule.nn.module import Module


class Sequential(Row):
    """The composition of layers, the first one applied first.

    A layer that is made an attribute later, ``net.head = nn.Linear(8, 1)``, comes last, as in
    PyTorch. A slice is a `Sequential` of the same layers.

    Parameters
    ----------
    *layers : Module, or one dict of them
        Applied from left to right; called by their places from 0 on, or as the dict calls them.

    Raises
    ------
    TypeError
        If something is no layer: a function such as `tanh`, a class, a list.

    Examples
    --------
    >>> from chainrule import nn
    >>> net = nn.Sequential(nn.Linear(2, 4, seed=0), nn.Tanh(), nn.Linear(4, 1, seed=1))
    >>> sum(p.size for p in net.parameters())
    17
    >>> [name for name, _ in net.named_parameters()]
    ['0.weight', '0.bias', '2.weight', '2.bias']
    >>> net[:2]
    Sequential(
      (0): Linear(2, 4, bias=True)  # 12
      (1): Tanh()
    )                               # 12 parameters
    """

    def __init__(self, *layers: Any) -> None:
        only = layers[0] if len(layers) == 1 else None
        if isinstance(only, dict):
            for name, layer in only.items():
                self.add_module(name, self._entry(layer))
        else:
            self.extend(layers)

    @property
    def layers(self) -> tuple[Module, ...]:
        """The layers in the order in which they are applied."""
        return tuple(self)

    def _like(self, entries: Iterable[tuple[str, Any]]) -> Self:
        """A part of the layers, called as in the whole, as in PyTorch."""
        part = type(self).__new__(type(self))
        vars(part).update(entries)
        return part

    def forward(self, x: Any) -> Any:
        """Apply every layer in turn."""
        for layer in vars(self).values():
            if isinstance(layer, Module):
                x = layer(x)
        return x
