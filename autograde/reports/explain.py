"""Everything that is known of why a student got what: for the person who is asked."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbformat
from nbformat import NotebookNode
from nbgrader.api import MissingEntry

from autograde.course.course import CourseError
from autograde.course.points import about_the_class
from autograde.course.questions import Question, answer, grade_id, questions
from autograde.course.requests import history
from autograde.course.suggestions import did_you_mean
from autograde.grading.results import Outcome, Result, Status
from autograde.grading.scoring import Rows, error_message, failure, score
from autograde.grading.submission import Submission
from autograde.reports.report import as_of_now, kept_results

NUMBER = re.compile(r"check number (\d+)")
CALL = re.compile(r"^\s*(hidden_check\(.*)\)\s*$", re.MULTILINE)


@dataclass(frozen=True)
class Check:
    """A graded cell and what it said.

    Parameters
    ----------
    name : str
        Of the cell.
    points, worth : float
        What it gave, and what it could have given; the first is None while it waits for a person.
    message : str
        The whole of it, with the inputs that it tried; empty if nothing was wrong.
    repeat : str
        The call that tries the same inputs once more; empty where none are drawn.
    """

    name: str
    points: float | None
    worth: float
    message: str
    repeat: str


@dataclass(frozen=True)
class Explained:
    """A question, its checks, the student's answer and what a person wrote about it."""

    outcome: Outcome
    checks: tuple[Check, ...] = ()
    answer: str = ""
    error: str = ""
    comment: str = ""


@dataclass(frozen=True)
class Explanation:
    """The explanation of a student's points.

    Parameters
    ----------
    result : Result
        What became of the submission, with the points of today.
    assignment : str
        Of what.
    notes : tuple of str
        What else happened.
    questions : tuple of Explained
        All questions, or the one that was asked for.
    files : tuple of (str, Path)
        What can be looked at, and where it is.
    about : tuple of str
        What the class has of its own: other points, a seed.
    requests : tuple of str
        What was asked for and decided, in the order in which it was.
    """

    result: Result
    assignment: str
    notes: tuple[str, ...]
    questions: tuple[Explained, ...]
    files: tuple[tuple[str, Path], ...]
    about: tuple[str, ...] = ()
    requests: tuple[str, ...] = ()


def explain(submission: Submission, question: str | None = None) -> Explanation:
    """The explanation of a student's points, in all questions or in one.

    Raises
    ------
    CourseError
        If there is no such student or question, or nothing was graded yet; with the name that
        comes closest.
    """
    name = submission.assignment.name
    kept, late = kept_results(submission.assignment)
    result = as_of_now(submission, _result(submission, kept), late)
    explained = [Explained(outcome) for outcome in result.outcomes]
    if result.status is Status.GRADED and submission.graded_folder.is_dir():
        explained = _looked_up(submission, result)
    return Explanation(
        result,
        name,
        (*result.notes, *_since(submission, result)),
        tuple(_asked_for(explained, question)),
        tuple(_files(submission)),
        tuple(about_the_class(submission.assignment)),
        tuple(_requests(submission)),
    )


def _requests(submission: Submission) -> list[str]:
    about = submission.student, submission.assignment.name
    lines = history(submission.assignment.course)
    return [f"{o.number} · {o}" for o in lines if (o.student, o.assignment) == about]


def _result(submission: Submission, kept: Mapping[str, Result]) -> Result:
    assignment, student = submission.assignment, submission.student
    if student in kept:
        return kept[student]
    assignment.check_student(student, {*kept, *assignment.students})
    raise CourseError(
        f"{student} handed in {assignment}, but it has not been graded yet: "
        f"run `autograde run {assignment} --student {student}`."
    )


def _asked_for(explained: list[Explained], question: str | None) -> list[Explained]:
    if question is None:
        return explained
    found = [one for one in explained if one.outcome.question == question]
    if not found:
        hint = did_you_mean(question, [one.outcome.question for one in explained])
        raise CourseError(f"There is no question {question}. {hint}")
    return found


