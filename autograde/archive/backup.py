"""A class in one file, and back: what is about people, and a copy of the gradebook."""

from __future__ import annotations

import gzip
import os
import shutil
import sqlite3
import tarfile
import tempfile
import zlib
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from datetime import datetime
from functools import partial
from pathlib import Path, PurePosixPath

from autograde.archive.collect import ASIDE as ASIDE_BY_COLLECT
from autograde.course.class_settings import FILE as SETTINGS
from autograde.course.course import Course, CourseError
from autograde.course.requests import FILE as REQUESTS
from autograde.course.sections import SECTIONS
from autograde.grading.submitted_folder import is_plain, readable

STEPS = ("submitted", "autograded", "feedback")  # of nbgrader's, whatever their folders are called
REST, GRADEBOOK = "classroom", "gradebook.db"
ANONYMOUS = partial(tarfile.TarInfo.replace, uid=0, gid=0, uname="", gname="", deep=False)
OF_BEFORE = (
    "This backup was made by 1.0.0. Where there is no class yet, unpack it in the folder of the "
    "course by `tar -xzf`, and move gradebook.db into classroom/."
)
ASIDE, UNPACKED = ".replaced-", ".restoring-"  # folders of `restore` begin so


def back_up(course: Course, file: Path) -> list[str]:
    """Write a class into an archive; returns what was left out, being neither file nor folder."""
    databases, room = _databases(course), course.classroom
    if file.exists():
        raise CourseError(f"{file} is there already; no backup is written over another.")
    if file.resolve().is_relative_to(room.resolve()):
        raise CourseError(f"{file} would be inside of what it saves: write it somewhere else.")
    places, left_out = _places(course, os.listdir(room)), []
    try:
        with tempfile.TemporaryDirectory(dir=file.absolute().parent) as folder:
            new, copy = Path(folder, "new.tar.gz"), Path(folder, GRADEBOOK)
            new.touch(0o600)
            with tarfile.open(new, "w:gz") as archive, _snapshot(databases[0], copy):
                archive.dereference = True  # what has two names is saved twice; links are left out
                for path, name in _contents({GRADEBOOK: copy} | places, databases):
                    if is_plain(path):
                        archive.add(path, name, recursive=False, filter=ANONYMOUS)
                    else:
                        left_out.append(readable(PurePosixPath(name)))
            os.replace(new, file)
    except (OSError, sqlite3.Error) as error:
        raise CourseError(f"No backup was made: {error}.") from None
    return left_out


@contextmanager
def _snapshot(database: Path, copy: Path) -> Iterator[None]:
    """A copy of the gradebook; at the end it has to be what the gradebook still is."""
    address = f"{database.as_uri()}?mode=ro" if database.is_file() else "file::memory:"
    with closing(sqlite3.connect(address, uri=True, timeout=60)) as live:
        before = live.execute("PRAGMA data_version").fetchone()
        if database.is_file():
            with closing(sqlite3.connect(copy)) as target:
                live.backup(target)
        yield
        if live.execute("PRAGMA data_version").fetchone() != before:
            raise CourseError("Somebody wrote into the gradebook meanwhile: try again later.")


def _databases(course: Course) -> list[Path]:
    """The gradebook, and what SQLite keeps beside it while it is in use."""
    file = course.gradebook_file
    if file is None:
        raise CourseError("The gradebook is in a server: use pg_dump, and tar for the classroom.")
    return [file.with_name(file.name + end) for end in ("", "-wal", "-shm", "-journal")]


def _places(course: Course, rest: Iterable[str]) -> dict[str, Path]:
    """Files and folders about people, by name in an archive: never the course's sources."""
    room, steps = course.classroom, {step: course.folder(step) for step in STEPS}
    if course.root.is_relative_to(room):  # nbgrader's default
        people = {"runs", "downloaded", SECTIONS, SETTINGS, REQUESTS, ASIDE_BY_COLLECT}
        rest = people & set(rest)
    sources = course.folder("source"), course.folder("release")
    elsewhere = {*sources, *steps.values(), *_databases(course)}
    names = [name for name in sorted(rest) if not name.startswith((ASIDE, UNPACKED))]
    places = {f"{REST}/{name}": room / name for name in names if room / name not in elsewhere}
    for source in sources:
        if any(source.is_relative_to(place) for place in (*places.values(), *steps.values())):
            raise CourseError(f"{source} lies among what is about people: move it out of there.")
    return places | steps


def _contents(places: dict[str, Path], databases: list[Path]) -> Iterator[tuple[Path, str]]:
    """Every path in some places once, and its name in an archive."""
    own = {*places.values(), *databases}
    for name, top in places.items():
        for path in sorted((top, *top.rglob("*")) if is_plain(top) else (top,)):
            if os.path.lexists(path) and not own & {path, *path.parents} - {top, *top.parents}:
                yield path, (PurePosixPath(name) / path.relative_to(top).as_posix()).as_posix()


def restore(course: Course, file: Path, *, force: bool = False) -> Path | None:
    """Put a class back, once all of it is unpacked; returns where that is which was there."""
    databases, room = _databases(course), course.classroom
    if not file.is_file():
        raise CourseError(f"There is no file {file}.")
    room.mkdir(parents=True, exist_ok=True)
    old = [*_places(course, os.listdir(room)).values(), *databases]
    is_used = any(path.is_file() for top in old for path in (top, *top.rglob("*")))
    if is_used and not force:
        raise CourseError(f"There is a class in {room.name}: --force moves it into {ASIDE}… there.")
    with tempfile.TemporaryDirectory(prefix=UNPACKED, dir=room) as folder:
        new = _unpacked(file, Path(folder))
        rest = [path.name for path in new.glob(f"{REST}/*")]
        places = _places(course, rest) | {GRADEBOOK: databases[0]}
        if unknown := [name for name in rest if f"{REST}/{name}" not in places]:
            raise CourseError(f"{file} is no backup: {unknown[0]!r} does not belong into it.")
        aside = room / f"{ASIDE}{datetime.now():%Y%m%d-%H%M%S-%f}"
        for path in old:
            _move(path, aside / (path.relative_to(room) if room in path.parents else path.name))
        for name, path in places.items():
            _move(new / name, path)
    return aside if is_used else None


def _move(path: Path, to: Path) -> None:
    if os.path.lexists(path):
        to.parent.mkdir(parents=True, exist_ok=True)
        shutil.move(path, to)


def _unpacked(file: Path, folder: Path) -> Path:
    try:
        with gzip.open(file) as content, tarfile.open(fileobj=content, mode="r:") as archive:
            archive.extractall(folder, filter=_trusted)
            while content.read(2**20):  # to its end, where gzip's checksum stands
                pass
        if (folder / GRADEBOOK).exists():
            with closing(sqlite3.connect(folder / GRADEBOOK)) as copy:
                if copy.execute("PRAGMA quick_check(1)").fetchone() != ("ok",):
                    raise ValueError("its gradebook is damaged")
    except (OSError, EOFError, ValueError, tarfile.TarError, zlib.error, sqlite3.Error) as error:
        raise CourseError(f"{file} is no backup, or a damaged one: {error}.") from None
    return folder


def _trusted(member: tarfile.TarInfo, folder: str) -> tarfile.TarInfo:
    """A member as `back_up` may have written it; links, devices and ways out are refused."""
    if member.name == "manifest.json":
        raise CourseError(OF_BEFORE)
    is_known = member.name.split("/")[0] in (*STEPS, GRADEBOOK, REST)
    if not is_known or not (member.isreg() or member.isdir()):
        raise ValueError(f"{member.name!r} does not belong into it")
    return tarfile.data_filter(member, folder)
