"""Overrides: the parts of a learner's that run in the engine, installed and restored."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from typing import Any

from chainrule.compiler.ir import CompileError
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
    try:
        answer = function(*arguments)
        if answer is None:
            raise ValueError("it returned None")
    except CompileError:  # what a recording cannot follow is no fault of the part
        raise
    except Exception as error:
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
