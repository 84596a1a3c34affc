"""The tensor: an array that remembers how it was made.

Three files are the whole engine, to be read in this order: `tensor.py` (this one),
`table.py` (the derivative of every operation) and `backward.py` (the chain rule).
"""

from __future__ import annotations

import itertools
from collections.abc import Callable
from inspect import signature
from typing import Any

import numpy as np

from chainrule.grad_mode import onlooker, recording
from chainrule.values import Array, Values, copied, raw

Rule = Callable[..., Any] | None
_births = itertools.count(1)  # a leaf is born at 0, before anything computed from it


class Tensor(Values):
    """An array, its gradient, and the operation and inputs that made it.

    `data` (array_like) is copied; float32 and float64 are kept as given. With `requires_grad`
    `backward` fills in `grad`; anything but a floating dtype is then a TypeError. `name` is
    what pictures and error messages call it.

    >>> x, y, z = (Tensor(v, requires_grad=True) for v in (-2.0, 5.0, -4.0))
    >>> f = (x + y) * z
    >>> f.backward()
    >>> f.item(), x.grad.item(), y.grad.item(), z.grad.item()
    (-12.0, -4.0, -4.0, 3.0)
    """

    grad: Array | None = None
    operation: Operation | None = None
    inputs: tuple[Any, ...] = ()
    options: dict[str, Any] = {}  # noqa: RUF012  (never written to)
    birth: int = 0

    def __init__(self, data: Any, requires_grad: bool = False, name: str = "") -> None:
        self.data = copied(raw(data), floating=requires_grad)
        self.requires_grad, self.name = requires_grad, name

    def backward(self, gradient: Any = None) -> None:
        """Add d(self)/d(leaf) to the `grad` of every leaf that requires it; see `backward.py`."""
        backward.backward(self, gradient)

    # fmt: off
    def __add__(self, other: Any) -> Tensor: return table.add(self, other)
    def __radd__(self, other: Any) -> Tensor: return table.add(other, self)
    def __sub__(self, other: Any) -> Tensor: return table.sub(self, other)
    def __rsub__(self, other: Any) -> Tensor: return table.sub(other, self)
    def __mul__(self, other: Any) -> Tensor: return table.mul(self, other)
    def __rmul__(self, other: Any) -> Tensor: return table.mul(other, self)
    def __truediv__(self, other: Any) -> Tensor: return table.div(self, other)
    def __rtruediv__(self, other: Any) -> Tensor: return table.div(other, self)
    def __pow__(self, other: Any) -> Tensor: return table.pow(self, other)
    def __rpow__(self, other: Any) -> Tensor: return table.pow(other, self)
    def __matmul__(self, other: Any) -> Tensor: return table.matmul(self, other)
    def __rmatmul__(self, other: Any) -> Tensor: return table.matmul(other, self)
    def __neg__(self) -> Tensor: return table.neg(self)
    def __getitem__(self, index: Any) -> Tensor: return shapes.getitem(self, index=index)
    def sum(self, axis: Any = None, keepdims: bool = False) -> Tensor: return table.sum(self, axis=axis, keepdims=keepdims)
    def mean(self, axis: Any = None, keepdims: bool = False) -> Tensor: return table.mean(self, axis=axis, keepdims=keepdims)
    def max(self, axis: Any = None, keepdims: bool = False) -> Tensor: return table.max(self, axis=axis, keepdims=keepdims)
    def min(self, axis: Any = None, keepdims: bool = False) -> Tensor: return table.min(self, axis=axis, keepdims=keepdims)
    def reshape(self, *shape: Any) -> Tensor: return shapes.reshape(self, shape=shapes.flat(shape))
    def permute(self, *axes: Any) -> Tensor: return shapes.permute(self, axes=shapes.flat(axes))
    def transpose(self, axis0: int, axis1: int) -> Tensor: return shapes.transpose(self, axis0=axis0, axis1=axis1)

    @property
    def T(self) -> Tensor: return self.permute(range(self.ndim)[::-1])
    @property
    def is_leaf(self) -> bool: return self.operation is None
    def detach(self) -> Tensor: return around(self.data)
    # fmt: on


class Operation:
    """A function of arrays, ``forward(*inputs, **options)``, beside its derivative.

    For each input, ``rule(g, y, *inputs, **options)`` is its gradient, where ``y`` is the output
    and ``g`` the gradient with respect to it. Called with a tensor among its inputs an operation
    returns a tensor and records itself; called with arrays only it returns an array: a rule
    runs on arrays (fast) as well as on tensors (when the gradient itself is differentiated).

    The rest is words, from which formulas, layers, widgets and pages know the operation: the
    `symbol` in its node of a graph; what it `says` of its derivative; and of an activation the
    name of its `layer`, its `formula`, and as `example` a number and its value to four digits.

    >>> cube = Operation("cube", lambda x: x**3, lambda g, y, x: g * 3 * x**2)
    >>> x = Tensor(2.0, requires_grad=True)
    >>> cube(x).backward()
    >>> x.grad.item()
    12.0
    """

    def __init__(
        self,
        name: str,
        forward: Callable[..., Any],
        *rules: Rule,
        symbol: str = "",
        says: str = "",
        layer: str = "",
        formula: str = "",
        example: tuple[float, float] = (0.0, 0.0),
    ) -> None:
        self.name, self.forward, self.rules = name, forward, rules
        self.symbol = symbol or name
        self.says = says or f"{self.symbol} multiplies by its local derivative"
        self.layer, self.formula, self.example = layer, formula, example

    def __call__(self, *inputs: Any, **options: Any) -> Any:
        arrays, tensors, wanted = [], False, False
        for x in inputs:
            if isinstance(x, Tensor):
                tensors, wanted, x = True, wanted or x.requires_grad, x.data
            arrays.append(x)
        if not tensors:
            return self.forward(*arrays, **options)
        try:
            output = around(self.forward(*arrays, **options))
        except ValueError as error:
            shapes = ", ".join(str(np.shape(x)) for x in arrays)
            raise ValueError(f"{self.name}: shapes {shapes} do not fit: {error}") from None
        if wanted and recording.get():
            output.requires_grad, output.birth = True, next(_births)
            output.operation, output.inputs, output.options = self, inputs, options
        if look := onlooker.get():
            look(output, self, inputs)
        return output

    def rule(self, i: int) -> Callable[..., Any]:
        """The rule for input number `i`; a missing one is an error, never a zero."""
        found = self.rules[i] if i < len(self.rules) else None
        if found is None:
            raise NotImplementedError(f"{self.name} has no derivative rule for its input {i}")
        return found

    @property
    def elementwise(self) -> bool:
        """Whether this is a function of one number, applied to each: one input and no option."""
        if len(self.rules) != 1:
            return False
        f = self.forward
        return (f.nin if isinstance(f, np.ufunc) else len(signature(f).parameters)) == 1

    def __repr__(self) -> str:
        return f"<operation {self.name}>"


def around(array: Any) -> Tensor:
    """A tensor that holds `array` itself, not a copy of it."""
    tensor = Tensor.__new__(Tensor)
    tensor.data = array if isinstance(array, np.ndarray) else np.asarray(array)
    return tensor


from chainrule import backward, shapes, table  # noqa: E402  (they know one another)
