"""The tensor: an array that remembers how it was made.

Three files are the whole engine, to be read in this order: `tensor.py` (this one),
`table.py` (the derivative of every operation) and `backward.py` (the chain rule).
"""

# An operation returns an array or a tensor, which only its caller knows.
# mypy: disable-error-code="no-any-return"
from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[Any]
Rule = Callable[..., Any]

_recording: ContextVar[bool] = ContextVar("recording", default=True)
_births = itertools.count(1)  # a leaf is born at 0, before anything computed from it


@contextmanager
def no_grad() -> Iterator[None]:
    """Compute without recording; a context manager and a decorator.

    >>> x = Tensor(2.0, requires_grad=True)
    >>> with no_grad():
    ...     (x * x).requires_grad
    False
    """
    with _record(False):
        yield


@contextmanager
def enable_grad() -> Iterator[None]:
    """Record after all, inside `no_grad`."""
    with _record(True):
        yield


@contextmanager
def _record(on: bool) -> Iterator[None]:
    token = _recording.set(on)
    try:
        yield
    finally:
        _recording.reset(token)


class Tensor:
    """An array, its gradient, and the operation and inputs that made it.

    Parameters
    ----------
    data : array_like
        The values, which are copied; float32 and float64 are kept as given.
    requires_grad : bool
        Whether `backward` shall fill in `grad`. Needs a floating dtype.
    name : str
        What pictures and error messages call it.

    Raises
    ------
    TypeError
        If a gradient is asked of integers or of anything else that is not floating.

    Examples
    --------
    >>> x, y, z = (Tensor(v, requires_grad=True) for v in (-2.0, 5.0, -4.0))
    >>> f = (x + y) * z
    >>> f.backward()
    >>> f.item(), x.grad.item(), y.grad.item(), z.grad.item()
    (-12.0, -4.0, -4.0, 3.0)
    """

    __slots__ = (
        "__weakref__",
        "birth",
        "data",
        "grad",
        "inputs",
        "name",
        "operation",
        "options",
        "requires_grad",
    )
    __array_ufunc__ = None  # array * tensor is the tensor's business

    data: Array
    grad: Array | None
    requires_grad: bool
    operation: Operation | None
    inputs: tuple[Any, ...]
    options: dict[str, Any]
    birth: int
    name: str

    def __init__(self, data: Any, requires_grad: bool = False, name: str = "") -> None:
        self.data = np.array(raw(data))
        if requires_grad and self.data.dtype.kind != "f":
            raise TypeError(
                f"only a floating tensor can have a gradient, and this one is {self.data.dtype}: "
                "write 2.0 instead of 2, or convert it with .astype(float)"
            )
        self.grad, self.requires_grad, self.name = None, requires_grad, name
        self.operation, self.inputs, self.options, self.birth = None, (), {}, 0

    def backward(self, gradient: Any = None) -> None:
        """Add d(self)/d(leaf) to the `grad` of every leaf that requires it.

        A second call adds a second time: the graph lives as long as its output does.

        Parameters
        ----------
        gradient : array_like, optional
            The upstream gradient, of this tensor's shape; 1 for a scalar.

        Raises
        ------
        ValueError
            If there is no graph behind this tensor, or the gradient's shape is not its own.
        """
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
    def __getitem__(self, index: Any) -> Tensor: return table.getitem(self, index=index)

    def sum(self, axis: Any = None, keepdims: bool = False) -> Tensor: return table.sum(self, axis=axis, keepdims=keepdims)
    def mean(self, axis: Any = None, keepdims: bool = False) -> Tensor: return table.mean(self, axis=axis, keepdims=keepdims)
    def max(self, axis: Any = None, keepdims: bool = False) -> Tensor: return table.max(self, axis=axis, keepdims=keepdims)
    def reshape(self, *shape: Any) -> Tensor: return table.reshape(self, shape=flat(shape))
    def permute(self, *axes: Any) -> Tensor: return table.permute(self, axes=flat(axes))
    def transpose(self, axis0: int, axis1: int) -> Tensor: return table.transpose(self, axis0=axis0, axis1=axis1)

    # Comparisons answer with plain boolean arrays: they have no derivative.
    def __eq__(self, other: object) -> Any: return self.data == raw(other)
    def __ne__(self, other: object) -> Any: return self.data != raw(other)
    def __lt__(self, other: Any) -> Any: return self.data < raw(other)
    def __le__(self, other: Any) -> Any: return self.data <= raw(other)
    def __gt__(self, other: Any) -> Any: return self.data > raw(other)
    def __ge__(self, other: Any) -> Any: return self.data >= raw(other)
    __hash__ = object.__hash__

    @property
    def T(self) -> Tensor: return self.permute(range(self.ndim)[::-1])
    @property
    def shape(self) -> tuple[int, ...]: return self.data.shape
    @property
    def dtype(self) -> np.dtype[Any]: return self.data.dtype
    @property
    def ndim(self) -> int: return self.data.ndim
    @property
    def size(self) -> int: return self.data.size
    @property
    def is_leaf(self) -> bool: return self.operation is None

    def item(self) -> Any: return self.data.item()
    def detach(self) -> Tensor: return around(self.data)
    def __len__(self) -> int: return len(self.data)
    def __bool__(self) -> bool: return bool(self.data)
    def __float__(self) -> float: return float(self.data)
    # fmt: on

    def __array__(self, dtype: Any = None, copy: bool | None = None) -> Array:
        if self.requires_grad:
            raise TypeError("an array would forget this tensor's graph: use .data or .detach()")
        return np.array(self.data, dtype=dtype, copy=copy)

    def __repr__(self) -> str:
        values = np.array2string(self.data, separator=", ", prefix="Tensor(")
        made = ", requires_grad=True" if self.requires_grad and self.is_leaf else ""
        by = f", operation={self.operation.name}" if self.operation else ""
        return f"Tensor({values}{made}{by}{f', name={self.name!r}' if self.name else ''})"


