"""What all layers have in common: values that can be found, saved and loaded."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Self

import numpy as np

from chainrule.engine import Array, Tensor


class Parameter(Tensor):
    """A tensor that a module owns and an optimiser changes."""

    __slots__ = ()

    def __init__(self, data: Any, requires_grad: bool = True, name: str = "") -> None:
        super().__init__(data, requires_grad, name)


class Module:
    """A layer: parameters, and a `forward` that uses them.

    Arrays that belong to a layer but are not learned by gradients, such as a running mean, are
    its *buffers*: attributes that its class names in `buffer_names`. They are saved, loaded and
    converted along with the parameters.

    Examples
    --------
    >>> class Scale(Module):
    ...     def __init__(self):
    ...         self.factor = Parameter(2.0)
    ...     def forward(self, x):
    ...         return self.factor * x
    >>> Scale()(3.0).item(), [name for name, _ in Scale().named_parameters()]
    (6.0, ['factor'])
    """

    training: bool = True
    buffer_names: tuple[str, ...] = ()

    def forward(self, *inputs: Any) -> Any:
        """What the layer computes; each layer has its own."""
        raise NotImplementedError(f"{type(self).__name__} has no forward method yet")

    def __call__(self, *inputs: Any, **options: Any) -> Any:
        """Apply the layer."""
        return self.forward(*inputs, **options)

    def named_children(self) -> Iterator[tuple[str, Module]]:
        """The modules that are attributes of this one, with their names."""
        for name, value in vars(self).items():
            if isinstance(value, Module):
                yield name, value

    def named_parameters(self, prefix: str = "") -> Iterator[tuple[str, Parameter]]:
        """Every parameter of this module and of those inside it, with its dotted name."""
        for name, value in vars(self).items():
            if isinstance(value, Parameter):
                yield prefix + name, value
        for name, child in self.named_children():
            yield from child.named_parameters(f"{prefix}{name}.")

    def parameters(self) -> Iterator[Parameter]:
        """Every parameter of this module and of those inside it."""
        for _, parameter in self.named_parameters():
            yield parameter

    def named_buffers(self, prefix: str = "") -> Iterator[tuple[str, Array]]:
        """Every buffer of this module and of those inside it, with its dotted name."""
        for name in self.buffer_names:
            yield prefix + name, getattr(self, name)
        for name, child in self.named_children():
            yield from child.named_buffers(f"{prefix}{name}.")

    def zero_grad(self) -> None:
        """Forget the gradients of all parameters."""
        for parameter in self.parameters():
            parameter.grad = None

    def train(self, mode: bool = True) -> Self:
        """Put this module and those inside it into training mode, or out of it; return it."""
        self.training = mode
        for _, child in self.named_children():
            child.train(mode)
        return self

    def eval(self) -> Self:
        """Put this module and those inside it out of training mode; return it."""
        return self.train(False)

    def to(self, dtype: Any) -> Self:
        """Convert all parameters, their gradients and the buffers to a floating dtype; return self.

        An optimiser looks after the arrays that it was given: convert first, then make it.

        >>> from chainrule import nn
        >>> nn.Linear(2, 1).to(np.float32)(np.ones((3, 2), np.float32)).dtype
        dtype('float32')
        """
        if np.dtype(dtype).kind != "f":
            raise TypeError(f"parameters are floating, and {np.dtype(dtype)} is not")
        for parameter in self.parameters():
            parameter.data = parameter.data.astype(dtype, copy=False)
            if parameter.grad is not None:
                parameter.grad = parameter.grad.astype(dtype, copy=False)
        self._convert_buffers(dtype)
        return self

    def _convert_buffers(self, dtype: Any) -> None:
        for name in self.buffer_names:
            setattr(self, name, getattr(self, name).astype(dtype, copy=False))
        for _, child in self.named_children():
            child._convert_buffers(dtype)

    def _values(self) -> dict[str, Array]:
        """The arrays of parameters and buffers themselves, by their dotted names."""
        parameters = {name: parameter.data for name, parameter in self.named_parameters()}
        return parameters | dict(self.named_buffers())

    def state_dict(self) -> dict[str, Array]:
        """A copy of the values of every parameter and buffer, by its dotted name."""
        return {name: values.copy() for name, values in self._values().items()}

    def load_state_dict(self, state: Mapping[str, Array]) -> None:
        """Take over values that `state_dict` returned; all of them or, on an error, none.

        Raises
        ------
        KeyError
            If a name is missing or too many.
        ValueError
            If a shape differs.
        """
        own = self._values()
        if missing := sorted(own.keys() - state.keys()):
            raise KeyError(f"there are no values for {', '.join(missing)}")
        if unknown := sorted(state.keys() - own.keys()):
            raise KeyError(f"there is no parameter or buffer {', '.join(unknown)} here")
        for name, values in own.items():
            if np.shape(state[name]) != values.shape:
                shapes = f"{values.shape}, the values have {np.shape(state[name])}"
                raise ValueError(f"{name} has shape {shapes}")
        for name, values in own.items():
            values[...] = state[name]

    def save(self, path: str | Path) -> None:
        """Write all parameters and buffers into a file of NumPy's format npz."""
        with open(path, "wb") as file:  # np.savez would append .npz to the name
            np.savez(file, **self.state_dict())  # type: ignore[arg-type]

    def load(self, path: str | Path) -> Self:
        """Read what `save` wrote, without ever unpickling anything; return the module."""
        with np.load(path, allow_pickle=False) as state:
            self.load_state_dict({name: state[name] for name in state.files})
        return self
