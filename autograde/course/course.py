"""A course folder: its configuration, its folders, its gradebook."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from nbgrader.api import Gradebook
from nbgrader.apps.api import NbGraderAPI
from nbgrader.coursedir import CourseDirectory
from traitlets.config import Config
from traitlets.config.loader import PyFileConfigLoader

CONFIGURATION = "nbgrader_config.py"


class CourseError(Exception):
    """Something the person at the keyboard can put right; the message says it in a sentence."""


@dataclass(frozen=True)
class Course:
    """The course in a folder.

    Parameters
    ----------
    root : Path
        The folder with `nbgrader_config.py`.
    config : Config
        What that file says.
    """

    root: Path
    config: Config

    @classmethod
    def at(cls, folder: Path) -> Course:
        """The course in this folder or in one that contains it.

        Raises
        ------
        CourseError
            If there is none.
        """
        for root in (folder.resolve(), *folder.resolve().parents):
            if (root / CONFIGURATION).is_file():
                return cls(root, PyFileConfigLoader(CONFIGURATION, str(root)).load_config())
        raise CourseError(
            f"There is no {CONFIGURATION} in {folder.resolve()} or above it: "
            "go to the folder of the course, or name it with --course."
        )

    @cached_property
    def directory(self) -> CourseDirectory:
        """The folders, as nbgrader sees them."""
        return CourseDirectory(config=self.config)

    @cached_property
    def nbgrader(self) -> NbGraderAPI:
        """The steps of nbgrader, as Python calls."""
        return NbGraderAPI(self.directory, config=self.config)

    def step(self, name: str, assignment: str, *student: str) -> dict[str, str]:
        """Take a step of nbgrader; the answer holds "success", and "error" and "log"."""
        with quiet():
            answer: dict[str, str] = getattr(self.nbgrader, name)(assignment, *student, force=True)
        if answer.get("error", "").rstrip().endswith("KeyboardInterrupt"):
            raise KeyboardInterrupt  # which nbgrader takes for an error like any other
        return answer

    @contextmanager
    def gradebook(self) -> Iterator[Gradebook]:
        """The gradebook, closed at the end."""
        with quiet(), Gradebook(self.directory.db_url, self.directory.course_id) as gradebook:
            yield gradebook

    def solution(self, assignment: str) -> Path:
        """The folder in which instructors write an assignment."""
        return self._folder(self.directory.source_directory, ".", assignment)

    def release(self, assignment: str) -> Path:
        """The folder of an assignment that students get."""
        return self._folder(self.directory.release_directory, ".", assignment)

    def submitted(self, assignment: str, student: str) -> Path:
        """The folder that a student handed in."""
        return self._folder(self.directory.submitted_directory, student, assignment)

    def autograded(self, assignment: str, student: str) -> Path:
        """The folder of a graded submission."""
        return self._folder(self.directory.autograded_directory, student, assignment)

    def feedback(self, assignment: str, student: str) -> Path:
        """The folder of the pages that a student gets back."""
        return self._folder(self.directory.feedback_directory, student, assignment)

    @property
    def classroom(self) -> Path:
        """The folder with everything about people."""
        return self._folder(self.directory.submitted_directory, ".", ".").parent

    def record(self, assignment: str) -> Path:
        """The file that says how each submission fared."""
        return self.classroom / "runs" / f"{assignment}.jsonl"

    @property
    def assignments(self) -> list[str]:
        """The names of the assignments that instructors have written."""
        folder = self._folder(self.directory.source_directory, ".", ".")
        return sorted(path.name for path in folder.glob("*") if any(path.glob("*.ipynb")))

    def check_name(self, assignment: str) -> None:
        """Raise a `CourseError` that lists the assignments if this is none of them."""
        if assignment not in self.assignments:
            there = ", ".join(self.assignments) or "none yet"
            raise CourseError(f"There is no assignment {assignment}. There are: {there}.")

    def notebook(self, assignment: str) -> str:
        """The name of an assignment's notebook, without the ending.

        Raises
        ------
        CourseError
            If the assignment has more than one: `autograde` grades one notebook each.
        """
        found = sorted(path.stem for path in self.solution(assignment).glob("*.ipynb"))
        if len(found) != 1:
            raise CourseError(f"{assignment} has {len(found)} notebooks instead of one: {found}.")
        return found[0]

    def students(self, assignment: str) -> list[str]:
        """Who handed in a folder for this assignment, whatever is in it."""
        everyone = self._folder(self.directory.submitted_directory, ".", ".")
        return sorted(
            path.name
            for path in everyone.glob("*")
            if not path.name.startswith(".") and (path / assignment).is_dir()
        )

    def _folder(self, step: str, student: str, assignment: str) -> Path:
        return Path(self.directory.format_path(step, student, assignment))


@contextmanager
def quiet() -> Iterator[None]:
    """No warnings about how nbgrader uses other libraries: nobody here can act on them."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield
