"""A submission before it is graded: whether it can be read, and what was changed in it."""

from __future__ import annotations

import hashlib
import json
import os
import warnings
from dataclasses import dataclass
from functools import cache
from pathlib import Path, PurePath

import nbformat
from nbformat import NotebookNode

from autograde.course.class_settings import ClassSettings
from autograde.course.course import Assignment, AssignmentNotebook
from autograde.grading.submitted_folder import readable
from autograde.sandbox.host.bubblewrap import package_path

LARGEST = 20 * 2**20  # bytes of a notebook


class Unreadable(Exception):
    """A submission without a notebook that can be graded; the message says why."""


@dataclass(frozen=True)
class Submission:
    """The folder that a student handed in for an assignment."""

    assignment: Assignment
    student: str

    @property
    def folder(self) -> Path:
        """Its folder."""
        return self.assignment.submitted(self.student)

    @property
    def graded_folder(self) -> Path:
        """The folder that grading leaves."""
        return self.assignment.autograded(self.student)

    def graded(self, notebook: AssignmentNotebook) -> Path:
        """A notebook that grading leaves."""
        return self.graded_folder / notebook.file

    def text(self, notebook: AssignmentNotebook) -> bytes:
        """A notebook as it was handed in.

        Raises
        ------
        Unreadable
            If it is missing, or too large to be somebody's work.
        """
        path = self.folder / notebook.file
        if not path.is_file():
            raise Unreadable(self._missing(notebook))
        size = path.stat().st_size
        if size > LARGEST:
            raise Unreadable(
                f"{path.name} has {size / 2**20:.0f} MiB, and {LARGEST // 2**20} are the most "
                "that is read. Is there much output in it?"
            )
        return path.read_bytes()

    def _missing(self, notebook: AssignmentNotebook) -> str:
        others = sorted(
            readable(PurePath(path.name)) for path in self.folder.glob("*") if path.is_file()
        )
        there = f" There is: {', '.join(others[:3])}." if others else ""
        return f"No {notebook.file} was handed in.{there}"

    def fingerprint(self) -> str:
        """A digest of everything that the result depends on."""
        course = self.assignment.course
        execution = course.config.Execution
        digest = hashlib.sha256(checks_digest(tuple(execution.get("checks", ()))).encode())
        digest.update(str(execution).encode())
        digest.update(ClassSettings.of(course).digest(self.assignment.name).encode())
        for folder in (self.assignment.solution, self.folder):
            for path in sorted(path for path in folder.rglob("*") if path.is_file()):
                digest.update(os.fsencode(path.relative_to(folder).as_posix()))
                digest.update(hashlib.sha256(path.read_bytes()).digest())
        return digest.hexdigest()


def parse(text: bytes, name: str) -> NotebookNode:
    """The notebook written in a file, or `Unreadable`."""
    try:
        content = json.loads(text.decode("utf-8"))
    except UnicodeDecodeError:
        raise Unreadable(f"{name} is not a text file that can be read.") from None
    except ValueError as error:
        raise Unreadable(f"{name} is not valid JSON: {error}.") from None
    except RecursionError:
        raise Unreadable(f"{name} is not valid JSON: too deeply nested.") from None
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # missing or doubled cell ids do not matter here
            # Half of a surrogate pair can be read and could not be written.
            readable = json.dumps(content, ensure_ascii=False).encode("utf-8", "replace")
            nb = nbformat.reads(readable.decode("utf-8"), as_version=4)
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
def checks_digest(packages: tuple[str, ...]) -> str:
    """A digest of what decides whether an answer is right."""
    digest = hashlib.sha256()
    for name in packages:
        path = package_path(name)
        for file in sorted(path.rglob("*.py")) if path.is_dir() else [path]:
            digest.update(file.read_bytes())
    return digest.hexdigest()
