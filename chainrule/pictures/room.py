"""The room that a picture is drawn for: as wide as the reader's window leaves it."""

from __future__ import annotations

import math
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

SQUEEZE = 0.85  # of its size, to which a picture may be made smaller and still be read

_room: ContextVar[float] = ContextVar("room", default=math.inf)


@contextmanager
def room_of(width: float) -> Iterator[None]:
    """Meanwhile pictures are drawn for a place so many pixels wide; 0 says nothing about it."""
    before = _room.set(width or math.inf)
    try:
        yield
    finally:
        _room.reset(before)


def fits(width: float) -> bool:
    """Whether so wide a picture finds room, if need be made a little smaller.

    >>> with room_of(340): fits(390), fits(430)
    (True, False)
    """
    return SQUEEZE * width <= _room.get()


def fitted(width: int) -> int:
    """`width`, or that of the room where it would not fit.

    >>> with room_of(340): fitted(390), fitted(430)
    (390, 340)
    """
    return width if fits(width) else int(_room.get())
