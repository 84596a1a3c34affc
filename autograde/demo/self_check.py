"""What grading would say to a learner who has no instructor: sealed, and nothing is recorded."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

from rich.console import RenderableType
from rich.text import Text

from autograde.course.course import Course, CourseError
from autograde.course.release import release
from autograde.demo.demo import copy_of
from autograde.grading.results import Status
from autograde.grading.run import grade_all, prepare
from autograde.grading.scoring import NO_ANSWER
from autograde.reports.explain import Explanation, explain
from autograde.reports.explain_text import heading, overview, total
from autograde.reports.tables import plain

LEARNER = "you"


def assignment_meant(course: Course, said: str) -> tuple[str, Path]:
    """The assignment and the notebook that are meant by a name, its beginning, or a file.

    Raises
    ------
    CourseError
        If none is, or more than one.
    """
    path = Path(said)
    begins = path.stem if path.suffix == ".ipynb" else said
    found = [name for name in course.assignments if name.startswith(begins)]
    if len(found) != 1:
        there = ", ".join(course.assignments) or "none yet"
        raise CourseError(f"Which assignment is {said}? There are: {there}.")
    (name,) = found
    inside = course.release(name) / f"{course.notebook(name)}.ipynb"
    notebook = path if path.suffix == ".ipynb" else inside
    if not notebook.is_file():
        raise CourseError(f"There is no {notebook}.")
    return name, notebook


def self_check(course: Course, assignment: str, notebook: Path, folder: Path) -> Explanation:
    """Grade a notebook in a copy of the course in `folder`.

    The copy has an assignment of its own: the learner may have worked in the one that was
    handed out.
    """
    copy = copy_of(course, folder)
    release(copy, assignment)
    prepare(copy, assignment)
    handed_in = copy.submitted(assignment, LEARNER)
    handed_in.mkdir(parents=True)
    shutil.copy(notebook, handed_in / f"{copy.notebook(assignment)}.ipynb")
    list(grade_all(copy, assignment, [LEARNER], feedback=False))
    return explain(copy, assignment, LEARNER)


def shown(explanation: Explanation) -> Iterator[RenderableType]:
    """What a learner gets to see: the table, and what each check said that found something."""
    yield heading(explanation.assignment)
    yield Text(total(explanation))
    for note in explanation.notes:
        yield Text(plain(note))
    if explanation.result.status is not Status.GRADED:
        return
    yield overview(explanation)
    for question in explanation.questions:
        if question.outcome.reason != NO_ANSWER:
            said = [check.said for check in question.checks if check.said]
            yield from (Text("\n" + plain(message)) for message in said[-1:])
