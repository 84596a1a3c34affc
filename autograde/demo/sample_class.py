"""A class that makes the mistakes that classes make, with what each of its students should get."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from copy import deepcopy
from dataclasses import dataclass
from pathlib import Path

import nbformat
from nbformat import NotebookNode

from autograde.course.course import Assignment
from autograde.course.questions import Question, has_points, is_test, points, questions
from autograde.demo.sample_attacks import ATTACKS
from autograde.demo.sample_mistakes import MISTAKES
from autograde.grading.results import Status
from autograde.proof.reference import Reference
from autograde.sandbox.host.cell_names import bound


@dataclass(frozen=True)
class Sample:
    """A student of the sample class.

    Parameters
    ----------
    student : str
        A name that says what is special.
    files : dict
        What is handed in: text by file name.
    broken : set of str
        The questions that should earn nothing.
    status : Status
        What should become of the submission.
    answered : bool
        Whether there is an answer for a person to grade.
    """

    student: str
    files: dict[str, str]
    broken: frozenset[str] = frozenset()
    status: Status = Status.GRADED
    answered: bool = True


def sample_class(assignment: Assignment) -> list[Sample]:
    """One student for each thing that can go wrong, made from the reference answers."""
    name, released = assignment.file, assignment.released()
    reference = Reference(released, assignment.written()).solved
    checked = [q for q in questions(reference) if is_checked(reference, q)]
    everything = frozenset(q.name for q in checked)
    first, last = checked[0], checked[-1]

    def hand_in(
        student: str,
        change: Callable[[NotebookNode], None] = lambda nb: None,
        *broken: Question,
    ) -> Sample:
        nb = deepcopy(reference)
        change(nb)
        return Sample(student, {name: nbformat.writes(nb)}, frozenset(q.name for q in broken))

    untouched = {name: nbformat.writes(released)}
    torn = {name: nbformat.writes(reference)[:-40]}
    elsewhere = {"notes.txt": "My notebook is attached to the e-mail.\n"}
    return [
        hand_in("reference"),
        *students_with_mistakes(assignment.name, checked, hand_in),
        *(hand_in(who, attack(first, text), first) for who, text in ATTACKS.items()),
        hand_in("syntax_error", append(first, "\ndef unfinished(:\n"), first),
        hand_in("endless_loop", append(last, "\nwhile True:\n    pass\n"), last),
        hand_in("kernel_killed", append(first, "\nimport os\n\nos._exit(0)\n"), first),
        hand_in("check_deleted", delete(first.graded)),
        hand_in("check_emptied", empty(first.graded)),
        hand_in("points_edited", raise_points, first),
        hand_in("warns_on_stderr", append(first, "\nimport sys\n\nsys.stderr.write('hm')\n")),
        Sample("empty", untouched, everything, answered=False),
        Sample("invalid_json", torn, everything, Status.UNREADABLE, answered=False),
        Sample("missing_notebook", elsewhere, everything, Status.UNREADABLE, answered=False),
    ]


def expected_points(nb: NotebookNode, sample: Sample) -> float:
    """The points of the notebook that a sample student should get before a person grades."""
    return sum(
        points(nb.cells[index])
        for question in questions(nb)
        if is_checked(nb, question) and question.name not in sample.broken
        for index in question.graded
    )


def hand_in_all(assignment: Assignment, samples: list[Sample]) -> None:
    """Put the submissions where collected ones are."""
    for sample in samples:
        folder = assignment.submitted(sample.student)
        folder.mkdir(parents=True)
        for name, text in sample.files.items():
            Path(folder, name).write_text(text, encoding="utf-8")


def is_checked(nb: NotebookNode, question: Question) -> bool:
    """Whether a program grades a question, and not a person."""
    return all(is_test(nb.cells[index]) for index in question.graded)


def students_with_mistakes(
    assignment: str, checked: list[Question], hand_in: Callable[..., Sample]
) -> Iterator[Sample]:
    """A student for each sample mistake for the assignment."""
    by_name = {question.name: question for question in checked}
    for mistake in MISTAKES.get(assignment, ()):
        question = by_name[mistake.question]
        student = f"{mistake.question}-{mistake.what}".replace("-", "_")
        yield hand_in(student, rewrite(question, mistake.make), question)


def rewrite(question: Question, how: Callable[[str], str]) -> Callable[[NotebookNode], None]:
    """A change of the text of an answer."""

    def change(nb: NotebookNode) -> None:
        cell = nb.cells[question.answers[-1]]
        cell.source = how(cell.source)

    return change


def attack(question: Question, text: str) -> Callable[[NotebookNode], None]:
    """A change that adds an attack to an answer, on the function that it defines."""

    def attacked(answer: str) -> str:
        *_, name = sorted(bound(answer))
        return answer + "\n" + text.format(name=name)

    return rewrite(question, attacked)


def append(question: Question, text: str) -> Callable[[NotebookNode], None]:
    """A change that adds lines to an answer."""
    return rewrite(question, lambda answer: answer + text)


def delete(cells: tuple[int, ...]) -> Callable[[NotebookNode], None]:
    """A change that removes cells."""

    def change(nb: NotebookNode) -> None:
        nb.cells = [cell for index, cell in enumerate(nb.cells) if index not in cells]

    return change


def empty(cells: tuple[int, ...]) -> Callable[[NotebookNode], None]:
    """A change that takes the text out of cells."""

    def change(nb: NotebookNode) -> None:
        for index in cells:
            nb.cells[index].source = "pass"

    return change


def raise_points(nb: NotebookNode) -> None:
    """Give every check a thousand points, and leave the first question out."""
    first = questions(nb)[0]
    nb.cells[first.answers[-1]].source = "raise NotImplementedError()"
    for cell in nb.cells:
        if has_points(cell):
            cell.metadata["nbgrader"]["points"] = 1000
