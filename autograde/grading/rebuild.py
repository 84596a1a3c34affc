"""Rebuild a submission: the cells of the release, in its order, with the student's answers."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from copy import deepcopy
from typing import Any

from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_raw_cell
from nbgrader.utils import is_solution

from autograde.course.questions import grade_id

START = ""  # what stands before the first cell that was handed out


def rebuild(nb: NotebookNode, released: NotebookNode) -> NotebookNode:
    """The released notebook with the answers of `nb`, and with the student's own cells.

    Of a submission nothing counts but the text of its answers: where a cell stands, its tags,
    points and metadata, and whether checks were edited, copied or deleted make no difference. Of
    an answer that was copied the last copy counts. Own cells come after the cell that they
    followed, because an answer may need what they define.
    """
    answers = {grade_id(cell): cell.source for cell in nb.cells}
    copies, own = _copies(nb, released), _own_cells(nb, released)
    whole = deepcopy(released)
    whole.cells = own.pop(START, [])
    for cell in deepcopy(released.cells):
        key = _key(cell)
        if is_solution(cell) and grade_id(cell) in answers:
            cell.source = answers[grade_id(cell)]
        whole.cells += [*copies.pop(key, ()), cell, *own.pop(key, ())]
    return whole


def _copies(nb: NotebookNode, released: NotebookNode) -> dict[str, list[NotebookNode]]:
    """All but the last of cells with the same name, to be run before it as they were."""
    names = {_key(cell) for cell in released.cells if grade_id(cell)}
    last = {_key(cell): cell for cell in nb.cells}
    copies = defaultdict(list)
    for cell in nb.cells:
        if _key(cell) in names and last[_key(cell)] is not cell:
            copies[_key(cell)].append(_plain(cell))
    return copies


def _own_cells(nb: NotebookNode, released: NotebookNode) -> dict[str, list[NotebookNode]]:
    """Cells that were not handed out, by the cell that they come after."""
    handed_out = {_key(cell) for cell in released.cells}
    own, after = defaultdict(list), START
    for cell in nb.cells:
        if _key(cell) in handed_out:
            after = _key(cell)
        else:
            own[after].append(_plain(cell))
    return own


def _key(cell: NotebookNode) -> str:
    """The key of a cell: its name in the gradebook, or else its text."""
    name = grade_id(cell)
    return f"name {name}" if name else f"{cell.cell_type} {cell.source.strip()}"


def _plain(cell: NotebookNode) -> NotebookNode:
    new = {"code": new_code_cell, "markdown": new_markdown_cell, "raw": new_raw_cell}
    return new[cell.cell_type](cell.source)


def differences(
    nb: NotebookNode, released: NotebookNode, locked_texts: Mapping[str, str] | None = None
) -> list[str]:
    """Changes of cells that were not the student's to change, a sentence each kind.

    A locked cell as its author has it, with the hidden tests in it, is none: of `locked_texts`.
    """
    whole = locked_texts or {}
    mine: dict[str | None, list[NotebookNode]] = {}
    for cell in nb.cells:
        mine.setdefault(grade_id(cell), []).append(cell)
    theirs = {grade_id(cell): cell for cell in released.cells if grade_id(cell)}
    last = {name: mine[name][-1] for name in theirs if name in mine}
    locked = {name for name in last if not is_solution(theirs[name])}
    changes = {
        "deleted, and came back": [name for name in theirs if name not in mine],
        "edited, and restored": [
            x for x in locked if last[x].source not in (theirs[x].source, whole.get(str(x)))
        ],
        "given other points, and restored": [
            name for name in last if _points(last[name]) != _points(theirs[name])
        ],
        "copied, and the last one counted": [name for name in last if len(mine[name]) > 1],
    }
    order = list(theirs)
    return [_sentence(sorted(names, key=order.index), w) for w, names in changes.items() if names]


def _sentence(names: list[str | None], what: str) -> str:
    shown = ", ".join(map(str, names[:2])) + (" and others" if len(names) > 2 else "")
    return f"{'A cell was' if len(names) == 1 else f'{len(names)} cells were'} {what}: {shown}."


def _points(cell: NotebookNode) -> Any:
    return cell.metadata["nbgrader"].get("points")
