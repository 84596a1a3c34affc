"""Layers for sequences."""

from __future__ import annotations

from typing import Any

from chainrule.nn import functional
from chainrule.nn.module import Module, Parameter
from chainrule.random import Seed, generator


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
    >>> import numpy as np
    >>> Embedding(10, 3, seed=0)(np.array([[1, 2], [2, 9]])).shape
    (2, 2, 3)
    """

    def __init__(self, num_embeddings: int, embedding_dim: int, seed: Seed = None) -> None:
        rows = generator(seed).normal(size=(num_embeddings, embedding_dim))
        self.weight = Parameter(rows, name="weight")

    def forward(self, index: Any) -> Any:
        """Return the rows of these numbers."""
        return functional.embedding(index, self.weight)

    def extra_repr(self) -> str:
        """What it was made with."""
        return "{}, {}".format(*self.weight.shape)
