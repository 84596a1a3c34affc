"""An assignment as the grader needs it: what was handed out, and the tests that were not."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from nbformat import NotebookNode

from autograde.course.class_settings import ClassSettings
from autograde.course.course import Assignment
from autograde.course.points import give_points
from autograde.course.questions import grade_id, role
from autograde.course.seed import drawn_by
from autograde.grading.rebuild import rebuild
from autograde.sandbox.host.client import Process
from autograde.sandbox.host.notebook_run import NotebookRun
from autograde.sandbox.protocol.limits import Limits


@dataclass(frozen=True)
class GradedAssignment:
    """An assignment apart from any student.

    Parameters
    ----------
    released : NotebookNode
        The notebook as students got it.
    locked : dict
        By name, the text of its locked cells with the hidden tests in it.
    files : dict
        What else was handed out, by path.
    points : dict
        By name, what its graded cells are worth in this class.
    seed : int or None
        What the hidden checks draw by; None draws afresh.
    """

    released: NotebookNode
    locked: dict[str, str]
    files: dict[str, bytes]
    points: dict[str, float] = field(default_factory=dict)
    seed: int | None = None

    @classmethod
    def of(cls, assignment: Assignment) -> GradedAssignment:
        """The assignment as it was released, with the tests that the gradebook keeps."""
        with assignment.course.gradebook() as gradebook:
            cells = gradebook.find_notebook(assignment.notebook, assignment.name).source_cells
            locked = {cell.name: cell.source for cell in cells if cell.locked}
        return cls(
            assignment.released(),
            locked,
            dict(_files(assignment.release)),
            assignment.points,
            ClassSettings.of(assignment.course).seed,
        )

    def rebuild(self, nb: NotebookNode) -> NotebookNode:
        """The assignment with the answers of a submission, and with all tests."""
        whole = rebuild(nb, self.released)
        for cell in whole.cells:
            if role(cell, "locked"):
                cell.source = self.locked.get(str(grade_id(cell)), cell.source)
        give_points(whole, self.points)
        return whole

    def run(
        self, whole: NotebookNode, start: Callable[[dict[str, bytes]], Process], limits: Limits
    ) -> None:
        """Run a rebuilt submission; `start` begins a process with these files beside it."""
        handed_out = {str(grade_id(cell)): cell.source for cell in self.released.cells}
        with drawn_by(self.seed):
            NotebookRun(whole, handed_out, lambda: start(self.files), limits).run()


def _files(folder: Path) -> list[tuple[str, bytes]]:
    paths = sorted(path for path in folder.rglob("*") if path.is_file())
    return [
        (path.relative_to(folder).as_posix(), path.read_bytes())
        for path in paths
        if path.suffix != ".ipynb" and ".ipynb_checkpoints" not in path.parts
    ]
