"""Loop tiling: calls on arrays larger than the cache become loops over blocks that fit in."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from chainrule.compiler.ir import (
    Buffer,
    Instruction,
    View,
    base,
    canonical,
    overlap,
    place,
)
from chainrule.compiler.layout import Layout
from chainrule.engine import Array

SIZE = 16384  # elements of a block; some arrays of them fit into a second-level cache


@dataclass(eq=False)
class Loop:
    """Calls that are done block after block, each block some rows of every array.

    Arrays in `transient` hold nothing before the loop and are not needed after it: one block of
    memory does for all of them.
    """

    instructions: list[Instruction]
    rows: int
    axis: int
    sliced: list[View]
    transient: set[Buffer]


def schedule(instructions: list[Instruction]) -> Iterator[Instruction | Loop]:
    """The calls, with those in loops that gain from it."""
    run: list[Instruction] = []
    for i, call in enumerate(instructions):
        if run and not goes_with(call, run):
            yield from loop_of(run, instructions[i:], instructions)
            run = []
        if is_large(call):
            run.append(call)
        else:
            yield call
    yield from loop_of(run, [], instructions)


def is_large(call: Instruction) -> bool:
    """Whether a call does the same to every element of an array that is larger than some blocks."""
    out, operands = call.out.layout, [x for x in call.operands if isinstance(x, View)]
    if out.size < 4 * SIZE or not call.elementwise or not call.text.startswith("np."):
        return False
    axis = outermost(out)
    inputs = any(base(x).buffer.kind == "input" for x in operands)
    alike = all(not is_cut(x, out, axis) or outermost(x.layout) == axis for x in operands)
    # NumPy reads an operand that is shifted in the same memory before it writes; blocks would not.
    apart = not any(overlap(x, call.out) and not same_rows(x, call.out) for x in operands)
    return out.shape[axis] > 1 and alike and apart and not inputs


def outermost(array: Layout) -> int:
    """The axis along which neighbours are furthest apart in memory."""
    return int(np.argmax(array.strides))


def is_cut(view: View, out: Layout, axis: int) -> bool:
    """Whether an operand is as long as the result along an axis, not repeated along it."""
    place = axis - (out.ndim - view.layout.ndim)
    return place >= 0 and view.layout.shape[place] == out.shape[axis]


def goes_with(call: Instruction, run: list[Instruction]) -> bool:
    """Whether a call can be done block by block together with those before it."""
    if not is_large(call) or call.out.layout.shape != run[0].out.layout.shape:
        return False
    # What lies in the same memory must be cut in the same way.
    mine, theirs = views_of([call]), views_of(run)
    return not any(overlap(a, b) and not same_rows(a, b) for a in mine for b in theirs)


def same_rows(a: View, b: View) -> bool:
    """Whether two views are the same array, be it that one reads it as integers."""
    return canonical(a) is canonical(b) or place(a) == place(b)


def views_of(instructions: list[Instruction]) -> list[View]:
    """All views that occur in some calls, once each."""
    views = [x for c in instructions for x in (*c.operands, c.out) if isinstance(x, View)]
    return list({id(canonical(x)): canonical(x) for x in views}.values())


def loop_of(
    run: list[Instruction], after: list[Instruction], instructions: list[Instruction]
) -> Iterator[Instruction | Loop]:
    """A loop for a run of calls; a single one stays as it is."""
    if len(run) < 2:
        yield from run
        return
    out = run[0].out.layout
    axis = outermost(out)
    cut = [x for x in views_of(run) if is_cut(x, out, axis)]
    rows = max(1, SIZE * out.shape[axis] // out.size)
    transient = {
        base(x).buffer for x in cut if is_transient(canonical(x), run, after, instructions)
    }
    yield Loop(run, rows, axis - out.ndim, cut, transient)


def is_transient(
    view: View, run: list[Instruction], after: list[Instruction], instructions: list[Instruction]
) -> bool:
    """Whether an array is written before it is read, both in the run, and not read afterwards."""
    buffer = base(view).buffer
    if view.parent is not None or buffer.kind != "temporary" or buffer.kept:
        return False
    if next((reads(c, buffer) for c in run if accesses(c, buffer)), True):
        return False
    before = instructions[: instructions.index(run[0])]
    later = next((reads(c, buffer) for c in after if accesses(c, buffer)), None)
    if later is None:  # the next to touch it is the next step
        later = next((reads(c, buffer) for c in before if accesses(c, buffer)), False)
    return not later


def accesses(call: Instruction, buffer: Buffer) -> bool:
    """Whether a call reads or writes a buffer."""
    return base(call.out).buffer is buffer or reads(call, buffer)


def reads(call: Instruction, buffer: Buffer) -> bool:
    """Whether a call needs what is in a buffer, be it because it writes only a part."""
    partly = base(call.out).buffer is buffer and not canonical(call.out).is_whole
    return partly or any(base(x).buffer is buffer for x in call.reads())


# What the generated source calls


def blocks(x: Array, rows: int, axis: int) -> list[Array]:
    """Views of some rows each, one after another, where `axis` counts the rows."""
    x = np.moveaxis(x, axis, 0)
    return [np.moveaxis(x[i : i + rows], 0, axis) for i in range(0, len(x), rows)]


def one_block(x: Array, rows: int, axis: int) -> list[Array]:
    """The first block again and again, where it does not matter what the others hold."""
    every = blocks(x, rows, axis)
    first = np.moveaxis(every[0], axis, 0)
    return [np.moveaxis(first[: block.shape[axis]], 0, axis) for block in every]
