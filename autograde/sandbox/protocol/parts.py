"""Kinds that are written as their parts, and made of parts that nobody vouches for."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Any

from autograde.sandbox.protocol.builtins import freeze_builtins
from autograde.sandbox.protocol.codec import Reader, Writer, write_reference
from autograde.sandbox.protocol.registry import SerialisationError, register

freeze_builtins(globals())

__all__ = ["attempt", "is_text", "made", "register_parts"]


def register_parts(
    mark: bytes,
    types: Collection[type],
    parts: Callable[[Any], tuple[Any, ...]],
    make: Callable[..., Any],
    *kinds: type | tuple[type, ...],
    cost: int = 0,
) -> None:
    """Register a kind that is written as its parts.

    Parameters
    ----------
    mark, types
        As in `register`.
    parts : callable
        Takes an object apart; one that cannot be is referred to.
    make : callable
        Puts one together; whatever it raises is a refusal.
    *kinds : type or tuple of types
        The exact types that each part may have; `object` for any.
    cost : int
        How many plain values it costs as much as.
    """

    def write(writer: Writer, value: Any) -> None:
        writer.spend(cost)
        try:
            taken = parts(value)
        except SerialisationError:
            raise
        except Exception:  # its process has changed the kind's own methods
            return write_reference(writer, value)
        return writer.values(mark, taken)

    register(mark, types, write, lambda reader: made(reader, make, *kinds, cost=cost))


def made(
    reader: Reader, make: Callable[..., Any], *kinds: type | tuple[type, ...], cost: int = 0
) -> Any:
    """What `make` makes of the parts that come next, which have to be of these exact types."""
    reader.spend(cost)
    found = reader.values()
    if len(found) != len(kinds) or not all(map(_is_exactly, found, kinds)):
        raise SerialisationError("a value has other parts than its kind")
    return attempt(make, *found)


def attempt(make: Callable[..., Any], *parts: Any) -> Any:
    """What `make` makes of parts that nobody vouches for."""
    try:
        return make(*parts)
    except SerialisationError:
        raise
    except Exception as error:
        raise SerialisationError(f"parts that make no value: {type(error).__name__}") from None


def _is_exactly(part: Any, kinds: type | tuple[type, ...]) -> bool:
    allowed = kinds if isinstance(kinds, tuple) else (kinds,)
    return object in allowed or type(part) in allowed


def is_text(value: Any, longest: int) -> bool:
    """Whether this is a str of at most so many characters."""
    return type(value) is str and len(value) <= longest
