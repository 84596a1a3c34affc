"""Activation functions as layers, for use in `Sequential`."""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np

from chainrule import table
from chainrule.engine import Operation, Tensor, raw
from chainrule.nn import functional
from chainrule.nn.module import Module, Parameter
from chainrule.refusals import missing


class Activation(Module):
    """A layer without parameters that applies one operation to each element."""

    operation: Operation

    def __new__(cls, *given: Any) -> Any:
        """A layer; a TypeError if it is given what it is to be called with."""
        if given:
            name = cls.operation.name
            raise TypeError(
                f"nn.{cls.__name__} is made first and called then: nn.{cls.__name__}()(x); "
                f"the function is chainrule.{name}(x)"
            )
        return super().__new__(cls)

    def forward(self, x: Any) -> Any:
        """Apply the operation."""
        return self.operation(x)


@cache
def layer_of(operation: Operation) -> type[Activation]:
    """The layer that an entry of the table names, with its words for docstring and doctest.

    >>> print(layer_of(table.tanh).__doc__.splitlines()[0])
    tanh x, from −1 to 1; tanh x has the local derivative 1 − tanh²x.
    """
    name, (x, y) = operation.layer, operation.example
    text = "; ".join(filter(None, (operation.formula, operation.says))) + "."
    if (x, y) != (0, 0):  # which is said of none
        text += f"\n\n>>> round(float({name}()({x})), 4)\n{y}\n"
    return type(name, (Activation,), {
        "operation": operation, "__doc__": text, "__module__": __name__})  # fmt: skip


def layers() -> dict[str, type[Activation]]:
    """The layers that entries of the table name, by their names."""
    return {x.layer: layer_of(x) for x in table.FUNCTIONS.values() if x.layer}


globals().update(layers())


def __getattr__(name: str) -> type[Activation]:
    """One of the layers of the table, such as `Tanh`, or one that was registered since."""
    if layer := layers().get(name):
        return layer
    raise missing(__name__, name)


class GELU(Module):
    """Φ(a) a, by its tanh approximation or exactly; see `chainrule.nn.functional.gelu`.

    >>> GELU()(0.0).item()
    0.0
    """

    def __init__(self, approximate: str = "tanh") -> None:
        self.approximate = approximate

    def forward(self, x: Any) -> Any:
        """Apply it to each element."""
        return functional.gelu(x, self.approximate)

    def extra_repr(self) -> str:
        """What it was made with."""
        return repr(self.approximate)


class SiLU(Module):
    """a σ(a), also called swish; see `chainrule.nn.functional.silu`.

    >>> SiLU()(1000.0)
    np.float64(1000.0)
    """

    def forward(self, x: Any) -> Any:
        """Apply it to each element."""
        return functional.silu(x)


class LogSigmoid(Module):
    """The logarithm of the sigmoid; see `chainrule.nn.functional.logsigmoid`.

    >>> LogSigmoid()(np.array([-1000.0])).tolist()
    [-1000.0]
    """

    def forward(self, x: Any) -> Any:
        """Apply it to each element."""
        return functional.logsigmoid(x)


class Softmax(Module):
    """eᵃⁱ / Σⱼ eᵃʲ along an axis, or `dim`; see `chainrule.nn.functional.softmax`.

    >>> Softmax()(np.array([0.0, 0.0])).tolist()
    [0.5, 0.5]
    """

    def __init__(self, axis: int = -1, *, dim: int | None = None) -> None:
        self.axis = axis if dim is None else dim

    def forward(self, x: Any) -> Any:
        """Apply it along the axis."""
        return functional.softmax(x, self.axis)

    def extra_repr(self) -> str:
        """What it was made with."""
        return f"axis={self.axis}"


class LogSoftmax(Softmax):
    """The logarithm of the softmax; see `chainrule.nn.functional.log_softmax`.

    >>> LogSoftmax()(np.array([1000.0, 0.0])).tolist()
    [0.0, -1000.0]
    """

    def forward(self, x: Any) -> Any:
        """Apply it along the axis."""
        return functional.log_softmax(x, self.axis)


class LeakyReLU(Module):
    """a for a > 0, else `negative_slope` · a.

    >>> LeakyReLU(0.1)(-3.0).item()
    -0.30000000000000004
    """

    def __init__(self, negative_slope: float = 0.01) -> None:
        self.negative_slope = negative_slope

    def forward(self, x: Any) -> Any:
        """Apply it to each element."""
        return functional.leaky_relu(x, self.negative_slope)

    def extra_repr(self) -> str:
        """What it was made with."""
        return f"{self.negative_slope}"


class ELU(Module):
    """a for a > 0, else α (eᵃ - 1), which saturates to -α.

    >>> ELU(2.0)(-1000.0).item()
    -2.0
    """

    def __init__(self, alpha: float = 1.0) -> None:
        self.alpha = alpha

    def forward(self, x: Any) -> Any:
        """Apply it to each element."""
        return functional.elu(x, self.alpha)

    def extra_repr(self) -> str:
        """What it was made with."""
        return f"{self.alpha}"


class PReLU(Module):
    """a for a > 0, else α a, with an α that is learned (He et al. 2015).

    Parameters
    ----------
    num_parameters : int
        1 for one α in all, or the number of channels: the length of the input's axis 1.
    init : float
        Where α starts.

    Examples
    --------
    >>> layer = PReLU()
    >>> layer(-2.0).backward()
    >>> layer.weight.grad.tolist()
    [-2.0]
    """

    def __init__(self, num_parameters: int = 1, init: float = 0.25) -> None:
        self.weight = Parameter(np.full(num_parameters, init), name="weight")

    def forward(self, x: Any) -> Any:
        """Apply it to each element."""
        alpha: Tensor = self.weight
        if alpha.size == 1:
            alpha = alpha.reshape(())
        elif np.ndim(raw(x)) > 2:
            alpha = alpha.reshape(-1, *[1] * (np.ndim(raw(x)) - 2))
        return functional.prelu(x, alpha)

    def extra_repr(self) -> str:
        """What it was made with."""
        return f"{self.weight.size}"
