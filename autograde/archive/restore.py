"""Put a class back from its backup."""

from __future__ import annotations

import shutil
import tarfile
import tempfile
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import IO

from autograde.archive.backup import gradebook_file
from autograde.archive.manifest import ASIDE, CLASSROOM, GRADEBOOK, Manifest, verified
from autograde.archive.sqlite_snapshot import BESIDE, is_sound
from autograde.course.course import Course, CourseError

UNPACKED = ".restoring-"  # begins the name of a folder that is there while a backup is unpacked


@dataclass(frozen=True)
class Restored:
    """What was put back.

    Parameters
    ----------
    made : str
        When the backup was made, in UTC.
    files : int
        How many.
    aside : Path or None
        Where everything is that was there before.
    """

    made: str
    files: int
    aside: Path | None


def put_back(course: Course, file: Path, *, force: bool = False) -> Restored:
    """Put a class back as it was when the backup was made.

    Everything in the backup is checked before anything in the classroom is touched.

    Parameters
    ----------
    course : Course
        The course, of the same name as the one that was saved.
    file : Path
        What `autograde backup` wrote.
    force : bool
        Move what is there aside instead of refusing.

    Raises
    ------
    CourseError
        If the backup is damaged or of another course, or if a class is there and `force` is not
        given.
    """
    database = gradebook_file(course)
    if not hasattr(tarfile, "data_filter"):
        raise CourseError(
            "This Python unpacks archives without its data filter: take 3.11.4 or newer."
        )
    try:
        with file.open("rb") as content:
            manifest = verified(content, file)
            _refuse(course, database, manifest, force)
            content.seek(0)
            return _swapped(course, database, content, manifest)
    except OSError as error:
        where = error.filename or file
        raise CourseError(f"{where}: {error.strerror or error}. Nothing was replaced.") from None


def _refuse(course: Course, database: Path, manifest: Manifest, force: bool) -> None:
    here = course.directory.course_id
    if manifest.course != here:
        raise CourseError(f"This is a backup of the course {manifest.course!r}, not of {here!r}.")
    if not force and (database.exists() or any(p.is_file() for p in _everything(course))):
        raise CourseError(
            f"There is a class in {course.classroom.name} already. With --force it is moved into "
            f"a folder {ASIDE}… in there, and the backup takes its place."
        )


def _everything(course: Course) -> list[Path]:
    """What is in the classroom, but for what restoring left there."""
    return [
        path
        for top in course.classroom.glob("*")
        if not top.name.startswith((ASIDE, UNPACKED))
        for path in (top, *top.rglob("*"))
    ]


def _swapped(course: Course, database: Path, content: IO[bytes], manifest: Manifest) -> Restored:
    classroom = course.classroom
    classroom.mkdir(parents=True, exist_ok=True)
    # In the classroom, which git ignores: names and grades never lie beside it.
    with tempfile.TemporaryDirectory(prefix=UNPACKED, dir=classroom) as folder:
        with tarfile.open(fileobj=content, mode="r:gz") as archive:
            archive.extractall(folder, filter="data")
        new = Path(folder)
        if GRADEBOOK in manifest.files and not is_sound(new / GRADEBOOK):
            raise CourseError("The gradebook in the backup is damaged. Nothing was replaced.")
        aside = _moved_aside(classroom, database, new)
        try:
            _moved_in(classroom, database, new)
        except OSError as error:
            raise CourseError(
                f"The backup is only half in its place: {error}. What was there before is in "
                f"{aside or classroom}."
            ) from None
    return Restored(manifest.made, len(manifest.files), aside)


def _moved_aside(classroom: Path, database: Path, new: Path) -> Path | None:
    old = [
        path
        for path in sorted(classroom.glob("*"))
        if path != new and not path.name.startswith((ASIDE, UNPACKED))
    ]
    elsewhere = [database.with_name(database.name + end) for end in ("", *BESIDE)]
    old += [path for path in elsewhere if path.exists() and not path.is_relative_to(classroom)]
    if not old:
        return None
    aside = classroom / f"{ASIDE}{datetime.now():%Y%m%d-%H%M%S-%f}"
    aside.mkdir()
    for path in old:
        shutil.move(path, aside / path.name)
    return aside if any(path.is_file() for path in aside.rglob("*")) else None


def _moved_in(classroom: Path, database: Path, new: Path) -> None:
    for path in sorted((new / CLASSROOM).glob("*")):
        shutil.move(path, classroom / path.name)
    if (new / GRADEBOOK).is_file():
        database.parent.mkdir(parents=True, exist_ok=True)
        shutil.move(new / GRADEBOOK, database)
