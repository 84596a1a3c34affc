"""What each answer was when it was graded last: points that a person gave stand while it is that.

The graded notebook says it as well, but plain nbgrader deletes that before it grades again.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path

from nbformat import NotebookNode

from autograde.course.course import Assignment
from autograde.course.questions import by_student, grade_id, questions


def answers_of(nb: NotebookNode | None) -> dict[str, str]:
    """A digest of what the student wrote for each question, by its name."""
    return {
        question.name: hashlib.sha256(json.dumps(by_student(nb, question)).encode()).hexdigest()
        for question in (questions(nb) if nb else ())
    }


def unchanged(nb: NotebookNode, before: Mapping[str, str]) -> set[str]:
    """The names of cells with points whose question has the same answers as before."""
    now = answers_of(nb)
    return {
        str(grade_id(nb.cells[index]))
        for question in questions(nb)
        if before.get(question.name) == now[question.name]
        for index in question.graded
    }


def note_answers(assignment: Assignment, student: str, notebook: str, nb: NotebookNode) -> None:
    """Write down what was answered in a notebook that is graded now."""
    file = _file(assignment, student, notebook)
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(json.dumps(answers_of(nb)), encoding="utf-8")


def noted_answers(assignment: Assignment, student: str, notebook: str) -> dict[str, str]:
    """What was answered when it was graded last; nothing where that is not known."""
    try:
        noted = json.loads(_file(assignment, student, notebook).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return noted if isinstance(noted, dict) else {}


def _file(assignment: Assignment, student: str, notebook: str) -> Path:
    return assignment.results.with_suffix(".answers") / student / f"{notebook}.json"
