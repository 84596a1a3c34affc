"""Forbidden effects: what a step does besides computing, refused while it is recorded."""

from __future__ import annotations

import builtins
import pathlib
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

import numpy as np

from chainrule.compiler.ir import CompileError
from chainrule.compiler.state.reachability import is_engine, is_own_module
from chainrule.compiler.tracing.creation import OF_ARRAYS, OF_SHAPES, creator
from chainrule.compiler.tracing.tape import Tape
from chainrule.grad_mode import setting

PRINTS = "the step prints: return what you want to see and print it outside of the step"
READS = "the step reads a file: read it outside and give the step its content as an argument"
CLOCKS = "the step looks at the clock: take the time outside of the step"
SEEDS = "the step makes a new random generator: make it once, outside of the step"
REFUSED: dict[tuple[Any, str], str] = {
    (builtins, "print"): PRINTS,
    (builtins, "input"): "the step asks for input: ask outside and give the step the answer",
    (builtins, "open"): READS,
    (pathlib.Path, "open"): READS,
    **{(pathlib.Path, name): READS for name in ("read_text", "read_bytes")},
    **{(np, name): READS for name in ("load", "loadtxt", "genfromtxt", "fromfile")},
    **{(time, name): CLOCKS for name in ("time", "perf_counter", "monotonic", "time_ns")},
    (np.random, "default_rng"): SEEDS,
}
MAKER = "chainrule.creation"  # which makes what the user asks for
is_tracing: ContextVar[bool] = ContextVar("is_tracing", default=False)


@contextmanager
def intercept_effects(tape: Tape) -> Iterator[None]:
    """While a step runs, its own new arrays are recorded, and what cannot be repeated is refused.

    An array that a step makes with `np.zeros` is not known to the tape; elements written to it
    would be lost. So those functions are others for a while, for the user's code alone.
    """
    others = {(module, name): refusal(why) for (module, name), why in REFUSED.items()}
    others |= {(np, name): creator(tape, name) for name in (*OF_SHAPES, *OF_ARRAYS)}
    originals = {(module, name): getattr(module, name) for module, name in others}
    try:
        for (module, name), other in others.items():
            setattr(module, name, for_users(name, originals[module, name], other))
        with setting(is_tracing, True):
            yield
    finally:
        for (module, name), original in originals.items():
            setattr(module, name, original)


def for_users(name: str, original: Callable[..., Any], other: Callable[..., Any]) -> Any:
    """A function that is another one where the user's code calls it by name, in this thread."""
    thread = threading.get_ident()

    def function(*args: Any, **kwargs: Any) -> Any:
        frame = sys._getframe(1)  # what is written in C has no frame: only the name tells it
        caller = frame.f_globals.get("__name__")
        named = name in frame.f_code.co_names and threading.get_ident() == thread
        users = named and (caller == MAKER or (is_own_module(caller) and not is_engine(caller)))
        return (other if users else original)(*args, **kwargs)

    return function


def refusal(why: str) -> Callable[..., Any]:
    """A function that refuses."""

    def function(*args: Any, **kwargs: Any) -> Any:
        raise CompileError(why)

    return function
