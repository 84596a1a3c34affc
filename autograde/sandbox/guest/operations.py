"""Operations on a student's objects, as a test asks for them."""

from __future__ import annotations

import asyncio
import copy
import inspect
import operator
from collections.abc import Callable
from importlib import import_module
from typing import Any

from numpy import asarray

from autograde.sandbox.protocol.builtins import freeze_builtins
from autograde.sandbox.protocol.exceptions import exception

freeze_builtins(globals())

_loop: asyncio.AbstractEventLoop | None = None


def run_until_done(awaitable: Any) -> Any:
    """The result of a coroutine or of anything else that can be awaited."""
    global _loop
    if _loop is None or _loop.is_closed():
        _loop = asyncio.new_event_loop()

    async def waited() -> Any:
        return await awaitable

    return _loop.run_until_complete(waited())


def next_item(iterator: Any) -> tuple[Any, ...]:
    """The next item in a tuple, or () where there is none.

    >>> next_item(iter("a")), next_item(iter(""))
    (('a',), ())
    """
    try:
        return (next(iterator),)
    except StopIteration:
        return ()


def next_item_later(iterator: Any) -> tuple[Any, ...]:
    """The next item of an asynchronous iterator in a tuple, or ()."""
    try:
        return (run_until_done(type(iterator).__anext__(iterator)),)
    except StopAsyncIteration:
        return ()


def leave(manager: Any, raised: dict[str, Any] | None) -> Any:
    """End a ``with`` block; `raised` describes the exception that ended it."""
    error = exception(raised) if raised else None
    return type(manager).__exit__(manager, type(error) if error else None, error, None)


def signature(function: Any) -> tuple[Any, ...]:
    """What a function returns and its parameters: name, kind, default and annotation.

    What there may not be is in a tuple.

    >>> signature(lambda x, n=2: x**n)
    ((), [('x', 1, (), ()), ('n', 1, (2,), ())])
    """
    found = inspect.signature(function)

    def told(value: Any) -> tuple[Any, ...]:
        return () if value is found.empty else (value,)

    parameters = [
        (one.name, int(one.kind), told(one.default), told(one.annotation))
        for one in found.parameters.values()
    ]
    return told(found.return_annotation), parameters


def attribute(value: Any, name: str) -> Any:
    """An attribute; of a class, what it is derived from by Python's own account."""
    if name in ("__bases__", "__mro__") and isinstance(value, type):
        return vars(type)[name].__get__(value)
    return getattr(value, name)


OPERATIONS: dict[str, Callable[..., Any]] = {
    **{
        name: getattr(operator, name)
        for name in (
            *("add", "sub", "mul", "matmul", "truediv", "floordiv", "mod", "pow"),
            *("lshift", "rshift", "and_", "or_", "xor"),
            *("iadd", "isub", "imul", "imatmul", "itruediv", "ifloordiv", "imod", "ipow"),
            *("ilshift", "irshift", "iand", "ior", "ixor"),
            *("eq", "ne", "lt", "le", "gt", "ge", "neg", "pos", "invert", "index"),
            *("contains", "getitem", "setitem", "delitem"),
        )
    },
    "divmod": divmod,
    "abs": abs,
    "round": round,
    "bool": bool,
    "int": int,
    "float": float,
    "complex": complex,
    "str": str,
    "repr": repr,
    "format": format,
    "bytes": bytes,
    "hash": hash,
    "len": len,
    "dir": dir,
    "iter": iter,
    "reversed": reversed,
    "next": next_item,
    "getattr": attribute,
    "setattr": setattr,
    "delattr": delattr,
    "isinstance": lambda kind, instance: isinstance(instance, kind),
    "issubclass": lambda kind, other: issubclass(other, kind),
    "array": asarray,
    "copy": copy.copy,
    "deepcopy": copy.deepcopy,
    "enter": lambda manager: type(manager).__enter__(manager),
    "exit": leave,
    "await": run_until_done,
    "aiter": lambda iterable: type(iterable).__aiter__(iterable),
    "anext": next_item_later,
    "aenter": lambda manager: run_until_done(type(manager).__aenter__(manager)),
    "aexit": lambda manager: run_until_done(type(manager).__aexit__(manager, None, None, None)),
    "signature": signature,
    "import_module": import_module,
}
