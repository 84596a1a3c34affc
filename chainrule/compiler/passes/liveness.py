"""Liveness: which instructions of a program read or write which memory."""

from __future__ import annotations

from bisect import bisect_left
from typing import NamedTuple

from chainrule.compiler.ir import Buffer, Instruction, View, span


class Access(NamedTuple):
    """A call, by number, that reads or writes some bytes of a buffer."""

    call: int
    low: int
    high: int
    writes: bool


class Liveness:
    """All accesses to every buffer, in the order of calls, found without a look at each call.

    Calls keep their numbers while a pass drops some of them.
    """

    def __init__(self, instructions: list[Instruction]) -> None:
        self.by_buffer: dict[Buffer, list[Access]] = {}
        for i, call in enumerate(instructions):
            for view in call.reads():
                self.add(i, view, writes=False)
            self.add(i, call.out, writes=True)

    def add(self, i: int, view: View, writes: bool) -> None:
        """Note that call `i` reads or writes a view."""
        buffer, low, high = span(view)
        self.by_buffer.setdefault(buffer, []).append(Access(i, low, high, writes))

    def accesses(
        self, view: View, start: int = 0, stop: int | None = None, writes: bool = False
    ) -> list[int]:
        """The calls from `start` to before `stop` that access (or write) memory of a view."""
        buffer, low, high = span(view)
        found = self.by_buffer.get(buffer, [])
        first = bisect_left(found, start, key=lambda access: access.call)
        last = (
            len(found) if stop is None else bisect_left(found, stop, key=lambda access: access.call)
        )
        return [
            t.call
            for t in found[first:last]
            if t.low < high and low < t.high and (t.writes or not writes)
        ]

    def drop(self, i: int, views: list[View]) -> None:
        """Forget a call that accesses some views."""
        for buffer in {span(view)[0] for view in views}:
            self.by_buffer[buffer] = [t for t in self.by_buffer[buffer] if t.call != i]

    def move(self, source: Buffer, target: View) -> None:
        """Let what accesses a buffer access `target` from now on, where the buffer will lie."""
        buffer, low, high = span(target)
        moved = [Access(t.call, low, high, t.writes) for t in self.by_buffer.pop(source, [])]
        self.by_buffer[buffer] = sorted([*self.by_buffer.get(buffer, []), *moved])
