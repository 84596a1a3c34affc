"""A question: the cells a student answers in, and the cells that carry its points."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from nbformat import NotebookNode
from nbgrader.utils import compute_checksum, is_grade, is_locked, is_solution, is_task


@dataclass(frozen=True)
class Question:
    """A question of an assignment; cells are given by their place in the notebook.

    Parameters
    ----------
    name : str
        The `grade_id` of the (last) answer cell, or of the task.
    answers : tuple of int
        The cells that students write in.
    graded : tuple of int
        The cells with points: the checks, or the answer or task itself if a person grades it.
    """

    name: str
    answers: tuple[int, ...]
    graded: tuple[int, ...]


INSIDE = "inside"  # the tag of a test that runs in the student's process, as with nbgrader


def is_sealed(cell: NotebookNode) -> bool:
    """Whether a test runs where no student's code is."""
    return INSIDE not in cell.metadata.get("tags", ())


def has_points(cell: NotebookNode) -> bool:
    """Whether a cell carries points: nbgrader's graded cells, and its tasks."""
    return bool(is_grade(cell) or is_task(cell))


def is_test(cell: NotebookNode) -> bool:
    """Whether a cell is a test that a program grades."""
    return bool(is_grade(cell) and not is_solution(cell))


def is_given(cell: NotebookNode) -> bool:
    """Whether a cell came with the assignment, to be run and neither changed nor graded."""
    return bool(is_locked(cell) and not is_grade(cell))


def grade_id(cell: NotebookNode) -> str | None:
    """The name under which the gradebook knows a cell, or None."""
    name = cell.metadata.get("nbgrader", {}).get("grade_id")
    return name if isinstance(name, str) else None


def points(cell: NotebookNode) -> float:
    """The points that a cell is worth."""
    return float(cell.metadata["nbgrader"]["points"])


def is_forgiven(cell: NotebookNode) -> bool:
    """Whether everybody has all points of a cell, because its question is broken."""
    return bool(cell.metadata.get("autograde", {}).get("forgiven"))


def forgive(nb: NotebookNode, parts: Collection[str]) -> None:
    """Mark the cells with points of some questions, so that everybody has all of them."""
    for question in questions(nb):
        for index in question.graded if question.name in parts else ():
            about = nb.cells[index].metadata.setdefault("autograde", NotebookNode())
            about["forgiven"] = True


def written_points(cell: NotebookNode) -> float:
    """The points of a graded cell as its assignment is written, whatever a class makes of it."""
    written = cell.metadata.get("autograde", {}).get("points_as_written")
    return points(cell) if written is None else float(written)


def questions(nb: NotebookNode) -> list[Question]:
    """The questions of a notebook, in its order.

    An answer cell opens a question, the checks that follow belong to it, and the next answer
    cell after a check opens the next one. A task is a question of its own.
    """
    found: list[Question] = []
    answers: list[int] = []
    graded: list[int] = []
    for index, cell in enumerate(nb.cells):
        if is_task(cell):
            found.append(_question(nb, [], [index]))
        if is_solution(cell):
            if graded:
                found.append(_question(nb, answers, graded))
                answers, graded = [], []
            answers.append(index)
        if is_grade(cell):
            graded.append(index)
    if graded:
        found.append(_question(nb, answers, graded))
    return sorted(found, key=lambda question: question.graded)


def answer(nb: NotebookNode, question: Question) -> str:
    """The text of all answer cells of a question."""
    return "\n\n".join(nb.cells[index].source for index in question.answers)


def by_student(nb: NotebookNode, question: Question) -> list[str]:
    """What a student wrote for a question, by cell; for a task, all cells of their own."""
    if question.answers:
        return [nb.cells[index].source for index in question.answers]
    return [cell.source for cell in nb.cells if not grade_id(cell)]


def is_unanswered(cell: NotebookNode) -> bool:
    """Whether an answer cell is still as it was handed out."""
    checksum = cell.metadata["nbgrader"].get("checksum")
    return bool(checksum is not None and checksum == compute_checksum(cell))


def _question(nb: NotebookNode, answers: list[int], graded: list[int]) -> Question:
    name = grade_id(nb.cells[answers[-1] if answers else graded[0]])
    return Question(str(name), tuple(answers), tuple(graded))
