"""Exceptions as a name and a text: their classes stay in the process that raised them."""

from __future__ import annotations

import builtins
from contextlib import suppress
from typing import Any

from autograde.sandbox.protocol.builtins import freeze_builtins
from autograde.sandbox.protocol.references import MOST_CLASSES, true_name
from autograde.sandbox.protocol.values import pack

freeze_builtins(globals())

LONGEST = 20_000  # characters of a text
NUMBER = "__number__"  # of an exception that a test's own function raised
_ORDINARY = {
    name: known
    for name, known in vars(builtins).items()
    if isinstance(known, type) and issubclass(known, Exception)
}


def message(error: BaseException) -> str:
    """The text of an exception, whose own method may fail.

    >>> message(ValueError("x is negative"))
    'x is negative'
    """
    try:
        return str(error)[:LONGEST]
    except BaseException:
        return ""


def described(error: BaseException | None) -> dict[str, Any] | None:
    """An exception as a reply has it: what its class and its bases are called, and what it holds.

    >>> told = described(KeyError("x"))
    >>> told["name"], told["message"], told["args"], told["classes"][:2]
    ('KeyError', "'x'", ('x',), ('builtins.KeyError', 'builtins.LookupError'))
    """
    if error is None:
        return None
    told: dict[str, Any] = {"name": type(error).__name__, "message": message(error)}
    told |= {"classes": _classes(error), **_content(error)}
    return told | ({"cause": described(error.__cause__)} if error.__cause__ else {})


def _classes(error: BaseException) -> tuple[str, ...]:
    mro = type.mro(type(error))[:MOST_CLASSES]
    return tuple(true_name(base) for base in mro if base is not object)


def _content(error: BaseException) -> dict[str, Any]:
    """The arguments and the attributes, as far as they are plain and small."""
    found: dict[str, Any] = {}
    for name, value in (("args", error.args), ("attributes", dict(vars(error)))):
        with suppress(Exception):
            if len(pack(value)) <= LONGEST:
                found[name] = value
    return found


def numbered(error: Exception, number: int) -> dict[str, Any]:
    """An exception of a test's own function, for the student's code that called it.

    >>> told = numbered(KeyError("x"), 3)
    >>> told["name"], told["args"], told["number"]
    ('KeyError', ('x',), 3)
    """
    told: dict[str, Any] = {"name": type(error).__name__, "message": message(error)}
    told |= {"classes": _classes(error), "number": number, **_content(error)}
    told.pop("attributes", None)
    return told


def exception(raised: dict[str, Any]) -> Exception:
    """An exception of this name, of the nearest builtin class: what a test's function raised.

    >>> exception({"name": "KeyError", "message": "'x'", "args": ("x",)})
    KeyError('x')
    >>> classes = ("__main__.Odd", "builtins.ValueError")
    >>> odd = exception({"name": "Odd", "message": "of", "classes": classes})
    >>> odd, isinstance(odd, ValueError)
    (Odd('of'), True)
    """
    name, text = raised["name"], raised["message"]
    known = (one.removeprefix("builtins.") for one in raised.get("classes", ()))
    base = _ORDINARY.get(name) or next((_ORDINARY[one] for one in known if one in _ORDINARY), None)
    kind = type(name, (base or Exception,), {}) if name not in _ORDINARY else _ORDINARY[name]
    try:
        made: Exception = kind(*raised.get("args", (text,)))
    except TypeError:  # it wants something else
        made = RuntimeError(f"{name}: {text}")
    made.__dict__[NUMBER] = raised.get("number", 0)
    return made
