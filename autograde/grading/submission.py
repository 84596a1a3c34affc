"""A submission before it is graded: whether it can be read, and what was changed in it."""

from __future__ import annotations

import hashlib
import json
import os
import warnings
from collections.abc import Callable, Collection, Iterator
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path, PurePath

import nbformat
from nbformat import NotebookNode
from nbgrader.utils import is_solution

from autograde.course.class_settings import ClassSettings
from autograde.course.course import Assignment, AssignmentNotebook
from autograde.course.questions import grade_id
from autograde.course.requests import forgiven
from autograde.grading.submitted_folder import (
    Linked,
    Refused,
    content,
    entries,
    plain_files,
    readable,
    refuse_link,
)
from autograde.sandbox.host.bubblewrap import package_path
from autograde.sandbox.host.child import ChildError, Tell, run_in_child

LARGEST = 20 * 2**20  # bytes of a notebook
MOST_NOTEBOOKS = 10  # of other names, that are looked at
LONGEST_LOOK = 10.0  # seconds, at each
MEMORY = 4 * 2**30  # bytes, to look at them


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

    def handed_in(self, notebook: AssignmentNotebook) -> HandedIn:
        """A notebook of this submission, whatever it is called.

        Raises
        ------
        Unreadable
            If there is none, it would be another student's, or is too large to be somebody's work.
        """
        taken = {other.file for other in self.assignment.notebooks}
        try:
            refuse_link(self.folder)
            return handed_in(self.folder, notebook.file, notebook.released, taken)
        except Linked as reason:
            raise Unreadable(str(reason)) from None
        except OSError as error:
            raise Unreadable(f"It cannot be opened: {error.strerror}.") from None

    def fingerprint(self) -> str:
        """A digest of everything that the result depends on."""
        course = self.assignment.course
        execution = course.config.Execution
        digest = hashlib.sha256(checks_digest(tuple(execution.get("checks", ()))).encode())
        digest.update(str(execution).encode())
        digest.update(ClassSettings.of(course).digest(self.assignment.name).encode())
        digest.update("".join(forgiven(course, self.assignment.name)).encode())
        solution = self.assignment.solution
        for path in sorted(path for path in solution.rglob("*") if path.is_file()):
            digest.update(_digest(path, solution))
        return f"{digest.hexdigest()}-{self.digest()}"

    def digest(self) -> str:
        """A digest of what was handed in."""
        return hashlib.sha256(b"".join(self._digests())).hexdigest()

    def _digests(self) -> Iterator[bytes]:
        """Of what was handed in; of a folder that is not gone through, why, and its notebook."""
        try:
            refuse_link(self.folder)
            for path in plain_files(self.folder):
                yield _digest(path, self.folder)
        except Linked as reason:
            yield str(reason).encode()
        except Refused as reason:
            yield f"{reason} {self.folder.stat().st_mtime_ns}".encode()
            for notebook in self.assignment.notebooks:
                with suppress(OSError):
                    yield content(self.folder / notebook.file, LARGEST)
        except OSError as error:
            yield str(error.errno).encode()


@dataclass(frozen=True)
class HandedIn:
    """A notebook that was handed in, in UTF-8, and notes on how it was found."""

    text: bytes
    notes: tuple[str, ...] = ()


def handed_in(
    folder: Path, name: str, released: Callable[[], NotebookNode], taken: Collection[str]
) -> HandedIn:
    """The notebook in a folder that answers the most questions of a released one.

    It may have another name, as a second download has, or lie a folder too deep: what counts is
    whether cells of the released one are in it. Of equal ones that of the right name is taken; no
    other one may have a name that is `taken`.

    Raises
    ------
    Unreadable
        If there is none, or it is too large to be somebody's work.
    """
    named, others = folder / name, _other_notebooks(folder, taken)
    if not others:
        return _read(named)
    answered = _answered([named, *others], released())
    if not answered:
        return _read(named)
    chosen = max(answered, key=lambda path: (answered[path], path == named))
    notes = [] if chosen == named else [f"{_called(chosen, folder)} was graded as {name}."]
    passed = sorted(_called(path, folder) for path in answered if path != chosen)
    if passed:
        is_one = len(passed) == 1
        notes.append(
            f"{', '.join(passed[:3])} {'has' if is_one else 'have'} no more answers than "
            f"{_called(chosen, folder)}, and {'was' if is_one else 'were'} not graded."
        )
    found = _read(chosen)
    return HandedIn(found.text, (*notes, *found.notes))


