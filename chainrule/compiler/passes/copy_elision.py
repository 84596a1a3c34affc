"""Copy elision: results are written where they are copied to in the end."""

from __future__ import annotations

from chainrule.compiler.ir import (
    Buffer,
    Instruction,
    Program,
    View,
    base,
    canonical,
    overlap,
    place,
)
from chainrule.compiler.passes.liveness import Liveness

COPY = "{out}[...] = {0}"


def elide_copies(program: Program) -> None:
    """Write a result where it is copied to in the end, in place of the copy."""
    liveness, instructions = Liveness(program.instructions), program.instructions
    ends = {base(x).buffer for x in program.results}
    dropped = set()
    for i, call in enumerate(instructions):
        if call.text != COPY or not isinstance(call.operands[0], View):
            continue
        source = canonical(call.operands[0])
        lasts = source.buffer in ends or source.buffer.kept
        if source.parent is None and can_become(source, call.out, instructions, liveness, i, lasts):
            dropped.add(i)
            liveness.drop(i, [source, call.out])
            liveness.move(source.buffer, call.out)
            source.buffer.alias = call.out
            if lasts:
                ends.add(base(call.out).buffer)
            base(call.out).buffer.kept |= source.buffer.kept
    instructions[:] = [call for i, call in enumerate(instructions) if i not in dropped]


def can_become(
    source: View,
    target: View,
    instructions: list[Instruction],
    liveness: Liveness,
    i: int,
    lasts: bool,
) -> bool:
    """Whether `source`, which call `i` copies to `target`, may lie there from the beginning."""
    if source.buffer.kind != "temporary" or overlap(source, target):
        return False
    used = liveness.accesses(source)
    if not used:  # an array without elements
        return False
    if not fits(source, target, [instructions[k] for k in used]):
        return False
    first, last = used[0], len(instructions) if lasts else used[-1]
    if liveness.accesses(source, i + 1, writes=True) or liveness.accesses(target, first + 1, i):
        return False
    begins = instructions[first]
    if any(overlap(x, target) for x in begins.reads()) and not begins.elementwise:
        return False
    return not liveness.accesses(target, i + 1, last + 1, writes=True)


def fits(source: View, target: View, calls: list[Instruction]) -> bool:
    """Whether `source`, which these calls touch, may lie in memory as `target` does."""
    a, b = source.layout, target.layout
    if a.shape != b.shape or a.dtype != b.dtype:
        return False
    return (
        a.strides == b.strides
        or (a.is_contiguous and b.is_contiguous)
        or all(
            call.elementwise and all(is_whole(x, source.buffer) for x in (call.out, *call.reads()))
            for call in calls
        )
    )


def is_whole(view: View, buffer: Buffer) -> bool:
    """Whether a view is all of a buffer, in its own shape, or has nothing to do with it."""
    found, where = place(view)
    return found is not buffer or not where
