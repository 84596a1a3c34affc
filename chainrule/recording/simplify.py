"""Passes over a recorded program: the same numbers from fewer calls and less memory."""

from __future__ import annotations

from collections.abc import Iterator

from chainrule.recording.program import Call, Program, Region, Value, overlap, resolved, root

# Function, number that leaves the other operand as it is, and where that number may stand.
NEUTRAL = [("multiply", 1, (0, 1)), ("add", 0, (0, 1)), ("subtract", 0, (1,))]
NEUTRAL += [("divide", 1, (1,)), ("power", 1, (1,))]


def simplified(program: Program) -> None:
    """Apply all passes, in place."""
    program.calls[:] = [c for c in program.calls if not is_nothing(c)]
    with_constants(program)
    without_neutral(program)
    without_repetition(program)
    without_copies(program)
    without_dead(program)
    with_less_memory(program)


def is_nothing(call: Call) -> bool:
    """Whether a call copies a value to where it is already."""
    return call.text == "{out}[...] = {0}" and call.operands[0] is call.out


# What is known of regions


def writers(program: Program) -> dict[Region, list[int]]:
    """For every region the calls, by number, that write to it."""
    found: dict[Region, list[int]] = {}
    for i, call in enumerate(program.calls):
        found.setdefault(root(call.out).region, []).append(i)
    return found


def written_once(program: Program) -> set[Region]:
    """The buffers that one call fills, wholly: their content has one meaning."""
    calls = program.calls
    return {
        region
        for region, by in writers(program).items()
        if region.kind == "buffer" and len(by) == 1
        if calls[by[0]].out.is_whole and not calls[by[0]].updates
    }


# Passes


def with_constants(program: Program) -> None:
    """Compute now what depends on nothing but numbers: its buffer already holds it."""
    once, kept = written_once(program), []
    for call in program.calls:
        fixed = all(
            isinstance(x, int | float) or (isinstance(x, Value) and root(x).region.kind == "number")
            for x in call.operands
        )
        if fixed and call.out.region in once and not call.out.region.kept and not call.effect:
            call.out.region.kind = "number"
        else:
            kept.append(call)
    program.calls[:] = kept


def without_neutral(program: Program) -> None:
    """Drop multiplications by one and additions of zero, whose result is their operand."""
    once = written_once(program)
    for call in list(program.calls):
        kept, out = neutral(call), call.out
        if kept is None or out.region not in once or out.parent is not None:
            continue
        if looks(kept) == looks(out) and stays(program, call, kept):
            out.region.alias = kept
            program.calls.remove(call)


def looks(value: Value) -> object:
    """What two values must share to stand for one another: shape, layout and dtype."""
    return value.array.shape, value.array.strides, value.array.dtype


def neutral(call: Call) -> Value | None:
    """The operand that a call returns unchanged, if there is one."""
    for text, unit, sides in NEUTRAL:
        if call.text == f"np.{text}({{0}}, {{1}}, out={{out}})":
            for side in sides:
                other = call.operands[1 - side]
                if isinstance(other, Value) and is_number(call.operands[side], unit):
                    return other
    return None


def is_number(x: object, number: int) -> bool:
    """Whether an operand is this number, or an array full of it."""
    if isinstance(x, Value):
        return root(x).region.kind == "number" and bool((x.array == number).all())
    return isinstance(x, int | float) and x == number


def stays(program: Program, call: Call, value: Value) -> bool:
    """Whether nothing writes to a value's memory after a call, so that it may stand for a copy."""
    after = program.calls[program.calls.index(call) + 1 :]
    return not any(overlap(c.out, value) for c in after)


def without_repetition(program: Program) -> None:
    """Compute once what is computed twice from the same values."""
    once, kept = written_once(program), []
    known: dict[object, Call] = {}
    versions: dict[Region, int] = {}
    for call in program.calls:
        region = root(call.out).region
        key = (call.text, call.out.array.strides, *(meaning(x, versions) for x in call.operands))
        pure = region in once and not call.effect and not region.kept and call.out.parent is None
        if pure and key in known and known[key].out.array.dtype == call.out.array.dtype:
            region.alias = known[key].out
            continue
        if pure:
            known[key] = call
        versions[region] = versions.get(region, 0) + 1
        kept.append(call)
    program.calls[:] = kept


