"""Code generation: names, a preamble with all arrays, and a straight line of calls."""

from __future__ import annotations

import keyword
import re
from collections.abc import Callable
from typing import Any

import numpy as np

from chainrule.compiler.ir import Buffer, Constant, Instruction, View, base, canonical
from chainrule.compiler.layout import Layout
from chainrule.compiler.passes.blas import blas_form
from chainrule.compiler.passes.tiling import Loop, blocks, one_block, same_rows, schedule
from chainrule.compiler.state.locations import Location
from chainrule.compiler.tracing.environment import variable
from chainrule.compiler.tracing.tape import literal
from chainrule.compiler.tracing.trace import Output, Trace
from chainrule.engine import Array, Tensor, around
from chainrule.refusals import note_changes

NAMESPACE: dict[str, Any] = {"np": np, "around": around, "blocks": blocks, "one_block": one_block}
NAMESPACE["note_changes"] = note_changes


class Writer:
    """Gives everything a name and writes the program down.

    Attributes
    ----------
    source : str
        A function `prepare` that makes views and returns `step`, the program itself.
    """

    def __init__(self, trace: Trace, arguments: list[str], blas: bool = True) -> None:
        self.trace, self.program, self.blas = trace, trace.program, blas
        self.names: dict[Any, str] = {}
        self.taken = {*NAMESPACE, "prepare", "step", *arguments, *keyword.kwlist}
        self.given: dict[str, Any] = {}  # what `prepare` gets
        self.preamble: list[str] = []
        self.body: list[str] = []
        self.inner: dict[View, str] = {}  # what arrays are called within a loop
        for view, name in zip(self.program.inputs, arguments, strict=True):
            self.names[view.buffer] = name
        for location, view, _ in trace.outputs:
            canonical(view).name = canonical(view).name or variable(location.path)
        if trace.moved:  # a graph that needs their values as they are is no more of use
            self.body.append(f"note_changes({self.constant('moved', tuple(trace.moved), 'moved')})")
        self.lines()
        self.body += [self.store(output) for output in trace.outputs]
        self.source = self.text(arguments, self.answer(trace.result))

    def text(self, arguments: list[str], answer: str) -> str:
        """The whole source."""
        body = "\n".join(f"        {line}" for line in [*self.body, f"return {answer}"])
        preamble = "\n".join(f"    {line}" for line in self.preamble)
        given = ", ".join(self.given)
        head = f"def prepare({given}):\n{preamble}\n\n" if preamble else f"def prepare({given}):\n"
        return f"{head}    def step({', '.join(arguments)}):\n{body}\n\n    return step\n"

    def build(self) -> Callable[..., Any]:
        """The function that the source defines."""
        space = dict(NAMESPACE)
        exec(compile(out_by_position(self.source), "<compiled step>", "exec"), space)
        step: Callable[..., Any] = space["prepare"](**self.given)
        return step

    def lines(self) -> None:
        """Every call, with a remark where a new operation begins."""
        label = ""
        for item in schedule(self.program.instructions) if self.blas else self.program.instructions:
            for call in item.instructions if isinstance(item, Loop) else [item]:
                if call.label and call.label != label:
                    self.body.append(f"# {call.label}")
                label = call.label
            self.body += self.loop(item) if isinstance(item, Loop) else [self.line(item)]

    def loop(self, loop: Loop) -> list[str]:
        """A loop over blocks, and its calls."""
        wholes = [self.view(x) for x in loop.sliced]
        parts = [self.free(f"{name}_i") for name in wholes]
        cuts = []
        for name, view in zip(wholes, loop.sliced, strict=True):
            one = base(view).buffer in loop.transient
            cuts.append(f"{'one_block' if one else 'blocks'}({name}, {loop.rows}, {loop.axis})")
        blocks = self.free("blocks")
        together = cuts[0] if len(cuts) == 1 else f"list(zip({', '.join(cuts)}))"
        self.preamble.append(f"{blocks} = {together}")
        kept = dict(self.inner)
        self.inner.update(zip(map(canonical, loop.sliced), parts, strict=True))
        lines = [f"for {', '.join(parts)} in {blocks}:"]
        lines += [f"    {self.line(call, within=True)}" for call in loop.instructions]
        self.inner = kept
        return lines

    def line(self, call: Instruction, within: bool = False) -> str:
        """One call."""
        call = blas_form(call) if self.blas and not within else call
        operands = [self.operand(x, call) for x in call.operands]
        return call.text.format(*operands, out=self.view(call.out))

    def store(self, output: Output) -> str:
        """Put an array where the step would put a new one; a gradient's memory is used again."""
        location, view = output.location, self.view(output.view)
        if output.as_tensor:
            return f"{self.constant('location', location, id(location))}.set(around({view}.copy()))"
        if not isinstance(location.owner, Tensor):
            copy = "" if base(output.view).buffer.kind == "input" else ".copy()"
            return f"{self.constant('location', location, id(location))}.set({view}{copy})"
        name = f"{variable(location.path, of='')}_tensor"
        return f"{self.constant(name, location.owner, id(location.owner))}.{location.key} = {view}"

    def answer(self, x: Any) -> str:
        """What is returned, written down; arrays are copied."""
        if isinstance(x, View):
            return f"{self.view(x)}[()]" if x.layout.ndim == 0 else f"{self.view(x)}.copy()"
        if isinstance(x, tuple) and hasattr(x, "_fields"):
            return f"{self.constant('named', type(x), type(x))}({', '.join(map(self.answer, x))})"
        if isinstance(x, tuple):
            return f"({''.join(self.answer(item) + ', ' for item in x)})"
        if isinstance(x, list):
            return f"[{', '.join(map(self.answer, x))}]"
        if isinstance(x, dict):
            return f"{{{', '.join(f'{k!r}: {self.answer(v)}' for k, v in x.items())}}}"
        plain = isinstance(x, bool | int | str) or x is None
        return repr(x) if plain else self.constant("number", x, id(x))

    # Names

    def operand(self, x: Any, call: Instruction) -> str:
        """How an operand is written."""
        if isinstance(x, View):
            return self.view(x)
        if isinstance(x, Constant):
            home = self.trace.generators.get(id(x.content))
            return self.found(home, x) if home else self.constant(x.name, x.content, id(x.content))
        if isinstance(x, np.generic):
            return self.number(x.item(), x.dtype)
        if isinstance(x, int | float) and (dtype := common_dtype(call)):
            return self.number(x, dtype)
        return literal(x)

    def found(self, location: Location, generator: Constant) -> str:
        """The name of what every step finds in a location: this generator, or another by then."""
        if location.identity not in self.names:
            name = self.names[location.identity] = self.free(generator.name)
            owner = self.constant(f"{name}_owner", location.owner, id(location.owner))
            key = location.key
            known = repr(key) if isinstance(key, str | int) else self.constant("key", key, id(key))
            self.body.insert(0, f"{name} = {location.reading(owner, known)}")
        return self.names[location.identity]

    def number(self, x: Any, dtype: Any) -> str:
        """A number as an array, which a ufunc takes faster than a number of Python's."""
        text = re.sub(
            r"\W", "_", f"{x:g}".replace("-", "minus_").replace(".", "_").replace("+", "")
        )
        return self.constant(f"c_{text}", np.array(x, dtype), (float(x), np.dtype(dtype)))

    def constant(self, name: str, content: Any, key: Any) -> str:
        """The name of something that `prepare` is given."""
        if key not in self.names:
            self.names[key] = self.free(name)
            self.given[self.names[key]] = content
        return self.names[key]

    def view(self, view: View) -> str:
        """How an array is written: its name, or what is done to an argument to get it."""
        view = canonical(view)
        for whole, name in self.inner.items():
            if same_rows(view, whole) and view.layout.dtype == whole.layout.dtype:
                return name
        if view.parent is None:
            return self.buffer(view.buffer)
        if base(view).buffer.kind == "input":
            return view.text.format(self.view(view.parent))
        key = (self.view(view.parent), view.text)
        if key not in self.names:
            self.names[key] = self.free(view.name or view_name(self.view(base(view)), view))
            self.preamble.append(f"{self.names[key]} = {view.text.format(key[0])}")
        return self.names[key]

    def buffer(self, buffer: Buffer) -> str:
        """The name of a buffer's memory."""
        if buffer.kind == "number" and buffer.array is not None and buffer.array.ndim == 0:
            return self.number(buffer.array.item(), buffer.array.dtype)
        if buffer not in self.names:
            self.names[buffer] = self.free(buffer.name or "tmp")
            layout = buffer.whole.layout
            own = buffer.kind == "temporary" and layout.is_dense
            self.given[self.names[buffer]] = aligned(layout) if own else buffer.array
        return self.names[buffer]

    def free(self, wish: str) -> str:
        """A name like the one wished for that is not taken."""
        wish = re.sub(r"\W+", "_", wish).strip("_") or "tmp"
        if wish[0].isdigit():
            wish = f"p{wish}"
        name, number = wish, 1
        while name in self.taken:
            number += 1
            name = f"{wish}_{number}"
        self.taken.add(name)
        return name


