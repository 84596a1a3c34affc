"""Points of an assignment's parts in this class: one truth, kept in the gradebook."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Any

from nbformat import NotebookNode
from nbgrader.api import MissingEntry
from nbgrader.utils import compute_checksum
from sqlalchemy import Column, Float, MetaData, String, Table, inspect

from autograde.course.class_settings import FILE, ClassSettings
from autograde.course.course import Assignment, AssignmentNotebook, CourseError
from autograde.course.questions import (
    grade_id,
    has_points,
    is_sealed,
    is_test,
    is_unanswered,
    points,
    questions,
    written_points,
)
from autograde.course.requests import about_forgiven

# nbgrader's `generate_assignment` puts back what cells are worth as they are written, and leaves
# the points that were given. Without this table, beside nbgrader's, nobody could tell afterwards
# on which scale those are.
APPLIED = Table(
    "autograde_points",
    MetaData(),
    Column("assignment", String(128), primary_key=True),
    Column("cell", String(128), primary_key=True),
    Column("points", Float, nullable=False),
)

REWRITTEN = (
    "The assignment is written otherwise by now. What was graded has the points of its release."
)
Here = tuple[AssignmentNotebook, NotebookNode, dict[str, float]]  # with what its cells are worth


def format_points(points: float | None) -> str:
    """Points without needless decimals; a dot while they wait for a person.

    >>> format_points(9.0), format_points(2.50), format_points(None)
    ('9', '2.5', '·')
    """
    return "·" if points is None else f"{points:.2f}".rstrip("0").rstrip(".")


@dataclass(frozen=True)
class Change:
    """A question that is worth something else in this class.

    Parameters
    ----------
    question : str
        Its name.
    points, written : float
        What it is worth here, and as the assignment is written.
    """

    question: str
    points: float
    written: float


def class_points(nb: NotebookNode, wanted: Mapping[str, float]) -> dict[str, float]:
    """The points of each graded cell if its questions are worth what is wanted.

    The cells of a question keep their shares; the last one takes what rounding leaves.
    """
    worth = _as_written(nb)
    for question in questions(nb):
        names = [str(grade_id(nb.cells[index])) for index in question.graded]
        total = sum(worth[name] for name in names)
        if question.name in wanted and wanted[question.name] != total:
            whole = wanted[question.name]
            shares = [worth[name] / total if total else 0.0 for name in names[:-1]]
            parts = [round(whole * share, 6) for share in shares]
            worth.update(zip(names, [*parts, whole - sum(parts)], strict=True))
    return worth


def _as_written(nb: NotebookNode) -> dict[str, float]:
    return {str(grade_id(cell)): written_points(cell) for cell in nb.cells if has_points(cell)}


def wanted_points(notebook: AssignmentNotebook, settings: ClassSettings) -> dict[str, float]:
    """What a class wants a notebook's questions to be worth, by their names in it."""
    wanted = settings.points.get(notebook.assignment.name, {})
    names = [question.name for question in notebook.questions] if wanted else []
    return {name: wanted[notebook.label(name)] for name in names if notebook.label(name) in wanted}


def give_points(nb: NotebookNode, worth: Mapping[str, float]) -> None:
    """Write into a notebook what its cells are worth, beside what they were written with."""
    for cell in nb.cells:
        name = str(grade_id(cell))
        if has_points(cell) and name in worth and worth[name] != points(cell):
            blank = is_unanswered(cell)
            about = cell.metadata.setdefault("autograde", NotebookNode())
            about["points_as_written"] = written_points(cell)
            cell.metadata["nbgrader"]["points"] = worth[name]
            if blank:  # what tells so depends on the points
                cell.metadata["nbgrader"]["checksum"] = compute_checksum(cell)


def set_points(assignment: Assignment) -> None:
    """Bring what the class's settings say into the gradebook; points that were given keep pace.

    Raises
    ------
    CourseError
        If the settings name what is not there, or would lose points that a person gave.
    """
    settings = ClassSettings.of(assignment.course)
    settings.check(assignment.course)
    with assignment.course.gradebook() as gradebook:
        before = applied_points(gradebook.db, assignment.name)
        other: dict[str, float] = {}
        for notebook in assignment.notebooks:
            nb, row = notebook.released(), notebook.row(gradebook)
            worth, written = class_points(nb, wanted_points(notebook, settings)), _as_written(nb)
            for cell in (*row.grade_cells, *row.task_cells):
                if cell.name in worth:
                    was = before.get(notebook.label(cell.name), cell.max_score)
                    _rescale(cell, was, worth[cell.name])
            here = {name: here for name, here in worth.items() if here != written[name]}
            other |= {notebook.label(name): here for name, here in here.items()}
        note_applied_points(gradebook.db, assignment.name, other)
        gradebook.db.commit()


