"""An assignment in memory, and a grader that believes whatever a student's notebook says.

It runs all cells in one namespace, so that every hole that a test may have is open; only Python's
own names are safe in a test.
"""

import builtins
import contextlib
import io
from collections.abc import Iterable

import tiny
from nbformat.v4 import new_code_cell
from nbgrader.utils import is_solution

from autograde.course.questions import grade_id, points
from autograde.proof.findings import CellVerdict
from autograde.proof.reference import Reference, is_test
from autograde.proof.twins import EXIT

STUB = "# YOUR CODE HERE\nraise NotImplementedError()"


def reference(*parts: Iterable[tuple[str, str]], given=""):
    """An assignment with a question for each part: its name, its answer, and its tests."""
    written = [new_code_cell(given)]
    for name, source, *tests in parts:
        written.append(tiny.cell(name, source, solution=True))
        written += [tiny.cell(f"{name}-{i}", test, 1) for i, test in enumerate(tests, 1)]
    released = [cell.copy() for cell in written]
    for cell in released:
        if is_solution(cell):
            cell.source = STUB
    return Reference(tiny.notebook(released), tiny.notebook(written))


def grader(reference):
    """The grader; an answer that ends its process costs its own question and nothing else."""

    def grade(nb):
        names, verdicts, gone = {}, {}, False
        for cell in nb.cells:
            test = reference.tests.get(grade_id(cell))
            if is_solution(cell):
                gone = cell.source == EXIT
            if gone and is_test(cell):
                verdicts[grade_id(cell)] = CellVerdict(0.0, points(cell), "Ended.")
            elif not gone:
                if is_test(cell):
                    names = {name: names[name] for name in names if not hasattr(builtins, name)}
                error = run(test or cell.source, names)
                if is_test(cell):
                    earned = 0.0 if error else points(cell)
                    verdicts[grade_id(cell)] = CellVerdict(earned, points(cell), error)
        return verdicts

    return grade


def run(source, names):
    try:
        with contextlib.redirect_stdout(io.StringIO()):
            exec(source, names)
    except (Exception, SystemExit) as error:
        return f"{type(error).__name__}: {error}"
    return ""
