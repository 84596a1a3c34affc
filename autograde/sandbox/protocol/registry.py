"""The kinds of values that are written and read, by type and by mark."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import TYPE_CHECKING, Any

from autograde.sandbox.protocol.builtins import freeze_builtins

if TYPE_CHECKING:
    from autograde.sandbox.protocol.codec import Reader, Writer

freeze_builtins(globals())

__all__ = ["DESCRIBED", "READ", "WRITE", "SerialisationError", "register", "writing"]


class SerialisationError(Exception):
    """A value that cannot be sent, or bytes that no value was packed into."""


def _read_unknown(reader: Reader) -> Any:
    raise SerialisationError("there is no such kind of value")


WRITE: dict[type, Callable[[Writer, Any], object]] = {}
READ: list[Callable[[Reader], Any]] = [_read_unknown] * 256
# Kinds with many classes: each function says how objects of a class are written, or None.
DESCRIBED: list[Callable[[type], Callable[[Writer, Any], object] | None]] = []


def register(
    mark: bytes,
    types: Collection[type],
    write: Callable[[Writer, Any], object],
    read: Callable[[Reader], Any],
) -> None:
    """Register how objects of exactly these types are written, behind a mark, and read."""
    WRITE.update(dict.fromkeys(types, write))
    READ[mark[0]] = read


def writing(kind: type) -> Callable[[Writer, Any], object] | None:
    """How objects of exactly this class are written, where they have a kind of their own."""
    known = WRITE.get(kind)
    return known or next(filter(None, (find(kind) for find in DESCRIBED)), None)