def _looked_up(submission: Submission, result: Result) -> list[Explained]:
    """Each question by gradebook and graded notebook."""
    about = submission.assignment.name, submission.student
    explained = {outcome.question: Explained(outcome) for outcome in result.outcomes}
    with submission.assignment.course.gradebook() as gradebook:
        try:
            for notebook in submission.assignment.notebooks:
                if submission.graded(notebook).is_file():
                    nb = _read_quickly(submission.graded(notebook))
                    rows = Rows.of(gradebook, notebook.name, *about)
                    for question in questions(nb):
                        name = notebook.label(question.name)
                        if name in explained:
                            explained[name] = _explained(nb, question, explained[name], rows)
        except MissingEntry:
            return [Explained(outcome) for outcome in result.outcomes]
    return list(explained.values())


def _explained(nb: NotebookNode, question: Question, known: Explained, rows: Rows) -> Explained:
    checks = tuple(_check(nb.cells[index], rows) for index in question.graded)
    own = [nb.cells[index] for index in question.answers or question.graded]
    comments = [rows.comments.get(str(grade_id(cell))) for cell in own]
    return Explained(
        known.outcome,
        checks,
        answer(nb, question),
        next((failure(cell) for cell in own if failure(cell)), ""),
        "\n".join(one.manual_comment for one in comments if one and one.manual_comment),
    )


def _check(cell: NotebookNode, rows: Rows) -> Check:
    grade: Any = rows.grades[str(grade_id(cell))]
    waiting = grade.needs_manual_grade
    message = error_message(cell) or score(cell).reason
    return Check(
        str(grade_id(cell)),
        None if waiting else float(grade.score),
        rows.worth[str(grade_id(cell))],
        message,
        repetition(cell.source, message),
    )


def repetition(source: str, message: str) -> str:
    r"""The call that repeats a check on the inputs that it drew.

    >>> repetition('hidden_check("mul.vjp", mul_vjp)', "It is wrong.\n    check number 7")
    'hidden_check("mul.vjp", mul_vjp, number=7)'
    """
    number, calls = NUMBER.search(message), CALL.findall(source)
    if not number:
        return ""
    named = [call for call in calls if re.search(rf"[\"']{_part(message)}[\"']", call)] or calls
    return f"{named[0]}, number={number[1]})" if named else f"number={number[1]}"


def _part(message: str) -> str:
    """The part that a message is about: its first word."""
    return re.escape(message.split(maxsplit=1)[0])


def _since(submission: Submission, result: Result) -> list[str]:
    """Sentences on what changed since it was graded."""
    if not submission.folder.is_dir():
        return ["What was handed in is not there any more."]
    if result.fingerprint and submission.fingerprint() != result.fingerprint:
        again = f"autograde run {submission.assignment} --student {submission.student}"
        return [
            "The submission, the assignment or the limits are no longer what they were when this "
            f"was graded: `{again}` grades it again."
        ]
    return []


def _files(submission: Submission) -> list[tuple[str, Path]]:
    assignment, who = submission.assignment, submission.student
    places = [
        place
        for notebook in assignment.notebooks
        for place in (
            ("handed in", submission.folder / notebook.file),
            ("graded", submission.graded(notebook)),
            ("feedback", assignment.feedback(who) / f"{notebook}.html"),
        )
    ]
    there = [(what, path) for what, path in places if path.exists()]
    return [(what, _short(assignment.course.root, path)) for what, path in there]


def _short(root: Path, path: Path) -> Path:
    return path.relative_to(root) if path.is_relative_to(root) else path


def _read_quickly(path: Path) -> NotebookNode:
    """A notebook that nbgrader wrote, which need not be checked against the format again."""
    nb = nbformat.from_dict(json.loads(path.read_text(encoding="utf-8")))
    for cell in nb.cells:
        cell.source = "".join(cell.source)
    return nb
