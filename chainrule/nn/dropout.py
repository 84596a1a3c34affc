"""Dropout."""

from __future__ import annotations

from typing import Any

from chainrule.nn import functional
from chainrule.nn.functional.dropout import check_probability
from chainrule.nn.module import Module
from chainrule.random import Seed, generator


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
    >>> import numpy as np
    >>> layer = Dropout(0.5, seed=0)
    >>> sorted(set(layer(np.ones(100)).tolist()))
    [0.0, 2.0]
    >>> layer.eval()(np.ones(3)).tolist()
    [1.0, 1.0, 1.0]
    """

    def __init__(self, p: float = 0.5, seed: Seed = None) -> None:
        check_probability(p)
        self.p = p
        self.generator = None if seed is None else generator(seed)

    def forward(self, x: Any) -> Any:
        """Drop, if the layer is in training mode."""
        return functional.dropout(x, self.p, self.training, self.generator)

    def extra_repr(self) -> str:
        """What it was made with."""
        return f"{self.p}"
