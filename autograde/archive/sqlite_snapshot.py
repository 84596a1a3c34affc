"""A copy of a gradebook as it is at one moment, also while somebody writes into it."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from urllib.parse import quote

from sqlalchemy.engine import make_url

from autograde.course.course import CourseError

BESIDE = ("-wal", "-shm", "-journal")  # what SQLite keeps beside a database in use
SECONDS = 60.0  # to wait for somebody who is writing


def database_file(db_url: str) -> Path | None:
    """The file of a gradebook in SQLite; None if it is in a server.

    >>> database_file("sqlite:////srv/course/gradebook.db?timeout=60").name
    'gradebook.db'
    >>> database_file("postgresql+psycopg://course@db/grades") is None
    True
    """
    url = make_url(db_url)
    is_file = url.get_backend_name() == "sqlite" and url.database
    return Path(url.database) if is_file and url.database else None


@contextmanager
def snapshot(database: Path, copy: Path) -> Iterator[Callable[[], bool]]:
    """Copy a database; within this block, the function tells whether it was changed since.

    Raises
    ------
    CourseError
        If it is no SQLite database, or stays locked.
    """
    address = f"file:{quote(str(database.resolve()))}?mode=ro"
    try:
        with closing(sqlite3.connect(address, uri=True, timeout=SECONDS)) as live:
            version = _version(live)
            with closing(sqlite3.connect(copy)) as target:
                live.backup(target)
            yield lambda: _version(live) != version
    except sqlite3.Error as error:
        raise CourseError(f"The gradebook {database} cannot be copied: {error}.") from None


def _version(database: sqlite3.Connection) -> int:
    """A number that is another one once somebody else has written."""
    (version,) = database.execute("PRAGMA data_version").fetchone()
    return int(version)


def is_sound(database: Path) -> bool:
    """Whether SQLite finds nothing wrong with a file."""
    try:
        with closing(sqlite3.connect(database)) as copy:
            (said,) = copy.execute("PRAGMA quick_check(1)").fetchone()
    except sqlite3.Error:
        return False
    return bool(said == "ok")
