"""Generators of random numbers that write down what is drawn."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import numpy as np

from chainrule.compiler.ir import CompileError, Thing

if TYPE_CHECKING:
    from chainrule.compiler.tracing.tape import Tape


class RecordedGenerator(np.random.Generator):
    """A generator that draws from another one's stream; the program will draw there, too."""

    def __init__(self, original: np.random.Generator, tape: Tape) -> None:
        super().__init__(original.bit_generator)
        self.thing, self.tape = Thing("rng", original), tape


def drawing(name: str) -> Callable[..., Any]:
    """A method that draws an array."""

    def method(self: RecordedGenerator, *args: Any, out: Any = None, **kwargs: Any) -> Any:
        if out is None:
            return self.tape.drawn(self.thing, name, args, kwargs)
        out[...] = self.tape.drawn(self.thing, name, args, {"size": out.shape, **kwargs})
        return out

    return method


def refused(name: str) -> Callable[..., Any]:
    """A method that a program cannot follow."""

    def method(self: RecordedGenerator, *args: Any, **kwargs: Any) -> Any:
        raise CompileError(
            f"the step calls {name} of a random generator, which cannot be compiled: "
            "draw with random, normal, integers or permutation"
        )

    return method


DRAWING = [name for name in vars(np.random.Generator) if not name.startswith("_")]
REFUSED = ["shuffle", "permuted", "spawn", "bytes"]

for _name in DRAWING:
    if _name in REFUSED:
        setattr(RecordedGenerator, _name, refused(_name))
    elif _name != "bit_generator":
        setattr(RecordedGenerator, _name, drawing(_name))
