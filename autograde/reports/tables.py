"""Results as tables for a terminal."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from rich.box import SIMPLE_HEAD
from rich.markup import escape
from rich.table import Table

from autograde.course.points import format_points
from autograde.grading.results import Result, Status, what_happened
from autograde.reports.report import Difficulty

_CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


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
            format_points(result.counted) if result.status is not Status.FAILED else "–",
            format_points(result.worth) if result.worth else "–",
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
        cells = (format_points(earned[name]) if name in earned else "–" for name in names)
        said = [cell(what_happened(result))] if explained else []
        table.add_row(cell(result.student), format_points(result.counted), *cells, *said)
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


def assignments_table(rows: Sequence[tuple[str, int, float]]) -> Table:
    """Released notebooks: file, number of questions, points."""
    table = Table("released", "questions", "points")
    table.columns[1].justify = table.columns[2].justify = "right"
    for path, questions, points in rows:
        table.add_row(escape(path), str(questions), format_points(points))
    return table
