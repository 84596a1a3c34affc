"""Each student's answers as plain files, to be compared by programs made for that."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from itertools import chain
from pathlib import Path

from nbformat import NotebookNode
from nbgrader.utils import is_solution

from autograde.course.course import Assignment, AssignmentNotebook, CourseError
from autograde.course.questions import grade_id, is_unanswered
from autograde.grading.rebuild import rebuild
from autograde.grading.submission import Submission, Unreadable, parse


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
        Those of whom a notebook cannot be read; of several the others count.

    Raises
    ------
    CourseError
        If there is something in the folder already.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise CourseError(f"{folder} is not an empty folder.")
    folder.mkdir(parents=True, exist_ok=True)
    released = [(notebook, notebook.released()) for notebook in assignment.notebooks]
    unread: list[str] = []
    for student in students:
        submission = Submission(assignment, student)
        found: list[list[tuple[str, NotebookNode]]] = []
        for notebook, nb in released:
            with suppress(Unreadable):
                found.append(_answers(notebook, rebuild(_notebook(submission, notebook), nb)))
        if found:
            _write_down(list(chain(*found)), folder / student)
        if len(found) < len(released):
            unread.append(student)
    return unread


def _answers(notebook: AssignmentNotebook, nb: NotebookNode) -> list[tuple[str, NotebookNode]]:
    """The answers by name, without those that are as they were handed out."""
    answers = [cell for cell in nb.cells if is_solution(cell) and not is_unanswered(cell)]
    return [(notebook.label(str(grade_id(cell))), cell) for cell in answers]


def _write_down(found: list[tuple[str, NotebookNode]], path: Path) -> None:
    code = [f"# {name}\n{cell.source}" for name, cell in found if is_code(cell)]
    words = [f"## {name}\n\n{cell.source}" for name, cell in found if not is_code(cell)]
    _write(Path(f"{path}.py"), "\n\n\n".join(code))
    if words:
        _write(Path(f"{path}.md"), "\n\n".join(words))


def is_code(cell: NotebookNode) -> bool:
    """Whether a cell is one of code."""
    return bool(cell.cell_type == "code")


def _notebook(submission: Submission, notebook: AssignmentNotebook) -> NotebookNode:
    return parse(submission.handed_in(notebook).text, notebook.file)


def _write(file: Path, text: str) -> None:
    file.write_text(text + "\n", encoding="utf-8", errors="replace")
