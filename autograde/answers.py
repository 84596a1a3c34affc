"""What the students of a class wrote, question by question."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

import nbformat
from nbformat import NotebookNode

from autograde.course.course import Course
from autograde.course.questions import Question, questions
from autograde.fragments import code_fragments, prose_fragments

LONGEST = 20_000  # characters of an answer that are compared


@dataclass
class Answers:
    """The answers of a class.

    Parameters
    ----------
    sources : dict
        By question, then by student, the text.
    prose : set of str
        The questions that are answered in words.
    given : set of str
        The fragments of what was handed out and of the instructors' own answers.
    """

    sources: dict[str, dict[str, str]] = field(default_factory=dict)
    prose: set[str] = field(default_factory=set)
    given: frozenset[str] = frozenset()

    def fragments(self) -> dict[str, dict[str, frozenset[str]]]:
        """What is to be compared, by question, then by student."""
        return {
            question: {who: self._cut(question, text) for who, text in by_student.items()}
            for question, by_student in self.sources.items()
        }

    def _cut(self, question: str, text: str) -> frozenset[str]:
        return (prose_fragments if question in self.prose else code_fragments)(text[:LONGEST])


def class_answers(course: Course, assignment: str, students: Iterable[str]) -> Answers:
    """What these students wrote, as far as their graded notebooks are there and can be read."""
    name = f"{course.notebook(assignment)}.ipynb"
    answers = Answers(given=given_fragments(course, assignment, name))
    for student in students:
        path = course.autograded(assignment, student) / name
        if path.is_file():
            nb = read_quickly(path)
            for question in questions(nb):
                _add(answers, student, nb, question)
    return answers


def answer(nb: NotebookNode, question: Question) -> str:
    """The text of all answer cells of a question."""
    return "\n\n".join(nb.cells[index].source for index in question.answers)


def read_quickly(path: Path) -> NotebookNode:
    """A notebook that nbgrader wrote, which need not be checked against the format again."""
    nb = nbformat.from_dict(json.loads(path.read_text(encoding="utf-8")))
    for cell in nb.cells:
        cell.source = "".join(cell.source)
    return nb


def _add(answers: Answers, student: str, nb: NotebookNode, question: Question) -> None:
    if question.answers:
        answers.sources.setdefault(question.name, {})[student] = answer(nb, question)
        if nb.cells[question.answers[-1]].cell_type != "code":
            answers.prose.add(question.name)


def given_fragments(course: Course, assignment: str, name: str) -> frozenset[str]:
    """The fragments of what was handed out and of what instructors answer."""
    found: set[str] = set()
    for folder in (course.release(assignment), course.solution(assignment)):
        if (folder / name).is_file():
            for cell in nbformat.read(folder / name, as_version=4).cells:
                cut = code_fragments if cell.cell_type == "code" else prose_fragments
                found |= cut(cell.source)
    return frozenset(found)
