"""Everything about people in one file: the classroom, and the gradebook as of one moment."""

from __future__ import annotations

import hashlib
import io
import json
import os
import tarfile
import tempfile
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from typing import IO, Any

from sqlalchemy.engine import make_url

from autograde.archive.manifest import ASIDE, CLASSROOM, GRADEBOOK, MANIFEST, Manifest, verified
from autograde.archive.sqlite_snapshot import BESIDE, database_file, snapshot
from autograde.course.course import Course, CourseError
from autograde.grading.submitted_folder import is_plain, readable


@dataclass(frozen=True)
class Saved:
    """What was saved.

    Parameters
    ----------
    files : int
        How many.
    left_out : tuple of str
        What is neither file nor folder, such as a link.
    """

    files: int
    left_out: tuple[str, ...]


def back_up(course: Course, file: Path) -> Saved:
    """Write the classroom and its gradebook into an archive, and read it once more.

    Raises
    ------
    CourseError
        If the gradebook is not in SQLite, if somebody writes into it meanwhile, or if the file is
        there already or cannot be written.
    """
    database = gradebook_file(course)
    _refuse(course, file)
    partial = file.with_name(file.name + ".partial")
    try:
        with tempfile.TemporaryDirectory() as folder:
            saved = _written(course, database, partial, Path(folder) / GRADEBOOK)
        with partial.open("rb") as content:
            verified(content, file)
        os.replace(partial, file)
    except OSError as error:
        said = f"{error.filename or file}: {error.strerror or error}"
        raise CourseError(f"No backup was made. {said}.") from None
    finally:
        partial.unlink(missing_ok=True)
    return saved


def gradebook_file(course: Course) -> Path:
    """The gradebook's file.

    Raises
    ------
    CourseError
        If a server holds it; with the commands that copy it there.
    """
    database = database_file(course.directory.db_url)
    if database is None:
        url = make_url(course.directory.db_url)
        where = f"--host {url.host or 'localhost'} --username {url.username or 'USER'}"
        raise CourseError(
            "The gradebook is not in a file but in a database server, which this command cannot "
            f"copy. Use the server's own: pg_dump {where} --format custom --file gradebook.dump "
            f"{url.database or 'DATABASE'} (and pg_restore), and tar -czf classroom.tar.gz "
            f"{course.classroom.name} for the files, while nobody grades."
        )
    return database


def _refuse(course: Course, file: Path) -> None:
    if file.exists():
        raise CourseError(f"{file} is there already; no backup is written over another.")
    if file.resolve().is_relative_to(course.classroom.resolve()):
        raise CourseError(f"{file} would be inside of what it saves: write it somewhere else.")


def _written(course: Course, database: Path, file: Path, copy: Path) -> Saved:
    left_out: list[str] = []
    digests: dict[str, str] = {}
    made = datetime.now(UTC).isoformat(timespec="seconds")
    private = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)  # it is about people
    with os.fdopen(private, "wb") as out, tarfile.open(fileobj=out, mode="w:gz") as archive:
        if database.is_file():
            with snapshot(database, copy) as changed:
                _add_all(archive, course.classroom, database, digests, left_out)
                if changed():
                    raise CourseError(
                        "Somebody wrote into the gradebook meanwhile, so files and grades might "
                        "not belong together: try again when nobody grades."
                    )
            _add(archive, copy, GRADEBOOK, digests)
        else:
            _add_all(archive, course.classroom, database, digests, left_out)
        manifest = Manifest(course.directory.course_id, made, digests)
        _add_text(archive, MANIFEST, json.dumps(asdict(manifest), indent=1))
    return Saved(len(digests), tuple(left_out))


def _add_all(
    archive: tarfile.TarFile,
    classroom: Path,
    database: Path,
    digests: dict[str, str],
    left_out: list[str],
) -> None:
    skipped = {database.resolve().with_name(database.name + end) for end in ("", *BESIDE)}
    for path in contents(classroom):
        name = (PurePosixPath(CLASSROOM) / path.relative_to(classroom).as_posix()).as_posix()
        if not is_plain(path):
            left_out.append(readable(PurePosixPath(name)))
        elif path.is_dir():
            archive.addfile(_anonymous(archive.gettarinfo(path, name)))
        elif path.resolve() not in skipped:
            _add(archive, path, name, digests)


def contents(classroom: Path) -> Iterator[Path]:
    """What is in a classroom, folders before what is in them; not what restoring moved aside."""
    for top in sorted(classroom.glob("*")):
        if not top.name.startswith(ASIDE):
            yield top
            if top.is_dir() and not top.is_symlink():
                yield from sorted(top.rglob("*"))


def _add(archive: tarfile.TarFile, path: Path, name: str, digests: dict[str, str]) -> None:
    with path.open("rb") as content:
        info = _anonymous(archive.gettarinfo(arcname=name, fileobj=content))
        digest = hashlib.sha256()
        archive.addfile(info, _Watched(content, digest))
    digests[name] = digest.hexdigest()


def _add_text(archive: tarfile.TarFile, name: str, text: str) -> None:
    info = tarfile.TarInfo(name)
    info.size, info.mode = len(text.encode()), 0o600
    archive.addfile(info, io.BytesIO(text.encode()))


def _anonymous(info: tarfile.TarInfo) -> tarfile.TarInfo:
    """Without the account of whoever made the backup."""
    info.uid = info.gid = 0
    info.uname = info.gname = ""
    return info


class _Watched(io.RawIOBase):
    """A file whose digest is taken while it is read, so that it is that of what was written."""

    def __init__(self, content: IO[bytes], digest: Any) -> None:
        self._content, self._digest = content, digest

    def read(self, size: int = -1, /) -> bytes:
        block = self._content.read(size)
        self._digest.update(block)
        return block
