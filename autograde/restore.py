"""Give a submission the cells of the release back, before it is run."""

from __future__ import annotations

from copy import deepcopy
from pathlib import Path
from typing import Any

import nbformat
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_raw_cell
from nbgrader.coursedir import CourseDirectory
from nbgrader.preprocessors import NbGraderPreprocessor

from autograde.questions import grade_id, role


class RestoreCells(NbGraderPreprocessor):  # type: ignore[misc]
    """Undo what a student did to anything but the answers.

    nbgrader's own step restores checks alone, and stops at copied cells and at metadata that it
    does not understand. Hidden tests come afterwards, from the gradebook.
    """

    def preprocess(self, nb: NotebookNode, resources: Any) -> tuple[NotebookNode, Any]:
        """Restore the cells of the release in a submitted notebook."""
        about = resources["nbgrader"]
        course = CourseDirectory(parent=self)
        folder = course.format_path(course.release_directory, ".", about["assignment"])
        released = nbformat.read(Path(folder, f"{about['notebook']}.ipynb"), as_version=4)
        restore(nb, released)
        return nb, resources


def restore(nb: NotebookNode, released: NotebookNode) -> None:
    """Put every named cell of the release into `nb`, with the student's answers in it.

    Cells that are missing come back after the cell they followed. Of a cell that was copied the
    last one counts. Of cells of the student's own, the text stays.
    """
    theirs = {grade_id(cell): cell for cell in released.cells if grade_id(cell)}
    mine = {grade_id(cell): cell for cell in nb.cells if grade_id(cell) in theirs}
    cells = []
    for cell in nb.cells:
        name = grade_id(cell)
        counts = name in mine and mine[name] is cell
        cells.append(_restored(theirs[name], cell) if counts else _own(cell))
    previous = None
    for name, cell in theirs.items():
        if name not in mine:
            names = [grade_id(c) for c in cells]
            cells.insert(names.index(previous) + 1 if previous else 0, deepcopy(cell))
        previous = name
    nb.cells = cells
    nb.metadata = deepcopy(released.metadata)
    nb.nbformat, nb.nbformat_minor = released.nbformat, released.nbformat_minor


def _restored(released: NotebookNode, submitted: NotebookNode) -> NotebookNode:
    cell = deepcopy(released)
    if role(released, "solution"):
        cell.source = submitted.source
    return cell


def _own(cell: NotebookNode) -> NotebookNode:
    new = {"code": new_code_cell, "markdown": new_markdown_cell, "raw": new_raw_cell}
    return new[cell.cell_type](cell.source)


def differences(nb: NotebookNode, released: NotebookNode) -> list[str]:
    """What a student changed in cells that were not theirs to change, a sentence each kind."""
    mine: dict[str | None, list[NotebookNode]] = {}
    for cell in nb.cells:
        mine.setdefault(grade_id(cell), []).append(cell)
    theirs = {grade_id(cell): cell for cell in released.cells if grade_id(cell)}
    last = {name: mine[name][-1] for name in theirs if name in mine}
    locked = {name for name in last if not role(theirs[name], "solution")}
    changes = {
        "deleted, and came back": [name for name in theirs if name not in mine],
        "edited, and restored": [x for x in locked if last[x].source != theirs[x].source],
        "given other points, and restored": [
            name for name in last if _points(last[name]) != _points(theirs[name])
        ],
        "copied, and the last one counted": [name for name in last if len(mine[name]) > 1],
    }
    order = list(theirs)
    return [_sentence(sorted(names, key=order.index), w) for w, names in changes.items() if names]


def _sentence(names: list[str | None], what: str) -> str:
    shown = ", ".join(map(str, names[:2])) + (" …" if len(names) > 2 else "")
    return f"{'A cell was' if len(names) == 1 else f'{len(names)} cells were'} {what}: {shown}."


def _points(cell: NotebookNode) -> Any:
    return cell.metadata["nbgrader"].get("points")
