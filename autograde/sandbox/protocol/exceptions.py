"""Exceptions as a name and a text: their classes stay in the process that raised them."""

from __future__ import annotations

import builtins
from typing import Any

from autograde.sandbox.protocol.builtins import freeze_builtins

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


def described(error: BaseException | None) -> dict[str, str] | None:
    """An exception as a reply has it.

    >>> described(ValueError("x is negative"))
    {'name': 'ValueError', 'message': 'x is negative'}
    """
    return None if error is None else {"name": type(error).__name__, "message": message(error)}


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
