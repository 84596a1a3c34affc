"""Where a step keeps what it remembers: variables, attributes and list items that it can reach."""

from __future__ import annotations

import sys
import types
from collections.abc import Callable, Iterator, MutableMapping, MutableSequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np

from chainrule.tensor import Operation, Tensor

Scalar = bool | int | float | complex | str | None | np.generic
LONG = 1000  # items; a longer list is taken for data, of which only arrays would matter


@dataclass(frozen=True, eq=False)
class Place:
    """Something that holds a value: an attribute, an item, or a variable of a function.

    The key `len` stands for how many items there are.
    """

    owner: Any
    key: Any
    path: str

    def get(self) -> Any:
        """What is there now; None if nothing is."""
        if self.key is len:
            return len(self.owner)
        if isinstance(self.owner, types.CellType):
            return contents(self.owner)
        if isinstance(self.owner, MutableMapping):
            return self.owner.get(self.key)
        if isinstance(self.owner, MutableSequence):
            return self.owner[self.key] if self.key < len(self.owner) else None
        return getattr(self.owner, self.key, None)

    def set(self, value: Any) -> None:
        """Put something else there; how long something is cannot be put."""
        if self.key is len:
            return
        if isinstance(self.owner, types.CellType):
            self.owner.cell_contents = value
        elif isinstance(self.owner, MutableMapping | MutableSequence):
            self.owner[self.key] = value
        else:
            setattr(self.owner, self.key, value)

    @property
    def identity(self) -> tuple[int, Any]:
        """What tells this place from all others."""
        return id(self.owner), self.key


def places(function: Callable[..., Any]) -> dict[tuple[int, Any], Place]:
    """Every place with an array, a number or a generator that a function can reach."""
    found: dict[tuple[int, Any], Place] = {}
    seen: dict[int, Any] = {}

    def visit(place: Place, value: Any) -> None:
        if isinstance(value, Scalar | np.ndarray | np.random.Generator):
            found.setdefault(place.identity, place)
        else:
            descend(value, place.path)

    def descend(value: Any, path: str) -> None:
        if id(value) in seen:
            return
        seen[id(value)] = value
        for place, inner in inside(value, path):
            if place is None:
                descend(inner, path)
            else:
                visit(place, inner)

    descend(function, "")
    return found


def inside(value: Any, path: str) -> Iterator[tuple[Place | None, Any]]:
    """The places directly within an object, with what they hold; no place where none can be set."""
    if isinstance(value, types.FunctionType):
        if is_own_module(value.__module__) and not is_ours(value):
            yield from variables(value)
    elif isinstance(value, types.MethodType):
        yield None, value.__self__
        yield None, value.__func__
    elif isinstance(value, partial):
        yield from ((None, x) for x in (value.func, *value.args, *value.keywords.values()))
    elif isinstance(value, Tensor):
        yield from ((Place(value, k, f"{path}.{k}"), getattr(value, k)) for k in ("data", "grad"))
        yield Place(value, "requires_grad", f"{path}.requires_grad"), value.requires_grad
    elif isinstance(value, dict):
        yield Place(value, len, f"len({path})"), len(value)
        yield from ((Place(value, k, f"{path}[{k!r}]"), x) for k, x in list(value.items()))
    elif isinstance(value, list):
        yield Place(value, len, f"len({path})"), len(value)
        yield from ((Place(value, i, f"{path}[{i}]"), x) for i, x in enumerate(value[:LONG]))
    elif isinstance(value, tuple | set | frozenset) and len(value) < LONG:
        for i, x in enumerate(value):
            yield from inside_item(x, f"{path}[{i}]")
    elif is_own(value):
        yield from attributes(value, path)


def inside_item(x: Any, path: str) -> Iterator[tuple[Place | None, Any]]:
    """What is within an item that cannot itself be replaced."""
    if not isinstance(x, Scalar | np.ndarray | np.random.Generator):
        yield from ((place, inner) for place, inner in inside(x, path))


def attributes(value: Any, path: str) -> Iterator[tuple[Place | None, Any]]:
    """The attributes and methods of an object; of a layer, also whether it is in training."""
    names = {k: None for k in getattr(value, "__dict__", ()) if not k.startswith("__")}
    if hasattr(type(value), "training"):
        names["training"] = None
    for name in names:
        yield Place(value, name, f"{path}.{name}"), getattr(value, name)
    for kind in type(value).__mro__[:-1]:
        yield from ((None, f) for f in vars(kind).values() if isinstance(f, types.FunctionType))


def variables(function: types.FunctionType) -> Iterator[tuple[Place | None, Any]]:
    """The variables from outside that a function mentions, and its defaults."""
    for name, cell in zip(function.__code__.co_freevars, function.__closure__ or (), strict=True):
        yield Place(cell, "", name), contents(cell)
    for name in sorted(mentioned(function.__code__)):
        if name in function.__globals__:
            yield Place(function.__globals__, name, name), function.__globals__[name]
    for value in (*(function.__defaults__ or ()), *(function.__kwdefaults__ or {}).values()):
        if not isinstance(value, Scalar | np.ndarray):
            yield None, value


def mentioned(code: types.CodeType) -> set[str]:
    """The names in a function and in the functions within it."""
    inner = [mentioned(x) for x in code.co_consts if isinstance(x, types.CodeType)]
    return set(code.co_names).union(*inner)


def contents(cell: types.CellType) -> Any:
    """What is in a cell; None if nothing is yet."""
    try:
        return cell.cell_contents
    except ValueError:
        return None


def is_ours(function: types.FunctionType) -> bool:
    """Whether a function is part of this package, so that it remembers nothing."""
    module = sys.modules.get(function.__module__)
    ours = (function.__module__ or "").partition(".")[0] == "chainrule"
    return ours and function.__globals__ is getattr(module, "__dict__", None)


def is_own(value: Any) -> bool:
    """Whether an object is of the course or of the user, not of some other library."""
    if isinstance(value, Operation | types.ModuleType | types.BuiltinFunctionType):
        return False
    kind = value if isinstance(value, type) else type(value)
    return is_own_module(kind.__module__) and kind is not type


def is_own_module(name: str | None) -> bool:
    """Whether a module is the course's or the user's; code of no module is the user's."""
    top = (name or "__main__").partition(".")[0]
    if top in ("chainrule", "__main__"):
        return True
    file = getattr(sys.modules.get(top), "__file__", None) or ""
    return top not in sys.stdlib_module_names and "-packages" not in file
