"""Generators of random numbers that write down what is drawn."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import numpy as np

from chainrule.compiler.ir import CompileError, Constant

if TYPE_CHECKING:
    from chainrule.compiler.tracing.tape import Tape


class TracedGenerator(np.random.Generator):
    """A generator that draws from another one's stream; the program will draw there, too."""

    def __init__(self, original: np.random.Generator, tape: Tape) -> None:
        super().__init__(original.bit_generator)
        self.constant, self.tape = Constant("rng", original), tape

    @property
    def bit_generator(self) -> Any:
        """Refused: a program draws on where the last step has stopped."""
        if self.tape.beside is None:
            raise CompileError(
                "the step seeds a random generator, or looks into it: do that outside of the step"
            )
        return self.constant.content.bit_generator


def sampler(name: str) -> Callable[..., Any]:
    """A method that draws an array."""

    def method(self: TracedGenerator, *args: Any, out: Any = None, **kwargs: Any) -> Any:
        if self.tape.beside is not None:  # in another thread
            drawn = getattr(self.constant.content, name)
            return drawn(*args, **(kwargs if out is None else {**kwargs, "out": out}))
        if out is None:
            return self.tape.draw(self.constant, name, args, kwargs)
        out[...] = self.tape.draw(self.constant, name, args, {"size": out.shape, **kwargs})
        return out

    return method


def refusal(name: str) -> Callable[..., Any]:
    """A method that a program cannot follow."""

    def method(self: TracedGenerator, *args: Any, **kwargs: Any) -> Any:
        raise CompileError(
            f"the step calls {name} of a random generator, which cannot be compiled: "
            "draw with random, normal, integers or permutation"
        )

    return method


DRAWING = [name for name in vars(np.random.Generator) if not name.startswith("_")]
REFUSED = ["shuffle", "permuted", "spawn", "bytes"]

for _name in DRAWING:
    if _name in REFUSED:
        setattr(TracedGenerator, _name, refusal(_name))
    elif _name != "bit_generator":
        setattr(TracedGenerator, _name, sampler(_name))
