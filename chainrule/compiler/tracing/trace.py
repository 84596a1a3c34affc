"""Tracing: running a step once with arrays that write down what is done to them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

import numpy as np

from chainrule.compiler.ir import Buffer, CompileError, Instruction, Program, View, base, span
from chainrule.compiler.state.locations import Location
from chainrule.compiler.state.snapshot import Args
from chainrule.compiler.tracing.environment import Change, Environment
from chainrule.compiler.tracing.forbidden import intercept_effects
from chainrule.compiler.tracing.tape import Tape
from chainrule.compiler.tracing.traced_array import TracedArray
from chainrule.engine import Operation, Tensor, around, onlooker, raw
from chainrule.grad_mode import setting
from chainrule.refusals import with_ancestors


class Output(NamedTuple):
    """An array that a step puts somewhere anew, such as a gradient."""

    location: Location
    view: View
    as_tensor: bool


class Trace:
    """One run of a step, and what came of it.

    Attributes
    ----------
    program : Program
        The calls.
    result : Any
        What the step returned, with a `View` in place of every array.
    outputs : list of Output
        What the step puts somewhere anew.
    bindings : list of (Location, Any)
        What was in all other locations, which must be there when the program runs.
    generators : dict of identity to Location
        Where every step finds a generator of random numbers.
    written : set of int
        The arguments, by number, that the step writes to.
    moved : list of Tensor
        Those whose values it changes in place.
    """

    def __init__(self, step: Callable[..., Any], args: Args) -> None:
        self.tape = Tape()
        self.program: Program = self.tape.program
        self.outputs: list[Output] = []
        self.marked = 0
        environment = Environment(step, args, self.tape)
        arguments = [self.argument(i, x) for i, x in enumerate(args)]
        try:
            environment.wrap()
            with setting(onlooker, self.look), intercept_effects(self.tape):
                result = step(*arguments)
        finally:
            self.tape.closed = True
            changed = environment.unwrap()
        self.mark("update")
        environment.refuse_changes()
        self.bindings, self.wrappers = environment.bindings, environment.wrappers
        self.generators = generators_of(self.bindings)
        self.result = self.result_of(result)
        self.read = spans_by_buffer(x for call in self.program.instructions for x in call.reads())
        self.results_read = spans_by_buffer(self.program.results)
        self.carry(changed)
        self.keep(environment.tensors)
        self.refuse_shared(environment.shared)
        self.written = self.arguments_written(args)
        self.moved = with_ancestors(self.tensors_moved())
        self.tape.forget()

    def argument(self, i: int, x: Any) -> Any:
        """An argument of the step, recorded if it is an array."""
        if isinstance(x, Tensor):
            return around(self.argument(i, x.data))
        if not isinstance(x, np.ndarray):
            return x
        recorded = self.tape.buffer(x, "input", f"input_{i}")
        self.program.inputs.append(recorded.ir)
        return recorded

    def arguments_written(self, args: Args) -> set[int]:
        """The arguments, by number, that the step writes to."""
        arrays = {i: raw(x) for i, x in enumerate(args) if isinstance(raw(x), np.ndarray)}
        targets = {id(base(call.out).buffer.array) for call in self.program.instructions}
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
        self.release({location.identity for location, _, _ in changed})
        for location, kept, view in changed:
            old = self.view_before(kept)
            others = spans_by_buffer(v for other, _, v in changed if other is not location)
            if old is not None and is_same(view, old):
                self.bind(location, kept)
            elif old is not None and (is_read(old, self.results_read) or is_read(old, others)):
                raise CompileError(
                    f"{location.path} becomes another array in the step that keeps or returns what "
                    "was there: return a copy, or change it in place with [...] ="
                )
            elif old is None or not is_read(old, self.read):
                self.add_output(location, view)
            elif view.buffer.kind == "state" or not alike(view, old):
                raise CompileError(
                    f"{location.path} becomes another array, or one of another shape or dtype, in "
                    "every step: change it in place with [...] ="
                )
            else:
                self.program.instructions.append(
                    Instruction("{out}[...] = {0}", (view,), old, label="update")
                )
                self.bind(location, kept)

    def tensors_moved(self) -> list[Tensor]:
        """The tensors that the step finds and whose values the program changes in place."""
        written = spans_by_buffer(call.out for call in self.program.instructions)
        found = [(p.owner, self.view_before(x)) for p, x in self.bindings if p.key == "data"]
        moved = [x for x, view in found if view is not None and is_read(view, written)]
        return [x for x in moved if isinstance(x, Tensor)]

    def keep(self, tensors: list[tuple[Location, Any, Tensor]]) -> None:
        """See to it that every step puts a tensor where this one has put one."""
        self.release({location.identity for location, _, _ in tensors})
        for location, kept, tensor in tensors:
            old = self.view_before(kept.data) if kept is not None else None
            if old is not None and is_read(old, self.read):
                raise CompileError(
                    f"{location.path} becomes another tensor in every step, and the next step "
                    f"reads it: change its data in place with {location.path}.data[...] ="
                )
            self.add_output(location, self.tape.view_of(tensor.data), as_tensor=True)

    def refuse_shared(self, shared: dict[tuple[int, Any], Location]) -> None:
        """Refuse an argument that is an array which the step also finds by itself."""
        for location, _ in self.bindings:
            if location.identity in shared:
                raise CompileError(f"{location.path} is also given as an argument: pass a copy")

    def release(self, identities: set[tuple[int, Any]]) -> None:
        """Demand no longer that some locations are as they were."""
        self.bindings = [(p, kept) for p, kept in self.bindings if p.identity not in identities]

    def view_before(self, kept: Any) -> View | None:
        """What the step saw of an array that was there before."""
        seen = self.wrappers.get(id(kept))
        return seen.ir if isinstance(seen, TracedArray) else None

    def bind(self, location: Location, kept: Any) -> None:
        """Let every step find and leave the same thing in a location."""
        location.set(kept)
        self.bindings.append((location, kept))

    def add_output(self, location: Location, view: View, as_tensor: bool = False) -> None:
        """Let every step put an array somewhere, or a tensor that holds it."""
        base(view).buffer.kept = True
        self.outputs.append(Output(location, view, as_tensor))

    # What calls are for

    def look(self, values: Any, source: Any, detail: Any) -> None:
        """Note the operation to which the last calls belong, and name its result."""
        if isinstance(source, Operation):
            self.mark(source.name)
            self.name(values.data, source.name)
        else:
            x = source.inputs[detail]
            self.mark(f"gradient of {source.operation.name} for {self.label_of(x, detail)}")
            self.name(values, f"d_{self.label_of(x, detail)}")

    def mark(self, label: str) -> None:
        """Label all calls since the last mark."""
        for call in self.program.instructions[self.marked :]:
            call.label = label
        self.marked = len(self.program.instructions)

    def name(self, x: Any, wish: str) -> None:
        """Name the memory of a result, unless it has a name."""
        if isinstance(x, TracedArray) and not x.ir.buffer.name:
            x.ir.buffer.name = wish

    def label_of(self, x: Tensor, i: int) -> str:
        """What an input of an operation is called."""
        if isinstance(x.data, TracedArray):
            return x.data.ir.name or x.data.ir.buffer.name or f"input {i}"
        return x.name or f"input_{i}"

    def result_of(self, x: Any) -> Any:
        """What the step returned, with views for arrays."""
        if isinstance(x, Tensor):
            x = x.data
        if isinstance(x, np.ndarray):
            view = self.tape.view_of(x)
            self.program.results.append(view)
            return view
        if isinstance(x, tuple) and hasattr(x, "_fields"):
            return type(x)(*(self.result_of(item) for item in x))
        if isinstance(x, tuple | list):
            return type(x)(self.result_of(item) for item in x)
        if isinstance(x, dict):
            return {key: self.result_of(item) for key, item in x.items()}
        if isinstance(x, bool | int | float | str | np.generic) or x is None:
            return x
        raise CompileError(f"the step returns a {type(x).__name__}: return arrays or tensors")


def generators_of(bindings: list[tuple[Location, Any]]) -> dict[int, Location]:
    """For generators of random numbers, by identity, a place where every step finds them."""
    found: dict[int, Location] = {}
    for location, kept in bindings:
        if type(kept) is np.random.Generator:
            found.setdefault(id(kept), location)
    return found


def spans_by_buffer(views: Iterable[View]) -> dict[Buffer, set[tuple[int, int]]]:
    """The parts of every buffer that some views lie in."""
    parts: dict[Buffer, set[tuple[int, int]]] = {}
    for buffer, low, high in map(span, views):
        parts.setdefault(buffer, set()).add((low, high))
    return parts


def is_read(view: View, read: dict[Buffer, set[tuple[int, int]]]) -> bool:
    """Whether some of a view is among those parts."""
    buffer, low, high = span(view)
    return any(low < end and start < high for start, end in read.get(buffer, ()))


def is_same(a: View, b: View) -> bool:
    """Whether two views are the same elements in the same order."""
    return span(a) == span(b) and a.layout.form == b.layout.form


def alike(a: View, b: View) -> bool:
    """Whether two arrays have the same shape and dtype."""
    return a.layout.shape == b.layout.shape and a.layout.dtype == b.layout.dtype
