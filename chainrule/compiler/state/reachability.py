"""What a step can reach: every location that it may read from or write to."""

from __future__ import annotations

import dis
import random as python_random
import sys
import types
from collections.abc import Callable, Iterator, MutableMapping, MutableSequence, MutableSet
from functools import lru_cache, partial
from typing import Any

import numpy as np

from chainrule import engine, random
from chainrule.compiler.state.locations import Location, Scalar, Wrapper, contents
from chainrule.engine import Operation, Tensor
from chainrule.registration import OURS
from chainrule.table import OPERATIONS

Found = Iterator[tuple[Location | str, Any]]
LEAVES = Scalar | np.ndarray | np.random.Generator | np.dtype | Operation
STREAMS = np.random.RandomState | python_random.Random  # whose state is compared, not followed
LONG = 1000  # numbers; a longer list of them is looked at as a whole
# What is written with the engine, and may keep things in variables as a user's module does.
ABOVE = frozenset({"models", "audio", "data", "exercises", "pictures", "widgets"})
IN_ITS_PLACE = ["exercises", "overrides"]  # by which the engine calls a learner's parts


def reachable(step: Callable[..., Any], args: tuple[Any, ...] = ()) -> list[Location]:
    """Every location that a step may read from or write to."""
    found: dict[tuple[int, Any], Location] = {}
    seen: dict[int, Any] = {}
    objects = [x for x in reversed(args) if not isinstance(x, Tensor)]
    waiting: list[tuple[Any, str]] = [*((x, "argument") for x in objects), (step, "")]
    while waiting:
        value, path = waiting.pop()
        if id(value) in seen or isinstance(value, LEAVES):
            continue
        seen[id(value)] = value
        inner = []
        for location, x in children(value, path):
            if isinstance(location, Location):
                found.setdefault(location.identity, location)
            inner.append((x, location.path if isinstance(location, Location) else location))
        waiting += reversed(inner)
    default = Location(random, "_default", "rng")
    mode = Location(engine.recording, type(engine.recording).get, "no_grad")
    registered = (Location(OPERATIONS, k, k) for k in OPERATIONS.keys() - OURS)
    return [*found.values(), default, mode, *registered]


def children(value: Any, path: str) -> Found:
    """The locations within an object, with what they hold; a path alone where none can be set."""
    match value:
        case types.FunctionType():
            yield from variables(value, path)
        case types.MethodType():
            yield from ((path or "self", value.__self__), (path, value.__func__))
        case types.BuiltinMethodType():
            yield path, value.__self__
        case partial():
            yield from ((path, x) for x in (value.func, value.args, value.keywords))
        case Wrapper():
            yield path, value.step
        case Tensor():
            names = ("data", "grad", "requires_grad")
            yield from ((Location(value, k, f"{path}.{k}"), getattr(value, k)) for k in names)
        case type():
            yield from of_class(value, path)
        case tuple() | frozenset():
            yield from ((f"{path}[{i}]", x) for i, x in enumerate(value))
        case MutableMapping() | MutableSequence() | MutableSet():
            yield from items(value, path)
        case _ if is_own(value) or isinstance(value, types.SimpleNamespace):
            yield from attributes(value, path)


def items(value: Any, path: str) -> Found:
    """The items of a list, a dict or a set, and how many there are."""
    if isinstance(value, MutableSet):
        yield Location(value, frozenset, path), frozenset(value)
        yield from ((path, x) for x in value)
    elif isinstance(value, MutableMapping):
        yield Location(value, len, path), len(value)
        yield from ((Location(value, k, f"{path}[{k!r}]"), x) for k, x in list(value.items()))
    elif len(value) > LONG and all(isinstance(x, Scalar) for x in value):
        yield Location(value, tuple, path), None
    else:
        yield Location(value, len, path), len(value)
        yield from ((Location(value, i, f"{path}[{i}]"), x) for i, x in enumerate(value))


def attributes(value: Any, path: str) -> Found:
    """The attributes of an object, and what is in its class."""
    own = getattr(value, "__dict__", {})
    slots = (vars(kind).get("__slots__", ()) for kind in type(value).__mro__)
    slotted = [name for names in slots for name in ([names] if isinstance(names, str) else names)]
    names = dict.fromkeys(k for k in (*own, *slotted) if not k.startswith("__"))
    if hasattr(type(value), "training"):
        names["training"] = None
    for name in names:
        yield Location(value, name, f"{path}.{name}"), getattr(value, name, None)
    if not is_engine(type(value).__module__):
        yield Location(own, len, path), len(own)
    yield path, type(value)


def of_class(kind: type, path: str) -> Found:
    """The methods and attributes of a class and of those that it is made from."""
    for base in filter(is_own, kind.__mro__):
        for name, x in list(vars(base).items()):
            if isinstance(x, staticmethod | classmethod):
                yield path, x.__func__
            elif isinstance(x, property):
                yield from ((path, f) for f in (x.fget, x.fset))
            elif is_engine(base.__module__):
                continue  # ours do not change
            elif isinstance(x, types.FunctionType) or not name.startswith(("__", "_abc")):
                yield Location(base, name, f"{base.__name__}.{name}"), x


def variables(function: types.FunctionType, path: str) -> Found:
    """The variables from outside that a function uses, its defaults and its attributes."""
    if not is_own_module(function.__module__):
        return
    for name, cell in zip(function.__code__.co_freevars, function.__closure__ or (), strict=True):
        yield Location(cell, "", name), contents(cell)
    if function.__defaults__:
        yield Location(function, "__defaults__", "defaults"), function.__defaults__
    for more in filter(None, (function.__kwdefaults__, vars(function))):
        name = function.__name__
        yield from ((Location(more, k, f"{name}.{k}"), x) for k, x in more.items())
    if not is_of_engine(function):
        yield from global_variables(function)


def global_variables(function: types.FunctionType) -> Found:
    """The variables of its module that a function uses, and what it uses of other modules."""
    globals_, attributes_ = names_used(function.__code__)
    for name in sorted(globals_ & function.__globals__.keys()):
        value = function.__globals__[name]
        if isinstance(value, types.ModuleType):
            yield from of_module(value, attributes_, name)
        else:
            yield Location(function.__globals__, name, name), value


def of_module(module: types.ModuleType, names: set[str], path: str) -> Found:
    """What a function may use of a module of the user's."""
    if is_own_module(module.__name__) and not is_engine(module.__name__):
        for name in sorted(names & vars(module).keys()):
            yield Location(module, name, f"{path}.{name}"), getattr(module, name)


@lru_cache(1000)
def names_used(code: types.CodeType) -> tuple[set[str], set[str]]:
    """The global variables and the attributes that a function and the functions in it use."""
    all_names = set(code.co_names)
    found = {
        x.argval for x in dis.get_instructions(code) if x.opname.endswith(("_GLOBAL", "_NAME"))
    }
    for inner in (x for x in code.co_consts if isinstance(x, types.CodeType)):
        more, others = names_used(inner)
        found, all_names = found | more, all_names | others
    return found, all_names


def is_of_engine(function: types.FunctionType) -> bool:
    """Whether a function is written in a module of the engine, whose variables do not change."""
    name = function.__globals__.get("__name__")
    module = sys.modules.get(name or "")
    return is_engine(name) and function.__globals__ is getattr(module, "__dict__", None)


def is_engine(name: str | None) -> bool:
    """Whether a module is part of the engine, which keeps in objects whatever it remembers."""
    top, *below = (name or "").split(".")
    above = below[:2] != IN_ITS_PLACE and not ABOVE.isdisjoint(below[:1])
    return top == "chainrule" and not above


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
