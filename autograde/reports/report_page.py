"""The results of a class as one page that needs nothing else, and no script."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from statistics import median

from autograde.course.course import Assignment
from autograde.course.points import about_the_class, format_points
from autograde.course.requests import Request, open_requests
from autograde.grading.results import Outcome, Result, Status, doubtful_tests, what_happened
from autograde.reports import charts
from autograde.reports.pages import template, write_text
from autograde.reports.report import Difficulty, difficulties, incidents

TEMPLATE = "report_page.html"
MOST_MISTAKES = 8
MOST_NAMES = 20


@dataclass(frozen=True)
class Line:
    """A student on the page.

    Parameters
    ----------
    student : str
        The name.
    points : str
        What counts, or a dash where nothing was recorded.
    cells : tuple of (str, str)
        For each question what was earned, and a class for its colour.
    message : str
        What happened.
    """

    student: str
    points: str
    cells: tuple[tuple[str, str], ...]
    message: str


def write_page(assignment: Assignment, results: Sequence[Result], file: Path) -> None:
    """Write the page.

    Raises
    ------
    CourseError
        If the file cannot be written.
    """
    asked = open_requests(assignment.course, assignment.name)
    about = (*doubtful_tests(results), *about_the_class(assignment))
    write_text(file, page(assignment.name, results, about, asked))


def page(
    assignment: str,
    results: Sequence[Result],
    about: Sequence[str] = (),
    asked: Sequence[Request] = (),
) -> str:
    """The page as HTML; whatever students wrote stands in it as text."""
    questions = difficulties(results)
    counted = [result for result in results if result.status is not Status.FAILED]
    return template(TEMPLATE).render(
        assignment=assignment,
        about=about,
        written=datetime.now().astimezone(),
        summary=summary(results),
        histogram=_histogram(counted),
        hardest=sorted(questions, key=_hardness),
        questions=questions,
        incidents=incidents(results, asked),
        waiting=[result for result in results if result.waiting],
        by_points=[_line(r, questions) for r in sorted(results, key=_rank)],
        by_name=[_line(r, questions) for r in results],
        most_mistakes=MOST_MISTAKES,
        most_names=MOST_NAMES,
    )


def summary(results: Sequence[Result]) -> list[tuple[str, str]]:
    """The figures at the top of the page, a name and a value each."""
    scores = [r.counted for r in results if r.status is not Status.FAILED]
    worth = max((result.worth for result in results), default=0.0)
    waiting = sum(bool(result.waiting) for result in results)
    found = [("submissions", str(len(results)))]
    if scores:
        found.append((f"median of {format_points(worth)}", format_points(median(scores))))
        found.append(
            ("lowest – highest", f"{format_points(min(scores))} – {format_points(max(scores))}")
        )
    ungraded = sum(result.status is not Status.GRADED for result in results)
    found.append(("could not be graded", str(ungraded)))
    found.append(("wait for a person", str(waiting)))
    late = sum(bool(result.late) for result in results)
    if late:
        found.append(("lose points for being late", str(late)))
    return found


def _histogram(counted: Sequence[Result]) -> str:
    worth = max((result.worth for result in counted), default=0.0)
    return charts.histogram([result.counted for result in counted], worth) if worth else ""


def _hardness(question: Difficulty) -> tuple[float, int]:
    """Hard questions first, ungraded ones last, and otherwise as in the assignment."""
    return (2.0 if question.share is None else question.share, question.number)


def _rank(result: Result) -> tuple[float, str]:
    return (-1.0 if result.status is Status.FAILED else result.counted, result.student)


def _line(result: Result, questions: Sequence[Difficulty]) -> Line:
    found = {outcome.question: outcome for outcome in result.outcomes}
    cells = tuple(_cell(found.get(question.question)) for question in questions)
    total = "–" if result.status is Status.FAILED else format_points(result.counted)
    return Line(result.student, total, cells, what_happened(result))


def _cell(outcome: Outcome | None) -> tuple[str, str]:
    """The text in the table for a question, and a class for its colour."""
    if outcome is None:
        return "–", "none"
    if outcome.points is None:
        return format_points(None), "waits"
    lost = "part" if outcome.points else "none"
    return format_points(outcome.points), lost if outcome.points < outcome.worth else "full"
