"""A guard that notices when a part calls the engine in place of doing the work itself."""

from __future__ import annotations

from collections.abc import Callable
from sys import getprofile, setprofile
from types import FrameType
from typing import Any

ENGINE = "chainrule"
OURS = ("chainrule", "autograde")  # what they call is not the learner's doing
EXERCISES = "chainrule.exercises"


class CallsTheEngine(Exception):
    """A function called the engine; the message is the name of what it called."""


def without_engine(function: Callable[..., Any]) -> Callable[..., Any]:
    """The function under this guard, in whichever process it lives.

    One of another process has a method `without_engine`, and is guarded there.

    Examples
    --------
    >>> without_engine(abs)(-2)
    2
    """
    elsewhere = getattr(function, "without_engine", None)
    return elsewhere() if elsewhere is not None else forbid_engine(function)


def forbid_engine(function: Callable[..., Any]) -> Callable[..., Any]:
    """The same function, which raises `CallsTheEngine` at its end if it called the engine."""

    def guarded(*args: Any, **kwargs: Any) -> Any:
        called: list[str] = []

        def note(frame: FrameType, event: str, argument: Any) -> None:
            if event == "call" and is_engine(frame):
                called.append(name_of(frame))

        before = getprofile()
        setprofile(note)
        try:
            value = function(*args, **kwargs)
            if getprofile() is not note:
                called.append("setprofile")
        finally:
            setprofile(before)
        if called:
            raise CallsTheEngine(called[0])
        return value

    return guarded


def is_engine(frame: FrameType) -> bool:
    """Whether this is a function of the engine's, called by a learner's."""
    name, caller = module(frame), frame.f_back and module(frame.f_back)
    is_ours = name.split(".")[0] == ENGINE and not name.startswith(EXERCISES)
    return is_ours and (caller or "").split(".")[0] not in OURS


def module(frame: FrameType) -> str:
    """The name of the module that a function was written in."""
    return str(frame.f_globals.get("__name__", ""))


def name_of(frame: FrameType) -> str:
    """The name of what a learner called: an operation by its name, else the function."""
    this = frame.f_locals.get("self")
    return str(getattr(this, "name", None) or frame.f_code.co_name)
