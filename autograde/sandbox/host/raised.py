"""Exceptions that a student's code raised, as a test sees them."""

from __future__ import annotations

import builtins
import sys
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from autograde.sandbox.host.replies import Raised

# These steer loops and programs; raised in a test they could end it early and look like success.
STEERING = (StopIteration, StopAsyncIteration)


THEIRS = "__theirs__"  # what marks an exception that a student's code raised


def is_theirs(error: BaseException | None) -> bool:
    """Whether an exception, or one that it came from, was raised by a student's code."""
    while error is not None:
        if error.__dict__.get(THEIRS):
            return True
        error = error.__cause__ or error.__context__
    return False


class Ended(BaseException):
    """What ends a program, such as `SystemExit`, and is no `Exception`."""


class Exceptions:
    """The classes of what a student's code raises, on this side.

    Parameters
    ----------
    given : callable
        The class of this name that the assignment gives, or None.
    knows : callable
        Whether the model answer raised an exception of this class of a library's.
    """

    def __init__(self, given: Callable[[str], type | None], knows: Callable[[str], bool]) -> None:
        self._given, self._knows = given, knows
        self._made: dict[tuple[str, ...], type[BaseException]] = {}

    def made(self, raised: Raised) -> BaseException:
        """An exception with this class, text and content.

        >>> nothing = Exceptions(lambda name: None, lambda name: False)
        >>> nothing.made(Raised("ValueError", "x is negative"))
        ValueError('x is negative')
        >>> isinstance(nothing.made(Raised("StopIteration", "")), StopIteration)
        False
        """
        kind = self.class_of(raised.classes or (f"builtins.{raised.name}",))
        args = raised.args if raised.args is not None else tuple(filter(None, [raised.message]))
        try:
            error = kind.__new__(kind, *args)
            error.args = args
        except TypeError:  # an ExceptionGroup wants exceptions
            error = type(kind.__name__, (Exception,), {})(raised.message)
        own = next(base for base in type(error).__mro__ if base.__module__ == "builtins")
        with suppress(TypeError, ValueError):  # a UnicodeDecodeError has more than arguments
            own.__init__(error, *args)  # type: ignore[misc]
        error.__dict__[THEIRS] = True
        for name, value in raised.attributes.items():
            if not name.startswith("__"):
                error.__dict__[name] = value
        if str(error) != raised.message:
            if type(error).__str__ is not _said:  # an OSError holds more than it is made of
                saying: Any = type(type(error).__name__, (type(error),), {"__str__": _said})
                attributes, error = error.__dict__, saying.__new__(saying, *args)
                error.args = args
                error.__dict__.update(attributes)
            error.__dict__["__said__"] = raised.message
        if raised.cause:
            error.__cause__ = self.made(raised.cause)
        return error

    def class_of(self, classes: tuple[str, ...]) -> type[BaseException]:
        """The class with these names, its own and those of its bases: Python's, or one made."""
        if classes not in self._made:
            self._made[classes] = self._find(classes)
        return self._made[classes]

    def _find(self, classes: tuple[str, ...]) -> type[BaseException]:
        for place, name in enumerate(classes):
            found = self._known(name)
            if found is not None:
                return found if place == 0 else self._derived(classes, found)
        ordinary = any(name == "builtins.Exception" for name in classes) or len(classes) < 2
        return self._derived(classes, Exception if ordinary else Ended)

    def _derived(self, classes: tuple[str, ...], base: type[BaseException]) -> type[BaseException]:
        """A class for the first of these names; those between it and the base are its bases."""
        for name in reversed(classes[: self._place_of(classes, base)]):
            chain = classes[classes.index(name) :]
            if chain not in self._made:
                self._made[chain] = type(name.rpartition(".")[2], (base,), {"__str__": _said})
            base = self._made[chain]
        return base

    def _place_of(self, classes: tuple[str, ...], base: type[BaseException]) -> int:
        known = (place for place, name in enumerate(classes) if self._known(name) is base)
        return next(known, 1)

    def _known(self, name: str) -> type[BaseException] | None:
        module, _, attribute = name.rpartition(".")
        if module == "__main__":
            found: Any = self._given(attribute)
        elif module == "builtins":
            found = getattr(builtins, attribute, None)
        else:
            found = getattr(sys.modules.get(module), attribute, None)
            found = found if self._knows(name) else None
        if not isinstance(found, type) or not issubclass(found, BaseException):
            return None
        ends = found in (SystemExit, KeyboardInterrupt, GeneratorExit)
        ordinary = issubclass(found, Exception) and not issubclass(found, STEERING)
        return found if ordinary or ends else None


def _said(error: BaseException) -> str:
    return str(vars(error).get("__said__") or BaseException.__str__(error))
