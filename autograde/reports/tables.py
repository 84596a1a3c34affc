"""Results as tables for a terminal."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from rich.box import SIMPLE_HEAD
from rich.console import RenderableType
from rich.markup import escape
from rich.padding import Padding
from rich.table import Table

from autograde.course.points import format_points
from autograde.grading.results import Result, Status, what_happened
from autograde.pages.letters import cell

if TYPE_CHECKING:
    from autograde.reports.report import Difficulty

WIDE = 120  # characters; in a narrower terminal sentences stand below tables
NAMES_AND_WORDS, A_COLUMN = 60, 5  # characters of a table with a column for each question


def score_table(results: Iterable[Result], width: int) -> Iterator[RenderableType]:
    """Student, the points that count and, where points are missing, why."""
    table = Table("student", "points", "of")
    table.columns[1].justify = table.columns[2].justify = "right"
    rows, said = [], []
    for result in results:
        points = "–" if result.status is Status.FAILED else format_points(result.counted)
        worth = format_points(result.worth) if result.worth else "–"
        rows.append((cell(result.student), points, worth))
        said.append(cell(what_happened(result)))
    return laid_out(table, rows, said, "what happened", width)


def laid_out(
    table: Table, rows: Sequence[Sequence[str]], said: Sequence[str], heading: str, width: int
) -> Iterator[RenderableType]:
    """A table with a sentence for each row: beside it, or below all where there is no room.

    Parameters
    ----------
    table : Table
        Without rows.
    rows : sequence of sequence of str
        Their cells, the name first.
    said : sequence of str
        A sentence for each, or "".
    heading : str
        That of the sentences.
    width : int
        Of the terminal, in characters.
    """
    is_beside = width >= WIDE
    table.columns[0].overflow = "fold"
    if is_beside:
        table.add_column(heading)
    for row, sentence in zip(rows, said, strict=True):
        table.add_row(*row, *([sentence] if is_beside else []))
    yield table
    for row, sentence in zip(rows, said, strict=True):
        if sentence and not is_beside:
            yield Padding(f"{row[0]}: {sentence}", (0, 0, 0, 1))


def student_table(
    results: Sequence[Result], questions: Sequence[Difficulty], width: int
) -> Iterator[RenderableType]:
    """A line for each student: points and, with room, those of each question; what happened."""
    is_wide = width >= WIDE and width >= NAMES_AND_WORDS + A_COLUMN * len(questions)
    parts = [str(question.number) for question in questions] if is_wide else ["less than all in"]
    table = Table("student", "points", *parts, box=SIMPLE_HEAD)
    for column in table.columns[1:]:
        column.justify = "right" if is_wide or column.header == "points" else "left"
    cells = _points if is_wide else _missing
    rows = [(cell(r.student), format_points(r.counted), *cells(r, questions)) for r in results]
    said = [cell(what_happened(result)) for result in results]
    return laid_out(table, rows, said, "what happened", width)


def _points(result: Result, questions: Sequence[Difficulty]) -> list[str]:
    earned = {outcome.question: outcome.points for outcome in result.outcomes}
    names = [question.question for question in questions]
    return [format_points(earned[name]) if name in earned else "–" for name in names]


def _missing(result: Result, questions: Sequence[Difficulty]) -> list[str]:
    """The numbers of the questions that earned less than all; a dot marks those that wait."""
    numbers = {question.question: question.number for question in questions}
    lost = [
        f"{numbers[o.question]}{'·' if o.points is None else ''}"
        for o in result.outcomes
        if o.question in numbers and (o.points is None or o.points < o.worth)
    ]
    return [" ".join(lost)]


def question_table(questions: Sequence[Difficulty], width: int) -> Iterator[RenderableType]:
    """A line for each question: how hard it was and what went wrong."""
    table = Table("question", "no.", "points", "solved", "no answer", box=SIMPLE_HEAD)
    for column in table.columns[1:]:
        column.justify = "right"
    rows, said = [], []
    for question in questions:
        share = "waits" if question.share is None else f"{question.share:.0%}"
        solved = f"{question.solved} of {question.graded}"
        empty = str(question.unanswered or "")
        rows.append((cell(question.question), str(question.number), share, solved, empty))
        said.append(cell(question.commonest))
    return laid_out(table, rows, said, "commonest mistake", width)


def assignments_table(rows: Sequence[tuple[str, int, float]]) -> Table:
    """Released notebooks: file, number of questions, points."""
    table = Table("released", "questions", "points")
    table.columns[1].justify = table.columns[2].justify = "right"
    for path, questions, points in rows:
        table.add_row(escape(path), str(questions), format_points(points))
    return table
