"""Students who have not handed in an assignment, and those who were late."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from rich.console import RenderableType

from autograde.course.course import Assignment, AssignmentNotebook, Course, CourseError
from autograde.course.csv_files import write_rows
from autograde.course.requests import deadlines, excused
from autograde.course.sections import course_sections
from autograde.course.times import written
from autograde.grading.late import deadline
from autograde.grading.submission import Submission, Unreadable
from autograde.grading.submitted_folder import handed_in_at
from autograde.pages.letters import cell
from autograde.reports.tables import laid_out

MINUTE, HOUR, DAY = 60, 3600, 86_400  # seconds


@dataclass(frozen=True)
class LateOrMissing:
    """A student who handed in nothing, not what was asked for, or late.

    Parameters
    ----------
    student, name, email, section : str
        Who it is; the last three may be empty.
    seconds_late : float
        How long after the deadline, or the student's own; 0 for who handed in nothing.
    message : str
        What is missing, in a sentence.
    """

    student: str
    name: str
    email: str
    section: str
    seconds_late: float
    message: str


@dataclass(frozen=True)
class MissingWork:
    """An assignment and who is missing.

    Parameters
    ----------
    deadline : datetime or None
        In UTC.
    listed : int
        How many students the gradebook knows.
    missing, late : tuple of LateOrMissing
        Who handed in nothing that can be graded, and who was late, the latest first.
    excused : tuple of str
        Who handed in nothing, and need not.
    unlisted : tuple of str
        Who handed in something and is not in the gradebook yet.
    """

    deadline: datetime | None
    listed: int
    missing: tuple[LateOrMissing, ...]
    late: tuple[LateOrMissing, ...]
    unlisted: tuple[str, ...] = ()
    excused: tuple[str, ...] = ()


def missing_work(assignment: Assignment) -> MissingWork:
    """The students of the class list who have not handed in an assignment, or were late.

    Raises
    ------
    CourseError
        If there is no class list.
    """
    sections = course_sections(assignment.course)
    granted = deadlines(assignment.course, assignment.name)
    due = deadline(assignment.course, assignment.name)
    free = excused(assignment.course, assignment.name)
    with assignment.course.gradebook() as gradebook:
        students = gradebook.students
        if not students:
            raise CourseError(
                "The gradebook has no class list yet: `autograde students FILE.csv` brings it in."
            )
        found = [
            _looked_up(assignment, student, sections.get(student.id, ""), due, granted)
            for student in students
        ]
    late = sorted((one for one in found if one.seconds_late), key=lambda one: -one.seconds_late)
    absent = [one for one in found if one.message and not one.seconds_late]
    missing = tuple(one for one in absent if one.student not in free)
    need_not = tuple(one.student for one in absent if one.student in free)
    unlisted = sorted(set(assignment.students) - {one.student for one in found})
    return MissingWork(due, len(found), missing, tuple(late), tuple(unlisted), need_not)


def strangers_to_the_list(course: Course, students: Iterable[str]) -> list[str]:
    """Of some students those that are not in the gradebook yet, if there is a class list in it.

    Grading brings an id alone into it, a class list also names or addresses.
    """
    with course.gradebook() as gradebook:
        known = gradebook.students
        if not any(one.first_name or one.last_name or one.email for one in known):
            return []
        return sorted(set(students) - {one.id for one in known})


def _looked_up(
    assignment: Assignment,
    student: Any,
    section: str,
    due: datetime | None,
    granted: Mapping[str, datetime | None],
) -> LateOrMissing:
    submission = Submission(assignment, student.id)
    name = " ".join(filter(None, (student.first_name, student.last_name)))
    graded = next((s for s in student.submissions if s.assignment.name == assignment.name), None)
    received = handed_in_at(submission.folder) or (graded and graded.timestamp)
    own = granted.get(student.id)
    extension = graded.extension if graded and student.id not in granted else None
    late = seconds_late(received, own or due, extension)
    message = "" if graded and not submission.folder.is_dir() else _missing(submission)
    if message and own:
        message += f" There is time until {written(own)}."
    return LateOrMissing(
        student.id, name, student.email or "", section, 0.0 if message else late, message
    )


def _missing(submission: Submission) -> str:
    """The sentence that says what is missing of a submission, or ""."""
    if not submission.folder.is_dir():
        return "Nothing was handed in."
    notebooks = submission.assignment.notebooks
    if not any(_is_there(submission, notebook) for notebook in notebooks):
        files = " and ".join(notebook.file for notebook in notebooks)
        return f"A folder without {files} was handed in."
    return ""


def _is_there(submission: Submission, notebook: AssignmentNotebook) -> bool:
    """Whether a notebook was handed in, whatever it is called."""
    try:
        submission.handed_in(notebook)
    except Unreadable:
        return False
    return True


def seconds_late(
    received: datetime | None, deadline: datetime | None, extension: timedelta | None
) -> float:
    """Seconds after the deadline, or the student's own, at which something came in."""
    if received is None or deadline is None:
        return 0.0
    return max(0.0, (received - deadline - (extension or timedelta())).total_seconds())


def duration(seconds: float) -> str:
    """A duration as a person would say it.

    >>> duration(40), duration(5400), duration(266_400)
    ('1 min', '1 h 30 min', '3 d 2 h')
    """
    if seconds >= DAY:
        days, rest = divmod(int(seconds), DAY)
        return f"{days} d {rest // HOUR} h" if rest >= HOUR else f"{days} d"
    minutes = max(1, round(seconds / MINUTE))
    hours, rest = divmod(minutes, 60)
    return " ".join(filter(None, (f"{hours} h" if hours else "", f"{rest} min" if rest else "")))


def missing_table(found: MissingWork, width: int) -> Iterator[RenderableType]:
    """A line for each student; columns of which nothing is known are left out."""
    everyone = (*found.missing, *found.late)
    known = [one for one in ("name", "email", "section") if any(getattr(x, one) for x in everyone)]
    rows, said = [], []
    for one in everyone:
        rows.append(tuple(cell(getattr(one, about)) for about in ("student", *known)))
        late = f"Late by {duration(one.seconds_late)}."
        said.append(late if one.seconds_late else cell(one.message))
    headings = ["student", *("e-mail" if about == "email" else about for about in known)]
    return laid_out(headings, rows, width, "what is missing", said)


def write_missing(found: MissingWork, file: Path) -> None:
    """Write a line for each student who is missing or late.

    Raises
    ------
    CourseError
        If the file cannot be written.
    """
    rows: list[Sequence[object]] = [
        ["id", "name", "email", "section", "status", "hours_late", "what_is_missing"]
    ]
    for status, students in (("missing", found.missing), ("late", found.late)):
        for one in students:
            hours = round(one.seconds_late / HOUR, 2) if status == "late" else ""
            who = [one.student, one.name, one.email, one.section]
            rows.append([*who, status, hours, one.message])
    write_rows(file, rows, for_excel=True)
