"""Losses as layers, by PyTorch's names."""

from __future__ import annotations

from typing import Any

from chainrule.nn import functional
from chainrule.nn.module import Module


class BCEWithLogitsLoss(Module):
    """See `chainrule.nn.functional.binary_cross_entropy_with_logits`."""

    def forward(self, input: Any, target: Any) -> Any:
        """Return the loss."""
        return functional.binary_cross_entropy_with_logits(input, target)


class CrossEntropyLoss(Module):
    """See `chainrule.nn.functional.cross_entropy`."""

    def forward(self, input: Any, target: Any) -> Any:
        """Return the loss."""
        return functional.cross_entropy(input, target)


class MSELoss(Module):
    """See `chainrule.nn.functional.mse_loss`."""

    def forward(self, input: Any, target: Any) -> Any:
        """Return the loss."""
        return functional.mse_loss(input, target)
