"""Try a function on cases, and say what is wrong with it, by name if the mistake is known."""

from __future__ import annotations

import logging
import warnings
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from chainrule.exercises.attempt import (
    NOTICED,
    OVERWRITES,
    UNSTABLE,
    Attempt,
    attempt,
    changed_later,
    evidence_of,
    failure_in_stability,
    judged,
)
from chainrule.exercises.engine_guard import without_engine
from chainrule.exercises.judges import NOT_FINITE
from chainrule.exercises.messages import format_value, shorten
from chainrule.exercises.mistakes.explain import Explanation, amount, explain
from chainrule.exercises.mistakes.repair import repair
from chainrule.exercises.overrides import reference_engine
from chainrule.exercises.part import Case, Failure, Part
from chainrule.exercises.verdict import NOT_WRITTEN, NOT_YET, PASSES, Repair, Verdict

logger = logging.getLogger(__name__)


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
        one.failure = one.failure or failure_in_answer(part, one)
    wrong = [one for one in attempts if one.failure]
    remarks = tuple(dict.fromkeys(remark for one in attempts for remark in one.remarks))
    if wrong:
        with reference_engine(), warnings.catch_warnings(), np.errstate(all="ignore"):
            warnings.simplefilter("ignore")
            found = verdict_on_failures(part, function, attempts, wrong, remarks)
        found = replace(found, right=len(attempts) - len(wrong), tried=len(attempts))
        return with_place(found, wrong) if tells_expected else found.without_expected()
    if any(map(changed_later, attempts)):
        return Verdict(part.name, NOT_YET, OVERWRITES, mistake=NOTICED["Overwrites"])
    number = f"{len(cases)} inputs" if len(cases) > 1 else "its input"
    return Verdict(part.name, PASSES, f"right on {number}.", remarks=remarks)


def failure_in_answer(part: Part, tried: Attempt) -> Failure | None:
    """What is wrong with the answer, or with the way to it where that must be stable."""
    failure = judged(part, tried)
    shaky = part.stable and tried.overflow and (not failure or failure.mistake == NOT_FINITE)
    return failure_in_stability(tried.overflow) if shaky else failure


def is_shaky(tried: Attempt) -> bool:
    """Whether the way to the answer is all that is wrong, as far as one can see."""
    return tried.failure is not None and tried.failure.mistake == UNSTABLE


def explained(
    part: Part, function: Callable[..., Any], attempts: list[Attempt]
) -> Explanation | None:
    """What is wrong, if more can be said than the judge says, which knows odd answers by kind."""
    try:
        return explain(part, function, [one for one in attempts if not is_shaky(one)])
    except Exception:  # there are answers that nothing can be compared with
        logger.debug("The search for the mistake in %s broke off.", part.name, exc_info=True)
        return None


def with_place(verdict: Verdict, wrong: list[Attempt]) -> Verdict:
    """The verdict, with the learner's line in which a call that it speaks of stopped."""
    for one in wrong:
        if one.place and one.failure and one.failure.sentence in verdict.sentence:
            place = f"It stopped at: {shorten(one.place)}"
            return replace(verdict, remarks=(place, *verdict.remarks))
    return verdict


def verdict_on_failures(
    part: Part,
    function: Callable[..., Any],
    attempts: list[Attempt],
    wrong: list[Attempt],
    remarks: tuple[str, ...],
) -> Verdict:
    """The verdict on a function with at least one wrong answer.

    What else is wrong is told before what overflows.
    """
    plain = [one for one in wrong if not is_shaky(one)]
    found = explained(part, function, attempts) if plain else None
    mended = repaired(part, function, attempts) if not (found and found.name) and plain else None
    tried = found.tried if found else min(plain or wrong, key=amount)
    failure = tried.failure or Failure("")
    sentence = found.sentence if found else failure.sentence
    name = found.name if found else failure.mistake
    if mended:
        sentence = f"{failure.sentence} {mended.sentence}"
        name = name or mended.sentence
    evidence, fits = evidence_of(part, tried), found.fits if found and found.name else None
    right = found.right if found else ()
    return Verdict(
        part.name, NOT_YET, sentence, evidence, name, remarks,
        fits=fits, outputs=right, repair=mended,
    )  # fmt: skip


def repaired(part: Part, function: Callable[..., Any], attempts: list[Attempt]) -> Repair | None:
    """The change in the text that makes all right, unless the judge itself names the mistake."""
    known = [one.failure.mistake for one in attempts if one.failure]
    if all(name and not name.startswith("raises ") for name in known):
        return None
    if any(name in NOTICED.values() for name in known):
        return None
    try:
        return repair(part, function, attempts, failure_in_answer)
    except Exception:  # of a text that nothing can be changed in
        logger.debug("The repair of %s broke off.", part.name, exc_info=True)
        return None
