"""Results as tables for a terminal."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from rich.box import SIMPLE_HEAD
from rich.markup import escape
from rich.table import Table

from autograde.grading.results import Result, Status

if TYPE_CHECKING:
    from autograde.reports.report import Difficulty

_CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


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


def plain(text: str) -> str:
    r"""A student's text for a terminal: nothing in it moves the cursor or turns letters around.

    >>> plain("\x1b]0;title\x07 fine")
    '�]0;title� fine'
    """
    return _CONTROL.sub("\N{REPLACEMENT CHARACTER}", text.expandtabs())


def cell(text: str) -> str:
    """A student's text for a cell of a table."""
    return escape(plain(text))


def score_table(results: Iterable[Result]) -> Table:
    """Student, points and, where points are missing, why."""
    table = Table("student", "points", "of", "what happened")
    table.columns[0].overflow = "fold"
    table.columns[1].justify = table.columns[2].justify = "right"
    for result in results:
        table.add_row(
            cell(result.student),
            number(result.points) if result.status is not Status.FAILED else "–",
            number(result.worth) if result.worth else "–",
            cell(what_happened(result)),
        )
    return table


def student_table(
    results: Sequence[Result], questions: Sequence[Difficulty], *, explained: bool = True
) -> Table:
    """A line for each student, a column for each question, and at wish what happened."""
    names = [question.question for question in questions]
    table = Table("student", "points", *(str(q.number) for q in questions), box=SIMPLE_HEAD)
    table.columns[0].overflow = "fold"
    for column in table.columns[1:]:
        column.justify = "right"
    if explained:
        table.add_column("what happened")
    for result in results:
        earned = {o.question: o.points for o in result.outcomes}
        cells = (points(earned[name]) if name in earned else "–" for name in names)
        said = [cell(what_happened(result))] if explained else []
        table.add_row(cell(result.student), number(result.points), *cells, *said)
    return table


def question_table(questions: Sequence[Difficulty]) -> Table:
    """A line for each question: how hard it was and what went wrong."""
    headings = ("", "question", "points", "solved", "no answer", "commonest mistake")
    table = Table(*headings, box=SIMPLE_HEAD)
    for column in (table.columns[0], *table.columns[2:5]):
        column.justify = "right"
    for question in questions:
        share = "waits" if question.share is None else f"{question.share:.0%}"
        solved = f"{question.solved} of {question.graded}"
        empty = str(question.unanswered or "")
        name, wrong = cell(question.question), cell(question.commonest)
        table.add_row(str(question.number), name, share, solved, empty, wrong)
    return table


def points(earned: float | None) -> str:
    """Points, or a dot while they wait for a person.

    >>> points(2.50), points(None)
    ('2.5', '·')
    """
    return "·" if earned is None else number(earned)


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
