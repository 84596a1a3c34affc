"""What a step remembers, kept aside."""

from __future__ import annotations

import copy
from collections.abc import Callable
from typing import Any

import numpy as np

from chainrule.recording.record import reachable


class Memory:
    """Everything that a step can reach, as it is now, to be restored later."""

    def __init__(self, step: Callable[..., Any]) -> None:
        self.step = step
        self.kept = [(place, place.get()) for place in reachable(step)]
        self.copies = [(x, x.copy()) for _, x in self.kept if isinstance(x, np.ndarray)]
        self.streams = [
            (x, copy.deepcopy(x.bit_generator.state))
            for _, x in self.kept
            if isinstance(x, np.random.Generator)
        ]

    def restore(self) -> None:
        """Put everything back."""
        for place, value in self.kept:
            if place.get() is not value:
                place.set(value)
        for array, values in self.copies:
            if array.flags.writeable:
                array[...] = values
        for generator, state in self.streams:
            generator.bit_generator.state = copy.deepcopy(state)

    def contents(self) -> dict[str, Any]:
        """A copy of every array that the step can reach now, by its path."""
        found = {place.path: place.get() for place in reachable(self.step)}
        return {path: x.copy() for path, x in found.items() if isinstance(x, np.ndarray)}
