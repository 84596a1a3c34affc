"""Many small networks learn XOR, each from a random start of its own."""

from __future__ import annotations

import numpy as np

from chainrule.data.gates import xor
from chainrule.engine import Tensor
from chainrule.nn.functional import binary_cross_entropy_with_logits
from chainrule.optim import SGD
from chainrule.table import sigmoid


def solve_xor(
    width: int, starts: int = 20, steps: int = 1000, rate: float = 2.0,
    rng: np.random.Generator | None = None,
) -> int:  # fmt: skip
    """How many of so many networks with one hidden layer of sigmoids get all four corners right.

    They are trained side by side, an axis of the arrays counts them, with the method of lecture 2.

    Parameters
    ----------
    width : int
        Hidden units.
    starts : int
        How many networks, each from its own random weights.
    steps, rate : int, float
        How long, and how fast they go downhill.
    rng : numpy.random.Generator, optional
        Where the weights come from.

    Examples
    --------
    >>> solve_xor(1, steps=100)
    0
    """
    rng = rng or np.random.default_rng()
    x, t = xor()
    shapes = [(2, width), (1, width), (width, 1), (1, 1)]
    params = [Tensor(rng.normal(size=(starts, *s)), requires_grad=True) for s in shapes]
    w, b, v, c = params
    optimizer = SGD(params, lr=rate)
    for _ in range(steps):
        logits = sigmoid(x @ w + b) @ v + c
        loss = starts * binary_cross_entropy_with_logits(logits, np.broadcast_to(t, logits.shape))
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return int(((logits.data > 0) == t).all(axis=(1, 2)).sum())
