"""Passes over a recorded program: the same numbers from fewer calls and less memory."""

from __future__ import annotations

import numpy as np

from chainrule.compiler.ir import Buffer, Instruction, Program, View, base, origin
from chainrule.compiler.passes.buffer_reuse import reuse_buffers
from chainrule.compiler.passes.copy_elision import elide_copies
from chainrule.compiler.passes.liveness import Liveness

# Function, number that leaves the other operand as it is, and where that number may stand.
IDENTITIES = [("multiply", 1, (0, 1)), ("add", 0, (0, 1)), ("subtract", 0, (1,))]
IDENTITIES += [("divide", 1, (1,)), ("power", 1, (1,))]


def simplify(program: Program) -> None:
    """Apply all passes, in place."""
    program.instructions[:] = [c for c in program.instructions if not is_nothing(c)]
    fold_constants(program)
    fold_identities(program)
    eliminate_common_subexpressions(program)
    elide_copies(program)
    eliminate_dead_code(program)
    reuse_buffers(program)
    for call in program.instructions:
        for view in (call.out, *call.reads()):
            base(view).buffer.hold(base(view).buffer.kind != "temporary")


def is_nothing(call: Instruction) -> bool:
    """Whether a call copies a view to where it is already."""
    return call.text == "{out}[...] = {0}" and call.operands[0] is call.out


# What is known of buffers


def writers(program: Program) -> dict[Buffer, list[int]]:
    """For every buffer the calls, by number, that write to it."""
    found: dict[Buffer, list[int]] = {}
    for i, call in enumerate(program.instructions):
        found.setdefault(base(call.out).buffer, []).append(i)
    return found


def written_once(program: Program) -> set[Buffer]:
    """The buffers that one call fills, wholly: their content has one meaning."""
    instructions = program.instructions
    return {
        buffer
        for buffer, by in writers(program).items()
        if buffer.kind == "temporary" and len(by) == 1
        if instructions[by[0]].out.is_whole and not instructions[by[0]].updates
    }


# Passes


def fold_constants(program: Program) -> None:
    """Constant folding: what depends on nothing but numbers, its buffer already holds."""
    once, kept = written_once(program), []
    for call in program.instructions:
        buffer = call.out.buffer
        fixed = all(
            isinstance(x, int | float) or (isinstance(x, View) and base(x).buffer.kind == "number")
            for x in call.operands
        )
        if fixed and buffer in once and buffer.array is not None and not buffer.kept:
            buffer.kind = "number"
        else:
            kept.append(call)
    program.instructions[:] = kept


def fold_identities(program: Program) -> None:
    """Identity folding: a product with one or a sum with zero is its operand."""
    once, liveness, kept = written_once(program), Liveness(program.instructions), []
    for i, call in enumerate(program.instructions):
        same, out = identity_operand(call), call.out
        alone = out.buffer in once and out.parent is None and not out.buffer.kept
        if (
            same
            and alone
            and same.layout.form == out.layout.form
            and not liveness.accesses(same, i + 1, writes=True)
        ):
            out.buffer.alias = same
        else:
            kept.append(call)
    program.instructions[:] = kept


def identity_operand(call: Instruction) -> View | None:
    """The operand that a call returns unchanged, if there is one."""
    for text, unit, sides in IDENTITIES:
        if call.text == f"np.{text}({{0}}, {{1}}, out={{out}})":
            for side in sides:
                other = call.operands[1 - side]
                if isinstance(other, View) and is_number(call.operands[side], unit):
                    return other
    return None


def is_number(x: object, number: int) -> bool:
    """Whether an operand is this number, or an array full of it."""
    if isinstance(x, View):
        buffer = base(x).buffer
        return buffer.kind == "number" and bool(np.all(buffer.array == number))
    return isinstance(x, int | float) and x == number


def eliminate_common_subexpressions(program: Program) -> None:
    """Compute once what is computed twice from the same operands."""
    once, kept = written_once(program), []
    known: dict[object, Instruction] = {}
    versions: dict[Buffer, int] = {}
    for call in program.instructions:
        buffer = base(call.out).buffer
        key = (
            call.text,
            call.out.layout.strides,
            *(value_number(x, versions) for x in call.operands),
        )
        pure = buffer in once and not call.effect and not buffer.kept and call.out.parent is None
        if pure and key in known and known[key].out.layout.dtype == call.out.layout.dtype:
            buffer.alias = known[key].out
            continue
        if pure:
            known[key] = call
        versions[buffer] = versions.get(buffer, 0) + 1
        kept.append(call)
    program.instructions[:] = kept


def value_number(x: object, versions: dict[Buffer, int]) -> object:
    """The value number of an operand: equal for two that hold the same at this moment."""
    if isinstance(x, View):
        buffer, texts = origin(x)
        return buffer, versions.get(buffer, 0), *texts
    return (type(x), repr(x)) if isinstance(x, int | float) else id(x)


def eliminate_dead_code(program: Program) -> None:
    """Drop instructions whose result nobody reads."""
    wanted = {base(v).buffer for v in program.results}
    kept: list[Instruction] = []
    for call in reversed(program.instructions):
        buffer = base(call.out).buffer
        lasting = buffer.kept or buffer.kind not in ("temporary", "number")
        if call.effect or lasting or buffer in wanted:
            kept.append(call)
            wanted |= {base(x).buffer for x in call.reads()}
    program.instructions[:] = reversed(kept)
