"""What nbgrader calls here: before it grades, for a submission's cells, to run and to score it."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import fields
from pathlib import Path
from typing import Any

from nbformat import NotebookNode
from nbgrader.api import Gradebook, MissingEntry
from nbgrader.coursedir import CourseDirectory
from nbgrader.preprocessors import NbGraderPreprocessor
from traitlets import Bool, Float, Integer, List, Unicode
from traitlets.config import Configurable

from autograde.course.course import Assignment, Course
from autograde.course.points import set_points
from autograde.grading.assignment import GradedAssignment
from autograde.grading.late import note_arrival
from autograde.grading.model_answer import sealed_assignment
from autograde.grading.scoring import Rows, record_scores
from autograde.grading.seen import note_answers, noted_answers, unchanged
from autograde.grading.submission import Submission
from autograde.grading.submitted_folder import Refused, make_safe, take_away_links
from autograde.sandbox.host.bubblewrap import SandboxOptions
from autograde.sandbox.host.launcher import shared_launcher
from autograde.sandbox.protocol.limits import Limits

DEFAULT = Limits()


class Execution(NbGraderPreprocessor):  # type: ignore[misc]
    """Runs answers in a sandbox, and tests outside of it."""

    sandbox = Bool(True, help="Whether answers run in a sandbox. Without it, trust them.").tag(
        config=True
    )
    cell_seconds = Float(DEFAULT.cell_seconds, help="Seconds a cell may take.").tag(config=True)
    notebook_seconds = Float(DEFAULT.notebook_seconds, help="Seconds a notebook may take.").tag(
        config=True
    )
    cpu_seconds = Integer(DEFAULT.cpu_seconds, help="Processor seconds of a process.").tag(
        config=True
    )
    memory_bytes = Integer(DEFAULT.memory_bytes, help="Memory of a process.").tag(config=True)
    processes = Integer(DEFAULT.processes, help="Processes and threads at once.").tag(config=True)
    output_bytes = Integer(DEFAULT.output_bytes, help="What a cell may print and display.").tag(
        config=True
    )
    scratch_bytes = Integer(DEFAULT.scratch_bytes, help="Files a notebook may write.").tag(
        config=True
    )
    message_bytes = Integer(DEFAULT.message_bytes, help="One argument list or result.").tag(
        config=True
    )

    packages = List(Unicode(), help="Packages of the checkout that answers may import.").tag(
        config=True
    )
    preload = List(Unicode(), help="Modules that are imported before any answer runs.").tag(
        config=True
    )
    guard = Unicode(help="The function that wraps an answer where a check wants it guarded.").tag(
        config=True
    )
    checks = List(Unicode(), help="Packages whose change means that all is graded anew.").tag(
        config=True
    )

    @property
    def options(self) -> SandboxOptions:
        """The course's options of the sandbox."""
        packages, preload = tuple(self.packages), tuple(self.preload)
        return SandboxOptions(self.sandbox, packages, preload, self.guard)

    @property
    def limits(self) -> Limits:
        """What one submission may use."""
        return Limits(**{field.name: getattr(self, field.name) for field in fields(Limits)})

    def preprocess(self, nb: NotebookNode, resources: Any) -> tuple[NotebookNode, Any]:
        """Run a rebuilt submission."""
        launcher = shared_launcher(self.limits, self.options)
        graded = sealed_assignment(assignment_of(self, resources), self.limits, self.options)
        graded.run(resources["nbgrader"]["notebook"], nb, launcher, self.limits)
        return nb, resources


class Rebuild(NbGraderPreprocessor):  # type: ignore[misc]
    """Puts the answers of a submission, and nothing else of it, into the assignment."""

    def preprocess(self, nb: NotebookNode, resources: Any) -> tuple[NotebookNode, Any]:
        """Rebuild a submission, and write down when it came."""
        name, student = resources["nbgrader"]["notebook"], resources["nbgrader"]["student"]
        assignment = assignment_of(self, resources)
        note_arrival(Submission(assignment, student))
        return GradedAssignment.of(assignment).notebooks[name].rebuild(nb), resources


class RecordScores(NbGraderPreprocessor):  # type: ignore[misc]
    """Write the points into the gradebook, and the reasons beside the answers."""

    def preprocess(self, nb: NotebookNode, resources: Any) -> tuple[NotebookNode, Any]:
        """Record every graded cell and comment on every answer."""
        about, assignment = resources["nbgrader"], assignment_of(self, resources)
        which = assignment, about["student"], about["notebook"]
        same = unchanged(nb, noted_answers(*which))
        with Gradebook(about["db_url"]) as gradebook:
            rows = Rows.of(gradebook, about["notebook"], assignment.name, about["student"])
            record_scores(rows, nb, None, same)
            gradebook.db.commit()
        note_answers(*which, nb)
        return nb, resources


def assignment_of(step: Configurable, resources: Any) -> Assignment:
    """The assignment that a step of nbgrader is about."""
    directory = CourseDirectory(parent=step)
    course = Course(Path(directory.root), step.config)
    return course.assignment(resources["nbgrader"]["assignment"])


def before_grading(assignment: str, student: str, notebooks: str) -> None:
    """Make what was handed in safe to copy: nbgrader calls this before it grades, in the course."""
    about = Course.at(Path.cwd()).assignment(assignment)
    with suppress(MissingEntry, FileNotFoundError):  # it was not released yet
        set_points(about)
    for one in about.students if student == "*" else [student]:
        take_away_links(about.submitted(one))
        with suppress(Refused):
            make_safe(about.submitted(one))
