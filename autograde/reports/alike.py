"""Answers that are the same to the letter: what a person gave one of them is given the others."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from autograde.course.course import Assignment
from autograde.course.points import format_points
from autograde.reports.points_csv import Graded, graded_cells

MOST_NAMES = 12


@dataclass(frozen=True)
class Alike:
    """Students with the same answer to a cell that a person grades.

    Parameters
    ----------
    cell : str
        Which.
    waiting, graded : tuple of str
        Whose waits, and whose has points from a person.
    points : tuple of float
        What people gave, each number once.
    comment : str
        What one of them wrote.
    """

    cell: str
    waiting: tuple[str, ...]
    graded: tuple[str, ...]
    points: tuple[float, ...]
    comment: str = ""

    def __str__(self) -> str:
        who = _names(self.waiting)
        if not self.points:
            return f"{self.cell}: the same words of {who}: what one is given, the others can have."
        if len(self.points) > 1:
            given = " and ".join(map(format_points, self.points))
            wait = "waits" if len(self.waiting) == 1 else "wait"
            return f"{self.cell}: {who} {wait}; the same words were given {given} points. Which?"
        given = format_points(self.points[0])
        have = "has" if len(self.waiting) == 1 else "have"
        same = f"as {_names(self.graded)} for the same words"
        return f"{self.cell}: {who} {have} {given} points, {same}."


def _names(students: Sequence[str]) -> str:
    more = len(students) - MOST_NAMES
    return ", ".join(students[:MOST_NAMES]) + (f" and {more} more" if more > 0 else "")


def give_alike(assignment: Assignment, *, dry_run: bool = False) -> list[Alike]:
    """Give points and comments to answers that wait and are the same as one that a person graded.

    What nobody touched has 0 points already, and is left out.
    """
    with assignment.course.gradebook() as gradebook:
        groups: dict[tuple[str, str], list[Graded]] = defaultdict(list)
        for one in graded_cells(assignment, gradebook):
            if one.by_person and one.answer.strip():
                groups[one.cell, one.answer.strip()].append(one)
        found = [_given(cell, group) for (cell, _), group in groups.items() if len(group) > 1]
        if not dry_run:
            gradebook.db.commit()
    return [one for one in found if one.waiting and len(one.waiting) + len(one.graded) > 1]


def _given(cell: str, group: Sequence[Graded]) -> Alike:
    waiting = [one for one in group if one.points is None]
    graded = [one for one in group if one.points is not None and one.grade.manual_score is not None]
    points = tuple(sorted({float(one.grade.manual_score) for one in graded}))
    said = next((one.said for one in graded if one.said), "")
    found = Alike(cell, _students(waiting), _students(graded), points, said)
    if len(points) == 1:
        for one in waiting:
            one.grade.manual_score, one.grade.needs_manual_grade = points[0], False
            if one.comment is not None and not one.said:
                one.comment.manual_comment = said or None
    return found


def _students(group: Iterable[Graded]) -> tuple[str, ...]:
    return tuple(one.student for one in group)
