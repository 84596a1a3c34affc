"""The gradebook as CSV files for other programs: nbgrader's own format, Canvas and Moodle."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from nbgrader.api import Gradebook

from autograde.course.course import Course, CourseError
from autograde.course.csv_files import NOTHING, write_rows
from autograde.course.requests import excused
from autograde.course.sections import course_sections
from autograde.course.suggestions import did_you_mean
from autograde.grading.late import settle_penalties

Row = list[Any]
EXCUSED = "EX"  # as Canvas writes it


@dataclass(frozen=True)
class Exported:
    """The content of a file that was written.

    Parameters
    ----------
    assignments : tuple of str
        Their names.
    students : int
        How many.
    waiting : int
        How many submissions a person has yet to look at; their points are those so far.
    """

    assignments: tuple[str, ...]
    students: int
    waiting: int


@dataclass(frozen=True)
class Grades:
    """What a file is made of.

    Parameters
    ----------
    students, assignments : sequence
        nbgrader's rows of them.
    handed_in : dict
        By assignment and student, nbgrader's row of the submission.
    excused : dict
        By assignment, who handed in nothing and need not.
    sections : dict
        By student, the section.
    """

    students: Sequence[Any]
    assignments: Sequence[Any]
    handed_in: Mapping[str, Mapping[str, Any]]
    excused: Mapping[str, Collection[str]]
    sections: Mapping[str, str]

    def points(self, student: Any, *, nothing: str, free: str) -> Row:
        """The points of a student in each assignment."""
        return [
            _rounded(points_after_penalty(self.handed_in[one.name][student.id]))
            if student.id in self.handed_in[one.name]
            else (free if student.id in self.excused[one.name] else nothing)
            for one in self.assignments
        ]


def export(course: Course, to: str, file: Path, names: Sequence[str] = ()) -> Exported:
    """Write the grades of some assignments, or of all.

    Points are what the gradebook holds now, less the late penalty.

    Parameters
    ----------
    course : Course
        Whose grades.
    to : str
        Who is to read them: a key of `LAYOUTS`.
    file : Path
        Where to.
    names : sequence of str
        The assignments; all if none.

    Raises
    ------
    CourseError
        If an assignment is not in the gradebook, nobody is, or the file cannot be written.
    """
    with course.gradebook() as gradebook:
        chosen = [assignment.name for assignment in _chosen(gradebook, names)]
        if not gradebook.students:
            raise CourseError(
                "The gradebook has no class list yet: `autograde students FILE.csv` brings it in."
            )
    for name in chosen:
        settle_penalties(course, name)
    with course.gradebook() as gradebook:
        assignments = _chosen(gradebook, chosen)
        handed_in = {a.name: _by_student(gradebook, a.name) for a in assignments}
        free = {a.name: excused(course, a.name).keys() - handed_in[a.name] for a in assignments}
        sections = course_sections(course)
        grades = Grades(gradebook.students, assignments, handed_in, free, sections)
        write_rows(file, LAYOUTS[to](grades), for_excel=to != "nbgrader")
        submissions = [one for by_student in handed_in.values() for one in by_student.values()]
        waiting = sum(bool(submission.needs_manual_grade) for submission in submissions)
        return Exported(tuple(a.name for a in assignments), len(gradebook.students), waiting)


def _chosen(gradebook: Gradebook, names: Sequence[str]) -> list[Any]:
    known = {assignment.name: assignment for assignment in gradebook.assignments}
    if not known:
        raise CourseError("The gradebook holds no assignment yet: run `autograde release`.")
    for name in names:
        if name not in known:
            raise CourseError(f"The gradebook holds no {name}. {did_you_mean(name, known)}")
    return [known[name] for name in dict.fromkeys(names)] if names else list(known.values())


def _by_student(gradebook: Gradebook, assignment: str) -> dict[str, Any]:
    found = gradebook.assignment_submissions(assignment)
    return {submission.student_id: submission for submission in found}


def points_after_penalty(submission: Any) -> float:
    """The points of a submission less its late penalty."""
    return float(max(0.0, submission.score - submission.late_submission_penalty))


def nbgrader_rows(grades: Grades) -> Iterator[Row]:
    """The rows that ``nbgrader export`` writes: a line for each student and assignment.

    Who handed in nothing has 0 points, and no grade if excused. Source:
    `nbgrader.plugins.CsvExportPlugin`, whose own files neither quote a comma nor disarm a formula.
    """
    yield [
        *("assignment", "duedate", "timestamp", "student_id", "last_name", "first_name", "email"),
        *("raw_score", "late_submission_penalty", "score", "max_score"),
    ]
    for assignment in grades.assignments:
        for student in grades.students:
            submission = grades.handed_in[assignment.name].get(student.id)
            is_free = student.id in grades.excused[assignment.name]
            who = [student.id, student.last_name, student.first_name, student.email]
            raw, penalty, score = (
                (
                    submission.score,
                    submission.late_submission_penalty,
                    points_after_penalty(submission),
                )
                if submission
                else ("", "", "")
                if is_free
                else (0.0, 0.0, 0.0)
            )
            when = submission and submission.timestamp
            points = [raw, penalty, score, assignment.max_score]
            yield [assignment.name, assignment.duedate, when, *who, *points]


def canvas_rows(grades: Grades) -> Iterator[Row]:
    """The rows that Canvas's *Gradebook > Import* reads: a line a student, a column an assignment.

    Canvas looks for its own number of a student (nbgrader's ``lms_user_id``), then for the login,
    then for the name. A column whose heading is the name of an assignment there, with or without
    Canvas's number in brackets, goes into it; for another one Canvas offers to make an assignment.
    An empty cell is no grade, and EX an excuse. Source: the headings that
    ``lib/gradebook_importer.rb`` of instructure/canvas-lms asks for, and
    ``lib/gradebook_exporter.rb`` writes.
    """
    about = ["Student", "ID", "SIS User ID", "SIS Login ID", "Section"]
    yield [*about, *(assignment.name for assignment in grades.assignments)]
    yield ["    Points Possible", *[""] * 4, *(_rounded(a.max_score) for a in grades.assignments)]
    for student in grades.students:
        name = ", ".join(part for part in (student.last_name, student.first_name) if part)
        section = grades.sections.get(student.id, "")
        who = [name or student.id, student.lms_user_id, "", student.id, section]
        yield [*who, *grades.points(student, nothing="", free=EXCUSED)]


def moodle_rows(grades: Grades) -> Iterator[Row]:
    """The rows that Moodle's *Grades > Import* reads: a line a student, a column an assignment.

    Moodle asks which column says who it is (*map from* Username *to* username, or e-mail address,
    or ID number, which is nbgrader's ``lms_user_id``) and into which grade item each column goes.
    A dash is no grade. Source: https://docs.moodle.org/en/Grade_import, and
    ``grade/import/csv/classes/load_data.php`` of moodle/moodle: one student whom Moodle does not
    know stops the import, and so do more than 100 points where the site has no higher limit.
    """
    about = ["First name", "Last name", "ID number", "Username", "Email address"]
    yield [*about, *(assignment.name for assignment in grades.assignments)]
    for student in grades.students:
        name = [student.first_name, student.last_name]
        who = [*name, student.lms_user_id, student.id, student.email]
        yield [*who, *grades.points(student, nothing=NOTHING, free=NOTHING)]


def _rounded(points: float) -> float:
    """Points with the two decimals that these programs keep."""
    return round(float(points), 2)


LAYOUTS: dict[str, Callable[..., Iterator[Row]]] = {
    "nbgrader": nbgrader_rows,
    "canvas": canvas_rows,
    "moodle": moodle_rows,
}
