"""Make what students get, and make sure that nothing hidden is in it."""

from __future__ import annotations

import ast
import re
from collections import Counter
from collections.abc import Collection, Iterable
from pathlib import Path
from typing import Any

from IPython.core.inputtransformer2 import TransformerManager
from nbformat import NotebookNode
from nbgrader.api import MissingEntry
from nbgrader.preprocessors import ClearSolutions
from nbgrader.utils import is_locked

from autograde.course.class_settings import ClassSettings
from autograde.course.course import Assignment, AssignmentNotebook, Course, CourseError
from autograde.course.points import set_points
from autograde.course.questions import grade_id, has_points, points

SECRETS = {
    "SOLUTION": "a solution",
    "HIDDEN TESTS": "a hidden test",
    "MARK SCHEME": "a marking scheme",
}
# Also what nbgrader leaves in, such as "### BEGIN HIDDEN TEST" or "### begin solution".
MARKER = re.compile(
    r"(^|[#=])\W*(begin|end)\s+(solutions?|hidden(\s+tests?)?|mark(ing)?\s+scheme)\W*$",
    re.IGNORECASE,
)
STUBS = ("# YOUR CODE HERE\nraise NotImplementedError()", "YOUR ANSWER HERE")  # nbgrader's own
RECORD = re.compile(r"^(?=\[[A-Z]+\])", re.MULTILINE)
EXCEPTION = re.compile(r"^ *(?:\w+\.)*(\w*(?:Error|Exception))(?:: |$)", re.MULTILINE)
REFERRAL = "Please see the"  # to what stands above it


def release(assignment: Assignment) -> list[Path]:
    """Generate an assignment with nbgrader and check it; returns its notebooks.

    Raises
    ------
    CourseError
        If nbgrader refuses, or something hidden would get out.
    """
    ClassSettings.of(assignment.course).check(assignment.course)
    _refuse_secrets_in_other_files(assignment.solution)
    _refuse_other_cells(assignment)
    made = assignment.step("generate_assignment")
    if not made["success"]:
        raise CourseError(f"{assignment} could not be released: {complaint(made)}")
    files = [assignment.release / notebook.file for notebook in assignment.notebooks]
    for notebook in assignment.notebooks:
        found = leaks(notebook.written(), notebook.released(), stubs(assignment.course))
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


def leaks(written: NotebookNode, released: NotebookNode, stubs: Iterable[str] = STUBS) -> list[str]:
    """Sentences on what is in a released notebook and should not be.

    Every line between BEGIN and END markers is secret: it may stand in a released cell as often
    as it stands outside of markers in the same cell as it is written, and in what is put in the
    place of solutions.
    """
    stub_lines = {line for stub in stubs for line in lines(stub)}
    public = {_place(index, cell): lines_outside(cell.source) for index, cell in _cells(written)}
    found = [
        f"a marker is left in it: {line!r}"
        for line in sorted({line for cell in released.cells for line in lines(cell.source)})
        if MARKER.search(line)
    ]
    shown = {
        line
        for index, cell in _cells(released)
        for line in Counter(lines(cell.source)) - Counter(public.get(_place(index, cell), ()))
    }
    for kind, what in SECRETS.items():
        for cell in written.cells:
            secret = shown.intersection(lines_inside(cell.source, kind)) - stub_lines
            if secret:
                found.append(f"{what} of {grade_id(cell)} is in it: {min(secret)!r}")
    for cell in released.cells:
        if cell.cell_type == "code" and "autograde" in imported(cell.source):
            found.append(f"{grade_id(cell)} needs autograde, which students do not have")
    found += [f"{grade_id(c)} still has output" for c in released.cells if c.get("outputs")]
    return found


def stubs(course: Course) -> list[str]:
    """What nbgrader puts in the place of solutions."""
    step = ClearSolutions(config=course.config)
    return [*step.code_stub.values(), step.text_stub]


def _cells(nb: NotebookNode) -> list[tuple[int, NotebookNode]]:
    return list(enumerate(nb.cells))


