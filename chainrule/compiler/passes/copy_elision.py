"""A pass over a program: results are written where they are copied to in the end."""

from __future__ import annotations

from chainrule.compiler.ir import Call, Program, Value, overlap, resolved, root
from chainrule.compiler.passes.liveness import Touches

COPY = "{out}[...] = {0}"


def without_copies(program: Program) -> None:
    """Write a result where it is copied to in the end, in place of the copy."""
    touches, calls = Touches(program.calls), program.calls
    ends = {root(x).region for x in program.outputs}
    dropped = set()
    for i, call in enumerate(calls):
        if call.text != COPY or not isinstance(call.operands[0], Value):
            continue
        source = resolved(call.operands[0])
        lasts = source.region in ends or source.region.kept
        if source.parent is None and can_become(source, call.out, calls, touches, i, lasts):
            dropped.add(i)
            touches.drop(i, [source, call.out])
            touches.move(source.region, call.out)
            source.region.alias = call.out
            if lasts:
                ends.add(root(call.out).region)
            root(call.out).region.kept |= source.region.kept
    calls[:] = [call for i, call in enumerate(calls) if i not in dropped]


def can_become(
    source: Value, target: Value, calls: list[Call], touches: Touches, i: int, lasts: bool
) -> bool:
    """Whether `source`, which call `i` copies to `target`, may lie there from the beginning."""
    if source.region.kind != "buffer" or not fits(source, target) or overlap(source, target):
        return False
    used = touches.of(source)
    if not used:  # an array without elements
        return False
    first, last = used[0], len(calls) if lasts else used[-1]
    if touches.of(source, i + 1, writes=True) or touches.of(target, first + 1, i):
        return False
    begins = calls[first]
    if any(overlap(x, target) for x in begins.reads()) and not begins.elementwise:
        return False
    return not touches.of(target, i + 1, last + 1, writes=True)


def fits(source: Value, target: Value) -> bool:
    """Whether two values have the same shape and dtype, and lie in memory in the same way."""
    a, b = source.array, target.array
    if a.shape != b.shape or a.dtype != b.dtype:
        return False
    return a.strides == b.strides or (a.flags.c_contiguous and b.flags.c_contiguous)
