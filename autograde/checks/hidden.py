"""The hidden check of a part: its answers on inputs that are drawn afresh at each run."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np

from autograde.checks.collect import draw_of
from autograde.course.seed import next_number
from chainrule.exercises.check import part_named, report
from chainrule.exercises.examine import examine
from chainrule.exercises.verdict import Verdict


def hidden_check(name: str, function: Callable[..., Any], number: int | None = None) -> None:
    """Try `function` on inputs that nobody has seen.

    Parameters
    ----------
    name : str
        Of the part.
    function : callable
        What a student wrote for it; it is called with arrays and plain data only.
    number : int, optional
        Of an earlier check, to repeat it; drawn afresh, or by the class's seed, unless given.

    Raises
    ------
    NotYet
        An AssertionError with the verdict and the number that repeats the check.

    Examples
    --------
    >>> hidden_check("mul.vjp", lambda g, y, a, b: (g * b, g * a), number=7)
    mul.vjp passes: right on 8 inputs.
    """
    number = next_number(name) if number is None else number
    verdict = examine_hidden(name, function, number)
    report(verdict if verdict.passes else replace(verdict, note=f"check number {number}"))


def examine_hidden(name: str, function: Callable[..., Any], number: int) -> Verdict:
    """The verdict of the hidden check with this number."""
    part = part_named(name)
    return examine(part, function, draw_of(name)(np.random.default_rng(number)))
