"""What a class got: by student, by question, and the mistakes that were made most often."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from nbgrader.api import Gradebook, MissingEntry
from rich.box import SIMPLE_HEAD
from rich.markup import escape
from rich.table import Table

from autograde import record
from autograde.course import Course, CourseError
from autograde.record import Outcome, Result, Status
from autograde.run import outcomes
from autograde.scoring import NO_ANSWER
from autograde.submission import Submission
from autograde.tables import brief, number, what_happened


@dataclass(frozen=True)
class Difficulty:
    """How a question fared in the class.

    Parameters
    ----------
    question : str
        Its name.
    share : float or None
        The mean share of its points that was earned, between 0 and 1; None if nobody has been
        graded yet. Untouched and unreadable submissions count as 0.
    solved : int
        How many got all the points.
    graded : int
        How many were graded.
    unanswered : int
        How many of these left it as it was handed out.
    commonest : str
        What went wrong most often, and how often.
    """

    question: str
    share: float | None
    solved: int
    graded: int
    unanswered: int
    commonest: str


def results(course: Course, assignment: str) -> list[Result]:
    """The results of a class, with the points that people gave since.

    Raises
    ------
    CourseError
        If nothing has been graded.
    """
    course.check_name(assignment)
    kept = record.load(course.record(assignment))
    if not kept:
        raise CourseError(
            f"Nothing of {assignment} has been graded yet: run `autograde run {assignment}`."
        )
    return [_as_of_now(course, assignment, kept[student]) for student in sorted(kept)]


def _as_of_now(course: Course, assignment: str, result: Result) -> Result:
    submission = Submission(course, assignment, result.student)
    graded = course.autograded(assignment, result.student) / submission.name
    if result.status is not Status.GRADED or not graded.is_file():
        return result
    return replace(result, outcomes=outcomes(submission))


def difficulties(class_results: Sequence[Result]) -> list[Difficulty]:
    """Every question, in the order of the assignment."""
    by_question: dict[str, list[Outcome]] = {}
    for result in class_results:
        for outcome in result.outcomes:
            by_question.setdefault(outcome.question, []).append(outcome)
    return [_difficulty(name, found) for name, found in by_question.items()]


def _difficulty(name: str, found: list[Outcome]) -> Difficulty:
    graded = [o for o in found if o.points is not None and o.worth]
    shares = [(o.points or 0.0) / o.worth for o in graded]
    reasons = Counter(brief(o.reason) for o in graded if o.reason and o.points != o.worth)
    unanswered = reasons.pop(NO_ANSWER, 0)
    most = reasons.most_common(1)
    return Difficulty(
        name,
        sum(shares) / len(shares) if shares else None,
        sum(o.points == o.worth for o in graded),
        len(graded),
        unanswered,
        f"{most[0][0]} ({most[0][1]} ×)" if most else "",
    )


def student_table(class_results: Sequence[Result], *, explained: bool = True) -> Table:
    """A line for each student, a column for each question, and at wish what happened."""
    names = [d.question for d in difficulties(class_results)]
    table = Table("student", "points", *(str(i + 1) for i in range(len(names))), box=SIMPLE_HEAD)
    table.columns[0].overflow = "fold"
    for column in table.columns[1:]:
        column.justify = "right"
    if explained:
        table.add_column("what happened")
    for result in class_results:
        earned = {o.question: o.points for o in result.outcomes}
        cells = (_cell(earned[name]) if name in earned else "–" for name in names)
        said = [escape(what_happened(result))] if explained else []
        table.add_row(escape(result.student), number(result.points), *cells, *said)
    return table


def question_table(class_results: Sequence[Result]) -> Table:
    """A line for each question: how hard it was and what went wrong."""
    headings = ("", "question", "points", "solved", "no answer", "commonest mistake")
    table = Table(*headings, box=SIMPLE_HEAD)
    for column in (table.columns[0], *table.columns[2:5]):
        column.justify = "right"
    for i, question in enumerate(difficulties(class_results)):
        share = "waits" if question.share is None else f"{question.share:.0%}"
        solved = f"{question.solved} of {question.graded}"
        empty = str(question.unanswered or "")
        wrong = escape(question.commonest)
        table.add_row(str(i + 1), escape(question.question), share, solved, empty, wrong)
    return table


def write_csv(course: Course, assignment: str, class_results: Sequence[Result], file: Path) -> None:
    """A line for each student: total, late penalty, each question, status, what happened.

    Raises
    ------
    CourseError
        If the file cannot be written.
    """
    try:
        out = file.open("w", newline="", encoding="utf-8")
    except OSError as error:
        raise CourseError(f"{file} cannot be written: {error.strerror}.") from None
    names = [d.question for d in difficulties(class_results)]
    heading = ["student", "points", "worth", "late_penalty", *names, "status", "what_happened"]
    with out, course.gradebook() as gradebook:
        writer = csv.writer(out)
        writer.writerow(heading)
        for result in class_results:
            earned = {o.question: "" if o.points is None else o.points for o in result.outcomes}
            penalty = _late_penalty(gradebook, assignment, result.student)
            row = [result.student, result.points, result.worth, penalty]
            said = what_happened(result)
            writer.writerow(
                _harmless([*row, *(earned.get(n, "") for n in names), result.status, said])
            )


def _harmless(row: list[object]) -> list[object]:
    """A spreadsheet must not take a student's text for a formula."""
    risky = ("=", "+", "-", "@", "\t", "\r")
    return [f"'{x}" if isinstance(x, str) and x.startswith(risky) else x for x in row]


def _late_penalty(gradebook: Gradebook, assignment: str, student: str) -> float:
    try:
        return float(gradebook.find_submission(assignment, student).late_submission_penalty)
    except MissingEntry:
        return 0.0


def _cell(points: float | None) -> str:
    return "·" if points is None else number(points)
