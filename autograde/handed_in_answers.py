"""What the students of several classes handed in, question by question, before any grading."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

from autograde.answers import Answers, given_fragments
from autograde.classrooms import HERE, Classroom
from autograde.course.course import Course, CourseError
from autograde.course.points import released_notebook
from autograde.course.questions import grade_id, questions
from autograde.grading.submission import LARGEST

Cells = dict[str, list[str]]  # by question, the names of its answer cells


def label(student: str, room: Classroom) -> str:
    """What a student is called beside those of other classes.

    >>> label("ada", Classroom("2024", Course(Path(), None)))
    'ada (2024)'
    """
    return student if room.name == HERE else f"{student} ({room.name})"


def answers_of_classes(
    course: Course,
    assignment: str,
    rooms: Sequence[Classroom],
    tick: Callable[[], None] = lambda: None,
) -> Answers:
    """What the students of these classes wrote, as far as it can be read.

    Parameters
    ----------
    course : Course
        This one, whose assignment says which cells are answers.
    assignment : str
        Its name, the same in every class.
    rooms : sequence of Classroom
        The classes.
    tick : callable
        Called after each submission.

    Raises
    ------
    CourseError
        If the assignment was not released, so that nobody knows what was handed out.
    """
    try:
        released = released_notebook(course, assignment)
    except FileNotFoundError:
        raise CourseError(
            f"{assignment} was not released yet: run `autograde release {assignment}`."
        ) from None
    name = f"{course.notebook(assignment)}.ipynb"
    sources = {str(grade_id(cell)): cell.source for cell in released.cells if grade_id(cell)}
    cells: Cells = {}
    answers = Answers(given=given_fragments(course, assignment, name))
    for question in questions(released):
        own = [released.cells[index] for index in question.answers]
        if own:
            cells[question.name] = [str(grade_id(cell)) for cell in own]
            if own[-1].cell_type != "code":
                answers.prose.add(question.name)
    for room in rooms:
        for student in room.course.students(assignment):
            path = room.course.submitted(assignment, student) / name
            _add(answers, label(student, room), written(path), cells, sources)
            tick()
    return answers


def _add(
    answers: Answers, who: str, found: dict[str, str], cells: Cells, handed_out: dict[str, str]
) -> None:
    for question, names in cells.items():
        own = [name for name in names if found.get(name, handed_out[name]) != handed_out[name]]
        if own:
            text = "\n\n".join(found[name] for name in own)
            answers.sources.setdefault(question, {})[who] = text


def written(path: Path) -> dict[str, str]:
    """By its name, the text of each cell of a notebook; of one that cannot be read, nothing.

    Of a cell that was copied the last copy counts, as in grading.
    """
    if path.is_symlink() or not path.is_file() or path.stat().st_size > LARGEST:
        return {}
    try:
        cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
        return dict(_named(cells))
    except (OSError, ValueError, RecursionError, LookupError, TypeError, AttributeError):
        return {}


def _named(cells: Any) -> Iterable[tuple[str, str]]:
    for cell in cells:
        name = cell.get("metadata", {}).get("nbgrader", {}).get("grade_id")
        if isinstance(name, str):
            # Half of a surrogate pair can be read and could not be written.
            yield name, "".join(cell["source"]).encode("utf-8", "replace").decode()
