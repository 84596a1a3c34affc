"""Dropout."""

from __future__ import annotations

from typing import Any

import numpy as np

from chainrule import table
from chainrule.nn.module import Module
from chainrule.random import Seed, generator
from chainrule.values import raw


class Dropout(Module):
    """While training, each element is 0 with probability p, else x / (1 - p); else x itself.

    Parameters
    ----------
    p : float
        From 0 to 1.
    seed : int or numpy.random.Generator, optional
        Where the choice comes from; `chainrule.manual_seed` sets the default.

    Notes
    -----
    Source: Srivastava et al., JMLR 15:1929, 2014.

    Examples
    --------
    >>> layer = Dropout(0.5, seed=0)
    >>> sorted(set(layer(np.ones(100)).tolist()))
    [0.0, 2.0]
    >>> layer.eval()(np.ones(3)).tolist()
    [1.0, 1.0, 1.0]
    """

    def __init__(self, p: float = 0.5, seed: Seed = None) -> None:
        if not 0 <= p <= 1:
            raise ValueError(f"a probability lies between 0 and 1, and this one is {p}")
        self.p = p
        self.generator = None if seed is None else generator(seed)

    def forward(self, x: Any) -> Any:
        """Drop, if the layer is in training mode."""
        if not self.training or self.p == 0:
            return x
        values = raw(x)
        kept = generator(self.generator).random(np.shape(values)) >= self.p
        factors = kept * (1 / (1 - self.p) if self.p < 1 else 0.0)
        if values.dtype.kind == "f":
            factors = factors.astype(values.dtype)
        return table.mul(x, factors)

    def extra_repr(self) -> str:
        """What it was made with."""
        return f"{self.p}"