def _called(path: Path, folder: Path) -> str:
    return readable(path.relative_to(folder))


def _other_notebooks(folder: Path, taken: Collection[str]) -> list[Path]:
    """Notebooks of another name, here or a folder deeper; not the copies that Jupyter keeps."""
    found = []
    with suppress(Refused):
        for entry in entries(folder):
            path = PurePath(entry.path).relative_to(folder)
            is_hidden = any(part.startswith(".") for part in path.parts)
            if (
                len(path.parts) <= 2
                and path.suffix.lower() == ".ipynb"
                and not is_hidden
                and str(path) not in taken
                and entry.is_file(follow_symlinks=False)
            ):
                found.append(Path(entry.path))
    return sorted(found)[:MOST_NOTEBOOKS]


def _answered(paths: list[Path], released: NotebookNode) -> dict[Path, int]:
    """How many answers were written in those notebooks that have cells of the assignment."""
    given = {grade_id(c): c.source.strip() for c in released.cells if is_solution(c)}

    def look(tell: Tell) -> None:
        for place, path in enumerate(paths):
            try:
                nb = parse(_read(path).text, path.name)
            except Unreadable:
                continue
            answers = {name: c.source.strip() for c in nb.cells if (name := grade_id(c)) in given}
            if answers:
                tell((place, sum(given[name] != source for name, source in answers.items())))

    found: dict[Path, int] = {}
    with suppress(ChildError):
        for place, count in run_in_child(look, seconds=LONGEST_LOOK, memory_bytes=MEMORY):
            found[paths[place]] = count
    return found


def _read(path: Path) -> HandedIn:
    """A notebook's text in UTF-8, or `Unreadable`."""
    name = readable(PurePath(path.name))
    try:
        text = content(path, LARGEST)
    except OSError:
        raise Unreadable(_missing(path)) from None
    if len(text) > LARGEST:
        size = path.stat().st_size
        raise Unreadable(
            f"{name} has {size / 2**20:.0f} MiB, and {LARGEST // 2**20} are the most "
            "that is read. Is there much output in it?"
        )
    encoding = json.detect_encoding(text)
    if encoding == "utf-8":
        return HandedIn(text)
    try:
        written = encoding.upper().replace("-SIG", " with a byte order mark")
        note = f"{name} was written in {written}, and was read all the same."
        return HandedIn(text.decode(encoding).encode(), (note,))
    except UnicodeError:
        raise Unreadable(f"{name} is not a text file that can be read.") from None


def _missing(path: Path) -> str:
    there = ""
    with suppress(Refused, OSError):
        others = sorted(
            readable(PurePath(entry.name))
            for entry in entries(path.parent)
            if entry.is_file(follow_symlinks=False) and Path(entry.path).parent == path.parent
        )
        there = f" There is: {', '.join(others[:3])}." if others else ""
    return f"No {readable(PurePath(path.name))} was handed in.{there}"


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


def _digest(path: Path, folder: Path) -> bytes:
    """The name of a file, and a digest of what is in it."""
    with path.open("rb") as opened:
        digest = hashlib.file_digest(opened, "sha256").digest()
    return os.fsencode(path.relative_to(folder).as_posix()) + digest


@cache
def checks_digest(packages: tuple[str, ...]) -> str:
    """A digest of what decides whether an answer is right."""
    digest = hashlib.sha256()
    for name in packages:
        path = package_path(name)
        for file in sorted(path.rglob("*.py")) if path.is_dir() else [path]:
            digest.update(file.read_bytes())
    return digest.hexdigest()
