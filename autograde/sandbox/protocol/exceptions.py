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


def exception(raised: dict[str, Any]) -> Exception:
    """The builtin exception of this name with this text, or a `RuntimeError`.

    >>> exception({"name": "ValueError", "message": "x is negative"})
    ValueError('x is negative')
    >>> exception({"name": "Unheard", "message": "of"})
    RuntimeError('Unheard: of')
    """
    name, text = raised["name"], raised["message"]
    try:
        return _ORDINARY[name](text)
    except (KeyError, TypeError):  # not a builtin, or it wants more than a text
        return RuntimeError(f"{name}: {text}")
