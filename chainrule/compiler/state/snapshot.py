"""A snapshot of what a step remembers."""

from __future__ import annotations

import copy
from collections.abc import Callable
from typing import Any

import numpy as np

from chainrule.compiler.state.locations import items_within, map_items, put_back
from chainrule.compiler.state.reachability import reachable
from chainrule.compiler.state.streams import PrivateGenerator
from chainrule.values import raw

Args = tuple[Any, ...]


class Snapshot:
    """Everything that a step can reach, as it is now, to be restored later.

    The arrays among its arguments, which it may write to, are kept, too.
    """

    def __init__(self, step: Callable[..., Any], args: Args = ()) -> None:
        self.step, self.args = step, args
        self.kept = [(location, location.get()) for location in reachable(step, args)]
        found = (*(x for _, x in self.kept), tuple(map(raw, args)))
        values = [x for value in found for _, x in items_within(value)]
        once = {id(x): x for x in values}.values()
        self.copies = [(x, x.copy("K")) for x in once if isinstance(x, np.ndarray)]
        self.containers = {
            id(p.owner): (p.owner, copy.copy(p.owner)) for p, _ in self.kept if p.key is len
        } | {id(p.owner): (p.owner, p.owner.copy()) for p, _ in self.kept if p.key is frozenset}
        own = {id(x) for _, x in self.kept if type(x) is np.random.Generator}
        self.private = [(x, state_of(x)) for x in once if id(x) in own]
        streams = [x for x in once if isinstance(x, np.random.Generator) and id(x) not in own]
        self.streams = [(x, state_of(x)) for x in streams]

    def hide_draws(self) -> None:
        """Let the step draw from generators of its own, until everything is put back."""
        private = {id(x): PrivateGenerator(x, state) for x, state in self.private}
        for location, kept in self.kept:
            seen = map_items(kept, lambda x, _: private.get(id(x), x))
            if seen is not kept:
                location.set(seen)

    def restore(self) -> None:
        """Put everything back."""
        for container, items in self.containers.values():
            if len(container) != len(items) or isinstance(container, set):
                put_back(container, items)
        for location, value in self.kept:
            if not location.is_derived and location.get() is not value:
                location.set(value)
        for array, values in self.copies:
            if array.flags.writeable:
                array[...] = values
        for generator, state in self.streams:
            generator.bit_generator.state = copy.deepcopy(state)

    def contents(self) -> dict[Any, Any]:
        """Every array that the step can reach now, by its path."""
        locations = reachable(self.step, self.args)
        found = [
            item for location in locations for item in items_within(location.get(), location.path)
        ]
        arrays = [(path, x) for path, x in found if isinstance(x, np.ndarray)]
        # Two variables of one name have the same path, but not the same number.
        return {(path, "", i): x for i, (path, x) in enumerate(arrays)}

    def copies_of(self, found: dict[Any, Any]) -> dict[Any, Any]:
        """What was found, to be kept: each array copied once, and not again if it is as it was."""
        kept = {id(x): values for x, values in self.copies}
        once: dict[int, Any] = {}
        for x in found.values():
            if isinstance(x, np.ndarray) and id(x) not in once:
                was = kept.get(id(x))
                once[id(x)] = was if was is not None and np.array_equal(was, x) else x.copy()
        return {key: once.get(id(x), x) for key, x in found.items()}


def state_of(stream: Any) -> Any:
    """Where a stream of random numbers stands."""
    if isinstance(stream, np.random.Generator):
        return copy.deepcopy(stream.bit_generator.state)
    if isinstance(stream, np.random.RandomState):
        return repr(stream.get_state(legacy=False))
    return stream.getstate()
