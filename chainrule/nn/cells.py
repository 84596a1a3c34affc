"""One step of a recurrent network: what is remembered, and how it changes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from chainrule.engine import raw, reshape
from chainrule.nn.functional.vectors import linear
from chainrule.nn.module import Module, Parameter
from chainrule.random import Seed, generator
from chainrule.table import relu, sigmoid, tanh

State = tuple[Any, ...]
SQUASH: dict[str, Callable[[Any], Any]] = {"tanh": tanh, "relu": relu}


class Elman:
    """The step ``h ← tanh(given + remembered)``, or with ReLU."""

    parts, states = 1, 1
    nonlinearity = "tanh"

    def step(self, given: Any, remembered: Any, state: State) -> State:
        """The new state."""
        return (SQUASH[self.nonlinearity](given + remembered),)

    def choose(self, nonlinearity: str) -> None:
        """Set the nonlinearity, if there is such a one."""
        if nonlinearity not in SQUASH:
            raise ValueError(f'nonlinearity is "tanh" or "relu", and this is {nonlinearity!r}')
        self.nonlinearity = nonlinearity


class Gated:
    """The step of a GRU: r resets, z keeps.

    ``n = tanh(given + r · remembered)``, ``h ← (1 - z) n + z h``.
    """

    parts, states = 3, 1

    def step(self, given: Any, remembered: Any, state: State) -> State:
        """The new state."""
        (h,) = state
        k = h.shape[1]
        gates = sigmoid(given[:, : 2 * k] + remembered[:, : 2 * k])
        reset, keep = gates[:, :k], gates[:, k:]
        new = tanh(given[:, 2 * k :] + reset * remembered[:, 2 * k :])
        return (new + keep * (h - new),)


class LongShort:
    """The step of an LSTM: ``c ← σ(f) c + σ(i) tanh(g)``, ``h ← σ(o) tanh(c)``."""

    parts, states = 4, 2

    def step(self, given: Any, remembered: Any, state: State) -> State:
        """The new output and the new cell."""
        h, c = state
        k, z = h.shape[1], given + remembered
        i, f, g, o = (z[:, j * k : (j + 1) * k] for j in range(4))
        c = sigmoid(f) * c + sigmoid(i) * tanh(g)
        return sigmoid(o) * tanh(c), c


class Recurrent(Module):
    """What cells and layers have in common: their parameters and the form of their state."""

    parts: int
    states: int
    step: Callable[..., State]

    def __init__(self, input_size: int, hidden_size: int, bias: bool) -> None:
        self.input_size, self.hidden_size, self.bias = input_size, hidden_size, bias

    def add_parameters(self, width: int, suffix: str, rng: np.random.Generator) -> None:
        """Parameters that read a vector of this width, uniform on ±1/√hidden_size."""
        rows, bound = self.parts * self.hidden_size, 1 / np.sqrt(self.hidden_size)
        shapes: dict[str, tuple[int, ...]] = {
            "weight_ih": (rows, width),
            "weight_hh": (rows, self.hidden_size),
        }
        if self.bias:
            shapes |= {"bias_ih": (rows,), "bias_hh": (rows,)}
        for name, shape in shapes.items():
            values = rng.uniform(-bound, bound, shape)
            setattr(self, name + suffix, Parameter(values, name=name + suffix))

    def map_by(self, kind: str, suffix: str, x: Any) -> Any:
        """The linear function of the input ("ih") or of what is remembered ("hh")."""
        weight, bias = (
            getattr(self, f"{name}_{kind}{suffix}", None) for name in ("weight", "bias")
        )
        return linear(x, weight, bias)

    def check_width(self, input: Any, ranks: tuple[int, int]) -> None:
        """Raise unless the input has one of these numbers of axes, and the right width."""
        shape = np.shape(raw(input))
        if len(shape) not in ranks or shape[-1] != self.input_size:
            name, (one, many) = type(self).__name__, ranks
            raise ValueError(
                f"{name}: the input has {many} axes, or {one} without a batch, the last of length "
                f"{self.input_size}, and this one has shape {shape}"
            )

    def started(self, state: Any, shape: tuple[int, ...]) -> State:
        """The parts of a state, each of this shape; zeros if there is none."""
        if state is None:
            zeros = np.zeros(shape, next(self.parameters()).dtype)
            return (zeros,) * self.states
        parts = (state,) if self.states == 1 else tuple(state)
        found = [np.shape(raw(part)) for part in parts]
        if found != [shape] * self.states:
            raise ValueError(
                f"{type(self).__name__}: a state is {self.states} of shape {shape}, and this is "
                f"{', '.join(map(str, found))}"
            )
        return parts

    def given_back(self, state: State) -> Any:
        """The state as it is handed out: h, or (h, c)."""
        return state[0] if self.states == 1 else state


class Cell(Recurrent):
    """One step, as a layer of its own."""

    def __init__(
        self, input_size: int, hidden_size: int, bias: bool = True, seed: Seed = None
    ) -> None:
        super().__init__(input_size, hidden_size, bias)
        self.add_parameters(input_size, "", generator(seed))

    def forward(self, input: Any, state: Any = None) -> Any:
        """The new state, from an input (N, input_size) or (input_size,) and the last state."""
        self.check_width(input, (1, 2))
        batch = input.shape[:-1]
        old = self.started(state, (*batch, self.hidden_size))
        x, *rows = (x if batch else reshape(x, shape=(1, *x.shape)) for x in (input, *old))
        new = self.step(self.map_by("ih", "", x), self.map_by("hh", "", rows[0]), tuple(rows))
        return self.given_back(new if batch else tuple(reshape(x, shape=x.shape[1:]) for x in new))

    def extra_repr(self) -> str:
        """What it was made with."""
        return f"{self.input_size}, {self.hidden_size}, bias={self.bias}"


class RNNCell(Elman, Cell):
    """One step of a plain recurrent network: h ← tanh(W x + b + V h + c).

    Parameters
    ----------
    input_size, hidden_size : int
        Lengths of x and of h.
    bias : bool
        Whether there are b and c.
    nonlinearity : {"tanh", "relu"}
    seed : int or numpy.random.Generator, optional
        Where the first weights come from: uniform on ±1/√hidden_size, as in PyTorch.

    Raises
    ------
    ValueError
        If the nonlinearity is another, or a shape does not fit.

    Notes
    -----
    Source: Elman, Cognitive Science 14:179, 1990.

    Examples
    --------
    >>> RNNCell(3, 5, seed=0)(np.ones((2, 3))).shape
    (2, 5)
    """

    def __init__(
        self,
        input_size: int,
        hidden_size: int,
        bias: bool = True,
        nonlinearity: str = "tanh",
        seed: Seed = None,
    ) -> None:
        self.choose(nonlinearity)
        super().__init__(input_size, hidden_size, bias, seed)


class GRUCell(Gated, Cell):
    """One step of a `GRU`; parameters as of `LSTMCell`, and the state is h.

    >>> GRUCell(3, 5, seed=0)(np.ones((2, 3)), np.zeros((2, 5))).shape
    (2, 5)
    """


class LSTMCell(LongShort, Cell):
    """One step of an `LSTM`; the state is (h, c).

    Parameters
    ----------
    input_size, hidden_size : int
        Lengths of an input and of an output.
    bias : bool
        Whether numbers are added.
    seed : int or numpy.random.Generator, optional
        Where the first weights come from: uniform on ±1/√hidden_size, as in PyTorch.

    Raises
    ------
    ValueError
        If a shape does not fit.

    Examples
    --------
    >>> h, c = LSTMCell(3, 5, seed=0)(np.ones((2, 3)))
    >>> h.shape, c.shape
    ((2, 5), (2, 5))
    """
