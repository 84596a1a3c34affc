"""Generators of random numbers that write down what is drawn."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import numpy as np

from chainrule.recording.errors import CompileError
from chainrule.recording.program import Thing

if TYPE_CHECKING:
    from chainrule.recording.tape import Tape


class RecordedGenerator(np.random.Generator):
    """A generator that draws from another one's stream; the program will draw there, too."""

    def __init__(self, original: np.random.Generator, tape: Tape) -> None:
        super().__init__(original.bit_generator)
        self.thing, self.tape = Thing("rng", original), tape


def drawing(name: str) -> Callable[..., Any]:
    """A method that draws an array."""

    def method(self: RecordedGenerator, *args: Any, **kwargs: Any) -> Any:
        return self.tape.drawn(self.thing, name, args, kwargs)

    return method


def refused(self: RecordedGenerator, *args: Any, **kwargs: Any) -> Any:
    """A method that changes an array which is given to it."""
    raise CompileError("a generator shuffles an array in place: use permutation instead")


for _name in (
    "random",
    "normal",
    "standard_normal",
    "uniform",
    "integers",
    "permutation",
    "choice",
):
    setattr(RecordedGenerator, _name, drawing(_name))
for _name in ("shuffle", "permuted"):
    setattr(RecordedGenerator, _name, refused)