def _rescale(cell: Any, before: float, worth: float) -> None:
    """Change what a cell is worth, and the points in it by the same factor."""
    cell.max_score = worth
    if before == worth:
        return
    by_hand = [grade for grade in cell.grades if grade.manual_score]
    if by_hand and not worth:
        raise CourseError(
            f"{FILE} makes {cell.name} worth nothing, and people gave points in it: "
            f"they would be lost in {len(by_hand)} submissions."
        )
    if before:
        factor = worth / before
        for grade in cell.grades:
            for given in ("auto_score", "manual_score"):
                if getattr(grade, given) is not None:
                    setattr(grade, given, round(factor * getattr(grade, given), 6))


def changes(nb: NotebookNode, worth: Mapping[str, float]) -> list[Change]:
    """The questions that are worth something else than they are written with."""
    found = []
    for question in questions(nb):
        cells = [nb.cells[index] for index in question.graded]
        written = sum(written_points(cell) for cell in cells)
        here = sum(worth.get(str(grade_id(cell)), points(cell)) for cell in cells)
        if abs(here - written) > 1e-9:
            found.append(Change(question.name, here, written))
    return found


def sentence(changed: Iterable[Change]) -> str:
    """The changes in a sentence, or "".

    >>> sentence([Change("mul-vjp", 15.0, 9.0), Change("words", 2.0, 4.0)])
    'Other points count in this class: mul-vjp 15 instead of 9, words 2 instead of 4.'
    """
    said = ", ".join(
        f"{one.question} {format_points(one.points)} instead of {format_points(one.written)}"
        for one in changed
    )
    return f"Other points count in this class: {said}." if said else ""


def about_the_class(assignment: Assignment) -> list[str]:
    """Sentences on what is special about this class, for those who grade."""
    settings, here = ClassSettings.of(assignment.course), list(_here(assignment))
    rewritten = any(map(_is_rewritten, here))
    said = [REWRITTEN] if rewritten else _about_points(assignment, settings, here)
    said.append(not_sealed([nb for _, nb, _ in here]))
    said += about_forgiven(assignment.course, assignment.name)
    if settings.seed is not None:
        said.append(f"Hidden checks draw by the seed {settings.seed}.")
    return list(filter(None, said))


def _about_points(
    assignment: Assignment, settings: ClassSettings, here: Sequence[Here]
) -> list[str]:
    said = [sentence(one for of, nb, worth in here for one in _labelled(of, nb, worth))]
    if any(class_points(nb, wanted_points(of, settings)) != worth for of, nb, worth in here):
        said.append(f"{FILE} says something else by now: `autograde run {assignment}` applies it.")
    return said


def _is_rewritten(one: Here) -> bool:
    """Whether a notebook has other points than it was released with, and not by the settings."""
    notebook, nb, worth = one
    written = _as_written(nb)
    with notebook.assignment.course.gradebook() as gradebook:
        own = applied_points(gradebook.db, notebook.assignment.name)
    return written.keys() != worth.keys() or any(
        here != worth[name] for name, here in written.items() if notebook.label(name) not in own
    )


def not_sealed(notebooks: Iterable[NotebookNode]) -> str:
    """The tests that run in students' own processes, in a sentence, or ""."""
    tests = [cell for nb in notebooks for cell in nb.cells if is_test(cell)]
    open_to_all = [cell for cell in tests if not is_sealed(cell)]
    if not open_to_all:
        return ""
    names = ", ".join(str(grade_id(cell)) for cell in open_to_all)
    some, worth = (format_points(sum(map(points, cells))) for cells in (open_to_all, tests))
    return f"Not sealed, being tagged `inside`: {names}; {some} of {worth} points of tests."


def _here(assignment: Assignment) -> Iterator[Here]:
    """Each notebook as it was released, and what its cells are worth here; none before that."""
    for notebook in assignment.notebooks:
        with suppress(FileNotFoundError, MissingEntry):
            yield notebook, notebook.released(), notebook.points


def _labelled(
    notebook: AssignmentNotebook, nb: NotebookNode, worth: Mapping[str, float]
) -> list[Change]:
    found = changes(nb, worth)
    return [replace(change, question=notebook.label(change.question)) for change in found]


def applied_points(db: Any, assignment: str) -> dict[str, float]:
    """By cell, the points that a class's settings gave it; nothing of cells as they are written."""
    if not inspect(db.connection()).has_table(APPLIED.name):
        return {}
    rows = db.execute(APPLIED.select().where(APPLIED.c.assignment == assignment))
    return {row.cell: row.points for row in rows}


def note_applied_points(db: Any, assignment: str, points: Mapping[str, float]) -> None:
    """Remember these instead, in the transaction of whoever calls."""
    known = applied_points(db, assignment)
    if known == points:
        return
    APPLIED.create(db.connection(), checkfirst=True)
    db.execute(APPLIED.delete().where(APPLIED.c.assignment == assignment))
    for cell, worth in points.items():
        db.execute(APPLIED.insert().values(assignment=assignment, cell=cell, points=worth))
