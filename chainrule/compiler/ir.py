"""What a recording consists of: regions of memory, views of them, and calls that fill them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from numpy.lib.array_utils import byte_bounds

from chainrule.values import Array


class CompileError(RuntimeError):
    """A step does something that a recording cannot repeat; the message says what."""


@dataclass(eq=False)
class Value:
    """An array that the program names: a whole region, or a view of another value.

    `text` says how to get it from `parent`, with {0} in its place, for example ``{0}.T``.
    """

    array: Array
    region: Region
    parent: Value | None = None
    text: str = ""
    name: str = ""

    @cached_property
    def span(self) -> tuple[int, int]:
        """The bytes of its region between which its elements lie."""
        start = byte_bounds(self.region.array)[0]
        low, high = byte_bounds(self.array)
        return low - start, high - start

    @property
    def is_whole(self) -> bool:
        """Whether every element of the region is seen."""
        return self.array.size == self.region.array.size


@dataclass(eq=False)
class Region:
    """A piece of memory of its own.

    `kind` is ``input`` (an argument), ``state`` (lives from step to step), ``constant``
    (seen, but not made by the step), ``buffer`` (made by it) or ``number`` (a buffer whose
    content never changes). A buffer may turn out to be another value: its `alias`.
    """

    array: Array
    kind: str
    name: str = ""
    alias: Value | None = None
    kept: bool = False  # whether it is looked at after the step
    whole: Value = field(init=False)

    def __post_init__(self) -> None:
        self.whole = Value(self.array, self)


@dataclass(eq=False)
class Thing:
    """An operand that is no array: a function, a generator, a dtype. It is named, not printed."""

    name: str
    content: Any


@dataclass(eq=False)
class Call:
    """One line of the program: a template with {0}, {1}, … for operands and {out} for the target.

    A call writes to `out` and to nothing else. Unless it `updates`, it overwrites `out`
    without reading it. `elementwise` calls may write over their own operands, those with an
    `effect` (drawing random numbers) stay even if nobody needs what they write.
    """

    text: str
    operands: tuple[Any, ...]
    out: Value
    updates: bool = False
    elementwise: bool = False
    effect: bool = False
    label: str = ""

    def reads(self) -> Iterator[Value]:
        """The values that are read."""
        for x in self.operands:
            if isinstance(x, Value):
                yield x
        if self.updates:
            yield self.out


@dataclass
class Program:
    """A recorded step: calls in order, its inputs, what it returns and what it leaves behind."""

    calls: list[Call] = field(default_factory=list)
    inputs: list[Value] = field(default_factory=list)
    outputs: list[Value] = field(default_factory=list)


def resolved(value: Value) -> Value:
    """The value itself, or, if its region turned out to be another value, what it is there."""
    while value.parent is None and value.region.alias is not None:
        value = value.region.alias
    return value


def root(value: Value) -> Value:
    """The value that a chain of views starts from, followed through aliases to real memory."""
    value = resolved(value)
    while value.parent is not None:
        value = resolved(value.parent)
    return value


def extent(value: Value) -> tuple[Region, int, int]:
    """The region that a value lies in and the bytes that it spans there."""
    while value.region.alias is not None:  # a part of an aliased region: all of what it became
        value = value.region.alias
    return value.region, *value.span


def origin(value: Value) -> tuple[Region, tuple[str, ...]]:
    """The memory that a value looks at, and how: what tells it from other values."""
    texts, value = [], resolved(value)
    while value.parent is not None:
        texts.append(value.text)
        value = resolved(value.parent)
    return value.region, tuple(texts)


def overlap(a: Value, b: Value) -> bool:
    """Whether two values may share memory."""
    region, low, high = extent(a)
    other, from_, to = extent(b)
    return region is other and low < to and from_ < high
