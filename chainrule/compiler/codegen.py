"""From a program to Python: names, a preamble with all arrays, and a straight line of calls."""

from __future__ import annotations

import keyword
import re
from collections.abc import Callable
from typing import Any

import numpy as np

from chainrule.compiler.ir import Call, Region, Thing, Value, resolved, root
from chainrule.compiler.passes.blas import by_blas
from chainrule.compiler.passes.tiling import Loop, blocks, looped, one_block, same_rows
from chainrule.compiler.tracing.environment import variable
from chainrule.compiler.tracing.tape import spelled
from chainrule.compiler.tracing.trace import Left, Recording
from chainrule.tensor import Tensor, around
from chainrule.values import Array

SPACE: dict[str, Any] = {"np": np, "around": around, "blocks": blocks, "one_block": one_block}


class Writer:
    """Gives everything a name and writes the program down.

    Attributes
    ----------
    source : str
        A function `prepare` that makes views and returns `step`, the program itself.
    """

    def __init__(self, recording: Recording, arguments: list[str], blas: bool = True) -> None:
        self.recording, self.program, self.blas = recording, recording.program, blas
        self.names: dict[Any, str] = {}
        self.taken = {
            "np",
            "prepare",
            "step",
            "around",
            "blocks",
            "one_block",
            *arguments,
            *keyword.kwlist,
        }
        self.given: dict[str, Any] = {}  # what `prepare` gets
        self.preamble: list[str] = []
        self.body: list[str] = []
        self.inner: dict[Value, str] = {}  # what arrays are called within a loop
        for value, name in zip(self.program.inputs, arguments, strict=True):
            self.names[value.region] = name
        for place, value, _ in recording.left:
            resolved(value).name = resolved(value).name or variable(place.path)
        self.lines()
        self.body += [self.leave(left) for left in recording.left]
        self.source = self.text(arguments, self.answer(recording.result))

    def text(self, arguments: list[str], answer: str) -> str:
        """The whole source."""
        body = "\n".join(f"        {line}" for line in [*self.body, f"return {answer}"])
        preamble = "\n".join(f"    {line}" for line in self.preamble)
        given = ", ".join(self.given)
        head = f"def prepare({given}):\n{preamble}\n\n" if preamble else f"def prepare({given}):\n"
        return f"{head}    def step({', '.join(arguments)}):\n{body}\n\n    return step\n"

    def build(self) -> Callable[..., Any]:
        """The function that the source defines."""
        space: dict[str, Any] = {
            "np": np,
            "around": around,
            "blocks": blocks,
            "one_block": one_block,
        }
        exec(compile(by_position(self.source), "<compiled step>", "exec"), space)
        step: Callable[..., Any] = space["prepare"](**self.given)
        return step

    def lines(self) -> None:
        """Every call, with a remark where a new operation begins."""
        label = ""
        for item in looped(self.program.calls) if self.blas else self.program.calls:
            for call in item.calls if isinstance(item, Loop) else [item]:
                if call.label and call.label != label:
                    self.body.append(f"# {call.label}")
                label = call.label
            self.body += self.loop(item) if isinstance(item, Loop) else [self.line(item)]

    def loop(self, loop: Loop) -> list[str]:
        """A loop over blocks, and its calls."""
        wholes = [self.value(x) for x in loop.sliced]
        parts = [self.free(f"{name}_i") for name in wholes]
        said = []
        for name, value in zip(wholes, loop.sliced, strict=True):
            one = root(value).region in loop.passing
            said.append(f"{'one_block' if one else 'blocks'}({name}, {loop.rows}, {loop.axis})")
        blocks = self.free("blocks")
        together = said[0] if len(said) == 1 else f"list(zip({', '.join(said)}))"
        self.preamble.append(f"{blocks} = {together}")
        kept = dict(self.inner)
        self.inner.update(zip(map(resolved, loop.sliced), parts, strict=True))
        lines = [f"for {', '.join(parts)} in {blocks}:"]
        lines += [f"    {self.line(call, within=True)}" for call in loop.calls]
        self.inner = kept
        return lines

    def line(self, call: Call, within: bool = False) -> str:
        """One call."""
        call = by_blas(call) if self.blas and not within else call
        said = [self.operand(x, call) for x in call.operands]
        return call.text.format(*said, out=self.value(call.out))

    def leave(self, left: Left) -> str:
        """Put an array where the step would put a new one; a gradient's memory is used again."""
        place, value = left.place, self.value(left.value)
        if left.as_tensor:
            return f"{self.constant('place', place, id(place))}.set(around({value}.copy()))"
        if not isinstance(place.owner, Tensor):
            copy = "" if root(left.value).region.kind == "input" else ".copy()"
            return f"{self.constant('place', place, id(place))}.set({value}{copy})"
        name = f"{variable(place.path, of='')}_tensor"
        return f"{self.constant(name, place.owner, id(place.owner))}.{place.key} = {value}"

    def answer(self, x: Any) -> str:
        """What is returned, written down; arrays are copied."""
        if isinstance(x, Value):
            return f"{self.value(x)}[()]" if x.array.ndim == 0 else f"{self.value(x)}.copy()"
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

    def operand(self, x: Any, call: Call) -> str:
        """How an operand is written."""
        if isinstance(x, Value):
            return self.value(x)
        if isinstance(x, Thing):
            return self.constant(x.name, x.content, id(x.content))
        if isinstance(x, np.generic):
            return self.number(x.item(), x.dtype)
        if isinstance(x, int | float) and (dtype := common_dtype(call)):
            return self.number(x, dtype)
        return spelled(x)

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

    def value(self, value: Value) -> str:
        """How an array is written: its name, or what is done to an argument to get it."""
        value = resolved(value)
        for whole, name in self.inner.items():
            if same_rows(value, whole):
                return name
        if value.parent is None:
            return self.region(value.region)
        if root(value).region.kind == "input":
            return value.text.format(self.value(value.parent))
        key = (self.value(value.parent), value.text)
        if key not in self.names:
            self.names[key] = self.free(value.name or view_name(self.value(root(value)), value))
            self.preamble.append(f"{self.names[key]} = {value.text.format(key[0])}")
        return self.names[key]

    def region(self, region: Region) -> str:
        """The name of a region's memory."""
        if region.kind == "number" and region.array.ndim == 0:
            return self.number(region.array.item(), region.array.dtype)
        if region not in self.names:
            self.names[region] = self.free(region.name or "tmp")
            own = region.kind == "buffer" and is_dense(region.array)
            self.given[self.names[region]] = aligned(region.array) if own else region.array
        return self.names[region]

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