def meaning(x: object, versions: dict[Region, int]) -> object:
    """What an operand stands for at this moment, as something that can be compared."""
    if isinstance(x, Value):
        chain, value = [], resolved(x)
        while value.parent is not None:
            chain.append(value.text)
            value = resolved(value.parent)
        return value.region, versions.get(value.region, 0), *chain
    return (type(x), x) if isinstance(x, int | float) else id(x)


def without_copies(program: Program) -> None:
    """Write a result where it is copied to in the end, in place of the copy."""
    i = 0
    while i < len(program.calls):
        call = program.calls[i]
        if call.text == "{out}[...] = {0}" and isinstance(call.operands[0], Value):
            source = resolved(call.operands[0])
            if source.parent is None and can_become(source, call.out, program.calls, i):
                source.region.alias = call.out
                del program.calls[i]
                continue
        i += 1


def can_become(source: Value, target: Value, calls: list[Call], i: int) -> bool:
    """Whether `source`, which call `i` copies to `target`, may lie there from the beginning."""
    region, a, b = source.region, source.array, target.array
    if region.kind != "buffer" or a.shape != b.shape or a.dtype != b.dtype:
        return False
    if not (a.strides == b.strides or (a.flags.c_contiguous and b.flags.c_contiguous)):
        return False
    touches = [k for k, c in enumerate(calls) if touched(c, source)]
    writes = [k for k in touches if overlap(calls[k].out, source)]
    if overlap(source, target) or any(k > i for k in writes):
        return False
    if any(touched(c, target) for c in calls[min(touches) + 1 : i]):
        return False
    first = calls[min(touches)]
    if any(overlap(x, target) for x in first.reads()) and not first.elementwise:
        return False
    return not any(overlap(c.out, target) for c in calls[i + 1 : max(touches) + 1])


def touched(call: Call, value: Value) -> bool:
    """Whether a call reads or writes memory of a value."""
    return overlap(call.out, value) or any(overlap(x, value) for x in call.reads())


def without_dead(program: Program) -> None:
    """Drop calls whose result nobody reads."""
    wanted = {root(v).region for v in program.outputs}
    kept: list[Call] = []
    for call in reversed(program.calls):
        region = root(call.out).region
        if call.effect or region.kept or region.kind == "state" or region in wanted:
            kept.append(call)
            wanted |= {root(x).region for x in call.reads()}
    program.calls[:] = reversed(kept)


def with_less_memory(program: Program) -> None:
    """Let buffers that are never needed at the same time be the same memory."""
    last = last_uses(program)
    free: dict[object, list[Region]] = {}
    begun: set[Region] = set()
    for i, call in enumerate(program.calls):
        region = root(call.out).region
        inputs = {root(x).region for x in call.reads()}
        ending = [
            r for r in sorted_once(inputs | begun, program) if last.get(r) == i and r in begun
        ]
        whole = {resolved(x).region for x in call.reads() if resolved(x).parent is None}
        early = [r for r in ending if call.elementwise and r is not region and r in whole]
        release(early, free)
        if region.kind == "buffer" and region not in begun and region.alias is None:
            begun.add(region)
            same = free.get(looks(region.whole))
            if same and reusable(call) and last.get(region, -1) >= i and not region.kept:
                region.alias = same.pop().whole
                host = region.alias.region
                host.name = host.name or region.name
                last[host] = last[region]
                begun.add(host)
                begun.discard(region)
        release([r for r in ending if r not in early], free)
        begun -= set(ending)


def release(regions: list[Region], free: dict[object, list[Region]]) -> None:
    """Give memory back."""
    for region in regions:
        if not region.kept:
            free.setdefault(looks(region.whole), []).append(region)


def reusable(call: Call) -> bool:
    """Whether a call fills its target wholly, so that it may have held something else before."""
    return call.out.is_whole and not call.updates


def last_uses(program: Program) -> dict[Region, int]:
    """For every buffer the last call that touches it; those looked at in the end, never end."""
    last: dict[Region, int] = {}
    for i, call in enumerate(program.calls):
        for value in (*call.reads(), call.out):
            last[root(value).region] = i
    for value in program.outputs:
        last[root(value).region] = len(program.calls)
    return {r: i for r, i in last.items() if r.kind == "buffer"}


def sorted_once(regions: set[Region], program: Program) -> Iterator[Region]:
    """Regions in an order that does not depend on addresses."""
    order = {root(c.out).region: i for i, c in reversed(list(enumerate(program.calls)))}
    return iter(sorted(regions, key=lambda r: order.get(r, -1)))
