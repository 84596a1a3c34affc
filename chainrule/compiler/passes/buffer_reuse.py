"""Buffer reuse: buffers that are never needed at the same time are the same memory."""

from __future__ import annotations

from chainrule.compiler.ir import Buffer, Instruction, Program, base, place


class Pool:
    """Memory that is free at some point of a program, and when more of it becomes free."""

    def __init__(self, program: Program) -> None:
        self.last = last_uses(program)
        self.free: dict[object, list[Buffer]] = {}
        self.begun: set[Buffer] = set()
        self.ending: dict[int, list[Buffer]] = {}
        for buffer, i in self.last.items():
            self.ending.setdefault(i, []).append(buffer)

    def ended(self, i: int) -> list[Buffer]:
        """Buffers that are in use and not needed after call `i`."""
        found = dict.fromkeys(self.ending.get(i, []))
        return [r for r in found if self.last[r] == i and r in self.begun]

    def release(self, buffers: list[Buffer]) -> None:
        """Give memory back."""
        self.begun.difference_update(buffers)
        for buffer in buffers:
            if not buffer.kept:
                self.free.setdefault(buffer.whole.layout.form, []).append(buffer)

    def begin(self, buffer: Buffer, call: Instruction) -> None:
        """Begin to use a buffer, in free memory if its first call does not mind what is there."""
        self.begun.add(buffer)
        same = self.free.get(buffer.whole.layout.form)
        if same and call.out.is_whole and not call.updates and not buffer.kept:
            host = same.pop()
            buffer.alias, host.name = host.whole, host.name or buffer.name
            self.last[host] = self.last[buffer]
            self.ending[self.last[buffer]].append(host)
            self.begun.add(host)
            self.begun.discard(buffer)


def reuse_buffers(program: Program) -> None:
    """Let buffers that are never needed at the same time be the same memory."""
    pool = Pool(program)
    for i, call in enumerate(program.instructions):
        buffer = base(call.out).buffer
        whole = {found for found, where in map(place, call.reads()) if not where}
        ending = pool.ended(i)
        early = [r for r in ending if call.elementwise and r is not buffer and r in whole]
        pool.release(early)
        if buffer.kind == "temporary" and buffer not in pool.begun and buffer.alias is None:
            pool.begin(buffer, call)
        pool.release([r for r in pool.ended(i) if r not in early])


def last_uses(program: Program) -> dict[Buffer, int]:
    """For every buffer the last call that touches it; those looked at in the end, never end."""
    last: dict[Buffer, int] = {}
    for i, call in enumerate(program.instructions):
        for view in (call.out, *call.reads()):
            last[base(view).buffer] = i
    for view in program.results:
        last[base(view).buffer] = len(program.instructions)
    return {r: i for r, i in last.items() if r.kind == "temporary"}
