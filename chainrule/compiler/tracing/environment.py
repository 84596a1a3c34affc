"""The environment of a step: what it finds besides arguments, given to it in recorded form."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from chainrule.compiler.ir import CompileError, View
from chainrule.compiler.state.locations import Location, Scalar, items_within, map_items
from chainrule.compiler.state.reachability import STREAMS, is_own, reachable
from chainrule.compiler.state.snapshot import Args, state_of
from chainrule.compiler.tracing.generators import TracedGenerator
from chainrule.compiler.tracing.tape import Tape
from chainrule.compiler.tracing.traced_array import TracedArray
from chainrule.tensor import Tensor
from chainrule.values import Array, raw

Change = tuple[Location, Any, View]  # where, what was there, what the step has put there


class Environment:
    """The locations that a step can reach, and what was in them before it ran.

    Attributes
    ----------
    bindings : list of (Location, Any)
        What was in every location.
    shared : dict of identity to Location
        Locations that hold an argument: the step sees what it had left there, a copy.
    tensors : list of (Location, Any, Tensor)
        Tensors that the step has put somewhere, and what was there.
    """

    def __init__(self, step: Callable[..., Any], args: Args, tape: Tape) -> None:
        self.step, self.args, self.tape = step, args, tape
        self.shared: dict[tuple[int, Any], Location] = {}
        self.bindings = [(location, self.unaliased(location)) for location in reachable(step, args)]
        self.wrappers: dict[int, Any] = {}  # id of what is really there -> what the step sees
        self.tensors: list[tuple[Location, Any, Tensor]] = []
        streams = [(p.path, x) for p, kept in self.bindings for _, x in items_within(kept)]
        self.unsupported: list[str] = []
        self.streams = [(path, x) for path, x in streams if isinstance(x, STREAMS)]
        self.streams += [("np.random", np.random.mtrand._rand), ("random", random._inst)]
        self.states = [state_of(x) for _, x in self.streams]
        self.refuse_iterators()

    def arrays(self) -> Iterator[tuple[str, Array]]:
        """Every array, with the path to it."""
        for location, kept in self.bindings:
            for path, x in items_within(kept, location.path):
                if isinstance(x, np.ndarray) and x.dtype != object:
                    yield path, x

    def refuse_iterators(self) -> None:
        """An iterator is at another place after every step, and cannot be set back."""
        for location, kept in self.bindings:
            if hasattr(type(kept), "__next__") and not is_own(kept):
                raise CompileError(
                    f"the step can reach {location.path}, a {type(kept).__name__} that moves on "
                    "when it is read: read it outside and give the step what came of it"
                )

    def unaliased(self, location: Location) -> Any:
        """What is in a location; a copy if that is an argument that the step has kept there."""
        kept = location.get()
        arrays = [x for _, x in items_within(kept) if isinstance(x, np.ndarray)]
        given = [raw(x) for x in self.args if isinstance(raw(x), np.ndarray)]
        if any(np.may_share_memory(a, b) for a in arrays for b in given):
            self.shared[location.identity] = location
            return map_items(kept, lambda x, _: x.copy("K") if isinstance(x, np.ndarray) else x)
        return kept

    # Before

    def wrap(self) -> None:
        """Put recorded arrays and generators where the real ones are."""
        self.refuse_hidden()
        for location, kept in self.bindings:
            seen = map_items(kept, self.seen, location.path)
            if seen is not kept:
                self.wrappers[id(kept)] = seen
                location.set(seen)

    def seen(self, x: Any, path: str) -> Any:
        """What a step sees in place of something."""
        if isinstance(x, np.ndarray) and x.dtype != object:
            return self.wrapper(x, path)
        if isinstance(x, np.random.Generator):
            return self.wrappers.setdefault(id(x), TracedGenerator(x, self.tape))
        return x

    def wrapper(self, array: Array, path: str) -> TracedArray:
        """The recorded array for one that lives from step to step; the same one each time."""
        if id(array) not in self.wrappers:
            owner = owner_of(array)
            if id(owner) not in self.tape.views:
                self.tape.buffer(owner, "state", variable(path) if owner is array else family(path))
            whole = self.tape.views[id(owner)]
            view = whole if owner is array else part(array, whole, variable(path))
            self.wrappers[id(array)] = self.tape.tracer(view)
        recorded: TracedArray = self.wrappers[id(array)]
        return recorded

    def refuse_hidden(self) -> None:
        """Arrays that share memory must be seen to do so."""
        owners = {
            id(owner): (owner, path)
            for path, x in self.arrays()
            if (owner := owner_of(x)) is not None
        }
        spans = [
            (*np.lib.array_utils.byte_bounds(x), path) for x, path in owners.values() if x.size
        ]
        for (_, end, path), (start, _, other) in zip(
            sorted(spans), sorted(spans)[1:], strict=False
        ):
            if start < end:
                raise CompileError(
                    f"{path} and {other} share memory in a way that NumPy does not tell: "
                    "make one of them a copy, or a slice of the other"
                )

    # After

    def unwrap(self) -> list[Change]:
        """Put the real arrays back; return the locations where it has put other ones."""
        was = {location.identity: kept for location, kept in self.bindings}
        found = [*(location for location, _ in self.bindings), *reachable(self.step, self.args)]
        changed: list[Change] = []
        for location in {location.identity: location for location in found}.values():
            now, kept = location.get(), was.get(location.identity)
            if id(kept) in self.wrappers and now is self.wrappers[id(kept)]:
                location.set(kept)
            elif isinstance(now, TracedArray):
                location.set(now.ir.array)
                changed.append((location, kept, now.ir))
            elif location.identity in was and now is not kept and different(now, kept):
                self.note_change(location, kept, now)
        new = {id(tensor) for _, _, tensor in self.tensors}
        return [change for change in changed if id(change[0].owner) not in new]

    def note_change(self, location: Location, kept: Any, now: Any) -> None:
        """Take note of a location that holds something else than before, and no recorded array."""
        if type(now) is Tensor and isinstance(kept, Tensor | None):
            self.tensors.append((location, kept, now))
        else:
            self.unsupported.append(description(location, kept, now))

    def refuse_changes(self) -> None:
        """Refuse what no program can repeat, with a CompileError."""
        now = [state_of(x) for _, x in self.streams]
        for (path, _), a, b in zip(self.streams, self.states, now, strict=True):
            if a != b:
                raise CompileError(
                    f"the step draws from {path}, which a program cannot follow: draw from a "
                    "np.random.default_rng(seed) that is made outside of the step"
                )
        if self.unsupported:
            raise CompileError(
                f"the step changes {', '.join(self.unsupported[:3])}, which a program would not: "
                "keep numbers in an array and change that in place, or return them and do it "
                "outside"
            )


def owner_of(array: Array) -> Array:
    """The array whose memory a view looks at."""
    owner: Any = array
    while isinstance(owner.base, np.ndarray):
        owner = owner.base
    found: Array = owner
    return found


def description(location: Location, kept: Any, now: Any) -> str:
    """What has happened to a location."""
    if location.key is frozenset:
        return f"the set {location.path}"
    if location.key is len:
        return f"the length of {location.path} from {kept} to {now}"
    if isinstance(now, Scalar) and isinstance(kept, Scalar):
        return f"{location.path} from {kept!r} to {now!r}"
    return f"{location.path}, where it puts another {type(now).__name__}"


def different(now: Any, kept: Any) -> bool:
    """Whether something else is in a location: another object, or another number."""
    if isinstance(now, tuple) and isinstance(kept, tuple):
        pairs = zip(now, kept, strict=False)
        return len(now) != len(kept) or any(a is not b and different(a, b) for a, b in pairs)
    if isinstance(now, Scalar | frozenset) and type(now) is type(kept):
        return bool(now != kept) and (now == now or kept == kept)
    return True


def variable(path: str, of: str = "d_") -> str:
    """A name for what is found at a path; gradients have `of` before that of their tensor."""
    path = re.sub(r"^self\.|\.(layers|blocks\[\d+\]|state|views)(?=\W|$)", "", path)
    name, _, last = path.rpartition(".")
    if last == "grad":
        name = of + name
    elif last != "data" or not name:
        name = path
    return re.sub(r"\W+", "_", name).strip("_")


def family(path: str) -> str:
    """A name for an array of which the one at this path is a part."""
    return "gradients" if path.endswith(".grad") else "parameters"


def part(array: Array, whole: View, name: str) -> View:
    """A view for a part of an array that the step does not see as a whole."""
    host = whole.array
    start = array.__array_interface__["data"][0] - host.__array_interface__["data"][0]
    if (
        host.ndim == 1
        and host.flags.c_contiguous
        and array.flags.c_contiguous
        and host.dtype == array.dtype
    ):
        first = start // host.itemsize
        text = f"{{0}}[{first}:{first + array.size}]"
        if array.ndim != 1:
            text += f".reshape({array.shape})"
    else:
        text = f"np.ndarray({array.shape}, np.{array.dtype}, {{0}}.data, {start}, {array.strides})"
    return View(array, whole.buffer, whole, text, name)
