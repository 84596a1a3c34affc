"""Activation functions as layers, for use in `Sequential`."""

from __future__ import annotations

from typing import Any

from chainrule import table
from chainrule.nn.module import Module


class Activation(Module):
    """A layer without parameters that applies one operation to each element."""

    operation = table.tanh

    def forward(self, x: Any) -> Any:
        """Apply the operation."""
        return self.operation(x)

    def __repr__(self) -> str:
        return f"{type(self).__name__}()"


class Sigmoid(Activation):
    """σ(a) = 1 / (1 + e⁻ᵃ), from 0 to 1; σ′ = σ (1 - σ).

    >>> Sigmoid()(1.0).item()
    0.7310585786300049
    """

    operation = table.sigmoid


class Tanh(Activation):
    """tanh a, from -1 to 1; tanh′ = 1 - tanh².

    >>> Tanh()(0.0).item()
    0.0
    """

    operation = table.tanh


class ReLU(Activation):
    """max(0, a); its derivative is 1 for a > 0, else 0 (at 0 too).

    >>> ReLU()(-3.0).item()
    0.0
    """

    operation = table.relu
