"""References to objects that live in the other process, and objects that both sides can make."""

from __future__ import annotations

import sys
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from typing import Any

from autograde.sandbox.protocol.builtins import freeze_builtins

freeze_builtins(globals())

__all__ = ["Given", "GivenObjects", "Remote"]

HEAP = 1 << 9  # the flag of a class that Python code defined
MOST_CLASSES = 20  # of an object's class and its bases
BINARY = (
    *("add", "sub", "mul", "matmul", "truediv", "floordiv", "mod", "divmod", "pow"),
    *("lshift", "rshift", "and", "xor", "or"),
)
# What a class can have Python do with its objects; a reference tells which of these it has.
SPECIAL = tuple(
    f"__{name}__"
    for name in (
        *BINARY,
        *(f"r{name}" for name in BINARY),
        *(f"i{name}" for name in BINARY if name != "divmod"),
        *("lt", "le", "gt", "ge", "hash", "int", "float", "complex", "index", "abs", "neg", "pos"),
        *("invert", "round", "bytes", "len", "reversed", "getitem", "setitem", "delitem"),
        *("contains", "iter", "next", "enter", "exit", "await", "aiter", "anext", "aenter"),
        *("aexit", "array", "array_ufunc", "array_priority"),
    )
)


@dataclass(frozen=True)
class Remote:
    """An object of the student's, or a function of the judge's.

    Parameters
    ----------
    number : int
        What its owner knows it by: above 0 for the student's objects, below for the judge's.
    name : str
        The ``__name__`` of a function or a class, of any other object its type's.
    what : str
        "function", "method", "builtin", "class", "exception" (a class of exceptions), "callable",
        "generator", "coroutine", "async generator", "module" or "object".
    classes : tuple of str
        The class of an object, or the class itself, and its bases, each with its module.
    class_number : int
        What the owner knows the class of the object by; 0 where that is of no interest.
    special : int
        Which of `SPECIAL` its class has, a bit for each.
    about : str
        The docstring of a function of the judge's.
    """

    number: int
    name: str
    what: str = "object"
    classes: tuple[str, ...] = ()
    class_number: int = 0
    special: int = 0
    about: str = ""

    @property
    def is_callable(self) -> bool:
        """Whether it can be called."""
        return self.is_function or self.what in ("class", "exception", "callable")

    @property
    def is_function(self) -> bool:
        """Whether it is a function, by itself or of an object."""
        return self.what in ("function", "method", "builtin")


@dataclass(frozen=True)
class Given:
    """An object of a class that the assignment gives to both sides, or such a class itself.

    Parameters
    ----------
    name : str
        Of the class; ``Color.RED`` for a member of an enumeration.
    number : int
        Of the object, below 0 if it comes from the judge; 0 for a class or a member.
    """

    name: str
    number: int = 0


class GivenObjects:
    """Objects of given classes, each with a number under which both sides know it.

    They cross by their attributes, with what is shared and what goes round in circles.

    Parameters
    ----------
    find : callable
        The given class of a name on this side; raises `LookupError` if there is none.
    step : int
        1 in the student's process and -1 in the judge's.

    Attributes
    ----------
    pending : deque of (int, dict)
        Objects whose attributes have yet to be written into the message at hand.
    """

    def __init__(self, find: Callable[[str], Any], step: int) -> None:
        self._find, self._step, self._next = find, step, step
        self._objects: dict[int, Any] = {}
        self._numbers: dict[int, int] = {}  # by id, of what is kept alive
        self._alive: list[Any] = []
        self._met: dict[int, Any] = {}  # in the message at hand
        self.pending: deque[tuple[int, dict[str, Any]]] = deque()
        self.names: frozenset[str] = frozenset()

    def begin(self) -> None:
        """Begin a message."""
        self.pending.clear()
        self._met.clear()

    def has(self, value: Any) -> bool:
        """Whether this is an object of a given class."""
        kind = type(value)
        return bool(self.names) and self._is_given(kind) and _has_attributes_only(kind)

    def constant(self, value: Any) -> Given | None:
        """The reference to a given class or to a member of a given enumeration."""
        kind = type(value)
        if issubclass(kind, type):
            return Given(value.__name__) if self._is_given(value) else None
        if not issubclass(kind, Enum) or not self._is_given(kind) or value.name is None:
            return None
        return Given(f"{kind.__name__}.{value.name}")

    def refer(self, value: Any) -> Given | None:
        """The reference to a given class or to an object of one, or None if it is neither."""
        kind = type(value)
        constant = self.constant(value)
        if constant or not self._is_given(kind) or not _has_attributes_only(kind):
            return constant
        number = self._numbers.get(id(value))
        if number is None:
            number, self._next = self._next, self._next + self._step
            self._keep(number, value)
        if number not in self._met:
            self._met[number] = value
            self.pending.append((number, attributes(value)))
        return Given(kind.__name__, number)

    def resolve(self, given: Given, again: bool = False) -> Any:
        """The object on this side; the one that was sent from here before if it comes `again`."""
        name, _, member = given.name.partition(".")
        kind = self._find(name)
        if given.number == 0:
            return kind[member] if member else kind
        if given.number not in self._met:
            known = self._objects.get(given.number) if again else None
            if type(known) is not kind:
                known = object.__new__(kind)
                self._keep(given.number, known)
            self._met[given.number] = known
        return self._met[given.number]

    def fill(self, number: int, state: dict[str, Any]) -> None:
        """Give an object of this message its attributes."""
        value = self._met[number]
        slots = {name for kind in type(value).__mro__ for name in _slots(kind)}
        own = getattr(value, "__dict__", {})
        own.clear()
        for name, content in state.items():
            if callable(getattr(type(value), name, None)) or name.startswith("__"):
                raise LookupError(f"{name} belongs to the class")
            if name in slots:
                object.__setattr__(value, name, content)
            else:
                own[name] = content

    def _keep(self, number: int, value: Any) -> None:
        self._alive.append(value)
        self._objects.setdefault(number, value)
        self._numbers[id(value)] = number

    def _is_given(self, kind: type) -> bool:
        try:
            return kind.__name__ in self.names and self._find(kind.__name__) is kind
        except LookupError:
            return False


def _has_attributes_only(kind: type) -> bool:
    """Whether objects of a class hold nothing but attributes, as those of `list` or so do not."""
    return all(base.__flags__ & HEAP for base in kind.__mro__ if base is not object)


def true_name(kind: type) -> str:
    """The name of a class with its module, if that is where it is.

    >>> true_name(dict), true_name(type("dict", (), {"__module__": "builtins"}))
    ('builtins.dict', '?.dict')
    """
    module, name = kind.__module__, kind.__qualname__
    found = vars(sys.modules.get(module, sys)).get(name) if type(module) is str else None
    found = found if found is not None or module != "__main__" else kind
    return f"{module if found is kind else '?'}.{name}"


def attributes(value: Any) -> dict[str, Any]:
    """The attributes of an object, those in slots too."""
    slots = [name for kind in type(value).__mro__ for name in _slots(kind)]
    found = {name: getattr(value, name) for name in slots if hasattr(value, name)}
    return {**found, **getattr(value, "__dict__", {})}


def _slots(kind: type) -> tuple[str, ...]:
    slots = kind.__dict__.get("__slots__", ())
    names = (slots,) if isinstance(slots, str) else tuple(slots)
    return tuple(name for name in names if not name.startswith("__"))
