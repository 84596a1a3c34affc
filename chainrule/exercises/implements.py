"""A learner's parts: submitted, tried at once, and put into the engine when they pass."""

from __future__ import annotations

import inspect
import textwrap
from collections.abc import Callable
from dataclasses import replace
from typing import Any, TypeVar

from chainrule.exercises import overrides
from chainrule.exercises.check import NotYet, part_named
from chainrule.exercises.examine import examine_visible
from chainrule.exercises.notebook import cell_number, shell, show
from chainrule.exercises.part import Part
from chainrule.exercises.parts import parts
from chainrule.exercises.questions import record
from chainrule.exercises.submissions import Submission, submissions
from chainrule.exercises.verdict import NOT_WRITTEN, PASSES, Verdict
from chainrule.exercises.ways import solution, ways

F = TypeVar("F", bound=Callable[..., Any])


def implements(name: str) -> Callable[[F], F]:
    """Submission the function below as a part of the engine.

    The visible check runs at once. A function that passes takes its part's place in the
    learner's engine, if the part has one; otherwise the reference stays. What was found is
    shown; nothing is raised, and the function stays what it is. One of another name than the
    part's is known by that name, too: the checks of a notebook ask for it.

    Parameters
    ----------
    name : str
        Of the part, such as ``mul.vjp``.

    Examples
    --------
    >>> @implements("mul.vjp")
    ... def mul_vjp(g, y, a, b):
    ...     return g * b, a
    mul.vjp is not right yet. ...
        In your engine the reference stays.
    """

    def decorate(function: F) -> F:
        try:
            part = part_named(name)
        except NotYet as unknown:
            print(unknown)
            return function
        found = submit(name, function, source_of(function))
        show(replace(found, note=" ".join(filter(None, [found.note, bound(part, function)]))))
        return function

    return decorate


def submit(
    name: str, function: Callable[..., Any], source: str, passed_before: bool = False
) -> Verdict:
    """Try a function, put it to use if it passes, and return what happened.

    One that passed before, unchanged as its check is, is not tried again.
    """
    part = part_named(name)
    if passed_before:
        verdict = Verdict(name, PASSES, "unchanged since it passed.")
    else:
        verdict = examine_visible(part, function)
        before = submissions.get(name)
        verdict = verdict.after(before.verdict) if before else verdict
    submissions[name] = Submission(function, source, verdict, cell_number())
    if shell() and not passed_before and verdict.state != NOT_WRITTEN:
        record.add_part(name, verdict.passes)
    overrides.restore(name)
    if verdict.passes and part.override:
        overrides.install(name, part.override, function)
    verdict = replace(verdict, note=outcome(part, verdict))
    if not verdict.passes or passed_before or not shell():
        return verdict
    return replace(verdict, solution=solution(part), ways=ways(part, function))


def outcome(part: Part, verdict: Verdict) -> str:
    """What became of a function in the engine, if its part has a place there."""
    if not part.override:
        return ""
    if not verdict.passes:
        return "In your engine the reference stays."
    return "It is now part of your engine." if part.name in overrides.overrides else ""


def bound(part: Part, function: Callable[..., Any]) -> str:
    """Bind the name that a part's checks ask for, where a notebook's function has another one."""
    names = getattr(function, "__globals__", {})
    given, wanted = getattr(function, "__name__", ""), part.function
    if given == wanted or names.get("__name__") != "__main__":
        return ""
    names[wanted] = function
    return f"The checks ask for `{wanted}`: that name now means your `{given}`."


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
