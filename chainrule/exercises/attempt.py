"""One call of a student's function: whatever it does, nothing of it escapes."""

from __future__ import annotations

import io
import warnings
from collections.abc import Callable
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from typing import Any

import numpy as np

from chainrule.exercises.judges import same
from chainrule.exercises.part import Case, Failure, copy_of


@dataclass
class Attempt:
    """The record of one call.

    Parameters
    ----------
    case : Case
        What it was tried on.
    inputs : tuple
        A copy of the inputs from before the call.
    after : tuple
        The inputs after the call.
    answer, copy : object
        What came back, and a copy of that, made at once.
    failure : Failure, optional
        What is wrong.
    broken : bool
        Whether it is wrong whatever the answer: it raised, or wrote into its inputs.
    written : bool
        False if the function only raises NotImplementedError.
    remarks : list of str
        What it printed and what NumPy warned of.
    """

    case: Case
    inputs: tuple[Any, ...]
    after: tuple[Any, ...] = ()
    answer: Any = None
    copy: Any = None
    failure: Failure | None = None
    broken: bool = False
    written: bool = True
    remarks: tuple[str, ...] = ()


def attempt(function: Callable[..., Any], case: Case) -> Attempt:
    """Call `function` on the inputs of `case`."""
    tried = Attempt(case, copy_of(case.inputs))
    printed = io.StringIO()
    with (
        redirect_stdout(printed),
        redirect_stderr(printed),
        warnings.catch_warnings(record=True) as caught,
        np.errstate(divide="warn", over="warn", invalid="warn", under="ignore"),
    ):
        warnings.simplefilter("always")
        try:
            tried.answer = function(*case.inputs)
        except NotImplementedError:
            tried.written = False
        except (Exception, SystemExit) as error:
            tried.failure = Failure(sentence_about(error), mistake_of(error))
    # A function in another process gets copies, and tells what became of them.
    tried.after = getattr(function, "last_arguments", None) or case.inputs
    tried.copy = copy_of(tried.answer)
    tried.remarks = remarks(printed.getvalue(), [str(warning.message) for warning in caught])
    tried.failure = tried.failure or failure_in_inputs(tried)
    tried.broken = tried.failure is not None
    return tried


def mistake_of(error: BaseException) -> str:
    """The name of the mistake."""
    name = type(error).__name__
    return "calls the engine" if name == "CallsTheEngine" else f"raises {name}"


def sentence_about(error: BaseException) -> str:
    """A sentence about an exception, for the one who wrote the function."""
    if type(error).__name__ == "CallsTheEngine":  # by name: it may come from another process
        return (
            f"It calls chainrule's own {error}. The engine is what you build here: write this "
            "part with NumPy alone."
        )
    if isinstance(error, RecursionError):
        return (
            "It calls itself too often: Python allows about 1,000 calls inside each other. "
            "Keep what is still to be done in a list of your own instead."
        )
    if isinstance(error, NameError):
        return f"It uses a name that does not exist: {error}."
    if isinstance(error, TypeError) and "positional argument" in str(error):
        return f"It cannot be called as it should: {error}."
    return f"It stopped with {type(error).__name__}: {str(error) or 'no message'}."


def failure_in_inputs(tried: Attempt) -> Failure | None:
    """An input that is not what it was before the call."""
    for before, now in zip(tried.inputs, tried.after, strict=True):
        if not untouched(before, now):
            return Failure(
                "It changed one of its inputs, which others still need: make a new array, "
                "list or dictionary (`a = a + b` makes one, `a += b` writes into the old one).",
                "changes its input",
            )
    return None


def untouched(before: Any, now: Any) -> bool:
    """Whether nothing in `now`, down to the last list or array, differs from `before`."""
    if callable(before):  # a call-back of another process is another object there
        return True
    if type(before) is not type(now):
        return False
    if isinstance(before, dict):
        return [*before] == [*now] and all(untouched(before[k], now[k]) for k in before)
    if isinstance(before, list | tuple):
        return len(before) == len(now) and all(map(untouched, before, now))
    if isinstance(before, np.ndarray):
        return before.shape == now.shape and before.dtype == now.dtype and same(before, now, 0.0)
    return bool(before == now)


def remarks(printed: str, warned: list[str]) -> tuple[str, ...]:
    """Lines about output and warnings, which are not shown otherwise."""
    said = []
    if printed.strip():
        said.append(
            f"    It printed “{printed.strip().splitlines()[0][:60]}” while it was checked."
        )
    if warned:
        said.append(f"    Python warned: {warned[0]}.")
    return tuple(said)
