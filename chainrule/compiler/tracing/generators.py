"""Generators of random numbers that write down what is drawn."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import numpy as np

from chainrule.compiler.ir import CompileError, Constant
from chainrule.compiler.state.streams import METHODS, PrivateGenerator

if TYPE_CHECKING:
    from chainrule.compiler.tracing.tape import Tape


class TracedGenerator(np.random.Generator):
    """A generator that draws what another one would; the program will draw from that one."""

    def __init__(self, original: np.random.Generator, tape: Tape) -> None:
        super().__init__(original.bit_generator)
        self.constant, self.tape = Constant("rng", original), tape
        self.private = PrivateGenerator(original)

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
        draw = getattr(self.private, name)
        if self.tape.beside is not None:  # in another thread
            return draw(*args, **(kwargs if out is None else {**kwargs, "out": out}))
        if out is None:
            return self.tape.draw(self.constant, draw, name, args, kwargs)
        size = {"size": out.shape, **kwargs}
        out[...] = self.tape.draw(self.constant, draw, name, args, size)
        return out

    return method


def refusal(name: str) -> Callable[..., Any]:
    """A method that a program cannot follow."""

    def method(self: TracedGenerator, *args: Any, **kwargs: Any) -> Any:
        if self.tape.beside is not None:
            return getattr(self.private, name)(*args, **kwargs)
        raise CompileError(
            f"the step calls {name} of a random generator, which cannot be compiled: "
            "draw with random, normal, integers or permutation"
        )

    return method


REFUSED = ["shuffle", "permuted", "spawn", "bytes"]

for _name in METHODS:
    setattr(TracedGenerator, _name, (refusal if _name in REFUSED else sampler)(_name))
