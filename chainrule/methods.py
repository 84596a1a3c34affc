"""A tensor as people write it: Python's number protocol, PyTorch's and NumPy's method names.

Nothing here is needed to differentiate. What has no derivative (comparisons, `argmax`) answers
with a tensor that has no graph.
"""

from __future__ import annotations

import operator
import warnings
import weakref
from collections.abc import Callable, Iterator
from functools import partial
from importlib import import_module
from typing import Any, NamedTuple

import numpy as np

from chainrule import refusals, shapes, table
from chainrule.engine import Array, Operation, Tensor, around, raw, recording, swap
from chainrule.in_place import overwrite, put
from chainrule.names import METHODS
from chainrule.spelling import either_spelling
from chainrule.versions import views


class Extreme(NamedTuple):
    """What PyTorch's ``x.max(dim)`` answers: the largest (or smallest) values, and where."""

    values: Tensor
    indices: Tensor


def records(*values: Any) -> bool:
    """Whether something that is computed of these here gets a graph."""
    return recording.get() and any(isinstance(x, Tensor) and x.requires_grad for x in values)


def warn_once(x: Any) -> None:
    """Say that a number of Python's has no graph."""
    if records(x) and not x.warned:
        x.warned = True
        warnings.warn(
            "float() and the functions of `math` forget this tensor's graph: no gradient comes "
            "back through them. Use chainrule.exp and its like, or .item() to say so",
            stacklevel=3,
        )


def reduced(operation: Operation) -> Any:
    """The method of a reduction: over all axes, or over those that are named."""

    @either_spelling
    def method(self: Any, axis: Any = None, keepdims: bool = False) -> Any:
        answer: Tensor = operation(self, axis=axis, keepdims=keepdims)
        return answer

    return named(method, operation.name, operation.says)


def extreme(operation: Operation, where_it_is: Callable[..., Any]) -> Any:
    """The method `max` or `min`: by NumPy's `axis` the values, by PyTorch's `dim` also where."""

    def method(
        self: Any, dim: Any = None, keepdim: bool = False, *, axis: Any = None, keepdims: Any = None
    ) -> Any:
        if isinstance(dim, Tensor):
            return PAIRS[operation.name](self, dim)
        if dim is None:
            return operation(self, axis=axis, keepdims=keepdim if keepdims is None else keepdims)
        values = operation(self, axis=dim, keepdims=keepdim)
        return Extreme(values, around(where_it_is(self.data, dim, keepdims=keepdim)))

    return named(method, operation.name, f"The {operation.name}imum; by `dim` also its place.")


PAIRS = {"max": table.maximum, "min": table.minimum}


def named(function: Any, name: str, says: str) -> Any:
    """A function with its name and docstring."""
    function.__name__, function.__qualname__, function.__doc__ = name, f"Tensor.{name}", says
    return function


def converted(dtype: Any) -> Any:
    """The method that converts to a kind of numbers."""
    return named(lambda self: self.astype(dtype), dtype.__name__, f"Converted to {dtype.__name__}.")


IN_PLACE = "In place where nothing is recorded or a part is changed, else a new tensor."


def in_place(name: str, operation: Callable[..., Any]) -> Any:
    """The method of an operator such as ``-=``."""

    def method(self: Any, other: Any) -> Any:
        if records(self, other):
            refusals.check_not_leaf(self)
            if len(views(self)) == 1:
                return operation(self, other)
            put(self, ..., operation(self, other))
            return self
        overwrite(self, ..., raw(operation(self.data, raw(other))))
        return self

    return named(method, f"__i{name}__", IN_PLACE)


floor_divide = Operation("floor_divide", np.floor_divide, None, None, symbol="//")
remainder = Operation(
    "remainder",
    np.remainder,
    lambda g, y, a, b: g,
    lambda g, y, a, b: -g * np.floor_divide(raw(a), raw(b)),
    symbol="%",
    says="a % b is a − ⌊a/b⌋·b: the local derivatives are 1 and −⌊a/b⌋",
)


class Size(int):
    """A number of elements, which answers PyTorch's call with the shape."""

    shape: tuple[int, ...]

    def __new__(cls, array: Array) -> Size:
        """The size of an array."""
        size = super().__new__(cls, array.size)
        size.shape = array.shape
        return size

    def __call__(self, dim: int | None = None) -> Any:
        """The shape, or one length of it."""
        return self.shape if dim is None else self.shape[dim]


