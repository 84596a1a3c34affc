"""A folder that a student handed in, before anything in it is opened or copied."""

from __future__ import annotations

import errno
import os
import shutil
import stat
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path, PurePath
from time import monotonic

from autograde.course.times import PAST, moment

TIMESTAMP = "timestamp.txt"
SECRET = "submission_secret.txt"  # nbgrader's, by which a student's feedback is found
LONGEST_STAMP = 100  # bytes
REFUSED = ".refused"
MOST_ENTRIES = 10_000
MOST_BYTES = 500 * 2**20
DEEPEST = 20  # folders in one another
LONGEST_WALK = 20.0  # seconds
LONGEST_NAME = 200  # bytes, which leaves room for an ending


class Refused(Exception):
    """Why a folder is not gone through, as a sentence."""


class Linked(Refused):
    """A link in the place of a folder: what is there may be another student's."""


def make_safe(folder: Path) -> tuple[str, ...]:
    """Take out of a folder what must not be followed or believed; a sentence on each.

    A link would have somebody else's file copied and graded; nbgrader would wait for ever at a
    pipe; and it fails at a time stamp that is none. All are renamed, so that people can look.

    Raises
    ------
    Linked
        If the folder, or its student's, is a link itself; nothing is touched then.
    Refused
        If there is too much in it.
    """
    refuse_link(folder)
    found = list(entries(folder))
    refused = sorted(Path(e.path) for e in found if not (_is_file(e) or _is_folder(e)))
    notes = [
        f"{readable(path.relative_to(folder))} is no plain file, and was refused."
        for path in refused
    ]
    stamp = folder / TIMESTAMP
    if stamp.exists() and stamp not in refused and handed_in_at(folder) is None:
        refused.append(stamp)
        notes.append(f"{TIMESTAMP} holds no past time such as {PAST}, and was refused.")
    plain_files(folder)  # or there is too much
    for path in refused:
        _replace(path)
    return tuple(notes)


def refuse_link(folder: Path) -> None:
    """Raise `Linked` if a submission's folder, or its student's, is a link."""
    for path in (folder.parent, folder):
        if path.is_symlink():
            target = readable(path.readlink())
            raise Linked(f"The folder {readable(PurePath(path.name))} is a link to {target}.")


def take_away_links(folder: Path) -> None:
    """Rename a link in the place of a submission's folder, or of its student's."""
    for path in (folder.parent, folder):
        if path.is_symlink():
            _replace(path)


def entries(folder: Path) -> Iterator[os.DirEntry[str]]:
    """All that is in a folder, level by level, and nothing if it is none; follows no link.

    Raises
    ------
    Refused
        If there is more than somebody's work, or it takes too long.
    """
    end, seen = monotonic() + LONGEST_WALK, count(1)
    waiting = deque([(str(folder), 0)])
    while waiting:
        place, depth = waiting.popleft()
        if depth > DEEPEST:
            raise Refused(f"It holds more than {DEEPEST} folders in one another.")
        with _looked_into(place, depth) as found:
            for entry in found:
                if next(seen) > MOST_ENTRIES:
                    raise Refused(f"It holds more than {MOST_ENTRIES} files and folders.")
                if monotonic() > end:
                    raise Refused(f"It took more than {LONGEST_WALK:.0f} seconds to go through it.")
                if _is_folder(entry):
                    waiting.append((entry.path, depth + 1))
                yield entry


@contextmanager
def _looked_into(place: str, depth: int) -> Iterator[Iterator[os.DirEntry[str]]]:
    """What is in a folder; nothing if it is none, or one within that may not be read."""
    try:
        found = os.scandir(place)
    except (FileNotFoundError, NotADirectoryError):
        yield iter(())
        return
    except OSError as error:
        if error.errno == errno.ENAMETOOLONG:
            raise Refused("It holds folders with names that are too long together.") from None
        if depth == 0:
            raise
        yield iter(())
        return
    with found:
        yield found


def _is_folder(entry: os.DirEntry[str]) -> bool:
    return entry.is_dir(follow_symlinks=False)


def _is_file(entry: os.DirEntry[str]) -> bool:
    return entry.is_file(follow_symlinks=False)


def plain_files(folder: Path) -> list[Path]:
    """The plain files in a folder, in order.

    Raises
    ------
    Refused
        As for `entries`, and if they are too large together.
    """
    found, size = [], 0
    for entry in entries(folder):
        if _is_file(entry):
            found.append(Path(entry.path))
            size += entry.stat(follow_symlinks=False).st_size
    if size > MOST_BYTES:
        raise Refused(f"It holds {size / 2**20:.0f} MiB, and {MOST_BYTES // 2**20} are the most.")
    return sorted(found)


def copy_plain_files(folder: Path, to: Path) -> None:
    """Copy the plain files of a folder but notebooks, and of time stamps one that can be believed.

    Of a folder with too much in it that time stamp alone.
    """
    when, files = handed_in_at(folder), []
    if when:
        (to / TIMESTAMP).write_text(f"{when} UTC", encoding="utf-8")  # as nbgrader reads it
    with suppress(Refused):
        files = [path for path in plain_files(folder) if path != folder / TIMESTAMP]
    for path in files:
        if path.suffix != ".ipynb":
            copy = to / path.relative_to(folder)
            copy.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, copy, follow_symlinks=False)


def content(path: Path, most: int) -> bytes:
    """The bytes of a plain file, of one that is longer one more than `most`; follows no link."""
    file = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    with os.fdopen(file, "rb") as opened:
        if not stat.S_ISREG(os.fstat(file).st_mode):
            raise OSError(f"{readable(PurePath(path.name))} is no plain file")
        return opened.read(most + 1)


def is_plain(path: Path) -> bool:
    """Whether a path is a file or a folder and no link, pipe or device."""
    return not path.is_symlink() and (path.is_file() or path.is_dir())


def readable(path: PurePath) -> str:
    r"""The name of a file as text that can be written and sent, whatever bytes it consists of.

    >>> readable(PurePath("notes") / os.fsdecode(b"caf\xe9.txt"))
    'notes/caf�.txt'
    """
    return os.fsencode(path).decode("utf-8", "replace")


def handed_in_at(folder: Path) -> datetime | None:
    """The time that collecting left with a submission, in UTC; None if there is none to believe."""
    try:
        stamp = content(folder / TIMESTAMP, LONGEST_STAMP)
        if len(stamp) > LONGEST_STAMP:
            return None
        when = moment(stamp.decode("utf-8-sig"))
    except (OSError, ValueError):
        return None
    tomorrow = datetime.now(UTC).replace(tzinfo=None) + timedelta(days=1)
    return when if when and when < tomorrow else None


def _replace(path: Path) -> None:
    """Rename a file or folder; of a link or a pipe leave a file that says what it was."""
    new = _free(path)
    if is_plain(path):
        path.rename(new)
        return
    was = f"a link to {readable(path.readlink())}" if path.is_symlink() else "no plain file"
    path.unlink()
    new.write_text(was + "\n", "utf-8", "replace")


def _free(path: Path) -> Path:
    """A name beside a path that nothing has."""
    name = os.fsdecode(os.fsencode(path.name)[:LONGEST_NAME])
    numbers = ("", *(f".{number}" for number in range(1, MOST_ENTRIES + 2)))
    names = (path.with_name(f"{name}{REFUSED}{number}") for number in numbers)
    return next(new for new in names if not os.path.lexists(new))
