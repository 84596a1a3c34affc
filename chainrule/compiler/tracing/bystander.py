"""What recorded arrays do where nothing is recorded: in another thread, or afterwards."""

from __future__ import annotations

from typing import Any

from chainrule.compiler.tracing.traced_array import Recorder, concrete


class Bystander(Recorder):
    """A recorder that writes nothing down: everything happens to the arrays that are there."""

    def ufunc(self, ufunc: Any, method: str, inputs: Any, out: Any, options: Any) -> Any:
        """A universal function, or its `reduce`, `at`, … ."""
        options = {**options, "out": out} if out else options
        return getattr(ufunc, method)(*concrete(inputs), **concrete(options))

    def function(self, function: Any, args: Any, kwargs: Any) -> Any:
        """A function of NumPy that is not universal."""
        return function(*concrete(args), **concrete(kwargs))

    def getitem(self, array: Any, index: Any) -> Any:
        """A part of an array."""
        return concrete(array)[concrete(index)]

    def setitem(self, array: Any, index: Any, value: Any) -> None:
        """Overwrite a part of an array."""
        concrete(array)[concrete(index)] = concrete(value)

    def copy(self, array: Any, dtype: Any, order: Any = "K") -> Any:
        """A new array with the same elements."""
        return concrete(array).astype(dtype, order=order)

    def view_or_copy(self, x: Any, how: str, args: Any = (), kwargs: Any = None) -> Any:
        """The same memory seen differently."""
        found = getattr(concrete(x), how[1:])
        return found(*args, **(kwargs or {})) if callable(found) else found

    def opaque(self, name: str, function: Any, args: Any, kwargs: Any) -> Any:
        """Something that computes one new array from others, whatever it is."""
        return function(*concrete(args), **concrete(kwargs))