def out_by_position(source: str) -> str:
    """The source with `out` passed by position, which takes less time than by its name.

    >>> out_by_position("np.add(a, b, out=c)")
    'np.add(a, b, c)'
    >>> out_by_position("np.add.reduce(a, axis=0, out=c)")
    'np.add.reduce(a, axis=0, out=c)'
    """
    called = r"(?:np\.(?!maximum|minimum)\w+|\.dot)"  # NumPy wants the names with those two
    return re.sub(rf"({called}\([^=()]*), out=(\w+\))", r"\1, \2", source)


def aligned(layout: Layout) -> Array:
    """An array of some layout, of whatever content, that begins at a line of the cache."""
    memory = np.empty(layout.nbytes + 64, np.uint8)
    start = -memory.ctypes.data % 64
    return np.ndarray(layout.shape, layout.dtype, memory, start, layout.strides)


def common_dtype(call: Instruction) -> Any:
    """The floating dtype that all arrays of an elementwise call have; None if there is none."""
    kinds = {x.layout.dtype for x in call.operands if isinstance(x, View)}
    fits = call.elementwise and call.text.startswith("np.") and len(kinds) == 1
    return kinds.pop() if fits and next(iter(kinds)).kind == "f" else None


def view_name(buffer: str, view: View) -> str:
    """What a view is called: after its buffer, and by what is done to it."""
    array, parent = view.layout, view.parent.layout if view.parent else view.layout
    if array.dtype != parent.dtype:
        return f"{buffer}_bits"
    if array.ndim == parent.ndim and array.strides != parent.strides and array.size == parent.size:
        same = sorted(array.strides) == sorted(parent.strides)
        return f"{buffer}_T" if same else f"{buffer}_view"
    if array.size != parent.size:
        return f"{buffer}_part" if array.size < parent.size else f"{buffer}_spread"
    kind = {1: "flat", 2: "rows"}.get(array.ndim, f"{array.ndim}d")
    return f"{buffer}_{kind}"
