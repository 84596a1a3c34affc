"""The state of a module: its values converted, copied, taken over, saved and loaded."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple, Self

import numpy as np

from chainrule.engine import Array, Tensor, raw
from chainrule.nn.members import Members, Parameter, dotted_name
from chainrule.refusals import note_change


class Incompatible(NamedTuple):
    """The names that `load_state_dict` left out, if it was told to take what fits."""

    missing_keys: list[str]
    unexpected_keys: list[str]


class State(Members):
    """What can be converted, saved and loaded."""

    unsaved_names: tuple[str, ...] = ()

    def to(self, dtype: Any) -> Self:
        """Convert all parameters, their gradients and the buffers to a floating dtype; return self.

        Buffers of integers and booleans stay as they are. An optimiser looks after the arrays that
        it was given: convert first, then make it. There is one device, "cpu", where all is already.

        >>> from chainrule import nn
        >>> nn.Linear(2, 1).to(np.float32)(np.ones((3, 2), np.float32)).dtype
        dtype('float32')
        """
        if isinstance(dtype, str) and dtype == "cpu":
            return self
        try:
            kind = np.dtype(dtype)
        except TypeError:
            raise TypeError(f"{dtype!r} is no dtype, and the processor the one device") from None
        if kind.kind != "f":
            raise TypeError(f"parameters are floating, and {kind} is not")
        for parameter in self.parameters():
            parameter.data = parameter.data.astype(dtype, copy=False)
            if parameter.grad is not None:
                parameter.grad = parameter.grad.astype(dtype, copy=False)
        for module in self.modules():
            for name, array in module.named_buffers(recurse=False):
                if array.dtype.kind == "f":
                    module._set_buffer(name, array.astype(dtype, copy=False))
        return self

    def _set_buffer(self, name: str, array: Array) -> None:
        buffer = getattr(self, name)
        if isinstance(buffer, Tensor):
            buffer.data = array
        else:
            setattr(self, name, array)

    def float(self) -> Self:
        """Convert all to float32, half as long and twice as fast; return the module."""
        return self.to(np.float32)

    def double(self) -> Self:
        """Convert all to float64, in which they are made; return the module."""
        return self.to(np.float64)

    def _values(self) -> dict[str, Array]:
        """The arrays of parameters and buffers themselves, by their dotted names."""
        values: dict[str, Array] = {}
        for place, module in self.named_modules("", False):
            own = [(name, parameter.data) for name, parameter in module._members(Parameter)]
            own += [x for x in module.named_buffers("", False) if x[0] not in module.unsaved_names]
            for name, array in own:
                if values.setdefault(dotted_name(place, name), array) is not array:
                    raise ValueError(
                        f"two parameters or buffers are called {dotted_name(place, name)}"
                    )
        return values

    def state_dict(self) -> dict[str, Array]:
        """A copy of the values of every parameter and buffer, by its dotted name.

        What is used in two places is there under both its names.
        """
        return {name: values.copy() for name, values in self._values().items()}

    def load_state_dict(self, state: Mapping[str, Any], strict: bool = True) -> Incompatible:
        """Take over values that `state_dict` returned; all of them or, on an error, none.

        Parameters
        ----------
        state : mapping of str to array
        strict : bool
            Whether every name has to be there and no other; if not, those are returned.

        Raises
        ------
        KeyError
            If a name is missing or too many.
        ValueError
            If a shape differs.
        """
        own = self._values()
        missing = [name for name in own if name not in state]
        unknown = [name for name in state if name not in own]
        if missing and strict:
            raise KeyError(f"there are no values for {', '.join(sorted(missing))}")
        if unknown and strict:
            raise KeyError(f"there is no parameter or buffer {', '.join(sorted(unknown))} here")
        given = {name: np.asarray(raw(state[name])) for name in own if name in state}
        for name, values in given.items():
            if values.shape != own[name].shape:
                shapes = f"{own[name].shape}, the values have {values.shape}"
                raise ValueError(f"{name} has shape {shapes}")
            if not np.can_cast(values.dtype, own[name].dtype, "same_kind"):
                raise ValueError(f"{name} is {own[name].dtype}, the values are {values.dtype}")
        for name, values in given.items():
            own[name][...] = values
        note_change(*self.parameters())
        return Incompatible(missing, unknown)

    def save(self, path: str | Path) -> None:
        """Write all parameters and buffers into a file of NumPy's format npz."""
        with open(path, "wb") as file:  # np.savez would append .npz to the name
            np.savez(file, **self.state_dict())  # type: ignore[arg-type]

    def load(self, path: str | Path) -> Self:
        """Read what `save` wrote, without ever unpickling anything; return the module."""
        with np.load(path, allow_pickle=False) as state:
            self.load_state_dict({name: state[name] for name in state.files})
        return self
