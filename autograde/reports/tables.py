"""Results as tables for a terminal."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from rich.box import SIMPLE_HEAD
from rich.console import RenderableType
from rich.markup import escape
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from autograde.course.points import format_points
from autograde.grading.results import Result, Status, what_happened
from autograde.pages.letters import cell

if TYPE_CHECKING:
    from autograde.reports.report import Difficulty

LEAST = 48  # characters of a line of sentences beside a table; with less room they stand below
FRAME = 3  # characters around a cell


def laid_out(
    headings: Sequence[str],
    rows: Sequence[Sequence[str]],
    width: int,
    heading: str = "",
    said: Sequence[str] = (),
) -> Iterator[RenderableType]:
    """A table of which no cell is broken, with a sentence for each row where there is room.

    Beside the table, or else below it; what is wider than the terminal comes without columns.

    Parameters
    ----------
    headings : sequence of str
        Of the columns, the name first; ">" in front of one puts its cells to the right.
    rows : sequence of sequence of str
        Their cells.
    width : int
        Of the terminal, in characters.
    heading : str
        That of the sentences.
    said : sequence of str
        A sentence for each row, or "".
    """
    said = said or [""] * len(rows)
    room = width - _width(headings, rows)
    if room < 0:
        said = [_in_words(headings, *both) for both in zip(rows, said, strict=True)]
    is_beside = any(said) and room >= FRAME + min(LEAST, max(map(_letters, (heading, *said))))
    if room >= 0:
        yield _table(headings, rows, [heading, *said] if is_beside else [])
    for row, sentence in zip(rows, said, strict=True):
        if sentence and not is_beside:
            yield Padding(f"{row[0]}: {sentence}", (0, 0, 0, 1))


def _table(headings: Sequence[str], rows: Sequence[Sequence[str]], said: Sequence[str]) -> Table:
    table = Table(box=SIMPLE_HEAD)
    for heading in headings:
        name = heading.removeprefix(">")
        table.add_column(name, justify="left" if name == heading else "right", no_wrap=True)
    if said:
        table.add_column(said[0])
    for place, row in enumerate(rows, start=1):
        table.add_row(*row, *said[place : place + 1])
    return table


def _width(headings: Sequence[str], rows: Sequence[Sequence[str]]) -> int:
    """What a table takes if no cell is broken."""
    names = [heading.removeprefix(">") for heading in headings]
    return 1 + sum(FRAME + max(map(_letters, column)) for column in zip(names, *rows, strict=True))


def _letters(text: str) -> int:
    return Text.from_markup(text).cell_len


def _in_words(headings: Sequence[str], row: Sequence[str], sentence: str) -> str:
    """A row in a line: what is under which heading, and the sentence."""
    pairs = zip(headings[1:], row[1:], strict=True)
    told = [f"{name.removeprefix('>')} {text}".strip() for name, text in pairs if text]
    return ". ".join(filter(None, (", ".join(told), sentence)))


def score_table(results: Iterable[Result], width: int) -> Iterator[RenderableType]:
    """Student, the points that count and, where points are missing, why."""
    rows, said = [], []
    for result in results:
        points = "–" if result.status is Status.FAILED else format_points(result.counted)
        worth = format_points(result.worth) if result.worth else "–"
        rows.append((cell(result.student), points, worth))
        said.append(cell(what_happened(result)))
    return laid_out(("student", ">points", ">of"), rows, width, "what happened", said)


def student_table(
    results: Sequence[Result], questions: Sequence[Difficulty], width: int
) -> Iterator[RenderableType]:
    """A line for each student: points and, with room, those of each question; what happened."""
    said = [cell(what_happened(result)) for result in results]
    names = [(cell(result.student), format_points(result.counted)) for result in results]
    headings = ["student", ">points", *(f">{question.number}" for question in questions)]
    rows = [(*both, *_points(r, questions)) for both, r in zip(names, results, strict=True)]
    if _width(headings, rows) + FRAME + LEAST > width:
        headings = ["student", ">points", "less than all in"]
        rows = [(*both, _missing(r, questions)) for both, r in zip(names, results, strict=True)]
    yield from laid_out(headings, rows, width, "what happened", said)
    if any(outcome.points is None for result in results for outcome in result.outcomes):
        yield Padding("· waits for a person.", (0, 0, 0, 1))


def _points(result: Result, questions: Sequence[Difficulty]) -> list[str]:
    earned = {outcome.question: outcome.points for outcome in result.outcomes}
    names = [question.question for question in questions]
    return [format_points(earned[name]) if name in earned else "–" for name in names]


def _missing(result: Result, questions: Sequence[Difficulty]) -> str:
    """The numbers of the questions that earned less than all; a dot marks those that wait."""
    numbers = {question.question: question.number for question in questions}
    return " ".join(
        f"{numbers[o.question]}{'·' if o.points is None else ''}"
        for o in result.outcomes
        if o.question in numbers and (o.points is None or o.points < o.worth)
    )


def question_table(questions: Sequence[Difficulty], width: int) -> Iterator[RenderableType]:
    """A line for each question: how hard it was and what went wrong."""
    rows, said = [], []
    for question in questions:
        share = "waits" if question.share is None else f"{question.share:.0%}"
        solved = f"{question.solved} of {question.graded}"
        empty = str(question.unanswered or "")
        rows.append((cell(question.question), str(question.number), share, solved, empty))
        said.append(cell(question.commonest))
    headings = ("question", ">no.", ">points", ">solved", ">no answer")
    return laid_out(headings, rows, width, "commonest mistake", said)


def assignments_table(
    rows: Sequence[tuple[str, int, float]], width: int
) -> Iterator[RenderableType]:
    """Released notebooks: file, number of questions, points."""
    cells = [(escape(path), str(count), format_points(points)) for path, count, points in rows]
    return laid_out(("released", ">questions", ">points"), cells, width)
