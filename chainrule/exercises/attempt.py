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

# Warnings that Python shows to nobody but the authors of what is used.
FOR_PROGRAMMERS = (DeprecationWarning, PendingDeprecationWarning, ImportWarning, ResourceWarning)
LONGEST_TEXT = 1000  # of an exception
OVERWRITES = (
    "A later call changed what an earlier call had returned: "
    "make a new array in each call instead of keeping one outside of the function."
)
UNSTABLE = "unstable"  # the name of the mistake
# What the guards raise -> the name of the mistake.
NOTICED = {"CallsTheEngine": "calls the engine", "Overwrites": "overwrites its answers"}


@dataclass
class Attempt:
    """The record of one call.

    Parameters
    ----------
    case : Case
        What it was tried on.
    inputs : tuple
        The inputs; the function gets a copy.
    after : tuple
        That copy after the call.
    answer, copy : object
        What came back, and a copy of that, made at once.
    failure : Failure, optional
        What is wrong.
    broken : bool
        Whether it is wrong whatever the answer: it raised, or wrote into its inputs.
    written : bool
        False if the function only raises NotImplementedError.
    remarks : tuple of str
        What it printed and what NumPy warned of.
    overflow : str
        NumPy's first warning of a number that is infinite or none at all.
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
    overflow: str = ""


def attempt(function: Callable[..., Any], case: Case) -> Attempt:
    """Call `function` on the inputs of `case`."""
    tried = Attempt(case, case.inputs)
    given = copy_of(case.inputs)  # others are tried on the same case
    printed = io.StringIO()
    with (
        redirect_stdout(printed),
        redirect_stderr(printed),
        warnings.catch_warnings(record=True) as caught,
    ):
        warnings.simplefilter("always")
        try:
            tried.answer = function(*given)
        except NotImplementedError:
            tried.written = False
        except (Exception, SystemExit, GeneratorExit) as error:
            tried.failure = Failure(sentence_about(error), mistake_of(error))
    # A function in another process gets copies, and tells what became of them.
    tried.after = getattr(function, "last_arguments", None) or given
    tried.copy = copy_of(tried.answer)
    told = [str(one.message) for one in caught if not issubclass(one.category, FOR_PROGRAMMERS)]
    tried.remarks = remarks(printed.getvalue(), told)
    tried.overflow = next((text for text in told if " encountered in " in text), "")
    tried.failure = tried.failure or failure_in_inputs(tried)
    tried.broken = tried.failure is not None
    return tried


def failure_in_stability() -> Failure:
    """Of a part that asks for stable computing: NumPy warned, even if the numbers are right."""
    return Failure(
        "NumPy warns of it: on the way there is an infinite number or none at all, even where the "
        "result is right. Keep small what goes into the exponential, and not what comes out: e to "
        "the power of -|x| never overflows, nor does e to the power of x minus the largest x. "
        "`np.where` computes both of its sides for every x, also the one it throws away.",
        UNSTABLE,
    )


def mistake_of(error: BaseException) -> str:
    """The name of the mistake."""
    name = type(error).__name__
    return NOTICED.get(name, f"raises {name}")


def sentence_about(error: BaseException) -> str:
    """A sentence about an exception, for the one who wrote the function."""
    if type(error).__name__ == "CallsTheEngine":  # by name: it may come from another process
        return (
            f"It calls chainrule's own {error}. The engine is what you build here: write this "
            "part with NumPy alone."
        )
    if type(error).__name__ == "Overwrites":
        return OVERWRITES
    if isinstance(error, RecursionError):
        return (
            "It calls itself too often: Python allows about 1,000 calls inside each other. "
            "Keep what is still to be done in a list of your own instead."
        )
    if isinstance(error, NameError):
        return f"It uses a name that does not exist: {text_of(error)}."
    if isinstance(error, TypeError) and "positional argument" in text_of(error):
        return f"It cannot be called as it should: {text_of(error)}."
    return f"It stopped with {type(error).__name__}: {text_of(error) or 'no message'}."


def text_of(error: BaseException) -> str:
    """The text of an exception, which can be printed; empty where its own method fails.

    >>> text_of(ValueError("x is negative"))
    'x is negative'
    """
    try:
        text = str(error)
    except Exception:
        return ""
    return text[:LONGEST_TEXT].encode("utf-8", "backslashreplace").decode("utf-8")


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
        return before.shape == now.shape and before.dtype == now.dtype and unchanged(before, now)
    return before is now or bool(before == now) or bool(before != before and now != now)  # nan


def unchanged(before: np.ndarray[Any, Any], now: np.ndarray[Any, Any]) -> bool:
    """Whether two arrays are equal, as far as that can be seen: objects may refuse to compare."""
    return before.dtype.kind not in "fiub" or same(before, now, 0.0)


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
