"""An array that writes down what is done to it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, Protocol

import numpy as np

from chainrule.compiler.ir import CompileError, View
from chainrule.engine import Array, Tensor


class Recorder(Protocol):
    """A tape as its arrays see it; beside it, what they do where it does not record."""

    @property
    def beside(self) -> Recorder | None:
        """Who stands in where nothing is recorded: in another thread, or afterwards."""

    def ufunc(self, ufunc: np.ufunc, method: str, inputs: Any, out: Any, options: Any) -> Any:
        """A universal function, or its `reduce`, `at`, … ."""

    def function(self, function: Any, args: Any, kwargs: Any) -> Any:
        """A function of NumPy that is not universal."""

    def getitem(self, array: Any, index: Any) -> Any:
        """A part of an array."""

    def setitem(self, array: Any, index: Any, value: Any) -> None:
        """Overwrite a part of an array."""

    def copy(self, array: Any, dtype: Any, order: Any = "K") -> Any:
        """A new array with the same elements."""

    def view_or_copy(self, x: Any, how: str, args: Any = (), kwargs: Any = None) -> Any:
        """The same memory seen differently."""

    def opaque(self, name: str, function: Any, args: Any, kwargs: Any) -> Any:
        """Something that computes one new array from others, whatever it is."""


class TracedArray(np.ndarray[Any, Any]):
    """An ndarray whose every use is written on a tape. It never leaves `compile`."""

    ir: View
    plain: Array  # what is really there
    recorder: Recorder

    @property
    def tape(self) -> Recorder:
        """What takes note of what is done here and now."""
        return self.recorder.beside or self.recorder

    def __array_ufunc__(
        self, ufunc: np.ufunc, method: Any, *inputs: Any, out: Any = None, **options: Any
    ) -> Any:
        if any(isinstance(x, Tensor) for x in inputs):  # it is the tensor's to answer
            return NotImplemented
        return tape_of(inputs, out, options).ufunc(ufunc, method, inputs, out, options)

    def __array_function__(self, function: Any, types: Any, args: Any, kwargs: Any) -> Any:
        if any(issubclass(kind, Tensor) for kind in types):
            return NotImplemented
        return tape_of(args, kwargs).function(function, args, kwargs)

    def __getitem__(self, index: Any) -> Any:
        return self.tape.getitem(self, index)

    def __setitem__(self, index: Any, value: Any) -> None:
        self.tape.setitem(self, index, value)

    def __iter__(self) -> Iterator[Any]:
        return (self[i] for i in range(len(self)))

    def fill(self, value: Any) -> None:
        """Set every element to one number."""
        self.tape.setitem(self, ..., value)

    def copy(self, order: Any = "C") -> Any:
        """An array of its own with the same elements."""
        return self.tape.copy(self, self.dtype, order)

    def __copy__(self) -> Any:
        return self.copy("K")

    def __deepcopy__(self, memo: Any) -> Any:
        return self.copy("K")

    def flatten(self, order: Any = "C") -> Any:
        """A copy with one axis."""
        return self.copy("K").ravel(order)

    def astype(self, dtype: Any, order: Any = "K", *args: Any, **kwargs: Any) -> Any:
        """The elements converted; the array itself if there is nothing to do and no copy asked."""
        if not kwargs.get("copy", True) and self.dtype == dtype:
            return self
        return self.tape.copy(self, np.dtype(dtype), order)

    def round(self, decimals: Any = 0, out: Any = None) -> Any:
        """Every element rounded."""
        return np.round(self, decimals, out=out)

    def nonzero(self) -> Any:
        """Refused: how many there are depends on values."""
        return np.nonzero(self)

    @property
    def T(self) -> Any:
        """All axes in reverse order."""
        return self if self.ndim < 2 else self.tape.view_or_copy(self, ".T")

    @property
    def mT(self) -> Any:
        """The last two axes exchanged."""
        return self.swapaxes(-1, -2)

    @property
    def flat(self) -> Any:
        """Refused: it reads and writes single numbers."""
        raise CompileError("the step uses .flat: use .reshape(-1) instead")

    def __repr__(self) -> str:
        return f"Recorded{self.shape}"


def tape_of(*nested: Any) -> Recorder:
    """The tape of the first recorded array among nested arguments."""
    for x in nested:
        if isinstance(x, TracedArray):
            return x.tape
        if isinstance(x, tuple | list | dict):
            found = tape_of(*(x.values() if isinstance(x, dict) else x))
            if found is not None:
                return found
    return None  # type: ignore[return-value]


def view_method(name: str) -> Callable[..., Any]:
    """A method that looks at the same memory differently, or copies if it must."""

    def method(self: TracedArray, *args: Any, **kwargs: Any) -> Any:
        return self.tape.view_or_copy(self, f".{name}", args, kwargs)

    return method


def opaque_method(name: str) -> Callable[..., Any]:
    """A method that computes something new, whatever it is."""

    def method(self: TracedArray, *args: Any, **kwargs: Any) -> Any:
        return self.tape.opaque(f"{{0}}.{name}", getattr(np.ndarray, name), (self, *args), kwargs)

    return method


def statistic(name: str) -> Callable[..., Any]:
    """A method that NumPy composes of others, and of numbers that it reads in special cases."""
    function, opaque = getattr(np.ndarray, name), opaque_method(name)

    def method(self: TracedArray, *args: Any, out: Any = None, **kwargs: Any) -> Any:
        special = self.dtype.kind not in "biuf" or self.dtype == np.float16 or "where" in kwargs
        if not special:
            return function(self, *args, out=out, **kwargs)
        result = opaque(self, *args, **kwargs)
        if out is None:
            return result
        out[...] = result
        return out

    return method


def refused_method(name: str, why: str) -> Callable[..., Any]:
    """A method after which a recording could not go on."""

    def method(self: TracedArray, *args: Any, **kwargs: Any) -> Any:
        if self.recorder.beside is None:
            raise CompileError(f"{why} ({name.strip('_')})")
        return getattr(concrete(self), name)(*args, **kwargs)

    return method


VIEWS = "reshape transpose swapaxes squeeze ravel diagonal"
OPAQUE = "take repeat argmax argmin argsort cumsum cumprod dot trace searchsorted conj conjugate"
STATISTICS = "mean var std"
REFUSED = {
    "a branch depends on values: use np.where instead": "__bool__",
    "the step reads a number out of an array: keep it as an array, and read it outside of the "
    "step": "__float__ __int__ __index__ __complex__ __contains__ item tolist",
    "the step makes text of an array: return the array and print it outside of the step": (
        "__str__ __format__"
    ),
    "the step handles memory itself: use functions of NumPy that return arrays": (
        "sort partition put resize view setfield tobytes tofile dump dumps byteswap compress choose"
    ),
}

for _name in VIEWS.split():
    setattr(TracedArray, _name, view_method(_name))
for _name in OPAQUE.split():
    setattr(TracedArray, _name, opaque_method(_name))
for _name in STATISTICS.split():
    setattr(TracedArray, _name, statistic(_name))
for _why, _names in REFUSED.items():
    for _name in _names.split():
        setattr(TracedArray, _name, refused_method(_name, _why))


def concrete(x: Any) -> Any:
    """Arguments with the arrays that are really there in place of recorded ones."""
    if isinstance(x, TracedArray):
        return x.plain
    if isinstance(x, tuple | list):
        return type(x)(concrete(item) for item in x)
    if isinstance(x, dict):
        return {key: concrete(item) for key, item in x.items()}
    return x
