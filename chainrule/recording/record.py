"""Running a step once with arrays that write down what is done to them."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import numpy as np

from chainrule.grad_mode import onlooker, setting
from chainrule.recording.errors import CompileError
from chainrule.recording.generators import RecordedGenerator
from chainrule.recording.memory import Args, state_of
from chainrule.recording.places import Place, Scalar, rebuilt, within
from chainrule.recording.program import Call, Program, Value, extent, root
from chainrule.recording.reaching import STREAMS, reachable
from chainrule.recording.recorded import Recorded
from chainrule.recording.tape import Tape
from chainrule.tensor import Operation, Tensor
from chainrule.values import Array


class Recording:
    """One run of a step, and what came of it.

    Attributes
    ----------
    program : Program
        The calls.
    result : Any
        What the step returned, with a `Value` in place of every array.
    left : list of (Place, Value)
        Arrays that the step puts somewhere anew, such as gradients.
    held : list of (Place, Any)
        What was in all other places, which must be there when the program runs.
    """

    def __init__(self, step: Callable[..., Any], args: Args) -> None:
        self.tape = Tape()
        self.program: Program = self.tape.program
        self.left: list[tuple[Place, Value | Tensor]] = []
        self.marked = 0
        around_it = Surroundings(step, args, self.tape)
        arguments = [self.argument(i, x) for i, x in enumerate(args)]
        try:
            around_it.wrap()
            with setting(onlooker, self.look), watched(self.tape):
                result = step(*arguments)
        finally:
            self.tape.closed = True
            changed = around_it.unwrap()
        self.mark("update")
        self.held, self.wrappers = around_it.held, around_it.wrappers
        self.carry(changed)
        self.keep(around_it.tensors)
        self.result = self.returned(result)
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
                    "the step writes to an argument that shares memory with another one: pass a copy"
                )
        return written

    # After

    def carry(self, changed: list[Change]) -> None:
        """See to it that the next step finds what this one has put somewhere."""
        again = {place.identity for place, _, _ in changed}
        self.held = [(place, kept) for place, kept in self.held if place.identity not in again]
        read = self.what_is_read()
        for place, kept, value in changed:
            seen = self.wrappers.get(id(kept))
            old = seen.value if isinstance(seen, Recorded) else None
            if old is None or not is_read(old, read):
                root(value).region.kept = True
                self.left.append((place, value))
            elif value.region.kind == "state" or not alike(value.array, old.array):
                raise CompileError(
                    f"{place.path} becomes another array, or one of another shape or dtype, in "
                    "every step: change it in place with [...] ="
                )
            else:
                self.program.calls.append(Call("{out}[...] = {0}", (value,), old, label="update"))
                place.set(kept)
                self.held.append((place, kept))

    def what_is_read(self) -> dict[Region, set[tuple[int, int]]]:
        """The parts of every region that the step looks at."""
        read: dict[Region, set[tuple[int, int]]] = {}
        for region, low, high in (extent(x) for c in self.program.calls for x in c.reads()):
            read.setdefault(region, set()).add((low, high))
        return read

    def keep(self, tensors: list[tuple[Place, Tensor]]) -> None:
        """Let tensors that the step has put somewhere stay there, without their graphs."""
        for place, tensor in tensors:
            tensor.requires_grad, tensor.operation, tensor.inputs = False, None, ()
            self.left.append((place, tensor))

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
        if isinstance(x, tuple | list):
            return type(x)(self.returned(item) for item in x)
        if isinstance(x, dict):
            return {key: self.returned(item) for key, item in x.items()}
        if isinstance(x, bool | int | float | str | np.generic) or x is None:
            return x
        raise CompileError(f"the step returns a {type(x).__name__}: return arrays or tensors")


def is_read(value: Value, read: dict[Region, set[tuple[int, int]]]) -> bool:
    """Whether some of a value is among what is read."""
    region, low, high = extent(value)
    return any(low < end and start < high for start, end in read.get(region, ()))


def alike(a: Array, b: Array) -> bool:
    """Whether two arrays have the same shape and dtype."""
    return a.shape == b.shape and a.dtype == b.dtype
