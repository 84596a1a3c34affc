"""An assignment as the grader needs it: what was handed out, and the tests that were not."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from nbformat import NotebookNode
from nbgrader.utils import is_locked
from traitlets.config import Config
from traitlets.utils.importstring import import_item

from autograde.course.class_settings import ClassSettings
from autograde.course.course import Assignment, AssignmentNotebook
from autograde.course.points import give_points
from autograde.course.questions import forgive, grade_id
from autograde.course.requests import forgiven
from autograde.course.seed import drawn_by
from autograde.grading.rebuild import rebuild
from autograde.sandbox.host.launcher import Launcher
from autograde.sandbox.host.notebook_run import Sealed, run_notebook
from autograde.sandbox.host.seal import Seal
from autograde.sandbox.protocol.limits import Limits

# What `autograde run` does by itself.
OWN_STEPS = (
    "autograde.grading.nbgrader_steps.Execution",
    "autograde.grading.nbgrader_steps.RecordScores",
    "nbgrader.preprocessors.AssignLatePenalties",
)


@dataclass(frozen=True)
class GradedNotebook:
    """A notebook of an assignment apart from any student.

    Parameters
    ----------
    released : NotebookNode
        The notebook as students got it.
    locked : dict
        By name, the text of its locked cells with the hidden tests in it.
    points : dict
        By name, what its cells are worth in this class.
    seal : Seal
        What the model answer did.
    forgiven : frozenset of str
        The questions of which everybody has all points.
    """

    released: NotebookNode
    locked: dict[str, str]
    points: dict[str, float] = field(default_factory=dict)
    seal: Seal = field(default_factory=Seal)
    forgiven: frozenset[str] = frozenset()

    @classmethod
    def of(cls, notebook: AssignmentNotebook) -> GradedNotebook:
        """The notebook as it was released, with the tests that the gradebook keeps."""
        with notebook.assignment.course.gradebook() as gradebook:
            cells = notebook.row(gradebook).source_cells
            locked = {cell.name: cell.source for cell in cells if cell.locked}
        parts = forgiven(notebook.assignment.course, notebook.assignment.name)
        own = frozenset(q.name for q in notebook.questions if notebook.label(q.name) in parts)
        return cls(notebook.released(), locked, notebook.points, forgiven=own)

    def rebuild(self, nb: NotebookNode) -> NotebookNode:
        """The notebook with the answers of a submission, and with all tests."""
        whole = rebuild(nb, self.released)
        for cell in whole.cells:
            if is_locked(cell):
                cell.source = self.locked.get(str(grade_id(cell)), cell.source)
        give_points(whole, self.points)
        forgive(whole, self.forgiven)
        return whole

    def run(
        self,
        whole: NotebookNode,
        launcher: Launcher,
        limits: Limits,
        files: dict[str, bytes],
        seed: int | None,
    ) -> Seal | None:
        """Run a rebuilt submission in a process of the launcher's, with these files beside it."""
        sealed = Sealed(self.released, self.seal, files, limits)
        with drawn_by(seed):
            launcher.warm()  # before the judge's process is forked, which uses it too
            return run_notebook(whole, sealed, lambda: launcher.spawn(files), launcher.close)


@dataclass(frozen=True)
class GradedAssignment:
    """An assignment apart from any student.

    Parameters
    ----------
    notebooks : dict
        Its notebooks, by name.
    files : dict
        What else was handed out, by path.
    seed : int or None
        What the hidden checks draw by; None draws afresh.
    name : str
        Of the assignment.
    config : Config
        The course's configuration.
    """

    notebooks: dict[str, GradedNotebook]
    files: dict[str, bytes]
    seed: int | None = None
    name: str = ""
    config: Config = field(default_factory=Config)

    @classmethod
    def of(cls, assignment: Assignment) -> GradedAssignment:
        """The assignment as it was released, with the tests that the gradebook keeps."""
        return cls(
            {notebook.name: GradedNotebook.of(notebook) for notebook in assignment.notebooks},
            dict(_files(assignment.release)),
            ClassSettings.of(assignment.course).seed,
            assignment.name,
            assignment.course.config,
        )

    def title(self, notebook: str) -> str:
        """What a page on one of its notebooks is headed with."""
        return self.name if notebook == self.name else f"{self.name} · {notebook}"

    def said_of(self, name: str, sentence: str) -> str:
        """A sentence on one of several notebooks, with its name."""
        return sentence if len(self.notebooks) == 1 else f"{name}: {sentence}"

    def run(
        self,
        name: str,
        whole: NotebookNode,
        launcher: Launcher,
        limits: Limits,
    ) -> None:
        """Run a rebuilt submission of the notebook of this name."""
        self.notebooks[name].run(whole, launcher, limits, self.files, self.seed)

    def finish(self, whole: NotebookNode, about: dict[str, str]) -> None:
        """Take what other steps the course has after a notebook was run, such as `LimitOutput`."""
        resources = {"nbgrader": {"assignment": self.name, **about}}
        for step in self.config.Autograde.get("autograde_preprocessors", ()):
            if step not in OWN_STEPS:
                import_item(step)(config=self.config).preprocess(whole, resources)


def _files(folder: Path) -> list[tuple[str, bytes]]:
    paths = sorted(path for path in folder.rglob("*") if path.is_file())
    return [
        (path.relative_to(folder).as_posix(), path.read_bytes())
        for path in paths
        if path.suffix != ".ipynb" and ".ipynb_checkpoints" not in path.parts
    ]
