"""A learner's parts: submitted, tried at once, and put into the engine when they pass."""

from __future__ import annotations

import inspect
import textwrap
from collections.abc import Callable
from dataclasses import dataclass
from textwrap import fill
from typing import Any, TypeVar

from chainrule.exercises import overrides
from chainrule.exercises.check import NotYet, part_named
from chainrule.exercises.examine import NOT_WRITTEN, PASSES, Verdict, examine
from chainrule.exercises.messages import WIDTH
from chainrule.exercises.part import Part
from chainrule.exercises.parts import parts

F = TypeVar("F", bound=Callable[..., Any])


@dataclass(frozen=True)
class Submission:
    """A function that a learner submitted for a part, its source, and what the check found."""

    function: Callable[..., Any]
    source: str
    verdict: Verdict


submissions: dict[str, Submission] = {}


def implements(name: str) -> Callable[[F], F]:
    """Submission the function below as a part of the engine.

    The visible check runs at once. A function that passes takes its part's place in the
    learner's engine, if the part has one; otherwise the reference stays, and one sentence says
    why. Nothing is raised, and the function stays what it is.

    Parameters
    ----------
    name : str
        Of the part, such as ``mul.vjp``.

    Examples
    --------
    >>> @implements("mul.vjp")
    ... def mul_vjp(g, y, a, b):
    ...     return b, a
    mul.vjp is not in your engine yet, the reference stays. The upstream gradient g is...
    """

    def decorate(function: F) -> F:
        print(submit(name, function, source_of(function)))
        return function

    return decorate


def submit(
    name: str, function: Callable[..., Any], source: str, passed_before: bool = False
) -> str:
    """Try a function, put it to use if it passes, and say in a sentence what happened.

    One that passed before, unchanged as its check is, is not tried again.
    """
    try:
        part = part_named(name)
    except NotYet as unknown:
        return str(unknown)
    if passed_before:
        verdict = Verdict(name, PASSES, "it passed before.")
    else:
        verdict = examine(part, function, part.cases())
    submissions[name] = Submission(function, source, verdict)
    overrides.restore(name)
    if verdict.passes and part.override:
        overrides.install(name, part.override, function)
    remarks = verdict.remarks if verdict.passes else ()
    return "\n".join([fill(outcome(part, verdict), WIDTH), *remarks])


def outcome(part: Part, verdict: Verdict) -> str:
    """A sentence on what became of a function, in the engine if its part has a place there."""
    if verdict.passes:
        runs = part.name in overrides.overrides
        return f"{part.name} passes{' and is now part of your engine' if runs else ''}."
    if verdict.state == NOT_WRITTEN:
        return f"{part.name} is not written yet{'; the reference stays' if part.override else ''}."
    if part.override:
        return f"{part.name} is not in your engine yet, the reference stays. {verdict.sentence}"
    return f"{part.name} is not right yet. {verdict.sentence}"


def reset() -> None:
    """Forget all parts that were submitted: the engine is the reference again."""
    for name in parts:
        overrides.restore(name)
    submissions.clear()


def source_of(function: Callable[..., Any]) -> str:
    """The text of a function without its decorators; empty where it cannot be found."""
    try:
        lines = textwrap.dedent(inspect.getsource(function)).splitlines(keepends=True)
    except (OSError, TypeError):
        return ""
    start = next((i for i, line in enumerate(lines) if line.startswith("def ")), 0)
    return "".join(lines[start:])
