"""The objects of a student's process that the judge knows by number."""

from __future__ import annotations

import inspect
from collections import OrderedDict
from collections.abc import Callable
from typing import Any

from numpy import ndarray

from autograde.sandbox.protocol.builtins import freeze_builtins
from autograde.sandbox.protocol.values import (
    LONGEST_NAME,
    LONGEST_PARAMETERS,
    Opaque,
    Remote,
    SerialisationError,
)

freeze_builtins(globals())

MOST = 10_000  # the one not used for longest is forgotten


class Handles:
    """Numbers for the student's objects, and functions that stand for the judge's.

    Parameters
    ----------
    call_back : callable
        Calls the judge's function of a number with positional and keyword arguments.
    """

    def __init__(self, call_back: Callable[[int, Any, Any], Any]) -> None:
        self._call_back = call_back
        self._known: OrderedDict[int, tuple[Any, Opaque | Remote]] = OrderedDict()
        self._numbers: dict[int, int] = {}  # by id: the table keeps the objects alive
        self._lent: dict[Remote, Callable[..., Any]] = {}
        self._next = 1

    def refer(self, value: Any) -> Opaque | Remote:
        """The reference to one of the student's objects."""
        number = self._numbers.get(id(value))
        if number is None:
            number = self._add(value)
        self._known.move_to_end(number)
        return self._known[number][1]

    def resolve(self, reference: Opaque | Remote) -> Any:
        """The student's object with this number, or a function that calls the judge's."""
        if isinstance(reference, Remote):
            if reference not in self._lent:
                self._lent[reference] = self._lend(reference)
            return self._lent[reference]
        return self.find(reference.number)

    def find(self, number: int) -> Any:
        """The student's object with this number."""
        if number not in self._known:
            raise SerialisationError(f"there is no object {number}")
        self._known.move_to_end(number)
        return self._known[number][0]

    def _add(self, value: Any) -> int:
        number, self._next = self._next, self._next + 1
        self._known[number] = (value, describe(value, number))
        self._numbers[id(value)] = number
        if len(self._known) > MOST:
            _, (oldest, _) = self._known.popitem(last=False)
            del self._numbers[id(oldest)]
        return number

    def _lend(self, remote: Remote) -> Callable[..., Any]:
        def function(*args: Any, **kwargs: Any) -> Any:
            return self._call_back(remote.number, args, kwargs)

        function.__name__ = function.__qualname__ = remote.name
        return function


def describe(value: Any, number: int) -> Opaque | Remote:
    """A function by its name and parameters, any other object by its type's name.

    >>> describe(lambda x, n=2: x**n, 7)
    Remote(number=7, name='<lambda>', parameters='(x, n=2)')
    """
    kind = type(value).__name__
    if type(value) is ndarray:
        kind = f"ndarray[{value.dtype}]"  # one whose dtype cannot be sent
    if not callable(value):
        return Opaque(kind[:LONGEST_NAME], number)
    name = getattr_safely(value, "__name__")
    return Remote(number, (name if type(name) is str else kind)[:LONGEST_NAME], _parameters(value))


def getattr_safely(value: Any, name: str) -> Any:
    """An attribute, or None where looking it up fails in whatever way."""
    try:
        return getattr(value, name, None)
    except BaseException:
        return None


def _parameters(function: Any) -> str | None:
    try:
        return str(inspect.signature(function))[:LONGEST_PARAMETERS]
    except BaseException:  # a builtin has none; a default's own repr may fail
        return None
