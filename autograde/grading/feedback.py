"""The pages that a student gets: nbgrader's, made in a process with limits, or else plain ones."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable, Iterator
from functools import cache
from html import escape

import bleach
from nbconvert import HTMLExporter
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook
from traitlets.utils.importstring import import_item

from autograde.course.course import Assignment
from autograde.course.points import format_points
from autograde.course.release import complaint
from autograde.grading.results import Outcome, Result, Status
from autograde.grading.submission import Submission
from autograde.sandbox.host.child import ChildError, Tell, run_in_child

SECONDS = 60.0
MEMORY = 4 * 2**30  # bytes
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


def make_page(submission: Submission, result: Result) -> tuple[str, ...]:
    """Make the pages of a graded submission; a sentence if they are not what they should be.

    What a student wrote and showed may take any time and memory to be laid out.
    """
    assignment, student = submission.assignment, submission.student
    config = assignment.course.config
    filters = dict(config.HTMLExporter.get("filters", {}))
    _warm_up((*filters.values(), *config.GenerateFeedback.get("preprocessors", ())))

    def generate(tell: Tell) -> None:
        tell(assignment.step("generate_feedback", student))

    try:
        (made,) = run_in_child(generate, seconds=SECONDS, memory_bytes=MEMORY)
    except ChildError as error:
        return _plain_pages(submission, result, str(error), for_good=True)
    if made["success"]:
        return ()
    return _plain_pages(submission, result, complaint(made), for_good=False)


def make_pages(
    assignment: Assignment, results: Iterable[Result]
) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Make the pages of graded submissions anew; each student, and what is wrong with the page."""
    for result in results:
        made = result.status is not Status.FAILED
        submission = Submission(assignment, result.student)
        yield result.student, make_page(submission, result) if made else ()


@cache
def _warm_up(names: tuple[str, ...]) -> None:
    """Load once what each page needs, by the names of the course's own parts."""
    for name in names:
        import_item(name)
    page = new_notebook(cells=[new_markdown_cell("*1*"), new_code_cell("1")])
    html, _ = HTMLExporter().from_notebook_node(page)
    bleach.clean(html)


def _plain_pages(
    submission: Submission, result: Result, reason: str, *, for_good: bool
) -> tuple[str, ...]:
    """Write pages that hold the points alone; older than any, if the next run is to try again."""
    folder = submission.assignment.feedback(submission.student)
    shutil.rmtree(folder, ignore_errors=True)
    try:
        folder.mkdir(parents=True)
        for notebook in submission.assignment.notebooks:
            page = folder / f"{notebook.name}.html"
            page.write_text(_plain(notebook.name, result, reason), "utf-8", "replace")
            if not for_good:
                os.utime(page, (0, 0))
    except OSError as error:
        return (f"{NO_PAGE}{error.strerror or error}",)
    return (f"The feedback is a plain page, because nbgrader's could not be made: {reason}",)


def _plain(title: str, result: Result, reason: str) -> str:
    rows = [_row(outcome) for outcome in result.outcomes]
    notes = [f"<tr><td colspan=3>{escape(note)}</td></tr>" for note in result.notes]
    return PLAIN.format(title=escape(title), reason=escape(reason), rows="\n".join(rows + notes))


def _row(outcome: Outcome) -> str:
    earned = "?" if outcome.points is None else format_points(outcome.points)
    cells = (outcome.question, f"{earned} of {format_points(outcome.worth)}", outcome.reason)
    return f"<tr>{''.join(f'<td>{escape(cell)}</td>' for cell in cells)}</tr>"
