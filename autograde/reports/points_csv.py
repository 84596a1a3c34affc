"""Points and comments as a table for people who grade: down, and up again, all of it or nothing."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbformat
from nbformat import NotebookNode
from nbgrader.api import Gradebook, MissingEntry

from autograde.course.course import Assignment, AssignmentNotebook, CourseError
from autograde.course.csv_dialects import Place, table_of
from autograde.course.csv_files import as_meant, write_rows
from autograde.course.points import format_points
from autograde.course.questions import Question, by_student, grade_id, is_test, questions
from autograde.course.suggestions import did_you_mean
from autograde.grading import results
from autograde.grading.results import Status
from autograde.grading.scoring import Rows
from autograde.grading.submission import Submission

COLUMNS = (
    *("student", "section", "part", "cell", "points", "worth", "given_by"),
    *("comment", "answer", "answer_id"),
)
NEEDED = ("student", "cell", "points")
MOST_PROBLEMS = 20  # that are shown


@dataclass(frozen=True)
class Graded:
    """A cell with points of one student.

    Parameters
    ----------
    student, part, cell : str
        Whose, and which.
    grade : object
        nbgrader's row of it.
    comment : object or None
        nbgrader's row of the comment on it; a test has none.
    worth : float
        What it could earn.
    answer : str
        What the student wrote.
    by_person : bool
        Whether it is a person who grades it.
    """

    student: str
    part: str
    cell: str
    grade: Any
    comment: Any
    worth: float
    answer: str
    by_person: bool

    @property
    def answer_id(self) -> str:
        """What tells this answer from another one."""
        return hashlib.sha256(self.answer.encode("utf-8", "replace")).hexdigest()[:8]

    @property
    def points(self) -> float | None:
        """What it earned; None while it waits."""
        return None if self.grade.needs_manual_grade else float(self.grade.score)

    @property
    def said(self) -> str:
        """What a person wrote about it."""
        return (self.comment.manual_comment or "") if self.comment else ""


def graded_cells(assignment: Assignment, gradebook: Gradebook) -> Iterator[Graded]:
    """All cells with points of all students of whom something could be read."""
    known = results.load(assignment.results)
    for student in sorted(known):
        if known[student].status is not Status.GRADED:
            continue
        for notebook in assignment.notebooks:
            file = Submission(assignment, student).graded(notebook)
            try:
                rows = Rows.of(gradebook, notebook.name, assignment.name, student)
                nb = nbformat.read(file, as_version=4)
            except (MissingEntry, FileNotFoundError):
                continue
            for question in questions(nb):
                yield from _cells(notebook, nb, question, student, rows)


def _cells(
    notebook: AssignmentNotebook, nb: NotebookNode, question: Question, student: str, rows: Rows
) -> Iterator[Graded]:
    answer = "\n\n".join(by_student(nb, question))
    for index in question.graded:
        name = str(grade_id(nb.cells[index]))
        yield Graded(
            student,
            notebook.label(question.name),
            notebook.label(name),
            rows.grades[name],
            rows.comments.get(name),
            rows.worth[name],
            answer,
            not is_test(nb.cells[index]),
        )


def write_points(
    assignment: Assignment,
    file: Path,
    sections: Mapping[str, str],
    *,
    everything: bool = False,
    section: str = "",
    parts: Collection[str] = (),
) -> int:
    """Write a line for each cell that a person grades, or for each with points; how many.

    Parameters
    ----------
    assignment : Assignment
        Of what.
    file : Path
        Where to.
    sections : mapping
        By student, the section.
    everything : bool
        Whether cells that a program grades are in it as well.
    section : str
        Only the students of this one.
    parts : collection of str
        Only these parts.

    Raises
    ------
    CourseError
        If there is nothing to write, or it cannot be written.
    """
    rows: list[list[object]] = []
    with assignment.course.gradebook() as gradebook:
        for one in graded_cells(assignment, gradebook):
            here = sections.get(one.student, "")
            is_asked = not parts or one.part in parts
            if is_asked and section in ("", here) and (everything or one.by_person):
                by = "" if one.points is None else "program" if _is_automatic(one) else "person"
                about = [one.student, here, one.part, one.cell, one.points, one.worth, by]
                rows.append([*about, one.said, one.answer, one.answer_id])
    if not rows:
        raise CourseError(f"Nothing of {assignment} is to be graded there: no table was written.")
    write_rows(file, [list(COLUMNS), *rows], for_excel=True)
    return len(rows)


def _is_automatic(one: Graded) -> bool:
    return one.grade.manual_score is None


@dataclass(frozen=True)
class Brought:
    """How many points and comments of a table were new, and how many lines said nothing new."""

    points: int
    comments: int
    unchanged: int


def read_points(
    assignment: Assignment,
    file: Path,
    sections: Mapping[str, str],
    *,
    section: str = "",
    parts: Collection[str] = (),
    dry_run: bool = False,
) -> Brought:
    """Bring the points and comments of a table into the gradebook, all of them or nothing.

    Parameters
    ----------
    assignment, file, sections
        As for `write_points`.
    section, parts
        Lines about others are refused.
    dry_run : bool
        Whether it is only tried.

    Raises
    ------
    CourseError
        With every line that cannot be meant, and why.
    """
    table = table_of(file, NEEDED)
    problems: list[str] = []
    seen: dict[tuple[str, str], Place] = {}
    counts = [0, 0, 0]
    with assignment.course.gradebook() as gradebook:
        cells = {(one.student, one.cell): one for one in graded_cells(assignment, gradebook)}
        for place, raw in table:
            row = {name: as_meant(cell) for name, cell in raw.items()}
            key = row["student"], row["cell"]
            said = _unknown(key, cells) or _wrong(cells[key], row)
            if not said and section and sections.get(key[0], "") != section:
                said = f"{key[0]} is not in {section}."
            if not said and parts and cells[key].part not in parts:
                said = f"{key[1]} is not of {' or '.join(sorted(parts))}."
            if not said and key in seen:
                said = f"{' '.join(key)} stands in line {seen[key].line} already."
            seen.setdefault(key, place)
            if said:
                problems.append(f"{place}: {said}")
            else:
                _write(cells[key], row, counts)
        if problems:
            more = len(problems) - MOST_PROBLEMS
            rest = [f"And {more} more."] if more > 0 else []
            shown = [*problems[:MOST_PROBLEMS], *rest, "Nothing was written."]
            raise CourseError("\n".join(shown))
        if not dry_run:
            gradebook.db.commit()
    return Brought(*counts)


def _unknown(key: tuple[str, str], cells: Collection[tuple[str, str]]) -> str:
    student, cell = key
    if key in cells:
        return ""
    known = {who for who, _ in cells}
    if student not in known:
        return f"nothing of {student or 'nobody'} was graded. {did_you_mean(student, known)}"
    return f"there is no cell {cell}. {did_you_mean(cell, {name for _, name in cells})}"


def _wrong(one: Graded, row: Mapping[str, str]) -> str:
    """The sentence that says what is wrong with a line, or ""."""
    if row.get("answer_id", one.answer_id) not in ("", one.answer_id):
        return f"the answer of {one.student} to {one.part} is another one by now."
    if one.comment is None and row.get("comment", ""):
        return f"{one.cell} is a test, and takes no comment."
    if not row["points"]:
        return ""
    points = _number(row["points"])
    if points is None:
        return f"{row['points']!r} is no number of points."
    if not 0 <= points <= one.worth:
        return f"{row['points']} is not between 0 and {format_points(one.worth)}."
    return ""


def _number(text: str) -> float | None:
    """A number with a point or a comma.

    >>> _number("2,5"), _number("2.5"), _number("two"), _number("nan")
    (2.5, 2.5, None, None)
    """
    try:
        found = float(text.replace(",", "."))
    except ValueError:
        return None
    return found if math.isfinite(found) else None


def _write(one: Graded, row: Mapping[str, str], counts: list[int]) -> None:
    points, comment = _number(row["points"]), row.get("comment", one.said)
    has_new_points = points is not None and points != one.points
    has_new_words = one.comment is not None and comment != one.said
    if has_new_points:
        one.grade.manual_score, one.grade.needs_manual_grade = points, False
        counts[0] += 1
    if has_new_words:
        one.comment.manual_comment = comment or None
        counts[1] += 1
    counts[2] += not (has_new_points or has_new_words)
