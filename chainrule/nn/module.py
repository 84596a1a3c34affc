"""What all layers have in common: parameters that can be found."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from chainrule.tensor import Tensor


class Parameter(Tensor):
    """A tensor that a module owns and an optimiser changes."""

    __slots__ = ()

    def __init__(self, data: Any, requires_grad: bool = True, name: str = "") -> None:
        super().__init__(data, requires_grad, name)


class Module:
    """A layer: parameters, and a `forward` that uses them.

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

    def forward(self, *inputs: Any) -> Any:
        """What the layer computes; each layer has its own."""
        raise NotImplementedError(f"{type(self).__name__} has no forward method yet")

    def __call__(self, *inputs: Any) -> Any:
        """Apply the layer."""
        return self.forward(*inputs)

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

    def zero_grad(self) -> None:
        """Forget the gradients of all parameters."""
        for parameter in self.parameters():
            parameter.grad = None
