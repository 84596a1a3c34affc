"""The pages that a student gets, beside the gradebook; plain ones where they cannot be made."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from html import escape

from nbformat import NotebookNode

from autograde.course.course import Assignment, AssignmentNotebook
from autograde.course.points import format_points
from autograde.grading.feedback_page import page
from autograde.grading.results import Outcome, Result, Status
from autograde.grading.scoring import Rows
from autograde.grading.standing import Standing
from autograde.grading.submission import Submission
from autograde.grading.submitted_folder import SECRET, TIMESTAMP
from autograde.grading.writing import read_quickly

NO_PAGE = "No feedback: "
PLAIN = """<!DOCTYPE html>
<html lang="en">
<head><meta charset="utf-8"><title>{title}</title></head>
<body>
<h1>{title}</h1>
<p>The page with your notebook could not be made. {reason}</p>
<table>
{rows}
</table>
</body>
</html>
"""


def has_page(submission: Submission) -> bool:
    """Whether each graded notebook has a page that is not older."""
    folder = submission.assignment.feedback(submission.student)
    for notebook in submission.assignment.notebooks:
        graded, page = submission.graded(notebook), folder / f"{notebook.name}.html"
        try:
            if page.stat().st_mtime_ns < graded.stat().st_mtime_ns:
                return False
        except OSError:
            return False
    return True


def make_pages(
    assignment: Assignment, results: Iterable[Result]
) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Make the pages of graded submissions anew; each student, and what is wrong with the page."""
    for result in results:
        made = result.status is not Status.FAILED
        submission = Submission(assignment, result.student)
        yield result.student, write_pages(submission, result) if made else ()


def write_pages(
    submission: Submission, result: Result, made: Mapping[str, str] | None = None
) -> tuple[str, ...]:
    """Write the pages of a graded submission; a sentence if they are not what they should be.

    Parameters
    ----------
    submission : Submission
        Whose.
    result : Result
        What it earned, for a plain page.
    made : dict, optional
        By the names of notebooks, pages that a worker has made; the others are made here.
    """
    pages, said = dict(made or {}), ""
    for notebook in submission.assignment.notebooks:
        if notebook.name not in pages and not said:
            try:
                pages[notebook.name] = _page(submission, notebook)
            except Exception as error:  # one page never stops the others
                said = f"{type(error).__name__}: {error}"
    if said:
        pages = {n.name: _plain(n.name, result, said) for n in submission.assignment.notebooks}
    try:
        _write(submission, pages, for_good=not said)
    except OSError as error:
        return (f"{NO_PAGE}{error.strerror or error}",)
    return (
        (f"The feedback is a plain page, because another could not be made: {said}",)
        if said
        else ()
    )


def _page(submission: Submission, notebook: AssignmentNotebook) -> str:
    text = submission.graded(notebook).read_text(encoding="utf-8")
    return page_of(submission, notebook.name, read_quickly(text))


def page_of(submission: Submission, name: str, nb: NotebookNode) -> str:
    """The page of a graded notebook, with the points that the gradebook has now."""
    assignment, student = submission.assignment, submission.student
    with assignment.course.gradebook() as gradebook:
        row = gradebook.find_submission_notebook(name, assignment.name, student)
        rows = Rows.of(gradebook, name, assignment.name, student)
        standing = Standing.of(rows, row.late_submission_penalty)
    released = None
    with suppress(OSError):
        released = AssignmentNotebook(assignment, name).released()
    about = {"title": assignment.title(name), "student": student}
    return page(nb, released, standing, about)


def _write(submission: Submission, pages: Mapping[str, str], *, for_good: bool) -> None:
    """Write pages; older than any, if the next run is to try again."""
    folder = submission.assignment.feedback(submission.student)
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    for name, text in pages.items():
        file = folder / f"{name}.html"
        file.write_text(text, "utf-8", "replace")
        if not for_good:
            os.utime(file, (0, 0))
    for name in (TIMESTAMP, SECRET):  # nbgrader looks for them when it releases feedback
        with suppress(FileNotFoundError):
            shutil.copyfile(submission.graded_folder / name, folder / name)


def _plain(title: str, result: Result, reason: str) -> str:
    rows = [_row(outcome) for outcome in result.outcomes]
    notes = [f"<tr><td colspan=3>{escape(note)}</td></tr>" for note in result.notes]
    return PLAIN.format(title=escape(title), reason=escape(reason), rows="\n".join(rows + notes))


def _row(outcome: Outcome) -> str:
    earned = "?" if outcome.points is None else format_points(outcome.points)
    cells = (outcome.question, f"{earned} of {format_points(outcome.worth)}", outcome.reason)
    return f"<tr>{''.join(f'<td>{escape(cell)}</td>' for cell in cells)}</tr>"
