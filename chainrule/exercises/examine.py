"""Try a function on cases, and say what is wrong with it, by name if the mistake is known."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from textwrap import fill
from typing import Any

from chainrule.exercises.attempt import (
    NOTICED,
    OVERWRITES,
    UNSTABLE,
    Attempt,
    attempt,
    failure_in_stability,
    untouched,
)
from chainrule.exercises.engine_guard import without_engine
from chainrule.exercises.judges import NOT_FINITE
from chainrule.exercises.messages import WIDTH, format_call, format_value
from chainrule.exercises.mistakes.explain import amount, explain
from chainrule.exercises.overrides import reference_engine
from chainrule.exercises.part import Case, Failure, Part, copy_of

PASSES, NOT_YET, NOT_WRITTEN = "passes", "not yet", "not written"


@dataclass(frozen=True)
class Verdict:
    """The finding of a check.

    Parameters
    ----------
    part : str
        The name of the part.
    state : str
        ``passes``, ``not yet`` or ``not written``.
    sentence : str
        For the student.
    evidence : str
        The input that shows it, and what came back.
    mistake : str
        The name of the mistake, if it is a known one.
    remarks : tuple of str
        On output and warnings.
    fits : callable, optional
        Whether the mistake that was named does what another attempt shows.
    """

    part: str
    state: str
    sentence: str
    evidence: str = ""
    mistake: str = ""
    remarks: tuple[str, ...] = ()
    fits: Callable[[Attempt], bool] | None = field(default=None, repr=False, compare=False)

    @property
    def passes(self) -> bool:
        """Whether every answer was right."""
        return self.state == PASSES

    def __str__(self) -> str:
        if self.state == NOT_WRITTEN:
            return f"{self.part} {self.sentence}"
        head = f"{self.part} passes: " if self.passes else f"{self.part} is not right yet. "
        lines = [fill(head + self.sentence, WIDTH), self.evidence, *self.remarks]
        return "\n".join(line for line in lines if line)


def examine(part: Part, function: Callable[..., Any], cases: Sequence[Case]) -> Verdict:
    """Try `function` on all cases and judge it by all of its answers together.

    Meanwhile the engine is the reference: an error in one part costs nothing in another.
    """
    if not callable(function):
        return Verdict(part.name, NOT_YET, f"{format_value(function)} is not a function.")
    tried = function if part.engine else without_engine(function)
    with reference_engine():
        attempts = [attempt(tried, case) for case in cases]
    if not all(one.written for one in attempts):
        return Verdict(part.name, NOT_WRITTEN, "is not written yet.")
    for one in attempts:
        one.failure = one.failure or failure_in_answer(part, one)
    wrong = [one for one in attempts if one.failure]
    remarks = tuple(dict.fromkeys(remark for one in attempts for remark in one.remarks))
    if wrong:
        with reference_engine():
            return verdict_on_failures(part, function, attempts, wrong, remarks)
    if not all(untouched(one.copy, copy_of(one.answer)) for one in attempts):
        return Verdict(part.name, NOT_YET, OVERWRITES, mistake=NOTICED["Overwrites"])
    number = f"{len(cases)} inputs" if len(cases) > 1 else "its input"
    return Verdict(part.name, PASSES, f"right on {number}.", remarks=remarks)


def failure_in_answer(part: Part, tried: Attempt) -> Failure | None:
    """What is wrong with the answer, or with the way to it where that must be stable."""
    failure = part.judge(tried.copy, tried.case)
    shaky = part.stable and tried.overflow and (not failure or failure.mistake == NOT_FINITE)
    return failure_in_stability() if shaky else failure


def is_shaky(tried: Attempt) -> bool:
    """Whether the way to the answer is all that is wrong, as far as one can see."""
    return tried.failure is not None and tried.failure.mistake == UNSTABLE


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
    found = explain(part, function, [o for o in attempts if not is_shaky(o)]) if plain else None
    tried = found.tried if found else min(plain or wrong, key=amount)
    failure = tried.failure or Failure("")
    sentence = found.sentence if found else failure.sentence
    name = found.name if found else failure.mistake
    evidence = f"    input:    {format_call(part, tried.case, tried.inputs)}"
    if not failure.mistake.startswith(("raises", *NOTICED.values())):
        evidence += f"\n    returned: {format_value(tried.copy)}"
    fits = found.fits if found and found.name else None
    return Verdict(part.name, NOT_YET, sentence, evidence, name, remarks, fits)
