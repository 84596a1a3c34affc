"""Running a step once with arrays that write down what is done to them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

import numpy as np

from chainrule.compiler.ir import Call, CompileError, Program, Region, Value, extent, root
from chainrule.compiler.state.locations import Place
from chainrule.compiler.state.snapshot import Args
from chainrule.compiler.tracing.environment import Change, Surroundings
from chainrule.compiler.tracing.forbidden import watched
from chainrule.compiler.tracing.tape import Tape
from chainrule.compiler.tracing.traced_array import Recorded
from chainrule.grad_mode import onlooker, setting
from chainrule.tensor import Operation, Tensor, around
from chainrule.values import Array, raw


class Left(NamedTuple):
    """An array that a step puts somewhere anew, such as a gradient."""

    place: Place
    value: Value
    as_tensor: bool


class Recording:
    """One run of a step, and what came of it.

    Attributes
    ----------
    program : Program
        The calls.
    result : Any
        What the step returned, with a `Value` in place of every array.
    left : list of Left
        What the step puts somewhere anew.
    held : list of (Place, Any)
        What was in all other places, which must be there when the program runs.
    written : set of int
        The arguments, by number, that the step writes to.
    """

    def __init__(self, step: Callable[..., Any], args: Args) -> None:
        self.tape = Tape()
        self.program: Program = self.tape.program
        self.left: list[Left] = []
        self.marked = 0
        scene = Surroundings(step, args, self.tape)
        arguments = [self.argument(i, x) for i, x in enumerate(args)]
        try:
            scene.wrap()
            with setting(onlooker, self.look), watched(self.tape):
                result = step(*arguments)
        finally:
            self.tape.closed = True
            changed = scene.unwrap()
        self.mark("update")
        scene.refuse_changes()
        self.held, self.wrappers = scene.held, scene.wrappers
        self.result = self.returned(result)
        self.read = parts_by_region(x for call in self.program.calls for x in call.reads())
        self.handed_out = parts_by_region(self.program.outputs)
        self.carry(changed)
        self.keep(scene.tensors)
        self.refuse_shared(scene.shared)
        self.written = self.arguments_written(args)

    def argument(self, i: int, x: Any) -> Any:
        """An argument of the step, recorded if it is an array."""
        if isinstance(x, Tensor):
            return around(self.argument(i, x.data))
        if not isinstance(x, np.ndarray):
            return x
        recorded = self.tape.region(x, "input", f"input_{i}")
        self.program.inputs.append(recorded.value)
        return recorded

    def arguments_written(self, args: Args) -> set[int]:
        """The arguments, by number, that the step writes to."""
        arrays = {i: raw(x) for i, x in enumerate(args) if isinstance(raw(x), np.ndarray)}
        targets = {id(root(call.out).region.array) for call in self.program.calls}
        written = {i for i, x in arrays.items() if id(x) in targets}
        for i in written:
            if any(np.may_share_memory(arrays[i], x) for j, x in arrays.items() if j != i):
                raise CompileError(
                    "the step writes to an argument that shares memory with another one: "
                    "pass a copy"
                )
        return written

    # After

    def carry(self, changed: list[Change]) -> None:
        """See to it that the next step finds what this one has put somewhere."""
        self.release({place.identity for place, _, _ in changed})
        for place, kept, value in changed:
            old = self.value_before(kept)
            if old is not None and is_same(value, old):
                self.hold(place, kept)
            elif old is not None and is_read(old, self.handed_out):
                raise CompileError(
                    f"{place.path} becomes another array in the step that returns what was there: "
                    "return a copy, or change it in place with [...] ="
                )
            elif old is None or not is_read(old, self.read):
                self.leave(place, value)
            elif value.region.kind == "state" or not alike(value.array, old.array):
                raise CompileError(
                    f"{place.path} becomes another array, or one of another shape or dtype, in "
                    "every step: change it in place with [...] ="
                )
            else:
                self.program.calls.append(Call("{out}[...] = {0}", (value,), old, label="update"))
                self.hold(place, kept)

    def keep(self, tensors: list[tuple[Place, Any, Tensor]]) -> None:
        """See to it that every step puts a tensor where this one has put one."""
        self.release({place.identity for place, _, _ in tensors})
        for place, kept, tensor in tensors:
            old = self.value_before(kept.data) if kept is not None else None
            if old is not None and is_read(old, self.read):
                raise CompileError(
                    f"{place.path} becomes another tensor in every step, and the next step reads "
                    f"it: change its data in place with {place.path}.data[...] ="
                )
            self.leave(place, self.tape.value_of(tensor.data), as_tensor=True)

    def refuse_shared(self, shared: dict[tuple[int, Any], Place]) -> None:
        """An argument must not be an array that the step also finds by itself."""
        for place, _ in self.held:
            if place.identity in shared:
                raise CompileError(f"{place.path} is also given as an argument: pass a copy")

    def release(self, identities: set[tuple[int, Any]]) -> None:
        """Demand no longer that some places are as they were."""
        self.held = [(p, kept) for p, kept in self.held if p.identity not in identities]

    def value_before(self, kept: Any) -> Value | None:
        """What the step saw of an array that was there before."""
        seen = self.wrappers.get(id(kept))
        return seen.value if isinstance(seen, Recorded) else None

    def hold(self, place: Place, kept: Any) -> None:
        """Every step finds and leaves the same thing in a place."""
        place.set(kept)
        self.held.append((place, kept))

    def leave(self, place: Place, value: Value, as_tensor: bool = False) -> None:
        """Every step puts an array somewhere, or a tensor that holds it."""
        root(value).region.kept = True
        self.left.append(Left(place, value, as_tensor))

    # What calls are for

    def look(self, values: Any, source: Any, detail: Any) -> None:
        """Note the operation to which the last calls belong, and name its result."""
        if isinstance(source, Operation):
            self.mark(source.name)
            self.name(values.data, source.name)
        else:
            x = source.inputs[detail]
            self.mark(f"gradient of {source.operation.name} for {self.named(x, detail)}")
            self.name(values, f"d_{self.named(x, detail)}")

    def mark(self, label: str) -> None:
        """Label all calls since the last mark."""
        for call in self.program.calls[self.marked :]:
            call.label = label
        self.marked = len(self.program.calls)

    def name(self, x: Any, wish: str) -> None:
        """Name the memory of a result, unless it has a name."""
        if isinstance(x, Recorded) and not x.value.region.name:
            x.value.region.name = wish

    def named(self, x: Tensor, i: int) -> str:
        """What an input of an operation is called."""
        if isinstance(x.data, Recorded):
            return x.data.value.name or x.data.value.region.name or f"input {i}"
        return x.name or f"input_{i}"

    def returned(self, x: Any) -> Any:
        """What the step returned, with values for arrays."""
        if isinstance(x, Tensor):
            x = x.data
        if isinstance(x, np.ndarray):
            value = self.tape.value_of(x)
            self.program.outputs.append(value)
            return value
        if isinstance(x, tuple) and hasattr(x, "_fields"):
            return type(x)(*(self.returned(item) for item in x))
        if isinstance(x, tuple | list):
            return type(x)(self.returned(item) for item in x)
        if isinstance(x, dict):
            return {key: self.returned(item) for key, item in x.items()}
        if isinstance(x, bool | int | float | str | np.generic) or x is None:
            return x
        raise CompileError(f"the step returns a {type(x).__name__}: return arrays or tensors")


def parts_by_region(values: Iterable[Value]) -> dict[Region, set[tuple[int, int]]]:
    """The parts of every region that some values lie in."""
    parts: dict[Region, set[tuple[int, int]]] = {}
    for region, low, high in map(extent, values):
        parts.setdefault(region, set()).add((low, high))
    return parts


def is_read(value: Value, read: dict[Region, set[tuple[int, int]]]) -> bool:
    """Whether some of a value is among those parts."""
    region, low, high = extent(value)
    return any(low < end and start < high for start, end in read.get(region, ()))


def is_same(a: Value, b: Value) -> bool:
    """Whether two values are the same elements in the same order."""
    return extent(a) == extent(b) and alike(a.array, b.array) and a.array.strides == b.array.strides


def alike(a: Array, b: Array) -> bool:
    """Whether two arrays have the same shape and dtype."""
    return a.shape == b.shape and a.dtype == b.dtype
