"""Grading for a learner without an instructor: sealed, and nothing is recorded."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

from rich.console import RenderableType
from rich.text import Text

from autograde.course.course import Assignment, Course
from autograde.course.release import release
from autograde.demo.demo import copy_of
from autograde.demo.own_course import existing, meant, worked_in
from autograde.grading.results import NO_ANSWER, Status
from autograde.grading.run import grade_all, prepare
from autograde.grading.submission import Submission
from autograde.pages.letters import plain
from autograde.reports.explain import Explanation, explain
from autograde.reports.explain_text import heading, overview, total

LEARNER = "you"


def assignment_meant(course: Course, said: str) -> tuple[Assignment, Path]:
    """The assignment and the notebook that are meant by a name, its beginning, or a file.

    Raises
    ------
    CourseError
        If none is, or more than one.
    """
    name, notebook = meant(said, course.assignments)
    assignment = course.assignment(name)
    return assignment, existing(notebook or worked_in(course, name) / assignment.file)


def self_check(assignment: Assignment, notebook: Path, folder: Path) -> Explanation:
    """Grade a notebook in a copy of the course in `folder`.

    The copy has an assignment of its own: the learner may have worked in the one that was
    handed out.
    """
    copy = copy_of(assignment.course, folder).assignment(assignment.name)
    release(copy)
    prepare(copy)
    submission = Submission(copy, LEARNER)
    submission.folder.mkdir(parents=True)
    shutil.copy(notebook, submission.folder / copy.file)
    list(grade_all(copy, [LEARNER], feedback=False))
    return explain(submission)


def paragraphs(explanation: Explanation, width: int) -> Iterator[RenderableType]:
    """The paragraphs that a learner sees: the table, and each check that found something."""
    yield heading(explanation.assignment)
    yield Text(total(explanation))
    for note in explanation.notes:
        yield Text(plain(note))
    if explanation.result.status is not Status.GRADED:
        return
    yield from overview(explanation, width)
    for question in explanation.questions:
        if question.outcome.reason != NO_ANSWER:
            said = [check.message for check in question.checks if check.message]
            yield from (Text("\n" + plain(message)) for message in said[-1:])
