"""An array that writes down what is done to it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

import numpy as np

from chainrule.recording.errors import CompileError

if TYPE_CHECKING:
    from chainrule.recording.program import Value
    from chainrule.recording.tape import Tape


class Recorded(np.ndarray[Any, Any]):
    """An ndarray whose every use is written on a tape. It never leaves `compile`."""

    value: Value
    tape: Tape

    def __array_ufunc__(
        self, ufunc: np.ufunc, method: Any, *inputs: Any, out: Any = None, **options: Any
    ) -> Any:
        return tape_of(inputs, out, options).ufunc(ufunc, method, inputs, out, options)

    def __array_function__(self, function: Any, types: Any, args: Any, kwargs: Any) -> Any:
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
        return self.tape.copied(self, self.dtype)

    def flatten(self, order: Any = "C") -> Any:
        """A copy with one axis."""
        return self.tape.copied(self, self.dtype).reshape(-1)

    def astype(self, dtype: Any, *args: Any, **kwargs: Any) -> Any:
        """The elements converted; the array itself if there is nothing to do and no copy asked."""
        if not kwargs.get("copy", True) and self.dtype == dtype:
            return self
        return self.tape.copied(self, np.dtype(dtype))

    @property
    def T(self) -> Any:
        """All axes in reverse order."""
        return self if self.ndim < 2 else self.tape.viewed(self, ".T")

    def __repr__(self) -> str:
        return f"Recorded{self.shape}"


def tape_of(*places: Any) -> Tape:
    """The tape of the first recorded array among nested arguments."""
    for x in places:
        if isinstance(x, Recorded):
            return x.tape
        if isinstance(x, tuple | list | dict):
            found = tape_of(*(x.values() if isinstance(x, dict) else x))
            if found is not None:
                return found
    return None  # type: ignore[return-value]


def view_method(name: str) -> Callable[..., Any]:
    """A method that looks at the same memory differently, or copies if it must."""

    def method(self: Recorded, *args: Any, **kwargs: Any) -> Any:
        return self.tape.viewed(self, f".{name}", args, kwargs)

    return method


def opaque_method(name: str) -> Callable[..., Any]:
    """A method that computes something new, whatever it is."""

    def method(self: Recorded, *args: Any, **kwargs: Any) -> Any:
        return self.tape.opaque(f"{{0}}.{name}", getattr(np.ndarray, name), (self, *args), kwargs)

    return method


def refused_method(name: str, why: str) -> Callable[..., Any]:
    """A method after which a recording could not go on."""

    def method(self: Recorded, *args: Any, **kwargs: Any) -> Any:
        raise CompileError(f"{why} ({name}): a compiled step can only compute with arrays")

    return method


for _name in ("reshape", "transpose", "swapaxes", "squeeze", "ravel", "diagonal"):
    setattr(Recorded, _name, view_method(_name))
for _name in ("take", "repeat", "argmax", "argmin", "argsort", "cumsum", "cumprod", "dot", "trace"):
    setattr(Recorded, _name, opaque_method(_name))
for _name in ("__bool__",):
    setattr(Recorded, _name, refused_method("if or while", "a branch depends on values"))
for _name in ("__float__", "__int__", "__index__", "__complex__", "item", "tolist"):
    setattr(Recorded, _name, refused_method(_name, "the step reads a number out of an array"))
for _name in ("sort", "partition", "put", "resize", "view", "setfield", "tobytes", "byteswap"):
    setattr(Recorded, _name, refused_method(_name, "the step handles memory itself"))


def plain(x: Any) -> Any:
    """Arguments with the arrays that are really there in place of recorded ones."""
    if isinstance(x, Recorded):
        return x.value.array
    if isinstance(x, tuple | list):
        return type(x)(plain(item) for item in x)
    if isinstance(x, dict):
        return {key: plain(item) for key, item in x.items()}
    return x
