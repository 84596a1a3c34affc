"""Classrooms of other years beside this one: read, never changed."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from copy import deepcopy
from dataclasses import dataclass
from pathlib import Path

from autograde.archive.sqlite_snapshot import database_file, snapshot
from autograde.course.course import Course, CourseError

HERE = "this class"


@dataclass(frozen=True)
class Classroom:
    """A class that was graded with this course.

    Parameters
    ----------
    name : str
        What pages and tables call it.
    course : Course
        This course with the people of that class.
    has_gradebook : bool
        Whether its gradebook could be found, and not only its record.
    """

    name: str
    course: Course
    has_gradebook: bool = True


@contextmanager
def classrooms(course: Course, folders: Sequence[Path]) -> Iterator[list[Classroom]]:
    """Classes of other folders by name, with copies of their gradebooks, and this class at the end.

    Raises
    ------
    CourseError
        If a folder is no classroom, or is named twice.
    """
    rooms = [_room(course, folder) for folder in folders]
    seen = {course.classroom.resolve()}
    for folder, room in zip(folders, rooms, strict=True):
        if room.resolve() in seen:
            raise CourseError(f"{folder} is among the classes already.")
        seen.add(room.resolve())
    names = _names(course, rooms)
    with ExitStack() as stack:
        copies = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        others = [
            _classroom(course, room, name, copies / f"{number}.db", stack)
            for number, (room, name) in enumerate(zip(rooms, names, strict=True))
        ]
        yield [*sorted(others, key=lambda one: one.name), Classroom(HERE, course)]


def _room(course: Course, folder: Path) -> Path:
    """The classroom that a folder is, or that is in it."""
    for room in (folder, folder / course.classroom.name):
        if any((room / name).is_dir() for name in (_submitted(course), "runs")):
            return room
    raise CourseError(
        f"{folder} is no classroom: there is neither {_submitted(course)} nor runs in it."
    )


def _submitted(course: Course) -> str:
    return Path(course.directory.submitted_directory).name


def _names(course: Course, rooms: Sequence[Path]) -> list[str]:
    """A short name each: of the folder, or of the one it is in if all are called the same."""
    usual = course.classroom.name
    short = [
        room.resolve().parent.name if room.resolve().name == usual else room.resolve().name
        for room in rooms
    ]
    return [
        name if short.count(name) == 1 and name != HERE else str(room)
        for name, room in zip(short, rooms, strict=True)
    ]


def _classroom(course: Course, room: Path, name: str, copy: Path, stack: ExitStack) -> Classroom:
    config = deepcopy(course.config)
    for step in ("submitted", "autograded", "feedback"):
        folder = Path(getattr(course.directory, f"{step}_directory")).name
        config.CourseDirectory[f"{step}_directory"] = str(room.resolve() / folder)
    config.CourseDirectory.db_url = f"sqlite:///{copy.as_posix()}"
    ours = database_file(course.directory.db_url)
    database = room / (ours.name if ours else "gradebook.db")
    if database.is_file():
        stack.enter_context(snapshot(database, copy))
    return Classroom(name, Course(course.root, config), database.is_file())