def by_position(source: str) -> str:
    """The source with `out` passed by position, which takes less time than by its name.

    >>> by_position("np.add(a, b, out=c)")
    'np.add(a, b, c)'
    >>> by_position("np.add.reduce(a, axis=0, out=c)")
    'np.add.reduce(a, axis=0, out=c)'
    """
    called = r"(?:np\.(?!maximum|minimum)\w+|\.dot)"  # NumPy wants the names with those two
    return re.sub(rf"({called}\([^=()]*), out=(\w+\))", r"\1, \2", source)


def aligned(array: Array) -> Array:
    """An array like another one, with the same content, that begins at a line of the cache."""
    memory = np.empty(array.nbytes + 64, np.uint8)
    start = -memory.ctypes.data % 64
    whole = np.ndarray(array.shape, array.dtype, memory, start, array.strides)
    whole[...] = array
    return whole


def is_dense(array: Array) -> bool:
    """Whether the elements of an array lie side by side, in whatever order."""
    low, high = np.lib.array_utils.byte_bounds(array)
    return high - low == array.nbytes and array.size > 0


def common_dtype(call: Call) -> Any:
    """The floating dtype that all arrays of an elementwise call have; None if there is none."""
    kinds = {x.array.dtype for x in call.operands if isinstance(x, Value)}
    fits = call.elementwise and call.text.startswith("np.") and len(kinds) == 1
    return kinds.pop() if fits and next(iter(kinds)).kind == "f" else None


def view_name(region: str, value: Value) -> str:
    """What a view is called: after its region, and by what is done to it."""
    array, base = value.array, value.parent.array if value.parent else value.array
    if array.ndim == base.ndim and array.strides != base.strides and array.size == base.size:
        return f"{region}_T" if sorted(array.strides) == sorted(base.strides) else f"{region}_view"
    if array.size != base.size:
        return f"{region}_part" if array.size < base.size else f"{region}_spread"
    kind = {1: "flat", 2: "rows"}.get(array.ndim, f"{array.ndim}d")
    return f"{region}_{kind}"
