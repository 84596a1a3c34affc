"""Which calls of a program read or write which memory."""

from __future__ import annotations

from bisect import bisect_left
from typing import NamedTuple

from chainrule.compiler.ir import Call, Region, Value, extent


class Touch(NamedTuple):
    """A call, by number, that reads or writes some bytes of a region."""

    call: int
    low: int
    high: int
    writes: bool


class Touches:
    """All touches of every region, in the order of calls: to be asked without a look at each call.

    Calls keep their numbers while a pass drops some of them.
    """

    def __init__(self, calls: list[Call]) -> None:
        self.by_region: dict[Region, list[Touch]] = {}
        for i, call in enumerate(calls):
            for value in call.reads():
                self.add(i, value, writes=False)
            self.add(i, call.out, writes=True)

    def add(self, i: int, value: Value, writes: bool) -> None:
        """Note that call `i` reads or writes a value."""
        region, low, high = extent(value)
        self.by_region.setdefault(region, []).append(Touch(i, low, high, writes))

    def of(
        self, value: Value, start: int = 0, stop: int | None = None, writes: bool = False
    ) -> list[int]:
        """The calls from `start` to before `stop` that touch (or write) memory of a value."""
        region, low, high = extent(value)
        found = self.by_region.get(region, [])
        first = bisect_left(found, start, key=lambda touch: touch.call)
        last = len(found) if stop is None else bisect_left(found, stop, key=lambda t: t.call)
        return [
            t.call
            for t in found[first:last]
            if t.low < high and low < t.high and (t.writes or not writes)
        ]

    def drop(self, i: int, values: list[Value]) -> None:
        """Forget a call that touches some values."""
        for region in {extent(value)[0] for value in values}:
            self.by_region[region] = [t for t in self.by_region[region] if t.call != i]

    def move(self, source: Region, target: Value) -> None:
        """What touches a region touches `target` from now on, where the region will lie."""
        region, low, high = extent(target)
        moved = [Touch(t.call, low, high, t.writes) for t in self.by_region.pop(source, [])]
        self.by_region[region] = sorted([*self.by_region.get(region, []), *moved])
