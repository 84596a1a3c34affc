"""Running a step once with arrays that write down what is done to them."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import numpy as np

from chainrule import random
from chainrule.grad_mode import onlooker, setting
from chainrule.recording.errors import CompileError
from chainrule.recording.generators import RecordedGenerator
from chainrule.recording.places import Place, places
from chainrule.recording.program import Call, Program, Value, overlap, root
from chainrule.recording.recorded import Recorded
from chainrule.recording.tape import Tape
from chainrule.tensor import Operation, Tensor
from chainrule.values import Array


def reachable(step: Callable[..., Any]) -> list[Place]:
    """Every place that a step may read from or write to."""
    default = Place(random, "_default", "rng")
    return [*places(step).values(), default]


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

    def __init__(self, step: Callable[..., Any], args: tuple[Any, ...]) -> None:
        self.tape, self.step = Tape(), step
        self.left: list[tuple[Place, Value]] = []
        self.wrappers: dict[int, Any] = {}
        self.marked = 0
        self.program: Program = self.tape.program
        self.held = [(place, place.get()) for place in reachable(step)]
        arguments = [self.argument(i, x) for i, x in enumerate(args)]
        self.refuse_shared(args)
        try:
            self.wrap()
            with setting(onlooker, self.look):
                result = step(*arguments)
        finally:
            changed = self.unwrap()
            self.tape.closed = True
        self.mark("update")
        self.carry(changed)
        self.result = self.returned(result)

    def argument(self, i: int, x: Any) -> Any:
        """An argument of the step, recorded if it is an array."""
        if not isinstance(x, np.ndarray):
            return x
        recorded = self.tape.region(x, "input", f"input_{i}")
        self.program.inputs.append(recorded.value)
        return recorded

    def refuse_shared(self, args: tuple[Any, ...]) -> None:
        """An argument must not be an array that the step also finds by itself."""
        arrays = [x for x in args if isinstance(x, np.ndarray)]
        for place, kept in self.held:
            if isinstance(kept, np.ndarray) and any(np.may_share_memory(kept, x) for x in arrays):
                raise CompileError(f"{place.path} is also given as an argument: pass a copy")

    # Before and after

    def wrap(self) -> None:
        """Put recorded arrays and generators where the real ones are."""
        for place, kept in self.held:
            if isinstance(kept, np.ndarray) and kept.dtype != object:
                place.set(self.wrapper(kept, place.path))
            elif isinstance(kept, np.random.Generator):
                recorded = self.wrappers.setdefault(id(kept), RecordedGenerator(kept, self.tape))
                place.set(recorded)

    def wrapper(self, array: Array, path: str) -> Recorded:
        """The recorded array for one that lives from step to step; the same one each time."""
        if id(array) not in self.wrappers:
            owner: Any = array
            while isinstance(owner.base, np.ndarray):
                owner = owner.base
            if id(owner) not in self.tape.roots:
                self.tape.region(owner, "state", variable(path) if owner is array else family(path))
            whole = self.tape.roots[id(owner)]
            value = whole if owner is array else part(array, whole, variable(path))
            self.wrappers[id(array)] = self.tape.wrapped(value)
        recorded: Recorded = self.wrappers[id(array)]
        return recorded

    def unwrap(self) -> list[tuple[Place, Any, Value]]:
        """Put the real arrays back; return the places where the step has put other ones."""
        changed, still = [], []
        was = {place.identity: kept for place, kept in self.held}
        found = [*(place for place, _ in self.held), *reachable(self.step)]
        for place in {place.identity: place for place in found}.values():
            now, kept = place.get(), was.get(place.identity)
            if id(kept) in self.wrappers and now is self.wrappers[id(kept)]:
                place.set(kept)
            elif isinstance(now, Recorded):
                place.set(now.value.array)
                changed.append((place, kept, now.value))
            elif place.identity in was and now is not kept and different(now, kept):
                still.append(f"{place.path} from {kept!r} to {now!r}")
        if still:
            raise CompileError(
                f"the step changes {', '.join(still[:3])}, which a replay would not: "
                "keep it in an array and change that in place, or do it outside of the step"
            )
        return changed

    def carry(self, changed: list[tuple[Place, Any, Value]]) -> None:
        """See to it that the next step finds what this one has put somewhere."""
        again = {place.identity for place, _, _ in changed}
        self.held = [(place, kept) for place, kept in self.held if place.identity not in again]
        for place, kept, value in changed:
            old = self.wrappers[id(kept)].value if id(kept) in self.wrappers else None
            if old is None or not any(
                overlap(x, old) for c in self.program.calls for x in c.reads()
            ):
                root(value).region.kept = True
                self.left.append((place, value))
            elif value.region.kind == "state" or value.array.shape != old.array.shape:
                raise CompileError(f"{place.path} becomes another array in every step")
            else:
                self.program.calls.append(Call("{out}[...] = {0}", (value,), old, label="update"))
                place.set(kept)
                self.held.append((place, kept))

    def reads(self, value: Value) -> bool:
        """Whether the step looks at an array that was there before."""
        return any(overlap(x, value) for call in self.program.calls for x in call.reads())

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


def different(now: Any, kept: Any) -> bool:
    """Whether something else is in a place: another object, or another number."""
    if isinstance(now, np.ndarray | np.random.Generator) or isinstance(kept, np.ndarray):
        return True
    return type(now) is not type(kept) or bool(now != kept)


def variable(path: str, of: str = "d_") -> str:
    """A name for what is found at a path; gradients have `of` before that of their tensor."""
    path = re.sub(r"\.(layers|blocks\[\d+\]|state|views)(?=\W|$)", "", path)
    name, _, last = path.rpartition(".")
    if last == "grad":
        name = of + name
    elif last != "data" or not name:
        name = path
    return re.sub(r"\W+", "_", name).strip("_")


def family(path: str) -> str:
    """A name for an array of which the one at this path is a part."""
    return "gradients" if path.endswith(".grad") else "parameters"


def part(array: Array, whole: Value, name: str) -> Value:
    """A value for a part of an array that the step does not see as a whole."""
    host = whole.array
    start = array.__array_interface__["data"][0] - host.__array_interface__["data"][0]
    if host.ndim == 1 and host.flags.c_contiguous and array.flags.c_contiguous:
        first = start // host.itemsize
        text = f"{{0}}[{first}:{first + array.size}]"
        if array.ndim != 1:
            text += f".reshape({array.shape})"
    else:
        text = f"np.ndarray({array.shape}, {{0}}.dtype, {{0}}.data, {start}, {array.strides})"
    return Value(array, whole.region, whole, text, name)
