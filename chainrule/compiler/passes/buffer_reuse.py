"""A pass over a program: buffers that are never needed at the same time are the same memory."""

from __future__ import annotations

from chainrule.compiler.ir import Call, Program, Region, Value, resolved, root


class Pool:
    """Memory that is free at some point of a program, and when more of it becomes free."""

    def __init__(self, program: Program) -> None:
        self.last = last_uses(program)
        self.free: dict[object, list[Region]] = {}
        self.begun: set[Region] = set()
        self.ending: dict[int, list[Region]] = {}
        for region, i in self.last.items():
            self.ending.setdefault(i, []).append(region)

    def ended(self, i: int) -> list[Region]:
        """Buffers that are in use and not needed after call `i`."""
        found = dict.fromkeys(self.ending.get(i, []))
        return [r for r in found if self.last[r] == i and r in self.begun]

    def release(self, regions: list[Region]) -> None:
        """Give memory back."""
        self.begun.difference_update(regions)
        for region in regions:
            if not region.kept:
                self.free.setdefault(looks(region.whole), []).append(region)

    def begin(self, region: Region, call: Call) -> None:
        """Begin to use a buffer, in free memory if its first call does not mind what is there."""
        self.begun.add(region)
        same = self.free.get(looks(region.whole))
        if same and call.out.is_whole and not call.updates and not region.kept:
            host = same.pop()
            region.alias, host.name = host.whole, host.name or region.name
            self.last[host] = self.last[region]
            self.ending[self.last[region]].append(host)
            self.begun.add(host)
            self.begun.discard(region)


def with_less_memory(program: Program) -> None:
    """Let buffers that are never needed at the same time be the same memory."""
    pool = Pool(program)
    for i, call in enumerate(program.calls):
        region = root(call.out).region
        whole = {resolved(x).region for x in call.reads() if resolved(x).parent is None}
        ending = pool.ended(i)
        early = [r for r in ending if call.elementwise and r is not region and r in whole]
        pool.release(early)
        if region.kind == "buffer" and region not in pool.begun and region.alias is None:
            pool.begin(region, call)
        pool.release([r for r in pool.ended(i) if r not in early])


def looks(value: Value) -> object:
    """What two values must share to stand for one another: shape, layout and dtype."""
    return value.array.shape, value.array.strides, value.array.dtype


def last_uses(program: Program) -> dict[Region, int]:
    """For every buffer the last call that touches it; those looked at in the end, never end."""
    last: dict[Region, int] = {}
    for i, call in enumerate(program.calls):
        for value in (call.out, *call.reads()):
            last[root(value).region] = i
    for value in program.outputs:
        last[root(value).region] = len(program.calls)
    return {r: i for r, i in last.items() if r.kind == "buffer"}
