"""A submission before it is graded: whether it can be read, and what was changed in it."""

from __future__ import annotations

import hashlib
import json
import warnings
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import nbformat
from nbformat import NotebookNode

from autograde.course import Course
from autograde.restore import differences


class Unreadable(Exception):
    """A submission without a notebook that can be graded; the message says why."""


@dataclass(frozen=True)
class Submission:
    """What a student handed in for an assignment."""

    course: Course
    assignment: str
    student: str

    @property
    def folder(self) -> Path:
        """Where it lies."""
        return self.course.submitted(self.assignment, self.student)

    @property
    def name(self) -> str:
        """What its notebook has to be called."""
        return f"{self.course.notebook(self.assignment)}.ipynb"

    def read(self) -> NotebookNode:
        """The notebook.

        Raises
        ------
        Unreadable
            If it is missing, or is no notebook.
        """
        try:
            text = (self.folder / self.name).read_text(encoding="utf-8")
        except FileNotFoundError:
            raise Unreadable(self._missing()) from None
        except (OSError, UnicodeDecodeError):
            raise Unreadable(f"{self.name} is not a text file that can be read.") from None
        return parsed(text, self.name)

    def _missing(self) -> str:
        others = sorted(path.name for path in self.folder.glob("*") if path.is_file())
        there = f" There is: {', '.join(others[:3])}." if others else ""
        return f"No {self.name} was handed in.{there}"

    def notes(self) -> tuple[str, ...]:
        """What was changed in cells that were not the student's to change."""
        released = self.course.release(self.assignment) / self.name
        return tuple(differences(self.read(), nbformat.read(released, as_version=4)))

    def fingerprint(self) -> str:
        """A digest of everything that the result depends on."""
        digest = hashlib.sha256(_software().encode())
        digest.update(str(self.course.config.ExecutePreprocessor).encode())
        for folder in (self.course.solution(self.assignment), self.folder):
            for path in sorted(path for path in folder.rglob("*") if path.is_file()):
                digest.update(path.relative_to(folder).as_posix().encode())
                digest.update(hashlib.sha256(path.read_bytes()).digest())
        return digest.hexdigest()


def parsed(text: str, name: str) -> NotebookNode:
    """The notebook written in a text, or `Unreadable`."""
    try:
        content = json.loads(text)
    except ValueError as error:
        raise Unreadable(f"{name} is not valid JSON: {error}.") from None
    except RecursionError:
        raise Unreadable(f"{name} is not valid JSON: too deeply nested.") from None
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # missing or doubled cell ids do not matter here
            nb = nbformat.reads(json.dumps(content), as_version=4)
        whole = all(is_whole(cell) for cell in nb.cells)
    except Exception:  # nbformat raises whatever the wrong content happens to cause
        whole = False
    if not whole:
        raise Unreadable(f"{name} is not a Jupyter notebook.")
    if not nb.cells:
        raise Unreadable(f"{name} has no cells.")
    return nb


def is_whole(cell: NotebookNode) -> bool:
    """Whether a cell has what grading needs, however else it departs from the format."""
    kinds = ("code", "markdown", "raw")
    about = cell.metadata.get("nbgrader", {})
    return cell.cell_type in kinds and isinstance(cell.source, str) and isinstance(about, dict)


@cache
def _software() -> str:
    """A digest of the grader and of the package that the checks use."""
    import chainrule

    digest = hashlib.sha256()
    for root in (Path(__file__).parent, Path(chainrule.__file__).parent):
        for path in sorted(root.rglob("*.py")):
            digest.update(path.read_bytes())
    return digest.hexdigest()
