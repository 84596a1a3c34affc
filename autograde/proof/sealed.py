"""Grading of one notebook, sealed as a class's are, with nothing recorded."""

from __future__ import annotations

from dataclasses import replace

from nbformat import NotebookNode

from autograde.course.course import Assignment
from autograde.course.questions import grade_id, points
from autograde.grading.assignment import GradedAssignment
from autograde.grading.model_answer import sealed_assignment
from autograde.grading.nbgrader_steps import Execution
from autograde.grading.scoring import score
from autograde.proof.findings import CellVerdict, Grade, Verdicts
from autograde.proof.reference import is_test
from autograde.sandbox.host.launcher import shared_launcher

NOTEBOOK = 6  # times what a cell may take, for all of a notebook whose cells may not come to an end


def sealed(assignment: Assignment, notebook: str, cell_seconds: float | None = None) -> Grade:
    """Grading as in this course, or with so many seconds a cell at most."""
    execution = Execution(config=assignment.course.config)
    limits, options = execution.limits, execution.options
    graded: GradedAssignment | None = None
    if cell_seconds is not None:
        hasty = min(cell_seconds, limits.cell_seconds)
        limits = replace(limits, cell_seconds=hasty, notebook_seconds=NOTEBOOK * hasty)

    def grade(nb: NotebookNode) -> Verdicts:
        nonlocal graded
        tests = {str(grade_id(cell)): cell for cell in nb.cells if is_test(cell)}
        try:
            if graded is None:
                graded = sealed_assignment(assignment, execution.limits, options)
            whole = graded.notebooks[notebook].rebuild(nb)
            graded.run(notebook, whole, shared_launcher(limits, options), limits)
        except Exception as error:  # of the grader; what it did not judge, nobody earned or lost
            said = f"The grader failed: {type(error).__name__}: {error}"
            return {name: CellVerdict(None, points(cell), said) for name, cell in tests.items()}
        return {str(grade_id(cell)): verdict(cell) for cell in whole.cells if is_test(cell)}

    return grade


def verdict(cell: NotebookNode) -> CellVerdict:
    """The verdict on a test that was run."""
    found = score(cell)
    return CellVerdict(found.points, points(cell), found.reason)
