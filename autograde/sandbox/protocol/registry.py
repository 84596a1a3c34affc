"""The kinds of values that are written and read, by type and by mark."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Any, TypeAlias

from autograde.sandbox.protocol.builtins import freeze_builtins

freeze_builtins(globals())

__all__ = ["DESCRIBED", "READ", "WRITE", "SerialisationError", "register", "writing"]


Write: TypeAlias = Callable[[Any, Any], object]  # takes a `codec.Writer` and the value
Read: TypeAlias = Callable[[Any], Any]  # takes a `codec.Reader`


class SerialisationError(Exception):
    """A value that cannot be sent, or bytes that no value was packed into."""


def _read_unknown(reader: Any) -> Any:
    raise SerialisationError("there is no such kind of value")


WRITE: dict[type, Write] = {}
READ: list[Read] = [_read_unknown] * 256
# Kinds with many classes: each function says how objects of a class are written, or None.
DESCRIBED: list[Callable[[type], Write | None]] = []


def register(
    mark: bytes,
    types: Collection[type],
    write: Write,
    read: Read,
) -> None:
    """Register how objects of exactly these types are written, behind a mark, and read."""
    WRITE.update(dict.fromkeys(types, write))
    READ[mark[0]] = read


def writing(kind: type) -> Write | None:
    """How objects of exactly this class are written, where they have a kind of their own."""
    known = WRITE.get(kind)
    return known or next(filter(None, (find(kind) for find in DESCRIBED)), None)
