"""The visible check of a part."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from chainrule.exercises.examine import Verdict, examine
from chainrule.exercises.messages import did_you_mean
from chainrule.exercises.part import Part
from chainrule.exercises.parts import parts


class NotYet(AssertionError):
    """A part that does not pass; a notebook shows its message without a traceback."""

    def _render_traceback_(self) -> list[str]:
        return str(self).splitlines()


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
    report(examine(part_named(name), function, part_named(name).cases()))


def report(verdict: Verdict, further: str = "") -> None:
    """Print a verdict that passes, raise one that does not."""
    if not verdict.passes:
        raise NotYet(f"{verdict}{further}") from None
    print(verdict)


def part_named(name: str) -> Part:
    """The part of this name; a misspelt one is told what may have been meant."""
    if name in parts:
        return parts[name]
    raise NotYet(f"There is no part {name!r}{did_you_mean(name, parts)}") from None
