"""A guard that notices when a part calls the engine, or changes what it returned before."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from contextlib import suppress
from sys import getprofile, setprofile
from types import FrameType
from typing import Any

import numpy as np

from chainrule.exercises.attempt import is_as_it_was
from chainrule.exercises.part import copy_of

ENGINE = "chainrule"
OURS = ("chainrule", "autograde")  # what they call is not the learner's doing
EXERCISES = "chainrule.exercises"


class CallsTheEngine(Exception):
    """A function called the engine; the message is the name of what it called."""


class Overwrites(Exception):
    """A function changed what an earlier call of it had returned."""


class HandsBack(Exception):
    """A function returned a list that it was given, or arrays of it, in place of new ones."""


MOST_KEPT = 8
latest: deque[tuple[Callable[..., Any], Any, Any]] = deque(maxlen=MOST_KEPT)
"""The latest answers of all functions, each beside its function and a copy."""


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
    """The same function; at its end it raises `CallsTheEngine`, `Overwrites` or `HandsBack`."""

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
        refuse_overwriting(function)
        if hands_back(value, args):
            raise HandsBack
        with suppress(Exception):  # of what cannot be read, and is told so by the judge
            latest.append((function, value, copy_of(value)))
        return value

    return guarded


def refuse_overwriting(function: Callable[..., Any]) -> None:
    """Raise `Overwrites`, once, if one of the latest answers of a function was changed."""
    kept = [one for one in latest if one[0] is not function or is_as_it_was(one[1], one[2])]
    if len(kept) < len(latest):
        latest.clear()
        latest.extend(kept)
        raise Overwrites


def hands_back(value: Any, args: tuple[Any, ...]) -> bool:
    """Whether a value is a list of the arguments, or holds an array of one.

    >>> given = [np.zeros(2)]
    >>> [hands_back(value, (given,)) for value in (given, [given[0]], [given[0] * 1.0])]
    [True, True, False]
    """
    lists = [one for one in args if isinstance(one, list)]
    arrays = [item for one in lists for item in one if isinstance(item, np.ndarray)]
    kind = next((kind for kind in (list, tuple) if issubclass(type(value), kind)), None)
    items = kind.__iter__(value) if kind else ()  # whatever a kind of list makes of it
    return any(value is one for one in lists) or any(a is b for a in items for b in arrays)


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
