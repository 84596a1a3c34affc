"""An object of a student's, used in a test as if it stood there."""

from __future__ import annotations

import inspect
import sys
import types
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import Any, NoReturn, Protocol

import numpy as np

from autograde.sandbox.protocol.references import BINARY, SPECIAL, Remote

# Attributes between underscores that tell about functions, classes and objects. Others are asked
# for by libraries, which would believe whatever they get.
TELLING = frozenset({
    *("__annotations__", "__bases__", "__closure__", "__code__", "__defaults__", "__dict__"),
    *("__func__", "__kwdefaults__", "__members__", "__mro__", "__name__"),
    *("__qualname__", "__self__", "__slots__", "__wrapped__", "__dataclass_fields__"),
    *("__init__", "__match_args__", "__version__", "__cause__", "__context__", "__notes__"),
    *("__flags__", "__abstractmethods__", "__isabstractmethod__", "__contains__", "__total__"),
})  # fmt: skip


class Student(Protocol):
    """The client of a student's process as far as an object needs it."""

    def operate(
        self, operation: str, remote: RemoteObject, *operands: Any, reflected: bool = False
    ) -> Any:
        """Have an operation carried out where the object is, which may stand on the right."""

    def call(self, remote: RemoteObject, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        """Call it by value."""

    def tells(self, operation: str, remote: RemoteObject) -> bool:
        """Whether an operation that only tells about it may be carried out."""

    def own_class(self, remote: RemoteObject) -> type | None:
        """The class of it that the judge has as well."""

    def refuse(self, sentence: str) -> NoReturn:
        """End the test, which cannot be judged."""


@dataclass
class Handle:
    """What stands behind an object of a student's.

    Parameters
    ----------
    reference : Remote
        What its process told of it.
    student : Student
        Leads to it.
    paths : dict of str
        Where it came from, first things first; see `Seal`.
    guarded : bool
        Whether it is to be called in the course's guard.
    last_arguments : tuple or None
        What the last call made of its positional arguments.
    """

    reference: Remote
    student: Student
    paths: dict[str, None] = field(default_factory=dict)
    guarded: bool = False
    last_arguments: tuple[Any, ...] | None = None

    @property
    def path(self) -> str:
        """The path by which it came first."""
        return next(iter(self.paths), self.reference.name)


class RemoteObject:
    """An object of a student's; all that a test does with it is done where it is.

    Its subclasses have those of Python's special methods that the object's class has.

    Parameters
    ----------
    handle : Handle
        What stands behind it.
    """

    __slots__ = ("_remote_",)
    _remote_: Handle
    _class_number = 0

    def __init__(self, handle: Handle) -> None:
        object.__setattr__(self, "_remote_", handle)

    @property  # type: ignore[misc]
    def __class__(self) -> Any:
        """Its class as far as the judge has it: a function's, a generator's, a given one."""
        return self._remote_.student.own_class(self) or type(self)

    def __repr__(self) -> str:
        return self._text("repr")

    def __str__(self) -> str:
        return self._text("str")

    def __format__(self, how: str) -> str:
        return self._text("format", how) if how else str(self)

    def _text(self, operation: str, *args: str) -> str:
        if self._remote_.student.tells(operation, self):
            return str(_unary(operation, str)(self, *args))
        reference = self._remote_.reference
        if reference.is_function:
            return f"<the student's function {reference.name}>"
        return f"<{reference.name} object>"

    def __dir__(self) -> Any:
        return self._remote_.student.operate("dir", self)

    def __getattr__(self, name: str) -> Any:
        handle = self._remote_
        if handle.reference.is_callable:
            if name == "__signature__":
                return _signature(handle.student.operate("signature", self))
            if name == "__name__" and handle.reference.what != "callable":
                return handle.reference.name
        if name[:2] == name[-2:] == "__" and name not in TELLING:
            raise AttributeError(name)
        return handle.student.operate("getattr", self, name)

    def __setattr__(self, name: str, value: Any) -> None:
        self._remote_.student.operate("setattr", self, name, value)

    def __delattr__(self, name: str) -> None:
        self._remote_.student.operate("delattr", self, name)

    def __copy__(self) -> Any:
        return self._remote_.student.operate("copy", self)

    def __deepcopy__(self, _: Any) -> Any:
        return self._remote_.student.operate("deepcopy", self)

    def __reduce_ex__(self, _: Any) -> NoReturn:
        self._remote_.student.refuse("An object of the student's cannot be written into a file.")

    def __mro_entries__(self, _: Any) -> NoReturn:
        self._remote_.student.refuse("A test cannot derive a class from one of the student's.")

    def __eq__(self, other: object) -> Any:
        if isinstance(other, type) and issubclass(other, RemoteObject):
            return other._class_number == self._remote_.reference.number
        return self._remote_.student.operate("eq", self, other)

    def __ne__(self, other: object) -> Any:
        if isinstance(other, type) and issubclass(other, RemoteObject):
            return not self == other
        return self._remote_.student.operate("ne", self, other)

    def __bool__(self) -> bool:
        return bool(_unary("bool", bool)(self))

    __hash__ = None  # type: ignore[assignment]


class RemoteCallable(RemoteObject):
    """A function or a class of a student's, or another object that can be called."""

    __slots__ = ()

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """Call it by value; what it prints, warns of and raises happens here too."""
        return self._remote_.student.call(self, args, kwargs)

    @property
    def last_arguments(self) -> tuple[Any, ...] | None:
        """What the last call made of its positional arguments."""
        return self._remote_.last_arguments

    def without_engine(self) -> RemoteCallable:
        """The same function in the course's guard: it is not to call an engine."""
        handle = self._remote_
        guarded = Handle(handle.reference, handle.student, handle.paths, guarded=True)
        return type(self)(guarded)

    def __instancecheck__(self, instance: Any) -> bool:
        return bool(self._remote_.student.operate("isinstance", self, instance))

    def __subclasscheck__(self, kind: Any) -> bool:
        return bool(self._remote_.student.operate("issubclass", self, kind))


class RemoteCoroutine(RemoteObject):
    """A coroutine of a student's, which runs to its end when it is waited for."""

    __slots__ = ()

    def send(self, _: Any) -> NoReturn:
        """Run it."""
        raise StopIteration(self._remote_.student.operate("await", self))

    def throw(self, error: Any, *_: Any) -> NoReturn:
        """Do not run it."""
        raise error

    def close(self) -> None:
        """Do not run it."""

    def __next__(self) -> NoReturn:
        self.send(None)


# Python's special methods, each as an operation


def _unary(operation: str, kind: type | None = None) -> Callable[..., Any]:
    """A method whose result has to be of exactly this kind."""

    def method(self: RemoteObject, *args: Any) -> Any:
        found = self._remote_.student.operate(operation, self, *args)
        if kind is not None and type(found) is not kind:
            raise TypeError(f"{operation} gave a {type(found).__name__}, not a {kind.__name__}")
        return found

    return method


def _reflected(operation: str) -> Callable[..., Any]:
    def method(self: RemoteObject, other: Any) -> Any:
        return self._remote_.student.operate(operation, self, other, reflected=True)

    return method


def _contains(self: RemoteObject, item: Any) -> bool:
    student = self._remote_.student
    key = "contains:object" if isinstance(item, RemoteObject) else "contains:value"
    if student.tells(key, self):
        return bool(student.operate("contains", self, item))
    return any(item is one or item == one for one in self)  # type: ignore[attr-defined]


def _iter(self: RemoteObject) -> Iterator[Any]:
    found = self._remote_.student.operate("iter", self)
    return found if isinstance(found, RemoteObject) else iter(found)


def _next(self: RemoteObject) -> Any:
    for item in self._remote_.student.operate("next", self):
        return item
    raise StopIteration


def _exit(self: RemoteObject, kind: Any, error: Any, _: Any) -> bool:
    told = error and {"name": kind.__name__, "message": str(error)}
    return bool(self._remote_.student.operate("exit", self, told))


def _await(self: RemoteObject) -> Any:
    yield from ()
    return self._remote_.student.operate("await", self)


async def _anext(self: RemoteObject) -> Any:
    for item in self._remote_.student.operate("anext", self):
        return item
    raise StopAsyncIteration


async def _aenter(self: RemoteObject) -> Any:
    return self._remote_.student.operate("aenter", self)


async def _aexit(self: RemoteObject, *_: Any) -> bool:
    return bool(self._remote_.student.operate("aexit", self))


def _array(self: RemoteObject, dtype: Any = None, copy: bool | None = None) -> Any:
    return np.asarray(_unary("array", np.ndarray)(self), dtype)


_KINDS = {"hash": int, "int": int, "float": float, "complex": complex, "index": int, "len": int}
_SPECIAL: dict[str, Any] = {
    **{f"__{name}__": _unary(name, _KINDS.get(name)) for name in ("lt", "le", "gt", "ge", *_KINDS)},
    **{
        f"__{name}__": _unary(name) for name in ("abs", "neg", "pos", "invert", "round", "reversed")
    },
    **{f"__{name}__": _unary(name) for name in ("getitem", "setitem", "delitem", "enter", "aiter")},
    "__bytes__": _unary("bytes", bytes),
    "__contains__": _contains,
    "__iter__": _iter,
    "__next__": _next,
    "__exit__": _exit,
    "__await__": _await,
    "__anext__": _anext,
    "__aenter__": _aenter,
    "__aexit__": _aexit,
    "__array__": _array,
    "__array_ufunc__": None,  # arithmetic with an array is the object's own affair
    "__array_priority__": 1000.0,  # the same, said in the old way
}
for _name in BINARY:
    _operation = f"{_name}_" if _name in ("and", "or") else _name
    _SPECIAL[f"__{_name}__"] = _unary(_operation)
    _SPECIAL[f"__r{_name}__"] = _reflected(_operation)
    _SPECIAL[f"__i{_name}__"] = _unary(f"i{_name}")


@cache
def class_of(
    kind: type[RemoteObject], name: str, class_number: int, special: int
) -> type[RemoteObject]:
    """A class of this name: tests tell people what they got by the name of its type."""
    methods = {one: _SPECIAL[one] for bit, one in enumerate(SPECIAL) if special >> bit & 1}
    content = {"__slots__": (), "_class_number": class_number, "__hash__": None, **methods}
    made: Any = type(name, (kind,), content)
    for attribute in ("__doc__", "__slots__", "__annotations__"):
        setattr(made, attribute, _told(attribute))
    return made  # type: ignore[no-any-return]


def _told(name: str) -> Any:
    """An attribute of the object's that its class on this side has too."""
    return property(lambda self: self._remote_.student.operate("getattr", self, name))


def remote_object(handle: Handle) -> RemoteObject:
    """What stands for an object in a test."""
    reference = handle.reference
    kind: Any = RemoteCallable if reference.is_callable else RemoteObject
    if reference.what == "coroutine":
        kind = RemoteCoroutine
    name = reference.classes[0].rpartition(".")[2] if reference.classes else reference.name
    return class_of(kind, name, reference.class_number, reference.special)(handle)


_KNOWN_KINDS: dict[str, type] = {
    "function": types.FunctionType,
    "method": types.MethodType,
    "builtin": types.BuiltinFunctionType,
    "class": type,
    "exception": type,
    "generator": types.GeneratorType,
    "coroutine": types.CoroutineType,
    "module": types.ModuleType,
    "async generator": types.AsyncGeneratorType,
}


def class_here(
    reference: Remote, given: Callable[[str], type | None], is_plain: Callable[[str], bool]
) -> type | None:
    """The class of an object, if it is one that this process has as well.

    Parameters
    ----------
    reference : Remote
        To the object.
    given : callable
        The class of this name that the assignment gives.
    is_plain : callable
        Whether the object may pass for one of this class of plain values.
    """
    if reference.what in _KNOWN_KINDS:
        return _KNOWN_KINDS[reference.what]
    for name in reference.classes:
        module, _, attribute = name.rpartition(".")
        if module == "__main__":
            found = given(attribute)
        elif module in ("builtins", "numpy") and not is_plain(name):
            found = None
        else:
            found = getattr(sys.modules.get(module), attribute, None)
        if isinstance(found, type):
            return found
    return None


def _signature(told: Any) -> inspect.Signature:
    empty = inspect.Signature.empty

    def value(given: Any) -> Any:
        return given[0] if given else empty

    returned, parameters = told
    return inspect.Signature(
        [
            inspect.Parameter(
                name,
                inspect._ParameterKind(kind),
                default=value(default),
                annotation=value(annotation),
            )
            for name, kind, default, annotation in parameters
        ],
        return_annotation=value(returned),
    )