class Methods:
    """What `Tensor` gets; `self` is a tensor."""

    warned = False
    origin: Any = None  # of a detached tensor, whose memory it shares

    # A number

    def item(self: Any) -> Any:
        """The number in a tensor of one element, as Python's."""
        try:
            return self.data.item()
        except ValueError:
            return refusals.one_number(self).item()

    def __float__(self: Any) -> float:
        warn_once(self)
        return float(refusals.one_number(self))

    def __int__(self: Any) -> int:
        return int(refusals.one_number(self))

    def __complex__(self: Any) -> complex:
        warn_once(self)
        return complex(refusals.one_number(self))

    def __index__(self: Any) -> int:
        if self.size != 1 or self.dtype.kind not in "iu":
            raise TypeError(
                f"a place or a number of times is one integer, and this is a tensor of shape "
                f"{self.shape} and {self.dtype}: say int(x)"
            )
        return int(self.data.reshape(()))

    def __bool__(self: Any) -> bool:
        if self.size != 1:
            raise ValueError(
                f"a tensor of shape {self.shape} is neither true nor false: "
                "say .any(), .all(), or compare one number of it; whether a list has a tensor says "
                "any(x is tensor for x in list)"
            )
        return bool(self.data.reshape(()))

    def __format__(self: Any, spec: str) -> str:
        if spec and self.size == 1:
            return format(self.data.item(), spec)
        try:
            return format(str(self), spec)
        except ValueError:
            raise ValueError(
                f"{spec!r} is the format of one number, and this tensor has shape {self.shape}: "
                f"write x.mean() or the like, or [f'{{v:{spec}}}' for v in x]"
            ) from None

    def __pos__(self: Any) -> Any:
        return self

    def __abs__(self: Any) -> Any:
        return table.abs(self)

    def __round__(self: Any, ndigits: int | None = None) -> Any:
        if ndigits is None and self.size == 1:
            return round(self.data.item())
        return self.round(decimals=ndigits or 0)

    def __invert__(self: Any) -> Any:
        return around(~self.data)

    # A sequence

    def __len__(self: Any) -> int:
        if self.ndim == 0:
            raise TypeError("a tensor of one number, of shape (), has no length: use .item()")
        return len(self.data)

    def __iter__(self: Any) -> Iterator[Tensor]:
        if self.ndim == 0:
            raise TypeError("a tensor of one number, of shape (), cannot be iterated: use .item()")
        return (self[i] for i in range(len(self.data)))

    def __contains__(self: Any, value: Any) -> bool:
        return bool((self.data == raw(value)).any())

    def __setitem__(self: Any, index: Any, value: Any) -> None:
        if records(self, value):
            put(self, index, value)
        else:
            overwrite(self, index, raw(value))

    # An array

    def numpy(self: Any) -> Any:
        """The values as an array, which shares the memory; a TypeError where it has a graph."""
        refusals.check_no_graph(self)
        return self.data

    def tolist(self: Any) -> Any:
        """The values as lists of Python's numbers."""
        return self.data.tolist()

    def __array__(self: Any, dtype: Any = None, copy: bool | None = None) -> Any:
        refusals.check_no_graph(self)
        return np.array(self.data, dtype=dtype, copy=copy)

    def __repr__(self: Any) -> str:
        values = np.array2string(self.data, separator=", ", prefix="Tensor(")
        if self.operation is not None:
            values += f", operation={self.operation.name}"
        elif self.requires_grad:
            values += ", requires_grad=True"
        return f"Tensor({values}{f', name={self.name!r}' if self.name else ''})"

    @classmethod
    def __torch_function__(cls, function: Any, *_: Any) -> None:
        refusals.refuse_in_torch(function)

    def __delitem__(self: Any, index: Any) -> None:
        raise TypeError(
            "a tensor keeps its shape: take what is to stay, x[mask], or chainrule.cat of its parts"
        )

    def __reduce_ex__(self: Any, protocol: Any) -> Any:
        if self.operation is not None:
            raise TypeError(
                f"a computed tensor ({self.operation.name}) cannot be copied or pickled, since the "
                "whole graph hangs on it: take x.detach() or x.data, or copy the leaves"
            )
        return object.__reduce_ex__(self, protocol)

    def __getstate__(self: Any) -> dict[str, Any]:
        return {name: value for name, value in vars(self).items() if name != "origin"}

    # A node of a graph

    @property
    def is_leaf(self: Any) -> bool:
        """Whether it was not computed from tensors that want a gradient."""
        return self.operation is None

    def detach(self: Any) -> Any:
        """The same values, in the same memory, without a graph."""
        other = around(self.data)
        vars(other)["origin"] = weakref.ref(self)
        return other

    def requires_grad_(self: Any, requires_grad: bool = True) -> Any:
        """Ask for a gradient, or no more; return the tensor."""
        refusals.check_dtype(self.dtype, requires_grad)
        if not requires_grad:
            refusals.check_leaf(self)
        self.requires_grad = requires_grad
        return self

    def zero_grad(self: Any) -> None:
        """Forget the gradient."""
        self.grad = None

    # Shapes

    @property
    def T(self: Any) -> Any:
        """The axes in reverse order."""
        return table.permute(self, axes=tuple(range(self.ndim))[::-1])

    @property
    def mT(self: Any) -> Any:
        """The matrices, transposed."""
        if self.ndim < 2:
            raise AttributeError(f"a tensor of shape {self.shape} holds no matrix to transpose")
        return swap(self)

    def reshape(self: Any, *shape: Any) -> Any:
        """The same numbers in another shape; one length may be -1."""
        return table.reshape(self, shape=shapes.flat(shape))

    view = reshape

    def permute(self: Any, *axes: Any) -> Any:
        """The axes in another order."""
        return table.permute(self, axes=shapes.flat(axes))

    def dim(self: Any) -> int:
        """How many axes there are."""
        return int(self.data.ndim)

    @property
    def size(self: Any) -> Size:
        """How many numbers there are; ``size()`` and ``size(0)`` are the shape, as in PyTorch."""
        return Size(self.data)

    def nelement(self: Any) -> int:
        """How many numbers there are."""
        return int(self.data.size)

    numel = nelement

    # Kinds of numbers

    def astype(self: Any, dtype: Any) -> Any:
        """Converted; only what is floating afterwards has a gradient."""
        if np.dtype(dtype).kind == "f":
            return table.astype(self, dtype=np.dtype(dtype))
        return around(self.data.astype(dtype))

    def to(self: Any, dtype: Any) -> Any:
        """Converted, as by `astype`."""
        return self.astype(dtype)

    # Words for people

    def __dir__(self: Any) -> list[str]:
        return sorted({*object.__dir__(self), *table.OPERATIONS, *METHODS})

    def __getattr__(self: Any, name: str) -> Any:
        if name in table.OPERATIONS:
            return partial(table.OPERATIONS[name], self)
        if name not in METHODS:
            raise refusals.missing("a tensor", name)
        function = getattr(import_module(METHODS[name]), name)
        if not isinstance(function, Operation):  # which would not get `self`
            setattr(Tensor, name, function)
        return partial(function, self)


