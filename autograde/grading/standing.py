"""What a notebook has earned, cell by cell, as a student's page tells it."""

from __future__ import annotations

from dataclasses import dataclass, field

from nbformat import NotebookNode

from autograde.course.questions import grade_id, has_points, points
from autograde.grading.scoring import Rows, score


@dataclass(frozen=True)
class Standing:
    """The points of a notebook's cells, by their names.

    Parameters
    ----------
    points : dict
        What was earned; None while it waits for a person.
    worth : dict
        What could have been earned.
    comments : dict
        What a person wrote.
    by_hand : frozenset
        The cells to which a person gave points.
    so_far : dict
        What cells have that wait for a person to look again.
    late : float
        The points that being late costs.
    """

    points: dict[str, float | None]
    worth: dict[str, float]
    comments: dict[str, str] = field(default_factory=dict)
    by_hand: frozenset[str] = frozenset()
    so_far: dict[str, float] = field(default_factory=dict)
    late: float = 0.0

    @classmethod
    def automatic(cls, nb: NotebookNode) -> Standing:
        """What a notebook that was run has earned, before anybody has looked at it."""
        cells = {str(grade_id(cell)): cell for cell in nb.cells if has_points(cell)}
        return cls(
            {name: score(cell).points for name, cell in cells.items()},
            {name: points(cell) for name, cell in cells.items()},
        )

    @classmethod
    def of(cls, rows: Rows, late: float | None) -> Standing:
        """What the gradebook says."""
        given = {name: grade for name, grade in rows.grades.items() if name in rows.worth}
        comments = {name: str(one.manual_comment or "") for name, one in rows.comments.items()}
        return cls(
            {n: None if g.needs_manual_grade else float(g.score) for n, g in given.items()},
            {name: rows.worth[name] for name in given},
            {name: text for name, text in comments.items() if text.strip()},
            frozenset(name for name, grade in given.items() if grade.manual_score is not None),
            {n: float(g.score) for n, g in given.items() if g.needs_manual_grade and g.score},
            float(late or 0.0),
        )
