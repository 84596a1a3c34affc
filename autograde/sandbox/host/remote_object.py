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

from autograde.sandbox.protocol.references import Remote

# Attributes between underscores that tell about functions, classes and objects. Others are asked
# for by libraries, which would believe whatever they get.
TELLING = frozenset({
    *("__annotations__", "__bases__", "__closure__", "__code__", "__defaults__", "__dict__"),
    *("__func__", "__kwdefaults__", "__members__", "__mro__", "__name__"),
    *("__qualname__", "__self__", "__slots__", "__wrapped__", "__dataclass_fields__"),
    *("__init__", "__match_args__", "__version__", "__cause__", "__context__", "__notes__"),
    *("__abstractmethods__", "__isabstractmethod__", "__contains__", "__total__"),
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
    paths : set of str
        Where it came from; see `Seal`.
    guarded : bool
        Whether it is to be called in the course's guard.
    last_arguments : tuple or None
        What the last call made of its positional arguments.
    """

    reference: Remote
    student: Student
    paths: set[str] = field(default_factory=set)
    guarded: bool = False
    last_arguments: tuple[Any, ...] | None = None

    @property
    def path(self) -> str:
        """The path by which it came first."""
        return next(iter(self.paths), self.reference.name)


def _unary(operation: str, kind: type | None = None) -> Any:
    """A method whose result has to be of exactly this kind."""

    def method(self: RemoteObject, *args: Any) -> Any:
        found = self._remote_.student.operate(operation, self, *args)
        if kind is not None and type(found) is not kind:
            raise TypeError(f"{operation} gave a {type(found).__name__}, not a {kind.__name__}")
        return found

    return method


def _binary(operation: str) -> Any:
    def method(self: RemoteObject, other: Any) -> Any:
        return self._remote_.student.operate(operation, self, other)

    return method


def _reflected(operation: str) -> Any:
    def method(self: RemoteObject, other: Any) -> Any:
        return self._remote_.student.operate(operation, self, other, reflected=True)

    return method


class RemoteObject:
    __slots__ = ("_remote_",)
    _remote_: Handle
    _class_number = 0

    def __init__(self, handle: Handle) -> None:
        object.__setattr__(self, "_remote_", handle)

    # What tells about it

    @property
    def __class__(self) -> Any:
        """Its class as far as the judge has it: a function's, a generator's, a given one."""
        return self._remote_.student.own_class(self) or type(self)

    @property
    def __doc__(self) -> Any:  # type: ignore[override]
        return self._remote_.student.operate("getattr", self, "__doc__")

    def __repr__(self) -> str:
        return self._text("repr")

    def __str__(self) -> str:
        return self._text("str")

    def __format__(self, how: str) -> str:
        return self._text("format", how) if how else str(self)

    def _text(self, operation: str, *args: str) -> str:
        if self._remote_.student.tells(operation, self):
            return _unary(operation, str)(self, *args)  # type: ignore[no-any-return]
        reference = self._remote_.reference
        if reference.what == "function":
            return f"<the student's function {reference.name}>"
        return f"<{reference.name} object>"

    def __dir__(self) -> Any:
        return self._remote_.student.operate("dir", self)

    def __getattr__(self, name: str) -> Any:
        handle = self._remote_
        if name == "__signature__" and handle.reference.is_callable:
            return _signature(handle.student.operate("signature", self))
        if name in ("__name__", "__qualname__") and handle.reference.is_callable:
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

    # Comparison

    def __eq__(self, other: object) -> Any:
        if isinstance(other, type) and issubclass(other, RemoteObject):
            return other._class_number == self._remote_.reference.number
        return self._remote_.student.operate("eq", self, other)

    __ne__, __lt__, __le__ = _binary("ne"), _binary("lt"), _binary("le")
    __gt__, __ge__ = _binary("gt"), _binary("ge")
    __hash__ = _unary("hash", int)

    # Numbers

    __bool__, __int__, __float__ = _unary("bool", bool), _unary("int", int), _unary("float", float)
    __complex__, __index__ = _unary("complex", complex), _unary("index", int)
    __abs__, __neg__, __pos__ = _unary("abs"), _unary("neg"), _unary("pos")
    __invert__, __round__, __bytes__ = _unary("invert"), _unary("round"), _unary("bytes", bytes)

    # Containers

    __len__, __reversed__ = _unary("len", int), _unary("reversed")
    __getitem__, __setitem__, __delitem__ = _unary("getitem"), _unary("setitem"), _unary("delitem")

    def __contains__(self, item: Any) -> bool:
        student = self._remote_.student
        key = "contains:object" if isinstance(item, RemoteObject) else "contains:value"
        if student.tells(key, self):
            return bool(student.operate("contains", self, item))
        return any(item is one or item == one for one in self)

    def __iter__(self) -> Iterator[Any]:
        return iter_of(self._remote_.student.operate("iter", self))

    def __next__(self) -> Any:
        for item in self._remote_.student.operate("next", self):
            return item
        raise StopIteration

    # Blocks, and what has to be waited for

    def __enter__(self) -> Any:
        return self._remote_.student.operate("enter", self)

    def __exit__(self, kind: Any, error: Any, _: Any) -> bool:
        told = error and {"name": kind.__name__, "message": str(error)}
        return bool(self._remote_.student.operate("exit", self, told))

    def __await__(self) -> Any:
        yield from ()
        return self._remote_.student.operate("await", self)

    def __aiter__(self) -> Any:
        return self._remote_.student.operate("aiter", self)

    async def __anext__(self) -> Any:
        for item in self._remote_.student.operate("anext", self):
            return item
        raise StopAsyncIteration

    async def __aenter__(self) -> Any:
        return self._remote_.student.operate("aenter", self)

    async def __aexit__(self, *_: Any) -> bool:
        return bool(self._remote_.student.operate("aexit", self))

    # Arrays

    def __array__(self, dtype: Any = None, copy: bool | None = None) -> Any:
        return np.asarray(_unary("array", np.ndarray)(self), dtype)

    def __array_ufunc__(self, ufunc: Any, method: str, *inputs: Any, **kwargs: Any) -> Any:
        operation = _UFUNCS.get(ufunc.__name__)
        if operation and method == "__call__" and not kwargs:
            if inputs[0] is self:
                return self._remote_.student.operate(operation, self, inputs[1])
            return self._remote_.student.operate(operation, self, inputs[0], reflected=True)
        arrays = [np.asarray(x) if isinstance(x, RemoteObject) else x for x in inputs]
        return getattr(ufunc, method)(*arrays, **kwargs)

    # Classes

    def __instancecheck__(self, instance: Any) -> bool:
        return bool(self._remote_.student.operate("isinstance", self, instance))

    def __subclasscheck__(self, kind: Any) -> bool:
        return bool(self._remote_.student.operate("issubclass", self, kind))


class RemoteCallable(RemoteObject):
    __slots__ = ()

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        return self._remote_.student.call(self, args, kwargs)

    @property
    def last_arguments(self) -> tuple[Any, ...] | None:
        return self._remote_.last_arguments

    def without_engine(self) -> RemoteCallable:
        handle = self._remote_
        guarded = Handle(handle.reference, handle.student, handle.paths, guarded=True)
        return type(self)(guarded)


class RemoteCoroutine(RemoteObject):
    __slots__ = ()

    def send(self, _: Any) -> NoReturn:
        raise StopIteration(self._remote_.student.operate("await", self))

    def throw(self, error: Any, *_: Any) -> NoReturn:
        raise error

    def close(self) -> None:
        pass


_OPERATORS = {
    **{name: f"__{name}__" for name in ("add", "sub", "mul", "matmul", "truediv", "floordiv")},
    **{name: f"__{name}__" for name in ("mod", "pow", "divmod", "lshift", "rshift", "xor")},
    "and_": "__and__",
    "or_": "__or__",
}
for _operation, _method in _OPERATORS.items():
    setattr(RemoteObject, _method, _binary(_operation))
    setattr(RemoteObject, "__r" + _method[2:], _reflected(_operation))
    if _operation != "divmod":
        setattr(RemoteObject, "__i" + _method[2:], _binary("i" + _operation.rstrip("_")))

_UFUNCS = {
    "add": "add",
    "subtract": "sub",
    "multiply": "mul",
    "matmul": "matmul",
    "true_divide": "truediv",
    "divide": "truediv",
    "floor_divide": "floordiv",
    "remainder": "mod",
    "power": "pow",
    "equal": "eq",
    "not_equal": "ne",
    "less": "lt",
    "less_equal": "le",
    "greater": "gt",
    "greater_equal": "ge",
}


@cache
def class_of(kind: type[RemoteObject], name: str, class_number: int) -> type[RemoteObject]:
    """A class of this name: tests tell people what they got by the name of its type."""
    return type(name, (kind,), {"__slots__": (), "_class_number": class_number})


def remote_object(handle: Handle) -> RemoteObject:
    """What stands for an object in a test."""
    reference = handle.reference
    kind: type[RemoteObject] = RemoteCallable if reference.is_callable else RemoteObject
    if reference.what == "coroutine":
        kind = RemoteCoroutine
    name = reference.classes[0].rpartition(".")[2] if reference.classes else reference.name
    return class_of(kind, name, reference.class_number)(handle)


def iter_of(found: Any) -> Iterator[Any]:
    """An iterator, whatever a student's ``__iter__`` returned."""
    return found if isinstance(found, RemoteObject) else iter(found)


_KNOWN_KINDS: dict[str, type] = {
    "function": types.FunctionType,
    "class": type,
    "exception": type,
    "generator": types.GeneratorType,
    "coroutine": types.CoroutineType,
    "async generator": types.AsyncGeneratorType,
}


def class_here(reference: Remote, given: Callable[[str], type | None]) -> type | None:
    """The class of an object, if it is one that this process has as well."""
    if reference.what in _KNOWN_KINDS:
        return _KNOWN_KINDS[reference.what]
    for name in reference.classes:
        module, _, attribute = name.rpartition(".")
        if module == "__main__":
            found = given(attribute)
        elif module in ("builtins", "numpy"):  # else an object could pass for a plain value
            found = None
        else:
            found = getattr(sys.modules.get(module), attribute, None)
        if isinstance(found, type):
            return found
    return None


def _signature(told: Any) -> inspect.Signature:
    parameters = []
    for name, kind, default in told:
        given = {"default": default[0]} if default else {}
        parameters.append(inspect.Parameter(name, inspect._ParameterKind(kind), **given))
    return inspect.Signature(parameters)
