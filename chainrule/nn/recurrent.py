"""Layers that read a sequence step by step and remember."""

from __future__ import annotations

from typing import Any

import numpy as np

from chainrule.engine import raw, reshape
from chainrule.nn.cells import Elman, Gated, LongShort, Recurrent, State
from chainrule.nn.functional.dropout import check_probability, dropout
from chainrule.random import Seed, generator
from chainrule.shapes import cat, stack


class Reader(Recurrent):
    """Layers of cells that read sequences, forwards or both ways."""

    def __init__(
        self,
        input_size: int,
        hidden_size: int,
        num_layers: int = 1,
        *,
        bias: bool = True,
        batch_first: bool = False,
        dropout: float = 0.0,
        bidirectional: bool = False,
        seed: Seed = None,
    ) -> None:
        super().__init__(input_size, hidden_size, bias)
        check_probability(dropout)
        rng = generator(seed)
        self.num_layers, self.batch_first, self.dropout = num_layers, batch_first, dropout
        self.generator = None if seed is None else rng
        self.ways = ("", "_reverse") if bidirectional else ("",)
        for layer in range(num_layers):
            for way in self.ways:
                width = len(self.ways) * hidden_size if layer else input_size
                self.add_parameters(width, f"_l{layer}{way}", rng)

    def forward(self, input: Any, state: Any = None) -> Any:
        """Read sequences, from a state or from zeros; return all outputs and the last state."""
        self.check_width(input, (2, 3))
        alone = np.ndim(raw(input)) == 2
        x = with_batch(input, 1 - self.batch_first) if alone else input
        batch = () if alone else (x.shape[1 - self.batch_first],)
        number = self.num_layers * len(self.ways)
        old = self.started(state, (number, *batch, self.hidden_size))
        y, new = self.read(x, tuple(with_batch(s, 1) for s in old) if alone else old)
        if alone:
            y, new = without_batch(y, 1 - self.batch_first), tuple(without_batch(s, 1) for s in new)
        return y, self.given_back(new)

    def read(self, x: Any, state: State) -> tuple[Any, State]:
        """Read a batch, layer by layer."""
        last: list[State] = []
        for layer in range(self.num_layers):
            if layer:
                x = dropout(x, self.dropout, self.training, self.generator)
            outputs = []
            for way in self.ways:
                start = tuple(part[len(last)] for part in state)
                y, end = self.read_way(x, f"_l{layer}{way}", start)
                outputs.append(y)
                last.append(end)
            x = outputs[0] if len(outputs) == 1 else cat(outputs, axis=2)
        return x, tuple(stack(parts) for parts in zip(*last, strict=True))

    def read_way(self, x: Any, suffix: str, state: State) -> tuple[Any, State]:
        """Read a batch with one cell, backwards if its name says so."""
        time = int(self.batch_first)
        steps = x.shape[time]
        if not steps:
            raise ValueError(f"{type(self).__name__}: a sequence of no steps, shape {x.shape}")
        given, outputs = self.map_by("ih", suffix, x), [None] * steps
        for t in range(steps)[:: -1 if suffix.endswith("_reverse") else 1]:
            now = given[:, t] if time else given[t]
            state = self.step(now, self.map_by("hh", suffix, state[0]), state)
            outputs[t] = state[0]
        return stack(outputs, axis=time), state

    def extra_repr(self) -> str:
        """What it was made with."""
        usual = {"num_layers": 1, "bias": True, "batch_first": False, "dropout": 0.0}
        words = [f", {k}={getattr(self, k)}" for k, v in usual.items() if getattr(self, k) != v]
        words += [", bidirectional=True"] * (len(self.ways) > 1)
        return f"{self.input_size}, {self.hidden_size}{''.join(words)}"


