"""Layers that read a sequence step by step and remember."""

from __future__ import annotations

from typing import Any

import numpy as np

from chainrule.nn.module import Module, Parameter
from chainrule.random import Seed, generator
from chainrule.shapes import stack
from chainrule.table import linear, sigmoid, tanh


class LSTM(Module):
    """Long short-term memory: a cell that is written, kept and read through gates.

    With σ the sigmoid, and each of i, f, g, o a linear function of the input and of the last
    output:

    ``c ← σ(f) c + σ(i) tanh(g)``,  ``h ← σ(o) tanh(c)``.

    Parameters
    ----------
    input_size, hidden_size : int
        Lengths of an input and of an output.
    seed : int or numpy.random.Generator, optional
        Where the first weights come from: uniform on ±1/√hidden_size, as in PyTorch.

    Notes
    -----
    Source: Hochreiter & Schmidhuber, Neural Computation 9:1735, 1997; gates to forget by Gers,
    Schmidhuber & Cummins, 2000. Names, order of the gates and shapes are those of PyTorch's with
    ``batch_first=True`` and one layer.

    Examples
    --------
    >>> outputs, (h, c) = LSTM(3, 5, seed=0)(np.ones((2, 7, 3)))
    >>> outputs.shape, h.shape
    ((2, 7, 5), (2, 5))
    """

    weight_ih_l0: Parameter
    weight_hh_l0: Parameter
    bias_ih_l0: Parameter
    bias_hh_l0: Parameter

    def __init__(self, input_size: int, hidden_size: int, seed: Seed = None) -> None:
        rng, bound = generator(seed), 1 / np.sqrt(hidden_size)
        self.hidden_size = hidden_size
        shapes = {
            "weight_ih_l0": (4 * hidden_size, input_size),
            "weight_hh_l0": (4 * hidden_size, hidden_size),
            "bias_ih_l0": (4 * hidden_size,),
            "bias_hh_l0": (4 * hidden_size,),
        }
        for name, shape in shapes.items():
            setattr(self, name, Parameter(rng.uniform(-bound, bound, shape), name=name))

    def forward(self, x: Any, state: Any = None) -> Any:
        """Read sequences of shape (N, T, input_size), from a state (h, c) or from zeros.

        Returns the outputs, (N, T, hidden_size), and the last state.
        """
        n, steps, _ = x.shape
        zeros = np.zeros((n, self.hidden_size), self.weight_hh_l0.dtype)
        h, c = (zeros, zeros) if state is None else state
        given, outputs = linear(x, self.weight_ih_l0, self.bias_ih_l0), []
        for t in range(steps):
            h, c = self.step(given[:, t], h, c)
            outputs.append(h)
        return stack(outputs, axis=1), (h, c)

    def step(self, given: Any, h: Any, c: Any) -> Any:
        """One step: the new output and the new cell."""
        k = self.hidden_size
        z = given + linear(h, self.weight_hh_l0, self.bias_hh_l0)
        i, f, g, o = (z[:, j * k : (j + 1) * k] for j in range(4))
        c = sigmoid(f) * c + sigmoid(i) * tanh(g)
        return sigmoid(o) * tanh(c), c

    def extra_repr(self) -> str:
        """What it was made with."""
        return f"{self.weight_ih_l0.shape[1]}, {self.hidden_size}"
