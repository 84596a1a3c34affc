"""Lists and dicts of layers and parameters, for those who want them to be modules themselves."""

from __future__ import annotations

from collections.abc import ItemsView, Iterable, Iterator, KeysView, Mapping, ValuesView
from typing import Any, Self

from chainrule.nn.members import Parameter
from chainrule.nn.module import Module, advice


class Container(Module):
    """What its members share: they are attributes, of the kind that it holds."""

    kind: type = Module

    def _entries(self) -> dict[str, Any]:
        return {name: x for name, x in vars(self).items() if isinstance(x, self.kind)}

    def _entry(self, thing: Any) -> Any:
        """A thing that may go in; a TypeError says what to write in place of any other."""
        if not isinstance(thing, Module):
            raise TypeError(f"{type(self).__name__} takes layers: {advice(thing)}")
        return thing

    def __len__(self) -> int:
        return len(self._entries())


class Row(Container):
    """What is numbered from 0 on: `Sequential`, `ModuleList` and `ParameterList`."""

    def __iter__(self) -> Iterator[Any]:
        return iter(self._entries().values())

    def __contains__(self, thing: Any) -> bool:
        return any(x is thing for x in self)

    def __getitem__(self, i: Any) -> Any:
        if isinstance(i, slice):
            return self._like(list(self._entries().items())[i])
        return list(self)[i]

    def __setitem__(self, i: int, thing: Any) -> None:
        setattr(self, list(self._entries())[i], self._entry(thing))

    def __delitem__(self, i: int | slice) -> None:
        entries = list(self._entries().items())
        del entries[i]
        self._renew(entries)

    def __add__(self, other: Iterable[Any]) -> Self:
        return self._like(self._entries().items())._take(other)

    def __iadd__(self, other: Iterable[Any]) -> Self:
        return self.extend(other)

    def append(self, thing: Any) -> Self:
        """Add one at the end; return the whole.

        >>> from chainrule import nn
        >>> len(nn.ModuleList([nn.Tanh()]).append(nn.ReLU()))
        2
        """
        return self.insert(len(self), thing)

    def extend(self, things: Iterable[Any]) -> Self:
        """Add several at the end; return the whole."""
        return self._take(things)

    def insert(self, index: int, thing: Any) -> Self:
        """Put one before the one at `index`; those after it move on. Return the whole."""
        entries = list(self._entries().items())
        entries.insert(index, ("0", self._entry(thing)))
        return self._renew(entries)

    def pop(self, index: int = -1) -> Any:
        """Take one out, the last unless told, and return it."""
        thing = self[index]
        del self[index]
        return thing

    def _take(self, things: Iterable[Any]) -> Self:
        more = [("0", self._entry(thing)) for thing in things]
        return self._renew([*self._entries().items(), *more])

    def _like(self, entries: Iterable[tuple[str, Any]]) -> Self:
        """Another one of the same class that holds these."""
        return type(self).__new__(type(self))._renew(entries)

    def _renew(self, entries: Iterable[tuple[str, Any]]) -> Self:
        """Hold these and no others: numbers are given anew, and names are kept."""
        for name in self._entries():
            delattr(self, name)
        for i, (name, thing) in enumerate(entries):
            setattr(self, str(i) if name.isdigit() else name, thing)
        return self


class ModuleList(Row):
    """A list of modules, which are found with or without it: a plain list does as well.

    >>> from chainrule import nn
    >>> hidden = ModuleList(nn.Linear(2, 2) for _ in range(3))
    >>> [name for name, _ in hidden.named_parameters()][:3]
    ['0.weight', '0.bias', '1.weight']
    """

    def __init__(self, modules: Iterable[Module] = ()) -> None:
        self.extend(modules)


class ParameterList(Row):
    """A list of parameters; other tensors, arrays and numbers are made parameters.

    >>> import numpy as np
    >>> ParameterList([np.zeros(2), 1.0])
    ParameterList(
      (0): Parameter(shape=(2,))  # 2
      (1): Parameter(shape=())    # 1
    )                             # 3 parameters
    """

    kind = Parameter

    def __init__(self, values: Iterable[Any] = ()) -> None:
        self.extend(values)

    def _entry(self, thing: Any) -> Any:
        return thing if isinstance(thing, Parameter) else Parameter(thing)


class Named(Container):
    """What is called by names: `ModuleDict` and `ParameterDict`."""

    def __init__(self, entries: Mapping[str, Any] | Iterable[tuple[str, Any]] = ()) -> None:
        self.update(entries)

    def __iter__(self) -> Iterator[str]:
        return iter(self._entries())

    def __contains__(self, key: object) -> bool:
        return key in self._entries()

    def __getitem__(self, key: str) -> Any:
        return self._entries()[key]

    def __setitem__(self, key: str, thing: Any) -> None:
        self._need_new(key)
        setattr(self, key, self._entry(thing))

    def __delitem__(self, key: str) -> None:
        self[key]
        delattr(self, key)

    def keys(self) -> KeysView[str]:
        """The names."""
        return self._entries().keys()

    def values(self) -> ValuesView[Any]:
        """What they name."""
        return self._entries().values()

    def items(self) -> ItemsView[str, Any]:
        """Names beside what they name."""
        return self._entries().items()

    def get(self, key: str, default: Any = None) -> Any:
        """What a name stands for, or the default if there is no such name."""
        return self._entries().get(key, default)

    def update(self, entries: Mapping[str, Any] | Iterable[tuple[str, Any]]) -> None:
        """Take over names and what they name from a dict or from pairs."""
        for key, thing in dict(entries).items():
            self[key] = thing

    def pop(self, key: str) -> Any:
        """Take one out and return it."""
        thing = self[key]
        del self[key]
        return thing

    def clear(self) -> None:
        """Take all out."""
        for key in self._entries():
            del self[key]


class ModuleDict(Named):
    """A dict of modules, which are found with or without it: a plain dict does as well.

    >>> from chainrule import nn
    >>> ways = ModuleDict({"up": nn.Linear(1, 2), "down": nn.Linear(2, 1)})
    >>> [name for name, _ in ways.named_parameters()][:2], "up" in ways
    (['up.weight', 'up.bias'], True)
    """


class ParameterDict(Named):
    """A dict of parameters; other tensors, arrays and numbers are made parameters.

    >>> ParameterDict({"scale": 2.0})["scale"].requires_grad
    True
    """

    kind = Parameter

    def _entry(self, thing: Any) -> Any:
        return thing if isinstance(thing, Parameter) else Parameter(thing)
