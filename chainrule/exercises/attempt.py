"""One call of a student's function: whatever it does, nothing of it escapes."""

from __future__ import annotations

import io
import warnings
from collections.abc import Callable
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass, replace
from pathlib import Path
from traceback import extract_tb
from typing import Any

import numpy as np

from chainrule.exercises.differences import NOTHING
from chainrule.exercises.judges import kind, same
from chainrule.exercises.part import ATOMS, Case, Failure, Part, copy_of
from chainrule.exercises.verdict import Evidence

# Warnings that Python shows to nobody but the authors of what is used.
FOR_PROGRAMMERS = (DeprecationWarning, PendingDeprecationWarning, ImportWarning, ResourceWarning)
LONGEST_TEXT = 1000  # of an exception
OURS = Path(__file__).parents[1]
LIBRARIES = tuple(map(str, (OURS, Path(np.__file__).parent, Path(io.__file__).parent)))
OVERWRITES = (
    "A later call changed what an earlier call had returned: "
    "make a new array in each call instead of keeping one outside of the function."
)
HANDS_BACK = (
    "It hands back the list that it was given, or arrays of it; new ones were asked for (`a * 1.0` "
    "or `a.copy()` makes one): whoever changes the result later would change what was given."
)
UNREADABLE = "cannot be read"
UNSTABLE = "unstable"  # the name of the mistake
# What the guards raise -> the name of the mistake.
NOTICED = {
    "CallsTheEngine": "calls the engine",
    "Overwrites": "overwrites its answers",
    "HandsBack": "hands back what it was given",
}


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
    place : str
        The learner's line in which it stopped, if it did and this is known.
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
    place: str = ""


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
        except BaseException as error:
            if goes_through(error):
                raise
            tried.failure = Failure(sentence_about(error), mistake_of(error))
            tried.place = line_of(error)
    # A function in another process gets copies, and tells what became of them.
    tried.after = getattr(function, "last_arguments", None) or given
    try:
        tried.copy = copy_of(tried.answer)
    except Exception as error:
        tried.copy, tried.failure = tried.answer, unreadable(tried.answer, error)
    told = [str(one.message) for one in caught if not issubclass(one.category, FOR_PROGRAMMERS)]
    tried.remarks = remarks(printed.getvalue(), told)
    tried.overflow = next((text for text in told if " encountered in " in text), "")
    if tried.failure is None or tried.failure.mistake == NOTICED["HandsBack"]:
        tried.failure = failure_in_inputs(tried) or tried.failure
    tried.broken = tried.failure is not None
    return tried


# By name, since some come from another process: the user's, and the ends of a sealed test.
GO_THROUGH = {"KeyboardInterrupt", "Gone", "Refusal"}


def goes_through(error: BaseException) -> bool:
    """Whether an exception is not the doing of the function, whatever it is caught by."""
    return bool(GO_THROUGH & {kind.__name__ for kind in type(error).__mro__})


def judged(part: Part, tried: Attempt) -> Failure | None:
    """The failure of an answer, if it is wrong or cannot be read."""
    try:
        with np.errstate(all="ignore"):
            failure = part.judge(tried.copy, tried.case)
    except Exception as error:
        tried.broken = True
        return unreadable(tried.copy, error)
    if failure and failure.by_nudging:
        return replace(failure, sentence=f"{failure.sentence} {hint(part)}")
    return failure


def hint(part: Part) -> str:
    """How to see by hand what a derivative should be, in what the part has."""
    outputs = getattr(part.judge, "outputs", ())
    value = next((name for name in outputs if "gradient" not in name), "the result")
    if "g" in part.arguments and "y" in (*part.arguments, value):
        value = "the sum of g * y"
    return f"Nudge that input a little and see by how much {value} moves."


def unreadable(answer: Any, error: Exception) -> Failure:
    """The failure of an answer of which not even the kind can be told safely.

    >>> unreadable([], RecursionError()).sentence
    'It returned something that cannot be read: lists within lists within lists, without an end.'
    """
    if isinstance(error, RecursionError):
        what = "lists within lists within lists, without an end"
    elif isinstance(error, OverflowError):
        what = "a number that is too large"
    else:
        what = f"{safely(kind, answer, 'an object')} (NumPy or Python says: {text_of(error)})"
    return Failure(f"It returned something that cannot be read: {what}.", UNREADABLE)