def compared(name: str) -> Any:
    """The method of a comparison, or of a logical operator: a tensor of truths."""
    function = getattr(operator, name)

    def method(self: Any, other: Any) -> Any:
        if isinstance(other, str) or other is None:
            return NotImplemented
        refusals.check_foreign(other)
        try:
            return around(function(self.data, raw(other)))
        except (ValueError, TypeError) as error:
            raise refusals.explained(error, name.strip("_"), [self, other], {}) from None

    return named(method, f"__{name.strip('_')}__", "Element by element; it has no derivative.")


for _name, _value in vars(Methods).items():
    if _name not in ("__module__", "__doc__", "__dict__", "__weakref__", "__qualname__",
                     "__firstlineno__", "__static_attributes__", "__annotations__"):  # fmt: skip
        setattr(Tensor, _name, _value)
for _name in ("eq", "ne", "lt", "le", "gt", "ge", "and_", "or_", "xor"):
    setattr(Tensor, f"__{_name.strip('_')}__", compared(_name))
for _name in ("and", "or", "xor"):
    setattr(Tensor, f"__r{_name}__", getattr(Tensor, f"__{_name}__"))
for _name, _operation in (("add", table.add), ("sub", table.sub), ("mul", table.mul),
                          ("truediv", table.div), ("pow", table.pow),
                          ("floordiv", floor_divide), ("mod", remainder)):  # fmt: skip
    setattr(Tensor, f"__i{_name}__", in_place(_name, _operation))
for _name, _operation in (("floordiv", floor_divide), ("mod", remainder)):
    setattr(Tensor, f"__{_name}__", lambda a, b, f=_operation: f(a, b))
    setattr(Tensor, f"__r{_name}__", lambda a, b, f=_operation: f(b, a))
for _name, _dtype in {"float": np.float32, "double": np.float64, "half": np.float16,
                      "long": np.int64, "int": np.int32, "bool": np.bool_}.items():  # fmt: skip
    setattr(Tensor, _name, converted(_dtype))
for _operation in (table.sum, table.mean):
    setattr(Tensor, _operation.name, reduced(_operation))
Tensor.max = extreme(table.max, np.argmax)  # type: ignore[attr-defined]
Tensor.min = extreme(table.min, np.argmin)  # type: ignore[attr-defined]
Operation.__repr__ = lambda self: f"<operation {self.name}>"  # type: ignore
