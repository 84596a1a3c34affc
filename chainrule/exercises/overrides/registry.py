"""Overrides: the parts of a learner's that run in the engine, installed and restored."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from operator import is_
from typing import Any

import numpy as np

from chainrule.compiler.ir import CompileError
from chainrule.compiler.tracing.forbidden import is_tracing
from chainrule.compiler.tracing.traced_array import TracedArray, tape_of
from chainrule.engine import Operation

Function = Callable[..., Any]


@dataclass(frozen=True)
class Override:
    """A place in the engine that a learner's part can take.

    Parameters
    ----------
    install : callable
        Lets the engine use this function from now on; where it returns None, the reference.
    restore : callable
        Lets it use the reference again.
    reference : object
        The operation or function of the engine's whose place it is.
    """

    install: Callable[[Function], None]
    restore: Callable[[], None]
    reference: Any = None


overrides: dict[str, tuple[Override, Function]] = {}  # what is installed, by part


def install(name: str, override: Override, function: Function) -> None:
    """Let the engine use `function` for this part."""
    overrides[name] = override, function
    override.install(partial(call_or_fall_back, name, function))


def restore(name: str) -> None:
    """Let the engine use the reference for this part."""
    if name in overrides:
        override, _ = overrides.pop(name)
        override.restore()


@contextmanager
def reference_engine() -> Iterator[None]:
    """Let the engine be the reference within this block, whatever is installed."""
    installed = dict(overrides)
    for name in installed:
        restore(name)
    try:
        yield
    finally:
        for name, (override, function) in installed.items():
            install(name, override, function)


def call_or_fall_back(name: str, function: Function, *arguments: Any) -> Any:
    """The part's answer; None, and the reference from now on, if it fails."""
    if name not in overrides:  # it stopped, and a compiled step still asks for it
        return None
    try:
        answer = function(*arguments)
        if answer is None:
            raise ValueError("it returned None")
    except CompileError:  # what a recording cannot follow is no fault of the part
        raise
    except Exception as error:
        if is_tracing.get() and tape_of(
            arguments
        ):  # it may be the recorded arrays that it stumbles over
            raise CompileError(f"{name} stopped ({error})") from error
        restore(name)
        print(f"Your {name} stopped ({error}); the reference takes over.")
        return None
    return answer


def replacement(owner: Any, attribute: str, adapter: Callable[[Function, Any], Any]) -> Override:
    """The override of an attribute: `adapter(function, reference)` takes its place."""
    reference = getattr(owner, attribute)

    def put(function: Function) -> None:
        setattr(owner, attribute, adapter(function, reference))

    def put_back() -> None:
        setattr(owner, attribute, reference)

    return Override(put, put_back, owner if isinstance(owner, Operation) else reference)


def combination(*several: Override) -> Override:
    """The override of several places by one part."""

    def put(function: Function) -> None:
        for one in several:
            one.install(function)

    def put_back() -> None:
        for one in several:
            one.restore()

    return Override(put, put_back, several[0].reference)


class Shared:
    """A part that answers several questions at once, which the engine asks one after another.

    Each answer is given once: when the same arrays come again, they may hold other numbers.
    """

    def __init__(self, function: Function, questions: int) -> None:
        self.function, self.questions = function, range(questions)
        self.latest: tuple[tuple[Any, ...], set[int], Any] = ((), set(), None)

    def __call__(self, question: int, *arguments: Any) -> Any:
        """All answers of the part, to be asked for one of them."""
        given, left, answer = self.latest
        same = len(arguments) == len(given) and all(map(is_, arguments, given))
        if not same or question not in left:
            answer, left = self.function(*arguments), set(self.questions)
            self.latest = arguments, left, answer
        left.discard(question)
        return answer


LONG = 60  # calls of NumPy; a part that makes more has loops, which are quicker as they are


def followed_or_whole(function: Function) -> Function:
    """The same function of arrays to an array, as a recording takes it.

    It is written down call by call; where that cannot be done, or would be a long list, it is
    called anew in every step, with whatever there is inside.
    """

    def asked(*arguments: Any, **options: Any) -> Any:
        tape: Any = tape_of(arguments) if is_tracing.get() else None
        if tape is None or tape.beside is not None:
            return function(*arguments, **options)
        start = len(tape.instructions)
        try:
            answer = function(*arguments, **options)
        except CompileError:
            answer = None
        if answer is not None and len(tape.instructions) - start <= LONG:
            return answer
        del tape.instructions[start:]
        return tape.whole_call(with_options(function, options), arguments)

    return asked


def with_options(function: Function, options: dict[str, Any]) -> Function:
    """The function with its options given."""

    def part(*arguments: Any) -> Any:
        return function(*arguments, **options)

    return part


def as_array(answer: Any) -> Any:
    """An answer as an array, also while it is recorded."""
    return answer if isinstance(answer, TracedArray) else np.asarray(answer)