def safely(function: Callable[[Any], str], value: Any, otherwise: str) -> str:
    """A text about a value whose own methods may fail."""
    try:
        return function(value)
    except BaseException as error:
        if goes_through(error):
            raise
        return otherwise


def changed_later(tried: Attempt) -> bool:
    """Whether a later call has changed this answer."""
    return not is_as_it_was(tried.answer, tried.copy)


def is_as_it_was(answer: Any, copy: Any) -> bool:
    """Whether nothing in an answer differs from the copy that was made of it."""
    return untouched(copy, answer) or untouched(copy, copy_of(answer))


def evidence_of(part: Part, tried: Attempt) -> Evidence:
    """A call as evidence, with what is right where the judge would take that for an answer."""
    mistake = tried.failure.mistake if tried.failure else ""
    silent = mistake.startswith(("raises", UNREADABLE, *NOTICED.values()))
    return Evidence(
        tuple(zip(part.arguments, tried.inputs, strict=False)),
        NOTHING if silent else tried.copy,
        expected_answer(part, tried.case),
        tried.case.remark,
        tried.case.rtol,
    )


def expected_answer(part: Part, case: Case) -> Any:
    """What is right, as an answer; None where the case knows it only by its properties."""
    answer = in_dtype(case.expected, case.dtype)
    try:
        return None if part.judge(answer, case) else answer
    except Exception:
        return None


def in_dtype(value: Any, dtype: Any) -> Any:
    """Arrays in the dtype that they must have, if there is one."""
    if isinstance(value, tuple | list):
        return type(value)(in_dtype(item, dtype) for item in value)
    return value.astype(dtype) if isinstance(value, np.ndarray) and dtype else value


def failure_in_stability(warning: str) -> Failure:
    """Of a part that asks for stable computing: NumPy warned, even if the numbers are right.

    >>> failure_in_stability("divide by zero encountered in log").sentence[:49]
    'NumPy warns of it: the logarithm of 0 is taken on'
    """
    if warning.startswith("divide by zero encountered in log"):
        return Failure(
            "NumPy warns of it: the logarithm of 0 is taken on the way, even where the result is "
            "right. What was very small has been rounded to 0 before. Work the logarithm into the "
            "formula, so that none is taken of a number that can be so small.",
            UNSTABLE,
        )
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
    if type(error).__name__ == "HandsBack":
        return HANDS_BACK
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
    """The text of an exception, which can be printed, without a full stop.

    It is empty where the exception's own method fails.

    >>> text_of(ValueError("x is negative."))
    'x is negative'
    """
    text = safely(str, error, "")
    return text[:LONGEST_TEXT].rstrip(". ").encode("utf-8", "backslashreplace").decode("utf-8")


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
    if type(before) in ATOMS:
        return type(before) is type(now) and bool(before == now or before != before)  # nan
    if callable(before):  # a call-back of another process is another object there
        return True
    if type(before) is not type(now):
        return False
    if isinstance(before, dict):
        return [*before] == [*now] and untouched([*before.values()], [*now.values()])
    if isinstance(before, list | tuple):
        kinds = [*map(type, before)]
        if ATOMS.issuperset(kinds) and kinds == [*map(type, now)] and before == now:
            return True
        return len(before) == len(now) and all(map(untouched, before, now))
    if isinstance(before, np.ndarray):
        return before.shape == now.shape and before.dtype == now.dtype and unchanged(before, now)
    return before is now or bool(before == now) or bool(before != before and now != now)  # nan


def unchanged(before: np.ndarray[Any, Any], now: np.ndarray[Any, Any]) -> bool:
    """Whether two arrays are equal, as far as that can be seen: objects may refuse to compare."""
    if before.dtype.kind not in "fiub":
        return True
    return before.tobytes() == now.tobytes() or same(before, now, 0.0)


def line_of(error: BaseException) -> str:
    """The learner's own line in which it stopped; empty where it is not known.

    Of a function in another process, under the seal, it is not.
    """
    mine = [
        frame
        for frame in extract_tb(error.__traceback__)
        if frame.line and not frame.filename.startswith(LIBRARIES)
    ]
    return mine[-1].line or "" if mine else ""


def remarks(printed: str, warned: list[str]) -> tuple[str, ...]:
    """Lines about output and warnings, which are not shown otherwise."""
    said = []
    if printed.strip():
        said.append(f"It printed “{printed.strip().splitlines()[0][:60]}” while it was checked.")
    if warned:
        said.append(f"Python warned: {warned[0]}.")
    return tuple(said)
