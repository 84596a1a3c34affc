"""Layers for sequences."""

from __future__ import annotations

from typing import Any

import numpy as np

from chainrule import shapes
from chainrule.nn import functional
from chainrule.nn.module import Module, Parameter
from chainrule.random import Seed, generator
from chainrule.values import raw


class LayerNorm(Module):
    """Mean 0 and variance 1 along the last axis, then a learned scale and shift.

    Parameters
    ----------
    normalized_shape : int
        The length of the last axis.
    eps : float
        See `chainrule.nn.functional.layer_norm`.

    Examples
    --------
    >>> LayerNorm(2)(np.array([1.0, 3.0])).data.round(4)
    array([-1.,  1.])
    """

    def __init__(self, normalized_shape: int, eps: float = 1e-5) -> None:
        self.weight = Parameter(np.ones(normalized_shape), name="weight")
        self.bias = Parameter(np.zeros(normalized_shape), name="bias")
        self.eps = eps

    def forward(self, x: Any) -> Any:
        """Normalise, scale and shift."""
        return functional.layer_norm(x, self.weight, self.bias, self.eps)

    def __repr__(self) -> str:
        return f"LayerNorm({self.weight.size})"


class Embedding(Module):
    """A learned row for each of a number of things.

    Parameters
    ----------
    num_embeddings : int
        How many things.
    embedding_dim : int
        The length of a row.
    seed : int or numpy.random.Generator, optional
        Where the first rows come from: a standard normal, as in PyTorch.

    Raises
    ------
    IndexError
        If asked for a thing that there is not.

    Examples
    --------
    >>> Embedding(10, 3, seed=0)(np.array([[1, 2], [2, 9]])).shape
    (2, 2, 3)
    """

    def __init__(self, num_embeddings: int, embedding_dim: int, seed: Seed = None) -> None:
        rows = generator(seed).normal(size=(num_embeddings, embedding_dim))
        self.weight = Parameter(rows, name="weight")

    def forward(self, index: Any) -> Any:
        """Return the rows of these numbers."""
        index = np.asarray(raw(index))
        if index.dtype.kind not in "iu":
            raise IndexError(f"things are numbered by integers, and these are {index.dtype}")
        if index.size and not 0 <= index.min() <= index.max() < len(self.weight):
            span = f"{index.min()} to {index.max()}"
            raise IndexError(f"numbers run from {span}, and there are {len(self.weight)} rows")
        return shapes.getitem(self.weight, index=index)

    def __repr__(self) -> str:
        return f"Embedding{self.weight.shape}"
