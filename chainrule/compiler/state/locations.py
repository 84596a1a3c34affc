"""Locations of values: a variable, an attribute or an item, to be read and set."""

from __future__ import annotations

import types
from collections.abc import Callable, Iterator, MutableMapping, MutableSequence
from dataclasses import dataclass
from typing import Any

import numpy as np

Scalar = bool | int | float | complex | str | bytes | None | np.generic


class Wrapper:
    """A callable made of another one, `step`, which is what counts."""

    step: Callable[..., Any]


@dataclass(frozen=True, eq=False)
class Location:
    """Something that holds a value: an attribute, an item, or a variable of a function.

    A key that is a function stands for what it tells of the owner, such as its length.
    """

    owner: Any
    key: Any
    path: str

    @property
    def is_derived(self) -> bool:
        """Whether this is a fact about the owner, which cannot be set."""
        return callable(self.key)

    def get(self) -> Any:
        """What is there now; None if nothing is."""
        if self.is_derived:
            return self.key(self.owner)
        if isinstance(self.owner, types.CellType):
            return contents(self.owner)
        if isinstance(self.owner, MutableMapping):
            return self.owner.get(self.key)
        if isinstance(self.owner, MutableSequence):
            return self.owner[self.key] if self.key < len(self.owner) else None
        return getattr(self.owner, self.key, None)

    def reading(self, owner: str, key: str) -> str:
        """What `get` does as an expression, for given names of the owner and the key."""
        if self.is_derived:
            return f"{key}({owner})"
        if isinstance(self.owner, types.CellType):
            return f"{owner}.cell_contents"
        if isinstance(self.owner, MutableMapping):
            return f"{owner}.get({key})"
        if isinstance(self.owner, MutableSequence):
            return f"{owner}[{self.key}]"
        if not self.key.isidentifier():  # such as a layer's place in a Sequential
            return f"getattr({owner}, {key})"
        return f"{owner}.{self.key}"

    def set(self, value: Any) -> None:
        """Put something else there, even if an object does not like to be changed."""
        if self.is_derived:
            return
        if isinstance(self.owner, types.CellType):
            self.owner.cell_contents = value
        elif isinstance(self.owner, MutableMapping | MutableSequence):
            self.owner[self.key] = value
        elif isinstance(self.owner, type | types.ModuleType):
            setattr(self.owner, self.key, value)
        else:
            object.__setattr__(self.owner, self.key, value)

    @property
    def identity(self) -> tuple[int, Any]:
        """What tells this location from all others."""
        return id(self.owner), self.key


def contents(cell: types.CellType) -> Any:
    """What is in a cell; None if nothing is yet."""
    try:
        return cell.cell_contents
    except ValueError:
        return None


def items_within(value: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    """The value itself, or what is in a tuple and in the tuples in it, with paths."""
    if isinstance(value, tuple):
        for i, x in enumerate(value):
            yield from items_within(x, f"{path}[{i}]")
    else:
        yield path, value


def map_items(value: Any, change: Callable[[Any, str], Any], path: str = "") -> Any:
    """A value changed by a function, item by item if it is a tuple; itself if nothing changes."""
    if not isinstance(value, tuple):
        return change(value, path)
    items = [map_items(x, change, f"{path}[{i}]") for i, x in enumerate(value)]
    if all(a is b for a, b in zip(items, value, strict=True)):
        return value
    return type(value)(*items) if hasattr(value, "_fields") else type(value)(items)


def put_back(container: Any, copy: Any) -> None:
    """Let a list, dict or set hold again what a copy of it holds."""
    container.clear()
    if isinstance(container, MutableSequence):
        container.extend(copy)
    else:
        container.update(copy)
