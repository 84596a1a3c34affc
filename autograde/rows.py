"""The rows of the gradebook that belong to one submitted notebook, in two or three queries."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from nbgrader.api import Gradebook


@dataclass(frozen=True)
class Rows:
    """Grades, comments and what can be earned, by the names of their cells."""

    grades: dict[str, Any]
    comments: dict[str, Any]
    worth: dict[str, float]

    @classmethod
    def of(cls, gradebook: Gradebook, notebook: str, assignment: str, student: str) -> Rows:
        """Those of a student's notebook.

        nbgrader's own `find_grade` and `find_comment` join five tables for each cell.
        """
        known = gradebook.find_notebook(notebook, assignment)
        # Held here, so that no grade has to look its cell up.
        names = {cell.id: cell.name for cell in (*known.grade_cells, *known.solution_cells)}
        names |= {cell.id: cell.name for cell in known.task_cells}
        submitted = gradebook.find_submission_notebook(notebook, assignment, student)
        return cls(
            {names[grade.cell_id]: grade for grade in submitted.grades},
            {names[comment.cell_id]: comment for comment in submitted.comments},
            {cell.name: float(cell.max_score) for cell in known.grade_cells},
        )