class RNN(Elman, Reader):
    """A plain recurrent network: h ← tanh(W x + b + V h + c) at each step.

    Parameters
    ----------
    input_size, hidden_size, num_layers, bias, batch_first, dropout, bidirectional, seed
        As for `LSTM`; the state is h alone.
    nonlinearity : {"tanh", "relu"}

    Raises
    ------
    ValueError
        If the nonlinearity is another, or a shape does not fit.

    Notes
    -----
    Source: Elman, Cognitive Science 14:179, 1990.

    Examples
    --------
    >>> outputs, h = RNN(3, 5, num_layers=2, seed=0)(np.ones((7, 2, 3)))
    >>> outputs.shape, h.shape
    ((7, 2, 5), (2, 2, 5))
    """

    def __init__(
        self,
        input_size: int,
        hidden_size: int,
        num_layers: int = 1,
        *,
        nonlinearity: str = "tanh",
        **options: Any,
    ) -> None:
        self.choose(nonlinearity)
        super().__init__(input_size, hidden_size, num_layers, **options)


class GRU(Gated, Reader):
    """Gated recurrent units: an LSTM with two gates and no cell apart.

    With σ the sigmoid, and W, V linear functions with a number added:

    ``r = σ(W x + V h)``, ``z = σ(W′ x + V′ h)``, ``n = tanh(W″ x + r · V″ h)``,
    ``h ← (1 - z) n + z h``.

    Parameters, shapes and errors are those of `LSTM`; the state is h alone.

    Notes
    -----
    Source: Cho et al., EMNLP 2014; as in PyTorch, r is applied after V″.

    Examples
    --------
    >>> outputs, h = GRU(3, 5, batch_first=True, seed=0)(np.ones((2, 7, 3)))
    >>> outputs.shape, h.shape
    ((2, 7, 5), (1, 2, 5))
    """


class LSTM(LongShort, Reader):
    """Long short-term memory: a cell that is written, kept and read through gates.

    With σ the sigmoid, and each of i, f, g, o a linear function of the input and of the last
    output:

    ``c ← σ(f) c + σ(i) tanh(g)``,  ``h ← σ(o) tanh(c)``.

    It takes a sequence of shape (T, N, input_size), and a state (h, c), each of shape
    (num_layers · D, N, hidden_size), where D is 2 for both ways and else 1; zeros unless given.
    It returns all outputs of the last layer, (T, N, D · hidden_size), and the last state. Without
    a batch, N is left out everywhere.

    Parameters
    ----------
    input_size, hidden_size : int
        Lengths of an input and of an output.
    num_layers : int
        How many layers; each reads the outputs of the one before.
    bias : bool
        Whether numbers are added.
    batch_first : bool
        Whether sequences are (N, T, …), in and out. The state is not affected.
    dropout : float
        Of the outputs of all layers but the last, while training.
    bidirectional : bool
        Whether a second cell reads each sequence backwards, its outputs beside those of the first.
    seed : int or numpy.random.Generator, optional
        Where the first weights come from: uniform on ±1/√hidden_size, as in PyTorch.

    Attributes
    ----------
    weight_ih_l0, weight_hh_l0, bias_ih_l0, bias_hh_l0, weight_ih_l0_reverse, … : Parameter
        With PyTorch's names, shapes and order of gates: either's state loads into the other.

    Raises
    ------
    ValueError
        If a shape does not fit, or a sequence has no steps.

    Notes
    -----
    Source: Hochreiter & Schmidhuber, Neural Computation 9:1735, 1997; gates to forget by Gers,
    Schmidhuber & Cummins, 2000.

    Examples
    --------
    >>> outputs, (h, c) = LSTM(3, 5, batch_first=True, seed=0)(np.ones((2, 7, 3)))
    >>> outputs.shape, h.shape
    ((2, 7, 5), (1, 2, 5))
    """


def with_batch(x: Any, axis: int) -> Any:
    """`x` as a batch of one, along a new axis."""
    return reshape(x, shape=(*x.shape[:axis], 1, *x.shape[axis:]))


def without_batch(x: Any, axis: int) -> Any:
    """The only one of a batch."""
    return reshape(x, shape=(*x.shape[:axis], *x.shape[axis + 1 :]))
