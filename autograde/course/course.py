"""A course and its assignments: configuration, folders, notebooks, gradebook."""

from __future__ import annotations

import warnings
from collections.abc import Iterable, Iterator
from contextlib import chdir, contextmanager, suppress
from contextvars import ContextVar
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import nbformat
from nbformat import NotebookNode
from nbgrader.api import BaseCell, Gradebook, GradeCell, MissingEntry, TaskCell
from nbgrader.coursedir import CourseDirectory
from nbgrader.utils import temp_attrs
from sqlalchemy import func, select
from sqlalchemy.engine import make_url
from traitlets.config import Config

from autograde.course.configuration import read_configuration
from autograde.course.questions import Question, questions
from autograde.course.refusals import CourseError as CourseError
from autograde.course.suggestions import did_you_mean

if TYPE_CHECKING:  # all commands of nbgrader: half a second
    from nbgrader.apps.api import NbGraderAPI

CONFIGURATION = "nbgrader_config.py"


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
            If there is none, or its configuration cannot be used.
        """
        for root in (folder.resolve(), *folder.resolve().parents):
            if (root / CONFIGURATION).is_file():
                try:
                    config = read_configuration(root / CONFIGURATION)
                except ValueError as error:
                    raise CourseError(str(error)) from None
                config.CourseDirectory.setdefault("root", str(root))
                return cls(root, config)
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
        from nbgrader.apps.api import NbGraderAPI

        return NbGraderAPI(self.directory, config=self.config)

    @contextmanager
    def gradebook(self) -> Iterator[Gradebook]:
        """The gradebook, closed at the end; within a transaction it is that one's."""
        if _transaction.get() is not None:
            yield _transaction.get()
            return
        with quiet(), Gradebook(self.directory.db_url, self.directory.course_id) as gradebook:
            yield gradebook

    @property
    def classroom(self) -> Path:
        """The folder with everything about people."""
        return self.folder("submitted").parent

    @property
    def gradebook_file(self) -> Path | None:
        """The file with the gradebook; None if it is in a server."""
        url = make_url(self.directory.db_url)
        is_file = url.get_backend_name() == "sqlite" and url.database
        return Path(str(url.database)).resolve() if is_file else None

    @property
    def assignments(self) -> list[str]:
        """The names of the assignments that instructors have written."""
        written = self.folder("source").glob("*")
        return sorted(path.name for path in written if any(path.glob("*.ipynb")))

    def assignment(self, name: str) -> Assignment:
        """An assignment by its name.

        Raises
        ------
        CourseError
            If there is none of this name; with the name that comes closest.
        """
        known = self.assignments
        if name not in known:
            raise CourseError(f"There is no assignment {name}. {did_you_mean(name, known)}")
        return Assignment(self, name)

    def folder(self, step: str, student: str = ".", assignment: str = ".") -> Path:
        """The folder of one of nbgrader's steps: source, release, submitted, …."""
        pattern = getattr(self.directory, f"{step}_directory")
        return Path(self.directory.format_path(pattern, student, assignment))


_transaction: ContextVar[Gradebook | None] = ContextVar("transaction", default=None)


@contextmanager
def transaction(gradebook: Gradebook) -> Iterator[None]:
    """Within this block, whatever is written is written at its end, all at once or not at all.

    nbgrader's own methods commit at each step; here that brings the rows up to the data base,
    and nobody else sees them yet.
    """
    session = gradebook.db()
    session.commit = session.flush
    token = _transaction.set(gradebook)
    try:
        yield
        del session.commit
        session.commit()
    finally:
        _transaction.reset(token)
        gradebook.db.remove()  # rolls back what is not committed


