"""Results as tables for a terminal."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from rich.markup import escape
from rich.table import Table

from autograde.record import Result, Status


def number(value: float) -> str:
    """Points without needless decimals.

    >>> number(9.0), number(2.5)
    ('9', '2.5')
    """
    return f"{value:.2f}".rstrip("0").rstrip(".")


def brief(reason: str) -> str:
    """A reason without the words that every failed check begins with.

    >>> brief("mul.vjp is not right yet. The upstream gradient is missing.")
    'The upstream gradient is missing.'
    """
    return re.sub(r"^\S+ is not right yet\. ", "", reason)


def score_table(results: Iterable[Result]) -> Table:
    """Student, points and, where points are missing, why."""
    table = Table("student", "points", "of", "what happened")
    table.columns[0].overflow = "fold"
    table.columns[1].justify = table.columns[2].justify = "right"
    for result in results:
        table.add_row(
            escape(result.student),
            number(result.points) if result.status is not Status.FAILED else "–",
            number(result.worth) if result.worth else "–",
            escape(what_happened(result)),
        )
    return table


def what_happened(result: Result) -> str:
    """The most important thing about a result, in a sentence, and how much more there is."""
    said = list(result.notes) + missed(result)
    if not said:
        waiting = number(result.waiting)
        return f"{waiting} points wait for a person." if result.waiting else ""
    more = f" (+ {len(said) - 1} more)" if len(said) > 1 else ""
    return said[0] + more


def missed(result: Result) -> list[str]:
    """A sentence for each question that lost points; one if all were lost for the same reason."""
    lost = [o for o in result.outcomes if o.points is not None and o.points < o.worth and o.reason]
    if len(lost) > 1 and len({outcome.reason for outcome in lost}) == 1:
        return [f"{len(lost)} questions: {brief(lost[0].reason)}"]
    return [f"{outcome.question}: {brief(outcome.reason)}" for outcome in lost]


def assignments_table(rows: Sequence[tuple[str, int, float]]) -> Table:
    """Released notebooks: file, number of questions, points."""
    table = Table("released", "questions", "points")
    table.columns[1].justify = table.columns[2].justify = "right"
    for path, questions, points in rows:
        table.add_row(escape(path), str(questions), number(points))
    return table
