"""The objects of a student's process that the judge knows by number."""

from __future__ import annotations

import builtins
import types
from collections import OrderedDict
from collections.abc import Callable
from typing import Any

from numpy import ndarray

from autograde.sandbox.protocol.aliasing import LARGEST_SHARED, SHARED
from autograde.sandbox.protocol.builtins import freeze_builtins
from autograde.sandbox.protocol.references import SPECIAL, true_name
from autograde.sandbox.protocol.values import (
    Given,
    GivenObjects,
    Remote,
    SerialisationError,
    pack,
)

freeze_builtins(globals())

MOST = 10_000  # the one not used for longest is forgotten
MOST_SHARED = 128
MOST_WATCHED = 8
LARGEST_WATCHED = 2**13  # bytes

_KINDS: list[tuple[Any, str]] = [
    (types.FunctionType, "function"),
    (types.BuiltinFunctionType, "builtin"),
    (types.MethodType, "method"),
    (types.GeneratorType, "generator"),
    (types.CoroutineType, "coroutine"),
    (types.AsyncGeneratorType, "async generator"),
    (types.ModuleType, "module"),
]


class Handles:
    """Numbers for the student's objects, and functions that stand for the judge's.

    Parameters
    ----------
    call_back : callable
        Calls the judge's function of a number with positional and keyword arguments.
    names : dict
        The names of the notebook, where the classes are that the assignment gives.

    Attributes
    ----------
    given : GivenObjects
        Objects of classes that the judge has as well.
    """

    def __init__(self, call_back: Callable[[int, Any, Any], Any], names: dict[str, Any]) -> None:
        self._call_back = call_back
        self._known: OrderedDict[int, tuple[Any, Remote | None]] = OrderedDict()
        self._shared: OrderedDict[int, None] = OrderedDict()
        self._watched: OrderedDict[int, bytes] = OrderedDict()
        self._numbers: dict[int, int] = {}  # by id: the table keeps the objects alive
        self._lent: dict[int, Any] = {}
        self._lent_numbers: dict[int, Remote] = {}
        self._next = 1
        self.given = GivenObjects(names.get, 1)

    def refer(self, value: Any) -> Remote | Given:
        """The reference to one of the student's objects."""
        given = self.given.refer(value) if self.given.names else None
        if given:
            return given
        if id(value) in self._lent_numbers:
            return self._lent_numbers[id(value)]
        number = self._number(value)
        reference = self._known[number][1] or self._described(value, number)
        self._known[number] = (value, reference)
        self._shared.pop(number, None)
        return reference

    def share(self, value: Any) -> int:
        """The number of a container that the judge gets a copy of; 0 for anything else.

        Unless it is referred to, only the last ones are kept, or a long test would fill the memory.
        """
        if type(value) not in SHARED or getattr(value, "nbytes", 0) > LARGEST_SHARED:
            return 0
        number = self._number(value)
        if self._known[number][1] is None:
            self._shared[number] = None
            self._shared.move_to_end(number)
        if len(self._shared) > MOST_SHARED:
            self._forget(next(iter(self._shared)))
        return number

    def watch(self, value: Any) -> None:
        """Notice from now on what becomes of a container that the judge knows by a number.

        An object or a generator may keep what it was given, and change it later.
        """
        number, content = self._numbers.get(id(value)), _content(value)
        if number and content:
            self._watched[number] = content
            self._watched.move_to_end(number)
            if len(self._watched) > MOST_WATCHED:
                self._watched.popitem(last=False)

    def changed(self) -> list[tuple[int, Any]]:
        """The numbers of watched containers that were changed since, and these."""
        changed = []
        for number, content in list(self._watched.items()):
            value = self._known[number][0] if number in self._known else None
            now = _content(value)
            if not now:
                del self._watched[number]
            elif now != content:
                self._watched[number] = now
                changed.append((number, value))
        return changed

    def resolve(self, reference: Remote | Given) -> Any:
        """The student's object with this number, or a function that calls the judge's."""
        if isinstance(reference, Given):
            return self.given.resolve(reference, again=True)
        if reference.number > 0:
            return self.find(reference.number)
        if reference.number == 0:
            return getattr(builtins, reference.name)
        if reference.number not in self._lent:
            self._lend(reference)
        return self._lent[reference.number]

    def is_known(self, number: int) -> bool:
        """Whether an object is still known by this number."""
        return number in self._known

    def find(self, number: int) -> Any:
        """The student's object with this number."""
        if number not in self._known:
            raise SerialisationError(f"there is no object {number}")
        self._known.move_to_end(number)
        return self._known[number][0]

    def _number(self, value: Any) -> int:
        number = self._numbers.get(id(value))
        if number is not None:
            self._known.move_to_end(number)
            return number
        number, self._next = self._next, self._next + 1
        self._known[number] = (value, None)
        self._numbers[id(value)] = number
        if len(self._known) > MOST:
            self._forget(next(iter(self._known)))
        return number

    def _forget(self, number: int) -> None:
        value, _ = self._known.pop(number)
        del self._numbers[id(value)]
        self._shared.pop(number, None)

    def _described(self, value: Any, number: int) -> Remote:
        kind = type(value)
        own = kind.__module__ == "__main__" and not is_class(value)
        class_number = self.refer(kind) if own else None
        told = class_number.number if isinstance(class_number, Remote) else 0
        return describe(value, number, told)

    def _lend(self, remote: Remote) -> None:
        if remote.what == "object":  # a mark of a test's, which is nothing but itself
            mark = object()
            self._lent[remote.number] = mark
            self._lent_numbers[id(mark)] = remote
            return

        def function(*args: Any, **kwargs: Any) -> Any:
            return self._call_back(remote.number, args, kwargs)

        function.__name__ = function.__qualname__ = remote.name
        function.__doc__ = remote.about or None
        self._lent[remote.number] = function
        self._lent_numbers[id(function)] = remote


