"""Make what students get, and make sure that nothing hidden is in it."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from nbformat import NotebookNode
from nbgrader.api import MissingEntry
from nbgrader.utils import is_locked

from autograde.course.class_settings import ClassSettings
from autograde.course.course import Assignment, AssignmentNotebook, CourseError
from autograde.course.points import set_points
from autograde.course.questions import grade_id, has_points, points

SECRETS = {
    "SOLUTION": "a solution",
    "HIDDEN TESTS": "a hidden test",
    "MARK SCHEME": "a marking scheme",
}
# Also what nbgrader leaves in, such as "### BEGIN HIDDEN TEST" or "### begin solution".
MARKER = re.compile(r"\b(begin|end)\s+(solution|hidden|mark scheme)", re.IGNORECASE)


def release(assignment: Assignment) -> list[Path]:
    """Generate an assignment with nbgrader and check it; returns its notebooks.

    Raises
    ------
    CourseError
        If nbgrader refuses, or something hidden would get out.
    """
    ClassSettings.of(assignment.course).check(assignment.course)
    _refuse_secrets_in_other_files(assignment.solution)
    made = assignment.step("generate_assignment")
    if not made["success"]:
        raise CourseError(f"{assignment} could not be released: {last_line(made)}")
    files = [assignment.release / notebook.file for notebook in assignment.notebooks]
    for notebook in assignment.notebooks:
        found = leaks(notebook.written(), notebook.released())
        if found:
            for file in files:
                file.unlink()
            raise CourseError(f"{assignment} was not released, because {found[0]}.")
    set_points(assignment)
    return files


def is_registered(assignment: Assignment) -> bool:
    """Whether the gradebook knows an assignment."""
    with assignment.course.gradebook() as gradebook:
        try:
            return bool(gradebook.find_assignment(assignment.name).notebooks)
        except MissingEntry:
            return False


def is_current(assignment: Assignment) -> bool:
    """Whether the checks in the gradebook are those in the solution."""
    with assignment.course.gradebook() as gradebook:
        known = {row.name for row in gradebook.find_assignment(assignment.name).notebooks}
        return known == {notebook.name for notebook in assignment.notebooks} and all(
            _is_current(notebook, notebook.row(gradebook)) for notebook in assignment.notebooks
        )


def _is_current(notebook: AssignmentNotebook, row: Any) -> bool:
    written = {grade_id(cell): cell.source for cell in notebook.written().cells if is_locked(cell)}
    return written == {cell.name: cell.source for cell in row.source_cells if cell.locked}


def leaks(written: NotebookNode, released: NotebookNode) -> list[str]:
    """Sentences on what is in a released notebook and should not be.

    Every line between BEGIN and END markers is secret, unless it also stands outside of them.
    """
    public = {line for cell in written.cells for line in lines_outside(cell.source)}
    given = {line for cell in released.cells for line in lines(cell.source)}
    found = [f"a marker is left in it: {line!r}" for line in sorted(given) if MARKER.search(line)]
    for kind, what in SECRETS.items():
        for cell in written.cells:
            shown = (lines_inside(cell.source, kind) - public) & given
            if shown:
                found.append(f"{what} of {grade_id(cell)} is in it: {min(shown)!r}")
    for cell in released.cells:
        if cell.cell_type == "code" and "autograde" in cell.source:
            found.append(f"{grade_id(cell)} needs autograde, which students do not have")
    found += [f"{grade_id(c)} still has output" for c in released.cells if c.get("outputs")]
    return found


def lines(source: str) -> set[str]:
    """The lines of a cell that say something."""
    return {line.strip() for line in source.splitlines() if line.strip()}


def lines_inside(source: str, kind: str) -> set[str]:
    """The lines between the markers BEGIN kind and END kind."""
    inside, found = False, []
    for line in source.splitlines():
        if f"BEGIN {kind}" in line or f"END {kind}" in line:
            inside = f"BEGIN {kind}" in line
        elif inside:
            found.append(line)
    return lines("\n".join(found))


def lines_outside(source: str) -> set[str]:
    """The lines between no markers."""
    return lines(source) - set().union(*(lines_inside(source, kind) for kind in SECRETS))


def total_points(nb: NotebookNode) -> float:
    """The points that a notebook is worth."""
    return sum(points(cell) for cell in nb.cells if has_points(cell))


def last_line(answer: dict[str, str]) -> str:
    """The line in which a step of nbgrader complained."""
    said = [line for line in answer.get("error", "").splitlines() if line.strip()]
    logged = [line for line in answer.get("log", "").splitlines() if "Error" in line]
    return (logged or said or ["no reason was given"])[-1].strip()


def _refuse_secrets_in_other_files(folder: Path) -> None:
    """Only notebooks are stripped: a solution in a .py file would go out as it is."""
    for path in sorted(folder.rglob("*")):
        if path.suffix == ".ipynb" or not path.is_file():
            continue
        content = path.read_bytes()
        if any(f"BEGIN {kind}".encode() in content for kind in SECRETS):
            raise CourseError(
                f"{path.name} holds a solution or a hidden test, and only notebooks are "
                "stripped: move it into the notebook or out of the assignment."
            )
