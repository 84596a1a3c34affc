"""Layers one after another."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from chainrule.nn.module import Module


class Sequential(Module):
    """The composition of layers, the first one applied first.

    Parameters
    ----------
    *layers : Module
        Applied from left to right.

    Examples
    --------
    >>> from chainrule import nn
    >>> net = nn.Sequential(nn.Linear(2, 4, seed=0), nn.Tanh(), nn.Linear(4, 1, seed=1))
    >>> sum(p.size for p in net.parameters())
    17
    >>> [name for name, _ in net.named_parameters()]
    ['0.weight', '0.bias', '2.weight', '2.bias']
    """

    def __init__(self, *layers: Module) -> None:
        self.layers = layers

    def named_children(self) -> Iterator[tuple[str, Module]]:
        """The layers, named by their places from 0 on."""
        for i, layer in enumerate(self.layers):
            yield str(i), layer

    def forward(self, x: Any) -> Any:
        """Apply every layer in turn."""
        for layer in self.layers:
            x = layer(x)
        return x

    def __getitem__(self, i: int) -> Module:
        return self.layers[i]

    def __len__(self) -> int:
        return len(self.layers)

    def __repr__(self) -> str:
        return f"Sequential({', '.join(map(repr, self.layers))})"
