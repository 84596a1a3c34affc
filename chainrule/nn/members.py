"""What belongs to a module: parameters and layers among its attributes, in lists and dicts too."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np

from chainrule.engine import Array, Tensor, raw
from chainrule.nn.tree import Printed
from chainrule.refusals import missing


class Parameter(Tensor):
    """A tensor that a module owns and an optimiser changes."""

    __slots__ = ()

    def __init__(self, data: Any, requires_grad: bool = True, name: str = "") -> None:
        super().__init__(data, requires_grad, name)


class Members(Printed):
    """What finds its parameters, buffers and the modules inside it, by their names."""

    buffer_names: tuple[str, ...] = ()

    def __setattr__(self, name: str, value: Any) -> None:
        if not isinstance(value, Parameter | None) and isinstance(vars(self).get(name), Parameter):
            raise TypeError(
                f"{type(self).__name__}.{name} is a Parameter, and a {type(value).__name__} in its "
                f"place would not be trained: set {name}.data, or give it an nn.Parameter"
            )
        super().__setattr__(name, value)

    def __getattr__(self, name: str) -> Any:
        raise missing(f"{type(self).__name__}, a layer,", name)

    def _members(self, kind: type) -> Iterator[tuple[str, Any]]:
        """Every module or parameter among the attributes, with its name, twice if it is twice."""
        for name, value in list(vars(self).items()):
            for dotted, member in members(name, value, (Members, Parameter)):
                if isinstance(member, kind):
                    yield dotted, member

    def named_children(self, remove_duplicate: bool = True) -> Iterator[tuple[str, Any]]:
        """The modules among the attributes of this one, with their names."""
        found = self._members(Members)
        return first_of_each(found) if remove_duplicate else found

    def children(self) -> Iterator[Any]:
        """The modules among the attributes of this one."""
        return (child for _, child in self.named_children())

    def named_modules(
        self, prefix: str = "", remove_duplicate: bool = True
    ) -> Iterator[tuple[str, Any]]:
        """Every module, from this one on to the innermost, with its dotted name.

        >>> from chainrule import nn
        >>> [name for name, _ in nn.Sequential(nn.Sequential(nn.Tanh())).named_modules()]
        ['', '0', '0.0']
        """
        found = self._tree(prefix, ())
        return first_of_each(found) if remove_duplicate else found

    def _tree(self, prefix: str, path: tuple[Members, ...]) -> Iterator[tuple[str, Any]]:
        if any(self is parent for parent in path):
            raise ValueError(
                f"{prefix} is a {type(self).__name__} that is inside itself: "
                "hold it in a function, where nobody looks for parameters"
            )
        yield prefix, self
        for name, child in self._members(Members):
            yield from child._tree(dotted_name(prefix, name), (*path, self))

    def modules(self) -> Iterator[Any]:
        """Every module, from this one on to the innermost, each once."""
        return (module for _, module in self.named_modules())

    def named_parameters(
        self, prefix: str = "", recurse: bool = True, remove_duplicate: bool = True
    ) -> Iterator[tuple[str, Parameter]]:
        """Every parameter of this module and of those inside it, with its dotted name.

        Parameters
        ----------
        prefix : str
            What the names begin with, before a dot.
        recurse : bool
            Whether those of the modules inside are meant too.
        remove_duplicate : bool
            Whether a parameter that is there twice is named once, by its first name.
        """
        modules = self.named_modules(prefix, False) if recurse else iter([(prefix, self)])
        found = (
            (dotted_name(place, name), parameter)
            for place, module in modules
            for name, parameter in module._members(Parameter)
        )
        return first_of_each(found) if remove_duplicate else found

    def parameters(self, recurse: bool = True) -> Iterator[Parameter]:
        """Every parameter of this module and of those inside it, each once."""
        for _, parameter in self.named_parameters(recurse=recurse):
            yield parameter

    def named_buffers(
        self, prefix: str = "", recurse: bool = True, remove_duplicate: bool = True
    ) -> Iterator[tuple[str, Array]]:
        """The array of every buffer of this module and of those inside it, with its dotted name."""
        modules = self.named_modules(prefix, False) if recurse else iter([(prefix, self)])
        found = (
            (dotted_name(place, name), raw(getattr(module, name)))
            for place, module in modules
            for name in module.buffer_names
            if getattr(module, name) is not None
        )
        return first_of_each(found) if remove_duplicate else found

    def buffers(self, recurse: bool = True) -> Iterator[Array]:
        """The array of every buffer of this module and of those inside it."""
        return (array for _, array in self.named_buffers(recurse=recurse))

    def get_submodule(self, target: str) -> Any:
        """The module of a dotted name, as `named_modules` has it."""
        return self._called(target, dict(self.named_modules("", False)), "module")

    def get_parameter(self, target: str) -> Parameter:
        """The parameter of a dotted name, as `named_parameters` has it.

        >>> from chainrule import nn
        >>> nn.Sequential(nn.Linear(2, 1)).get_parameter("0.bias").shape
        (1,)
        """
        found = dict(self.named_parameters(remove_duplicate=False))
        parameter: Parameter = self._called(target, found, "parameter")
        return parameter

    def get_buffer(self, target: str) -> Array:
        """The buffer of a dotted name, as `named_buffers` has it."""
        found = dict(self.named_buffers(remove_duplicate=False))
        array: Array = self._called(target, found, "buffer")
        return array

    def _called(self, target: str, found: Mapping[str, Any], kind: str) -> Any:
        if target not in found:
            known = ", ".join(name for name in found if name) or "none"
            raise AttributeError(
                f"{type(self).__name__} has no {kind} {target!r}; there are {known}"
            )
        return found[target]


def members(name: str, value: Any, kinds: tuple[type, ...]) -> Iterator[tuple[str, Any]]:
    """The things of these kinds in an attribute, however deep in lists, tuples and dicts.

    Each has a dotted name, of places and keys, as PyTorch's `ModuleList` and `ModuleDict` give it.

    Raises
    ------
    TypeError
        If they are in a set or an array, where they have no name.

    Examples
    --------
    >>> list(members("w", [1.5, {"a": 2.5}, "text"], (float,)))
    [('w.0', 1.5), ('w.1.a', 2.5)]
    """
    if isinstance(value, kinds):
        yield name, value
        return
    for place, part in places(value):
        yield from members(f"{name}.{place}", part, kinds)
    if isinstance(value, set | frozenset) or (
        isinstance(value, np.ndarray) and value.dtype.hasobject
    ):
        refuse_nameless(name, value, kinds)


def places(value: Any) -> Iterator[tuple[Any, Any]]:
    """Keys or numbers beside what a dict, list or tuple holds; nothing for anything else."""
    if isinstance(value, Mapping):
        yield from value.items()
    elif isinstance(value, list | tuple | deque):
        yield from enumerate(value)


def refuse_nameless(name: str, value: Any, kinds: tuple[type, ...]) -> None:
    """Raise a TypeError if there is something of these kinds in a set or an array."""
    parts = value.flat if isinstance(value, np.ndarray) else value
    if any(isinstance(part, kinds) for part in parts):
        raise TypeError(
            f"{name} is a {type(value).__name__}, in which layers and parameters have no name: "
            "keep them in a list, a dict, nn.ModuleList, nn.ModuleDict or nn.ParameterList"
        )


def dotted_name(prefix: str, name: str) -> str:
    """Two names with a dot between them, if there are two.

    >>> dotted_name("net", "weight"), dotted_name("", "weight"), dotted_name("net", "")
    ('net.weight', 'weight', 'net')
    """
    return f"{prefix}.{name}" if prefix and name else prefix or name


def first_of_each(pairs: Iterator[tuple[str, Any]]) -> Iterator[tuple[str, Any]]:
    """The pairs whose second part was not there before, as the same object.

    >>> one = []
    >>> list(first_of_each(iter([("a", one), ("b", one), ("c", [])])))
    [('a', []), ('c', [])]
    """
    seen: dict[int, Any] = {}
    for name, thing in pairs:
        if id(thing) not in seen:
            seen[id(thing)] = thing
            yield name, thing
