"""An assignment with its reference answers, from which submissions are made."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from nbformat import NotebookNode
from nbgrader.utils import is_grade, is_solution

from autograde.course.course import AssignmentNotebook
from autograde.course.questions import grade_id, is_sealed, points, questions
from autograde.course.questions import is_test as is_graded_by_a_program
from autograde.grading.model_answer import filled_in, model_answers
from autograde.proof.bindings import imported, is_own, made, read, taken


@dataclass(frozen=True)
class Reference:
    """What was handed out, and what its authors answer.

    Parameters
    ----------
    released, written : NotebookNode
        The notebook as students get it, and as instructors wrote it.
    """

    released: NotebookNode
    written: NotebookNode

    @classmethod
    def of(cls, notebook: AssignmentNotebook) -> Reference:
        """The reference of a notebook that was released."""
        return cls(notebook.released(), notebook.written())

    @cached_property
    def solved(self) -> NotebookNode:
        """The released notebook with the reference answers in it."""
        return self.submission(self.all_answers)

    @cached_property
    def all_answers(self) -> dict[str, str]:
        """By name, the text of all reference answers, also of those that a person grades."""
        return model_answers(self.written)

    @cached_property
    def answers(self) -> dict[str, str]:
        """By name, the text of the reference answers that a program grades, in their order."""
        cells = self.solved.cells
        return {
            str(grade_id(cells[index])): cells[index].source
            for question in questions(self.solved)
            if any(is_test(cells[index]) for index in question.graded)
            for index in question.answers
            if cells[index].cell_type == "code" and not is_grade(cells[index])
        }

    @cached_property
    def tests(self) -> dict[str, str]:
        """By name, the text of the tests that give points, with what is hidden in it."""
        cells = {str(grade_id(cell)): cell for cell in self.written.cells if is_test(cell)}
        return {name: cell.source for name, cell in cells.items() if points(cell)}

    @cached_property
    def given(self) -> list[str]:
        """The text of the other cells with code."""
        return [
            cell.source
            for cell in self.written.cells
            if cell.cell_type == "code" and not is_test(cell) and not is_solution(cell)
        ]

    @cached_property
    def not_sealed(self) -> tuple[str, ...]:
        """The names of the tests that run in the student's process."""
        cells = [cell for cell in self.written.cells if is_test(cell)]
        tagged = [cell for cell in cells if not is_sealed(cell)]
        return tuple(str(grade_id(cell)) for cell in tagged)

    @cached_property
    def tools(self) -> frozenset[str]:
        """The names that tests and given cells read or import, and no answer makes."""
        sources = [*self.tests.values(), *self.given]
        names = frozenset().union(*(read(source) | imported(source) for source in sources))
        return frozenset(name for name in names - self.makers.keys() if not name.startswith("__"))

    def tools_of(self, test: str) -> frozenset[str]:
        """The names that a test reads, and neither makes itself nor gets from an answer."""
        names = taken(self.tests[test]) & self.tools
        return frozenset(filter(is_own, names)) or names

    @cached_property
    def makers(self) -> dict[str, list[str]]:
        """For each name that answers make, the cells that do so, in their order."""
        found: dict[str, list[str]] = {}
        for cell, source in self.answers.items():
            for name in made(source):
                found.setdefault(name, []).append(cell)
        return found

    def needs(self, test: str) -> frozenset[str]:
        """The answers that a test depends on by their names, directly or by way of others."""
        order = [str(grade_id(cell)) for cell in self.written.cells]
        before = set(order[: order.index(test)])
        found: set[str] = set()
        given, waiting = list(self.given), [self.tests[test]]
        while waiting:
            wanted = read(waiting.pop())
            makers = [[c for c in self.makers.get(name, ()) if c in before] for name in wanted]
            cells = {earlier[-1] for earlier in makers if earlier} - found
            helpers = [source for source in given if wanted & made(source).keys()]
            found |= cells
            given = [source for source in given if source not in helpers]
            waiting += [*(self.answers[cell] for cell in cells), *helpers]
        return frozenset(found)

    def submission(self, answers: Mapping[str, str]) -> NotebookNode:
        """The released notebook with these answers, by their names."""
        return filled_in(self.released, answers)


def is_test(cell: NotebookNode) -> bool:
    """Whether a cell is a test that a program grades."""
    return cell.cell_type == "code" and is_graded_by_a_program(cell)
