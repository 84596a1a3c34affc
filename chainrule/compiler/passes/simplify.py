"""Passes over a recorded program: the same numbers from fewer calls and less memory."""

from __future__ import annotations

from chainrule.compiler.ir import Call, Program, Region, Value, origin, root
from chainrule.compiler.passes.buffer_reuse import looks, with_less_memory
from chainrule.compiler.passes.copy_elision import without_copies
from chainrule.compiler.passes.liveness import Touches

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
    once, touches, kept = written_once(program), Touches(program.calls), []
    for i, call in enumerate(program.calls):
        same, out = neutral(call), call.out
        alone = out.region in once and out.parent is None and not out.region.kept
        if (
            same
            and alone
            and looks(same) == looks(out)
            and not touches.of(same, i + 1, writes=True)
        ):
            out.region.alias = same
        else:
            kept.append(call)
    program.calls[:] = kept


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
        region, texts = origin(x)
        return region, versions.get(region, 0), *texts
    return (type(x), repr(x)) if isinstance(x, int | float) else id(x)


def without_dead(program: Program) -> None:
    """Drop calls whose result nobody reads."""
    wanted = {root(v).region for v in program.outputs}
    kept: list[Call] = []
    for call in reversed(program.calls):
        region = root(call.out).region
        lasting = region.kept or region.kind not in ("buffer", "number")
        if call.effect or lasting or region in wanted:
            kept.append(call)
            wanted |= {root(x).region for x in call.reads()}
    program.calls[:] = reversed(kept)
