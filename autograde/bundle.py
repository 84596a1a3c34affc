"""Everything about one student's grades in one file, for whoever has to decide a dispute.

Nothing of anybody else is in it, and no hidden check's text.
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import tempfile
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path

import nbformat
from rich.console import Console

from autograde.course.course import Course, CourseError
from autograde.course.points import other_points
from autograde.course.suggestions import instead
from autograde.file_names import readable
from autograde.grading import results
from autograde.grading.results import Result
from autograde.grading.submission import Submission
from autograde.grading.submitted_folder import is_plain
from autograde.nbgrader_plugins.feedback import without_hidden_check
from autograde.reports import explain_text
from autograde.reports.csv_files import write_rows
from autograde.reports.explain import Explanation, explain
from autograde.reports.report import as_of_now
from autograde.roster.missing import times
from autograde.versions import versions

WIDTH = 100  # characters of a line of the explanation
README = """{student}: what was handed in, how it was graded, and why.

In a folder for each assignment:

submitted/        as it was received, byte by byte
graded.ipynb      as it was run: its answers, and what each check said; hidden checks are closed
feedback.html     the page that the student got
explanation.txt   the points, the reasons and the answers that lost points, with the numbers of
                  the hidden checks
points.csv        points and reasons, part by part, and what lateness cost
times.json        deadline, extension, time of receipt
result.json       what the grader recorded
versions.json     of the programs here, when this was written

A hidden check draws its inputs by a number, which the explanation names. Whoever has the course's
checks repeats it on the same inputs:

    autograde explain {student} ASSIGNMENT

shows the call. SHA256SUMS lets anybody see whether a file was changed since ({count} files):

    sha256sum --check SHA256SUMS
"""


@dataclass(frozen=True)
class Bundled:
    """What was written: where, about which assignments, and what was left out."""

    file: Path
    assignments: tuple[str, ...]
    left_out: tuple[str, ...]


def bundle(course: Course, student: str, assignment: str | None, file: Path) -> Bundled:
    """Write what is known of a student's grades, of one assignment or of all, into a zip file.

    Raises
    ------
    CourseError
        If the student handed in nothing, or the file is there already or cannot be written.
    """
    chosen = _chosen(course, student, assignment)
    if file.exists():
        raise CourseError(f"{file} is there already; no bundle is written over another.")
    left_out: list[str] = []
    with tempfile.TemporaryDirectory() as folder:
        for name in chosen:
            left_out += _collect(Submission(course, name, student), Path(folder) / name)
        _describe(Path(folder), student)
        try:
            _zip(Path(folder), file)
        except OSError as error:
            raise CourseError(f"{file} cannot be written: {error.strerror}.") from None
    return Bundled(file, tuple(chosen), tuple(left_out))


def _chosen(course: Course, student: str, assignment: str | None) -> list[str]:
    if assignment is not None and assignment not in course.assignments:
        hint = instead(assignment, course.assignments)
        raise CourseError(f"There is no assignment {assignment}. {hint}")
    handed_in = {
        name: {*course.students(name), *results.load(course.record(name))}
        for name in ([assignment] if assignment else course.assignments)
    }
    chosen = [name for name, students in handed_in.items() if student in students]
    if not chosen:
        what = assignment or "anything"
        hint = instead(student, set().union(*handed_in.values()))
        raise CourseError(f"Nobody called {student} handed in {what}. {hint}")
    return chosen


def _collect(submission: Submission, folder: Path) -> list[str]:
    """Put what is known of a submission into a folder; returns what was left out."""
    folder.mkdir()
    left_out = _copy_plain(submission.folder, folder / "submitted")
    course, name, who = submission.course, submission.assignment, submission.student
    graded = course.autograded(name, who) / submission.name
    if graded.is_file():
        nb = nbformat.read(graded, as_version=4)
        nb.cells = [without_hidden_check(cell) for cell in nb.cells]
        (folder / "graded.ipynb").write_text(nbformat.writes(nb), encoding="utf-8")
    page = course.feedback(name, who) / Path(submission.name).with_suffix(".html").name
    if page.is_file():
        (folder / "feedback.html").write_bytes(page.read_bytes())
    _explain(submission, folder)
    _write(folder / "times.json", times(submission))
    _write(folder / "versions.json", versions())
    return [f"{name}/{path}" for path in left_out]


def _copy_plain(source: Path, target: Path) -> list[str]:
    """Copy what is plainly a file; returns what is not."""
    left_out = []
    for path in sorted(source.rglob("*")):
        inside = path.relative_to(source)
        if not is_plain(path):
            left_out.append(readable(inside))
        elif path.is_file():
            copy = target / readable(inside)
            copy.parent.mkdir(parents=True, exist_ok=True)
            copy.write_bytes(path.read_bytes())
    return left_out


def _explain(submission: Submission, folder: Path) -> None:
    course, name, who = submission.course, submission.assignment, submission.student
    try:
        found = explain(course, name, who)
    except CourseError as error:  # it was not graded yet
        (folder / "explanation.txt").write_text(f"{error}\n", encoding="utf-8")
        return
    (folder / "explanation.txt").write_text(
        _text(for_outside(found, other_points(course, name))), encoding="utf-8"
    )
    result = as_of_now(course, name, found.result)
    write_rows(folder / "points.csv", points_rows(result, found.late), for_excel=True)
    _write(folder / "result.json", asdict(result))


def _text(explanation: Explanation) -> str:
    out = io.StringIO()
    console = Console(file=out, width=WIDTH, highlight=False, color_system=None)
    for paragraph in explain_text.shown(explanation):
        console.print(paragraph)
    return "\n".join(line.rstrip() for line in out.getvalue().splitlines()) + "\n"


def for_outside(explanation: Explanation, about: str) -> Explanation:
    """An explanation for those who may not see hidden checks: without calls, seed and paths."""
    questions = tuple(
        replace(one, checks=tuple(replace(check, repeat="") for check in one.checks))
        for one in explanation.questions
    )
    return replace(explanation, questions=questions, about=(about,) if about else (), files=None)


def points_rows(result: Result, late: float) -> Iterator[Sequence[object]]:
    """A line for each part, and what they add up to."""
    yield ["part", "points", "worth", "why"]
    for outcome in result.outcomes:
        earned = "waits for a person" if outcome.points is None else outcome.points
        yield [outcome.question, earned, outcome.worth, outcome.reason]
    yield ["all parts", result.points, result.worth, ""]
    yield ["late penalty", -late if late else 0.0, "", ""]
    yield ["total", max(0.0, result.points - late), result.worth, ""]


def _describe(folder: Path, student: str) -> None:
    files = [path for path in sorted(folder.rglob("*")) if path.is_file()]
    text = README.format(student=student, count=len(files))
    (folder / "README.txt").write_text(text, encoding="utf-8")
    sums = (
        f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.relative_to(folder).as_posix()}\n"
        for path in [*files, folder / "README.txt"]
    )
    (folder / "SHA256SUMS").write_text("".join(sums), encoding="utf-8")


def _zip(folder: Path, file: Path) -> None:
    private = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)  # it is about a person
    with (
        os.fdopen(private, "wb") as out,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive,
    ):
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                archive.write(path, path.relative_to(folder).as_posix())


def _write(file: Path, said: object) -> None:
    file.write_text(json.dumps(said, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