@dataclass(frozen=True)
class Assignment:
    """An assignment of a course; `Course.assignment` makes sure that there is one.

    Parameters
    ----------
    course : Course
        The course it belongs to.
    name : str
        What it is called, such as 02_autograd.
    """

    course: Course
    name: str

    def __str__(self) -> str:
        return self.name

    def title(self, notebook: str) -> str:
        """What a page on one of its notebooks is headed with."""
        return self.name if notebook == self.name else f"{self.name} · {notebook}"

    @property
    def solution(self) -> Path:
        """The folder in which instructors write it."""
        return self.course.folder("source", ".", self.name)

    @property
    def release(self) -> Path:
        """The folder that students get."""
        return self.course.folder("release", ".", self.name)

    def submitted(self, student: str) -> Path:
        """The folder that a student handed in."""
        return self.course.folder("submitted", student, self.name)

    def autograded(self, student: str) -> Path:
        """The folder of a graded submission."""
        return self.course.folder("autograded", student, self.name)

    def feedback(self, student: str) -> Path:
        """The folder of the pages that a student gets back."""
        return self.course.folder("feedback", student, self.name)

    @property
    def results(self) -> Path:
        """The file that says how each submission fared."""
        return self.course.classroom / "runs" / f"{self.name}.jsonl"

    @property
    def notebooks(self) -> list[AssignmentNotebook]:
        """Its notebooks, by name."""
        found = sorted(path.stem for path in self.solution.glob("*.ipynb"))
        return [AssignmentNotebook(self, name) for name in found]

    @property
    def notebook(self) -> AssignmentNotebook:
        """Its only notebook.

        Raises
        ------
        CourseError
            If it has several.
        """
        found = self.notebooks
        if len(found) != 1:
            names = ", ".join(map(str, found))
            raise CourseError(f"{self} has {len(found)} notebooks instead of one: {names}.")
        return found[0]

    @property
    def file(self) -> str:
        """The name of the file with its only notebook."""
        return self.notebook.file

    def written(self) -> NotebookNode:
        """Its only notebook as instructors wrote it."""
        return self.notebook.written()

    def released(self) -> NotebookNode:
        """Its only notebook as students got it."""
        return self.notebook.released()

    @property
    def questions(self) -> list[Question]:
        """The questions as they are written, in their order, by names that tell them apart."""
        return [
            replace(question, name=notebook.label(question.name))
            for notebook in self.notebooks
            for question in notebook.questions
        ]

    @property
    def worth(self) -> float | None:
        """The points that it is worth, by the gradebook; None before its release."""
        with self.course.gradebook() as gradebook, suppress(MissingEntry):
            return float(gradebook.find_assignment(self.name).max_score)
        return None

    @property
    def students(self) -> list[str]:
        """The students who handed in a folder, whatever is in it."""
        everyone = self.course.folder("submitted").glob("[!.]*")
        return sorted(path.name for path in everyone if (path / self.name).is_dir())

    def check_student(self, student: str, known: Iterable[str]) -> None:
        """Raise a `CourseError` with the name that comes closest if a student is not known."""
        there = set(known)
        if student not in there:
            hint = did_you_mean(student, there)
            raise CourseError(f"Nobody called {student} handed in {self}. {hint}")

    def step(self, name: str, *student: str, notebook: str = "*") -> dict[str, str]:
        """Take a step of nbgrader; the answer holds "success", and "error" and "log"."""
        with quiet(), temp_attrs(self.course.directory, notebook_id=notebook):
            take = getattr(self.course.nbgrader, name)
            answer: dict[str, str] = take(self.name, *student, force=True)
        if answer.get("error", "").rstrip().endswith("KeyboardInterrupt"):
            raise KeyboardInterrupt  # which nbgrader takes for an error like any other
        return answer


@dataclass(frozen=True)
class AssignmentNotebook:
    """A notebook of an assignment.

    Parameters
    ----------
    assignment : Assignment
        The assignment it belongs to.
    name : str
        What its file is called, without the ending.
    """

    assignment: Assignment
    name: str

    def __str__(self) -> str:
        return self.name

    @property
    def file(self) -> str:
        """The name of its file."""
        return f"{self.name}.ipynb"

    def label(self, name: str) -> str:
        """The name of a question or a cell that no other notebook of the assignment has."""
        return name if len(self.assignment.notebooks) == 1 else f"{self.name}/{name}"

    def written(self) -> NotebookNode:
        """The notebook as instructors wrote it, with solutions and hidden tests.

        What the course puts before and after each of its notebooks is part of it.
        """
        from nbgrader.preprocessors import IncludeHeaderFooter

        course = self.assignment.course
        nb = nbformat.read(self.assignment.solution / self.file, as_version=4)
        with chdir(course.root):
            whole: NotebookNode = IncludeHeaderFooter(config=course.config).preprocess(nb, {})[0]
        return whole

    def released(self) -> NotebookNode:
        """The notebook that students got."""
        return nbformat.read(self.assignment.release / self.file, as_version=4)

    @property
    def questions(self) -> list[Question]:
        """The questions as they are written, in their order."""
        return questions(self.written())

    def row(self, gradebook: Gradebook) -> Any:
        """What the gradebook knows of it, or nbgrader's `MissingEntry`."""
        return gradebook.find_notebook(self.name, self.assignment.name)

    @property
    def points(self) -> dict[str, float]:
        """The points that each cell with points is worth in this class, by the gradebook."""
        with self.assignment.course.gradebook() as gradebook:
            known = known_cells(gradebook, self.row(gradebook))
        return {name: worth for _, name, worth in known if worth is not None}


def known_cells(gradebook: Gradebook, notebook: Any) -> list[tuple[str, str, float | None]]:
    """The cells of a notebook by the gradebook: id, name, and what one with points is worth.

    That is one question to the data base; nbgrader's own objects put one for each cell.
    """
    cells, tests, tasks = BaseCell.__table__, GradeCell.__table__, TaskCell.__table__
    worth = func.coalesce(tests.c.max_score, tasks.c.max_score)
    joined = cells.outerjoin(tests, tests.c.id == cells.c.id)
    joined = joined.outerjoin(tasks, tasks.c.id == cells.c.id)
    query = select(cells.c.id, cells.c.name, worth).select_from(joined)
    found = gradebook.db.execute(query.where(cells.c.notebook_id == notebook.id))
    return [(one, name, None if points is None else float(points)) for one, name, points in found]


@contextmanager
def quiet() -> Iterator[None]:
    """No warnings about how nbgrader uses other libraries: nobody here can act on them."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield
