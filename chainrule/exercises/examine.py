"""Try a function on cases, and say what is wrong with it, by name if the mistake is known."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from chainrule.exercises.attempt import (
    NOTICED,
    OVERWRITES,
    Attempt,
    attempt,
    changed_later,
    evidence_of,
    judged,
)
from chainrule.exercises.engine_guard import without_engine
from chainrule.exercises.judges import same
from chainrule.exercises.messages import format_value
from chainrule.exercises.overrides import reference_engine
from chainrule.exercises.part import Case, Failure, Mistake, Part, copy_of
from chainrule.exercises.verdict import NOT_WRITTEN, NOT_YET, PASSES, Verdict


def examine_visible(part: Part, function: Callable[..., Any]) -> Verdict:
    """The verdict of the check that learners can read, with what was expected."""
    return examine(part, function, part.cases(), tells_expected=True)


def examine(
    part: Part, function: Callable[..., Any], cases: Sequence[Case], tells_expected: bool = False
) -> Verdict:
    """Try `function` on all cases and judge it by all of its answers together.

    Meanwhile the engine is the reference: an error in one part costs nothing in another.
    """
    if not callable(function):
        return Verdict(part.name, NOT_YET, f"{format_value(function)} is not a function.")
    tried = function if part.engine else without_engine(function)
    with reference_engine():
        attempts = [attempt(tried, case) for case in cases]
    if not all(one.written for one in attempts):
        return Verdict(part.name, NOT_WRITTEN, "")
    for one in attempts:
        one.failure = one.failure or judged(part, one)
    wrong = [one for one in attempts if one.failure]
    remarks = tuple(dict.fromkeys(remark for one in attempts for remark in one.remarks))
    if wrong:
        found = verdict_on_failures(part, attempts, wrong, remarks)
        found = replace(found, right=len(attempts) - len(wrong), tried=len(attempts))
        return found if tells_expected else found.without_expected()
    if any(map(changed_later, attempts)):
        return Verdict(part.name, NOT_YET, OVERWRITES, mistake=NOTICED["Overwrites"])
    number = f"{len(cases)} inputs" if len(cases) > 1 else "its input"
    return Verdict(part.name, PASSES, f"right on {number}.", remarks=remarks)


def verdict_on_failures(
    part: Part, attempts: list[Attempt], wrong: list[Attempt], remarks: tuple[str, ...]
) -> Verdict:
    """The verdict on a function with at least one wrong answer."""
    mistake, tried = explanation(part, attempts, wrong)
    failure = tried.failure or Failure("")
    sentence = mistake.sentence if mistake else failure.sentence
    name = mistake.name if mistake else failure.mistake
    return Verdict(part.name, NOT_YET, sentence, evidence_of(part, tried), name, remarks)


def explanation(
    part: Part, attempts: list[Attempt], wrong: list[Attempt]
) -> tuple[Mistake | None, Attempt]:
    """The known mistake that explains most answers, with an answer that shows it.

    A mistake explains a function if it gives the same answer wherever both give one; among
    these must be a wrong one.
    """
    best: tuple[int, Mistake, Attempt] | None = None
    for mistake in part.mistakes:
        shows = []
        for tried in attempts:
            agreed = agrees(mistake, tried)
            if agreed is False:
                break
            shows += [tried] if agreed and tried.failure else []
        else:
            if shows and (best is None or len(shows) > best[0]):
                best = len(shows), mistake, min(shows, key=amount)
    return best[1:] if best else (None, min(wrong, key=amount))


EMPTY = 1000  # an empty array shows nothing: any other input shows more


def amount(tried: Attempt) -> int:
    """The amount of numbers to look at in the inputs."""
    sizes = [x.size if isinstance(x, np.ndarray) else len(str(x)) for x in tried.inputs]
    return sum(size or EMPTY for size in sizes)


def agrees(mistake: Mistake, tried: Attempt) -> bool | None:
    """Whether the mistake would give this answer; None where one of both gives none."""
    if tried.broken:
        return None
    with warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")
        try:
            given = mistake.gives(*copy_of(tried.inputs))
        except Exception:
            return None
    return same(tried.copy, given, tried.case.rtol)
