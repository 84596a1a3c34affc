"""The intermediate representation: buffers, views of them, and instructions that fill them.

Of most arrays a program needs to know how they lie in memory, not what is in them. So it holds
a `Layout`, and the memory goes when the step that is being recorded lets it go.
"""

from __future__ import annotations

import weakref
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from numpy.lib.array_utils import byte_bounds

from chainrule.compiler.layout import Layout
from chainrule.engine import Array


class CompileError(RuntimeError):
    """A step does something that a recording cannot repeat; the message says what."""


@dataclass(eq=False)
class View:
    """An array that the program names: a whole buffer, or a part of another view.

    `text` says how to get it from `parent`, with {0} in its place, for example ``{0}.T``.
    """

    layout: Layout
    buffer: Buffer
    parent: View | None = None
    text: str = ""
    name: str = ""

    @property
    def is_whole(self) -> bool:
        """Whether every element of the buffer is seen."""
        return self.layout.size == self.buffer.whole.layout.size


@dataclass(eq=False)
class Buffer:
    """A piece of memory of its own.

    `kind` is ``input`` (an argument), ``state`` (lives from step to step), ``constant``
    (seen, but not made by the step), ``temporary`` (made by it) or ``number`` (a buffer whose
    content never changes). A buffer may turn out to be another view: its `alias`.

    What a temporary one holds does not matter, unless it is made of nothing but numbers: the
    `array` is None. The step itself keeps its memory as long as it needs it.
    """

    array: Array | None
    kind: str
    name: str = ""
    alias: View | None = None
    kept: bool = False  # whether it is looked at after the step
    whole: View = field(init=False)
    memory: weakref.ref[Array] = field(init=False)
    start: int = field(init=False)

    def __post_init__(self) -> None:
        assert self.array is not None
        self.memory, self.start = weakref.ref(self.array), byte_bounds(self.array)[0]
        self.whole = self.view(self.array)
        self.hold(self.kind != "temporary")

    def hold(self, wanted: bool) -> None:
        """Keep the array, or let it go if memory like it can be had at any time."""
        wanted = wanted or not self.whole.layout.is_dense
        self.array = self.memory() if wanted else None

    def view(
        self, array: Array, parent: View | None = None, text: str = "", name: str = ""
    ) -> View:
        """An array that lies in this buffer, as the program names it."""
        return View(Layout.of(array, self.start), self, parent, text, name)


@dataclass(eq=False)
class Constant:
    """An operand that is no array: a function, a generator, a dtype. It is named, not printed."""

    name: str
    content: Any


@dataclass(eq=False)
class Instruction:
    """One line of the program: a template with {0}, {1}, … for operands and {out} for the target.

    It is a call that writes to `out` and to nothing else. Unless it `updates`, it overwrites
    `out` without reading it. An `elementwise` one may write over its own operands, one with an
    `effect` (drawing random numbers) stays even if nobody needs what it writes.
    """

    text: str
    operands: tuple[Any, ...]
    out: View
    updates: bool = False
    elementwise: bool = False
    effect: bool = False
    label: str = ""

    @property
    def is_fixed(self) -> bool:
        """Whether all operands are numbers, or arrays of which it is known what they hold."""
        return not self.effect and all(
            isinstance(x, int | float)
            or (
                isinstance(x, View)
                and base(x).buffer.kind in ("number", "temporary")
                and base(x).buffer.array is not None
            )
            for x in self.operands
        )

    def reads(self) -> Iterator[View]:
        """The views that are read."""
        for x in self.operands:
            if isinstance(x, View):
                yield x
        if self.updates:
            yield self.out


@dataclass
class Program:
    """A recorded step: instructions in order, its inputs, and what it returns."""

    instructions: list[Instruction] = field(default_factory=list)
    inputs: list[View] = field(default_factory=list)
    results: list[View] = field(default_factory=list)


def canonical(view: View) -> View:
    """The view itself, or, if its buffer turned out to be another view, what it is there."""
    while view.parent is None and view.buffer.alias is not None:
        view = view.buffer.alias
    return view


def base(view: View) -> View:
    """The view that a chain of views starts from, followed through aliases to real memory."""
    view = canonical(view)
    while view.parent is not None:
        view = canonical(view.parent)
    return view


def span(view: View) -> tuple[Buffer, int, int]:
    """The buffer that a view lies in and the bytes that it spans there."""
    while view.buffer.alias is not None:  # a part of an aliased buffer: all of what it became
        view = view.buffer.alias
    return view.buffer, view.layout.low, view.layout.high


def origin(view: View) -> tuple[Buffer, tuple[str, ...]]:
    """The buffer that a view looks at, and how: what tells it from other views."""
    texts, view = [], canonical(view)
    while view.parent is not None:
        texts.append(view.text)
        view = canonical(view.parent)
    return view.buffer, tuple(texts)


def place(view: View) -> tuple[Buffer, tuple[str, ...]]:
    """The buffer that a view looks at, and where, whatever numbers it reads the memory as."""
    buffer, texts = origin(view)
    return buffer, tuple(text for text in texts if not text.startswith("{0}.view("))


def overlap(a: View, b: View) -> bool:
    """Whether two views may share memory."""
    buffer, low, high = span(a)
    other, from_, to = span(b)
    return buffer is other and low < to and from_ < high
