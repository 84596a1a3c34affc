"""The linear layer, also called dense or fully connected."""

from __future__ import annotations

from typing import Any

import numpy as np

from chainrule import table
from chainrule.nn.module import Module, Parameter
from chainrule.random import Seed, generator


class Linear(Module):
    """y = x Wᵀ + b, for a batch of rows x.

    Parameters
    ----------
    in_features, out_features : int
        Lengths of a row of x and of y.
    bias : bool
        Whether there is a b.
    seed : int or numpy.random.Generator, optional
        Where the first weights come from; `chainrule.manual_seed` sets the default.

    Attributes
    ----------
    weight : Parameter, shape (out_features, in_features)
    bias : Parameter of shape (out_features,), or None

    Notes
    -----
    Both start uniform on ±1/√in_features, as in PyTorch.

    Examples
    --------
    >>> layer = Linear(3, 2, seed=0)
    >>> layer(np.ones((5, 3))).shape, layer.weight.shape
    ((5, 2), (2, 3))
    """

    def __init__(
        self, in_features: int, out_features: int, bias: bool = True, seed: Seed = None
    ) -> None:
        rng, bound = generator(seed), 1 / np.sqrt(in_features)
        self.weight = Parameter(
            rng.uniform(-bound, bound, (out_features, in_features)), name="weight"
        )
        self.bias = (
            Parameter(rng.uniform(-bound, bound, out_features), name="bias") if bias else None
        )

    def forward(self, x: Any) -> Any:
        """Return x Wᵀ + b."""
        if self.bias is None:
            return table.linear(x, self.weight)
        return table.linear(x, self.weight, self.bias)

    def extra_repr(self) -> str:
        """What it was made with."""
        out_features, in_features = self.weight.shape
        return f"{in_features}, {out_features}, bias={self.bias is not None}"