class Operation:
    """A function of arrays beside its derivative: one rule for each input.

    Called with a tensor among its inputs it returns a tensor and records itself; called with
    arrays only it returns an array. Rules are therefore written once, and run on arrays
    (fast) as well as on tensors (when the gradient itself is to be differentiated).

    Parameters
    ----------
    name : str
        Its name in pictures and errors.
    forward : callable
        ``forward(*inputs, **options)``, a function of NumPy arrays.
    rules : callable
        One for each input: ``rule(g, y, *inputs, **options)`` is that input's gradient, where
        ``y`` is the output and ``g`` the gradient with respect to it, of the same shape.

    Examples
    --------
    >>> cube = Operation("cube", lambda x: x**3, lambda g, y, x: g * 3 * x**2)
    >>> x = Tensor(2.0, requires_grad=True)
    >>> cube(x).backward()
    >>> x.grad.item()
    12.0
    """

    __slots__ = ("forward", "name", "rules")

    def __init__(self, name: str, forward: Callable[..., Any], *rules: Rule | None) -> None:
        self.name, self.forward, self.rules = name, forward, rules

    def __call__(self, *inputs: Any, **options: Any) -> Any:
        tensors = [x for x in inputs if isinstance(x, Tensor)]
        if not tensors:
            return self.forward(*inputs, **options)
        try:
            output = around(self.forward(*[raw(x) for x in inputs], **options))
        except ValueError as error:
            shapes = ", ".join(str(np.shape(raw(x))) for x in inputs)
            raise ValueError(f"{self.name}: shapes {shapes} do not fit: {error}") from None
        if _recording.get() and any(x.requires_grad for x in tensors):
            output.requires_grad, output.birth = True, next(_births)
            output.operation, output.inputs, output.options = self, inputs, options
        return output

    def rule(self, i: int) -> Rule:
        """The rule for input number `i`; a missing one is an error, never a zero."""
        found = self.rules[i] if i < len(self.rules) else None
        if found is None:
            raise NotImplementedError(f"{self.name} has no derivative rule for its input {i}")
        return found

    def __repr__(self) -> str:
        return f"<operation {self.name}>"


def raw(x: Any) -> Any:
    """The array inside a tensor; anything else as it is."""
    return x.data if isinstance(x, Tensor) else x


def around(array: Any) -> Tensor:
    """A tensor that holds `array` itself, not a copy of it."""
    tensor = Tensor.__new__(Tensor)
    tensor.data = array if isinstance(array, np.ndarray) else np.asarray(array)
    tensor.grad, tensor.requires_grad, tensor.name = None, False, ""
    tensor.operation, tensor.inputs, tensor.options, tensor.birth = None, (), {}, 0
    return tensor


def flat(sizes: tuple[Any, ...]) -> tuple[int, ...]:
    """`(2, 3)` from either of `f(2, 3)` and `f((2, 3))`."""
    return sizes if len(sizes) != 1 or np.ndim(sizes[0]) == 0 else tuple(sizes[0])


# The three files know one another: a tensor's operators are entries of the table.
from chainrule import backward, table  # noqa: E402
