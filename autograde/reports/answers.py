"""Each student's answers as plain files, to be compared by programs made for that."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from nbformat import NotebookNode

from autograde.course.course import Assignment, CourseError
from autograde.course.questions import grade_id, is_unanswered, role
from autograde.grading.rebuild import rebuild
from autograde.grading.submission import Submission, Unreadable, parse
from autograde.grading.submitted_folder import is_plain


def write_answers(assignment: Assignment, students: Iterable[str], folder: Path) -> list[str]:
    """Write STUDENT.py, and STUDENT.md where there are answers in words.

    What is still as it was handed out is left out: it is alike everywhere.

    Parameters
    ----------
    assignment : Assignment
        What they answered.
    students : iterable of str
        Whose answers.
    folder : Path
        A new folder, or an empty one.

    Returns
    -------
    list of str
        Those whose notebook cannot be read.

    Raises
    ------
    CourseError
        If there is something in the folder already.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise CourseError(f"{folder} is not an empty folder.")
    folder.mkdir(parents=True, exist_ok=True)
    released, unread = assignment.released(), []
    for student in students:
        try:
            nb = rebuild(_notebook(Submission(assignment, student)), released)
        except Unreadable:
            unread.append(student)
            continue
        answers = [cell for cell in nb.cells if role(cell, "solution") and not is_unanswered(cell)]
        code = [f"# {grade_id(cell)}\n{cell.source}" for cell in answers if is_code(cell)]
        words = [f"## {grade_id(cell)}\n\n{cell.source}" for cell in answers if not is_code(cell)]
        _write(folder / f"{student}.py", "\n\n\n".join(code))
        if words:
            _write(folder / f"{student}.md", "\n\n".join(words))
    return unread


def is_code(cell: NotebookNode) -> bool:
    """Whether a cell is one of code."""
    return bool(cell.cell_type == "code")


def _notebook(submission: Submission) -> NotebookNode:
    if not is_plain(submission.folder / submission.name):
        raise Unreadable(f"{submission.name} is missing, or no plain file.")
    return parse(submission.text(), submission.name)


def _write(file: Path, text: str) -> None:
    file.write_text(text + "\n", encoding="utf-8", errors="replace")
