"""Dropout."""

from __future__ import annotations

from typing import Any

import numpy as np

from chainrule.engine import raw
from chainrule.random import Seed, generator
from chainrule.refusals import check_foreign
from chainrule.table import mul


def dropout(input: Any, p: float = 0.5, training: bool = True, seed: Seed = None) -> Any:
    """While training, each element is 0 with probability p, else x / (1 - p); else x itself.

    Parameters
    ----------
    input : Tensor
    p : float
        From 0 to 1.
    training : bool
    seed : int or numpy.random.Generator, optional
        Where the choice comes from; `chainrule.manual_seed` sets the default.

    Raises
    ------
    ValueError
        If p is no probability.

    Notes
    -----
    Source: Srivastava et al., JMLR 15:1929, 2014.

    Examples
    --------
    >>> sorted(set(dropout(np.ones(100), 0.5, seed=0).tolist()))
    [0.0, 2.0]
    >>> dropout(np.ones(3), training=False).tolist()
    [1.0, 1.0, 1.0]
    """
    check_probability(p)
    if not training or p == 0:
        return input
    values = check_foreign(raw(input))
    kept = generator(seed).random(np.shape(values)) >= p
    factors = kept * (1 / (1 - p) if p < 1 else 0.0)
    if values.dtype.kind == "f":
        factors = factors.astype(values.dtype)
    return mul(input, factors)


def check_probability(p: float) -> None:
    """Raise unless p is a probability."""
    if not 0 <= p <= 1:
        raise ValueError(f"a probability lies between 0 and 1, and this one is {p}")