def _content(value: Any) -> bytes:
    """The bytes of a small container of plain values; none of anything else."""
    size = value.nbytes if type(value) is ndarray else 8 * len(value) if _is_shared(value) else 0
    if not _is_shared(value) or size > LARGEST_WATCHED:
        return b""
    try:
        content = pack(value)
    except Exception:  # it holds an object, or itself
        return b""
    return content if len(content) <= LARGEST_WATCHED else b""


def _is_shared(value: Any) -> bool:
    return type(value) in SHARED


def describe(value: Any, number: int, class_number: int = 0) -> Remote:
    """What the judge is told of an object.

    >>> told = describe(lambda x: x, 7)
    >>> told.number, told.name, told.what, told.classes
    (7, '<lambda>', 'function', ('?.function',))
    >>> describe(KeyError, 8).what
    'exception'
    """
    kind = value if is_class(value) else type(value)
    name = kind.__name__
    if type(value) is ndarray:
        name = f"ndarray[{value.dtype}]"  # one whose dtype cannot be sent
    what = _what(value)
    if what in ("function", "method", "builtin", "callable"):
        own = getattr_safely(value, "__name__")
        name = own if type(own) is str else name
    return Remote(number, name, what, qualified(kind), class_number, special(type(value)))


def is_class(value: Any) -> bool:
    """Whether this is a class; what it says of its own class is not asked for: that may fail."""
    return issubclass(type(value), type)


def qualified(kind: type) -> tuple[str, ...]:
    """A class and its bases, each with its module.

    >>> qualified(KeyError)[:2]
    ('builtins.KeyError', 'builtins.LookupError')
    """
    mro = type.mro(kind) if kind is not type else [type]
    return tuple(true_name(base) for base in mro if base is not object)


def special(kind: type) -> int:
    """Which of `SPECIAL` a class has, a bit for each.

    >>> [name for bit, name in enumerate(SPECIAL) if special(map) >> bit & 1]
    ['__hash__', '__iter__', '__next__']
    """
    if kind not in _specials:
        _specials[kind] = sum(1 << bit for bit, name in enumerate(SPECIAL) if _has(kind, name))
    return _specials[kind]


def _has(kind: type, name: str) -> bool:
    """Whether Python finds this method for objects of a class: not one of its metaclass.

    Comparisons that come from `object` say `NotImplemented` to everything. A method that is None
    is one that Python refuses; to NumPy it says that arithmetic is the object's own affair.
    """
    for base in type.mro(kind):
        content = type.__getattribute__(base, "__dict__")
        if name in content:
            refused = content[name] is None and name != "__array_ufunc__"
            return not refused and (base is not object or name == "__hash__")
    return False


_specials: dict[type, int] = {}


def _what(value: Any) -> str:
    if is_class(value):
        return "exception" if issubclass(value, BaseException) else "class"
    for kind, what in _KINDS:
        if issubclass(type(value), kind):
            return what
    return "callable" if callable(value) else "object"


def getattr_safely(value: Any, name: str) -> Any:
    """An attribute, or None where looking it up fails in whatever way."""
    try:
        return getattr(value, name, None)
    except BaseException:
        return None
