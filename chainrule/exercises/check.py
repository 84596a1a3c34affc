"""The visible check of a part."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from chainrule.exercises.examine import examine_visible
from chainrule.exercises.messages import did_you_mean
from chainrule.exercises.notebook import shell, show
from chainrule.exercises.part import Part
from chainrule.exercises.parts import parts
from chainrule.exercises.submissions import said_by, verdict_of
from chainrule.exercises.verdict import SaidAbove, Verdict


class NotYet(AssertionError):
    """A part that does not pass; a notebook shows no traceback, and nothing that a card says.

    Parameters
    ----------
    text : str
        What is wrong.
    shown : str
        What is left to say below a card.
    """

    def __init__(self, text: str, shown: str = "") -> None:
        super().__init__(text)
        self.shown = shown

    def _render_traceback_(self) -> list[str]:
        return (self.shown or str(self)).splitlines()


def check(name: str, function: Callable[..., Any]) -> None:
    """Try `function` on the visible cases of a part.

    Parameters
    ----------
    name : str
        Of the part, such as ``mul.vjp``.
    function : callable
        What was written for it.

    Raises
    ------
    NotYet
        An AssertionError that says what is wrong, and on which input.

    Examples
    --------
    >>> check("exp.vjp", lambda g, y, x: g * y)
    exp.vjp passes: right on 3 inputs.
    >>> check("exp.vjp", lambda g, y, x: g)
    Traceback (most recent call last):
        ...
    chainrule.exercises.check.NotYet: exp.vjp is not right yet. This returns g itself. ...
    """
    part = part_named(name)
    verdict = verdict_of(name, function) or examine_visible(part, function)
    report(verdict, said_by(name, function))


def report(verdict: Verdict, said: str = "") -> None:
    """Show a verdict, in a line if this was said already, and raise one that does not pass."""
    message = SaidAbove(verdict) if said == str(verdict) else verdict
    if verdict.passes:
        show(message)
        return
    if not shell():
        raise NotYet(str(verdict)) from None
    show(message, raised=True)
    raise NotYet(str(verdict), f"{verdict.head}.") from None


def part_named(name: str) -> Part:
    """The part of this name; a misspelt one is told what may have been meant."""
    if name in parts:
        return parts[name]
    raise NotYet(f"There is no part {name!r}{did_you_mean(name, parts)}") from None
