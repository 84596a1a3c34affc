"""Places in the engine that a learner's parts can take."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from chainrule.compiler.ir import CompileError

Function = Callable[..., Any]


@dataclass(frozen=True)
class Seat:
    """A place in the engine.

    Parameters
    ----------
    put : callable
        Lets the engine use this function from now on.
    restore : callable
        Lets it use the reference again.
    """

    put: Callable[[Function], None]
    restore: Callable[[], None]


seats: dict[str, Seat] = {}
joined: dict[str, Function] = {}


def join(name: str, function: Function) -> None:
    """Let the engine use `function` for this part."""
    joined[name] = function
    if name in seats:
        seats[name].put(function)


def leave(name: str) -> None:
    """Let the engine use the reference for this part."""
    joined.pop(name, None)
    if name in seats:
        seats[name].restore()


def asked(name: str, function: Function, *arguments: Any) -> Any:
    """What the part answers; None, and the reference from now on, if it fails."""
    try:
        answer = function(*arguments)
        if answer is None:
            raise ValueError("it returned None")
    except CompileError:  # what a recording cannot follow is no fault of the part
        raise
    except Exception as error:
        leave(name)
        print(f"Your {name} stopped ({error}); the reference takes over.")
        return None
    return answer
