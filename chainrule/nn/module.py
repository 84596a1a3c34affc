"""What all layers have in common: values that can be found, saved and loaded."""

from __future__ import annotations

from collections.abc import Callable
from difflib import get_close_matches
from typing import Any, Self

import numpy as np

from chainrule.engine import Tensor
from chainrule.nn.members import Parameter
from chainrule.nn.state import State

__all__ = ["Module", "Parameter"]


class Module(State):
    """A layer: parameters, and a `forward` that uses them.

    Parameters and further modules are found among the attributes, in lists, tuples and dicts too.
    What is there twice is found once, but saved under both its names, as in PyTorch. There is no
    need to call `super().__init__()`, and no harm in it. A module that is to stay out, such as a
    teacher that does not learn, is held in a function: PyTorch's users hide it in a list.

    Arrays that belong to a layer but are not learned by gradients, such as a running mean, are
    its *buffers*: attributes that its class names in `buffer_names`, or `register_buffer` for one
    module. They are saved, loaded and converted along with the parameters.

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
    unsaved_names: tuple[str, ...] = ()

    def forward(self, *inputs: Any) -> Any:
        """What the layer computes; each layer has its own."""
        name = type(self).__name__
        meant = get_close_matches("forward", [m for m in dir(type(self)) if m != "forward"])
        raise NotImplementedError(
            f"{name} has no forward method yet: write `def forward(self, x):` in its class, with "
            f"what it computes of x{f', or is {meant[0]} meant to be it?' if meant else ''}"
        )

    def __call__(self, *inputs: Any, **options: Any) -> Any:
        """Apply the layer."""
        return self.forward(*inputs, **options)

    def apply(self, fn: Callable[[Module], Any]) -> Self:
        """Call a function with each module inside and at last with this one; return it.

        >>> from chainrule import nn
        >>> net = nn.Sequential(nn.Linear(2, 1), nn.Tanh())
        >>> net = net.apply(lambda layer: print(type(layer).__name__))
        Linear
        Tanh
        Sequential
        """
        for child in self.children():
            child.apply(fn)
        fn(self)
        return self

    def requires_grad_(self, requires_grad: bool = True) -> Self:
        """Let all parameters learn, or freeze them; return the module."""
        for parameter in self.parameters():
            parameter.requires_grad = requires_grad
        return self

    def zero_grad(self, set_to_none: bool = True) -> None:
        """Forget the gradients of all parameters, or fill them with zeros."""
        for parameter in self.parameters():
            if set_to_none or parameter.grad is None:
                parameter.grad = None
            else:
                parameter.grad[...] = 0

    def train(self, mode: bool = True) -> Self:
        """Put this module and those inside it into training mode, or out of it; return it."""
        self.training = mode
        for child in self.children():
            child.train(mode)
        return self

    def eval(self) -> Self:
        """Put this module and those inside it out of training mode; return it."""
        return self.train(False)

    def register_buffer(self, name: str, tensor: Any, persistent: bool = True) -> None:
        """Make an array, a tensor or None an attribute that is saved, loaded and converted.

        Parameters
        ----------
        name : str
        tensor : array_like or None
            A tensor stays one, and everything else becomes an array.
        persistent : bool
            Whether it is part of `state_dict`, `save` and `load`.

        Examples
        --------
        >>> layer = Module()
        >>> layer.register_buffer("steps", 0)
        >>> layer.steps += 1
        >>> layer.state_dict()
        {'steps': array(1)}
        """
        self._need_new(name)
        kept = tensor is None or isinstance(tensor, Tensor)
        super().__setattr__(name, tensor if kept else np.array(tensor))
        self.buffer_names = (*self.buffer_names, name)
        if not persistent:
            self.unsaved_names = (*self.unsaved_names, name)

    def register_parameter(self, name: str, param: Parameter | None) -> None:
        """Make a parameter, or None in its place, an attribute of this name."""
        if not isinstance(param, Parameter | None):
            kind = type(param).__name__
            raise TypeError(f"{name} has to be an nn.Parameter or None, and it is a {kind}")
        self._need_new(name)
        setattr(self, name, param)

    def add_module(self, name: str, module: Module | None) -> None:
        """Make a module, or None in its place, an attribute of this name."""
        if not isinstance(module, Module | None):
            raise TypeError(f"{name} has to be an nn.Module or None: {advice(module)}")
        self._need_new(name)
        setattr(self, name, module)

    register_module = add_module

    def _need_new(self, name: str) -> None:
        if not isinstance(name, str) or not name or "." in name:
            raise KeyError(f"the name of an attribute is a text without dots, not {name!r}")
        if hasattr(self, name) and name not in vars(self):
            raise KeyError(f"{type(self).__name__} has something else called {name} already")


def advice(thing: Any) -> str:
    """What to write in place of something that is no module but was given as one.

    >>> from chainrule import nn, tanh
    >>> advice(tanh), advice(nn.Tanh)
    ('tanh is a function, write nn.Tanh()', 'nn.Tanh is a class, write nn.Tanh()')
    """
    name = getattr(thing, "name", "") or getattr(thing, "__name__", "")
    if isinstance(thing, list | tuple):
        return f"this is a {type(thing).__name__}, put a * before it"
    if isinstance(thing, type) and issubclass(thing, Module):
        arguments = "()" if thing.__init__ is object.__init__ else "(…)"
        return f"nn.{name} is a class, write nn.{name}{arguments}"
    if not callable(thing) or isinstance(thing, Tensor):
        return f"this is a {type(thing).__name__}"
    layer = named_layer(name)
    instead = f"write nn.{layer}()" if layer else "write a Module whose forward calls it"
    return f"{name or type(thing).__name__} is a function, {instead}"


def named_layer(function: str) -> str:
    """The name of the layer that applies the function of this name; nothing if there is none."""
    plain = function.replace("_", "")
    kinds = [Module]
    for kind in kinds:
        kinds += kind.__subclasses__()
    ours = (kind.__name__ for kind in kinds if kind.__module__.startswith("chainrule.nn"))
    return next((name for name in ours if name.lower() == plain), "")