def _place(index: int, cell: NotebookNode) -> str | int:
    """What a cell has in common with itself before its release."""
    return grade_id(cell) or index


def lines(source: str) -> list[str]:
    """The lines of a cell that say something."""
    return [line.strip() for line in source.splitlines() if line.strip()]


def lines_inside(source: str, kind: str) -> list[str]:
    """The lines between the markers BEGIN kind and END kind."""
    inside, found = False, []
    for line in source.splitlines():
        if f"BEGIN {kind}" in line or f"END {kind}" in line:
            inside = f"BEGIN {kind}" in line
        elif inside:
            found.append(line)
    return lines("\n".join(found))


def lines_outside(source: str) -> list[str]:
    """The lines between no markers."""
    rest = Counter(lines(source))
    for kind in SECRETS:
        rest -= Counter(lines_inside(source, kind))
    return list(rest.elements())


def imported(source: str) -> set[str]:
    r"""The packages that the code of a cell imports, magics aside.

    >>> sorted(imported("%matplotlib inline\nimport numpy.linalg as la, os  # not sys"))
    ['numpy', 'os']
    """
    try:
        tree = ast.parse(
            TransformerManager().transform_cell(source)  # type: ignore[no-untyped-call]
        )
    except SyntaxError:
        return set()
    names = [
        name
        for node in ast.walk(tree)
        if isinstance(node, ast.Import | ast.ImportFrom)
        for name in (
            [node.module or ""]
            if isinstance(node, ast.ImportFrom)
            else [alias.name for alias in node.names]
        )
    ]
    return {name.split(".")[0] for name in names}


def total_points(nb: NotebookNode) -> float:
    """The points that a notebook is worth."""
    return sum(points(cell) for cell in nb.cells if has_points(cell))


def complaint(answer: dict[str, str]) -> str:
    r"""What a step of nbgrader complained of, as one line.

    It is the first exception in its log, or else the whole message in which it ended.

    >>> old = "NbGraderException: An old version\nof the format. Use:\n\nnbgrader update .\n"
    >>> complaint({"error": "Traceback:\n  line 1\n" + old})
    'An old version of the format. Use: nbgrader update .'
    """
    errors = [one for one in RECORD.split(answer.get("log", "")) if one.startswith("[ERROR]")]
    for text in (*errors, answer.get("error", "")):
        found = list(EXCEPTION.finditer(text))
        message = text[found[-1].end() :] if found else ""
        if found and not message.startswith(REFERRAL):
            if found[-1][1] == "NbGraderException":
                return " ".join(message.split())
            return f"{found[-1][1]}: {message.strip().partition(chr(10))[0]}".rstrip(": ")
    said = [line for line in answer.get("error", "").splitlines() if line.strip()]
    return (said or ["no reason was given"])[-1].strip()


def _refuse_other_cells(assignment: Assignment) -> None:
    """Once work was graded, cells keep their names: nbgrader would fail, and release nothing."""
    with assignment.course.gradebook() as gradebook:
        for notebook in assignment.notebooks:
            try:
                row = notebook.row(gradebook)
            except MissingEntry:
                continue
            written = {str(grade_id(cell)) for cell in notebook.written().cells if grade_id(cell)}
            known = {cell.name for cell in (*row.source_cells, *row.solution_cells)}
            if row.submissions and written != known:
                came, went = (_some(names) for names in (written - known, known - written))
                raise CourseError(
                    f"{assignment} cannot be released: {len(row.submissions)} submissions were "
                    f"graded, and since then {came} came and {went} went. What was handed out is "
                    "graded with the version of the course that it is of; what is graded stays."
                )


def _some(names: Collection[str]) -> str:
    """Some of the names of cells.

    >>> _some({"half-visible", "half", "half-hidden"}), _some(set())
    ('half and 2 more', 'none')
    """
    first, *others = sorted(names) or ["none"]
    return f"{first} and {len(others)} more" if others else first


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
