"""Calls on arrays larger than the cache, gathered into loops over blocks that fit into it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from chainrule.compiler.ir import Call, Region, Value, origin, overlap, resolved, root
from chainrule.values import Array

SIZE = 16384  # elements of a block; some arrays of them fit into a second-level cache


@dataclass(eq=False)
class Loop:
    """Calls that are done block after block, each block some rows of every array.

    Arrays in `passing` hold nothing before the loop and are not needed after it: one block of
    memory does for all of them.
    """

    calls: list[Call]
    rows: int
    axis: int
    sliced: list[Value]
    passing: set[Region]


def looped(calls: list[Call]) -> Iterator[Call | Loop]:
    """The calls, with those in loops that gain from it."""
    run: list[Call] = []
    for i, call in enumerate(calls):
        if run and not goes_with(call, run):
            yield from gathered(run, calls[i:], calls)
            run = []
        if is_large(call):
            run.append(call)
        else:
            yield call
    yield from gathered(run, [], calls)


def is_large(call: Call) -> bool:
    """Whether a call does the same to every element of an array that is larger than some blocks."""
    out, operands = call.out.array, [x for x in call.operands if isinstance(x, Value)]
    if out.size < 4 * SIZE or not call.elementwise or not call.text.startswith("np."):
        return False
    axis = outermost(out)
    inputs = any(root(x).region.kind == "input" for x in operands)
    alike = all(not is_cut(x, out, axis) or outermost(x.array) == axis for x in operands)
    # NumPy reads an operand that is shifted in the same memory before it writes; blocks would not.
    apart = not any(overlap(x, call.out) and not same_rows(x, call.out) for x in operands)
    return out.shape[axis] > 1 and alike and apart and not inputs


def outermost(array: Array) -> int:
    """The axis along which neighbours are furthest apart in memory."""
    return int(np.argmax(array.strides))


def is_cut(value: Value, out: Array, axis: int) -> bool:
    """Whether an operand is as long as the result along an axis, not repeated along it."""
    place = axis - (out.ndim - value.array.ndim)
    return place >= 0 and value.array.shape[place] == out.shape[axis]


def goes_with(call: Call, run: list[Call]) -> bool:
    """Whether a call can be done block by block together with those before it."""
    if not is_large(call) or call.out.array.shape != run[0].out.array.shape:
        return False
    # What lies in the same memory must be cut in the same way.
    mine, theirs = values_of([call]), values_of(run)
    return not any(overlap(a, b) and not same_rows(a, b) for a in mine for b in theirs)


def same_rows(a: Value, b: Value) -> bool:
    """Whether two values are the same array."""
    return resolved(a) is resolved(b) or origin(a) == origin(b)


def values_of(calls: list[Call]) -> list[Value]:
    """All values that occur in some calls, once each."""
    values = [x for c in calls for x in (*c.operands, c.out) if isinstance(x, Value)]
    return list({id(resolved(x)): resolved(x) for x in values}.values())


def gathered(run: list[Call], after: list[Call], calls: list[Call]) -> Iterator[Call | Loop]:
    """A loop for a run of calls; a single one stays as it is."""
    if len(run) < 2:
        yield from run
        return
    out = run[0].out.array
    axis = outermost(out)
    cut = [x for x in values_of(run) if is_cut(x, out, axis)]
    rows = max(1, SIZE * out.shape[axis] // out.size)
    passing = {root(x).region for x in cut if passes(resolved(x), run, after, calls)}
    yield Loop(run, rows, axis - out.ndim, cut, passing)


def passes(value: Value, run: list[Call], after: list[Call], calls: list[Call]) -> bool:
    """Whether an array is written before it is read, both in the run, and not read afterwards."""
    region = root(value).region
    if value.parent is not None or region.kind != "buffer" or region.kept:
        return False
    if next((reads(c, region) for c in run if touches(c, region)), True):
        return False
    before = calls[: calls.index(run[0])]
    later = next((reads(c, region) for c in after if touches(c, region)), None)
    if later is None:  # the next to touch it is the next step
        later = next((reads(c, region) for c in before if touches(c, region)), False)
    return not later


def touches(call: Call, region: Region) -> bool:
    """Whether a call reads or writes a region."""
    return root(call.out).region is region or reads(call, region)


def reads(call: Call, region: Region) -> bool:
    """Whether a call needs what is in a region, be it because it writes only a part."""
    partly = root(call.out).region is region and not resolved(call.out).is_whole
    return partly or any(root(x).region is region for x in call.reads())


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
