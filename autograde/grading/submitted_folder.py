"""A folder that a student handed in, before anything in it is opened or copied."""

from __future__ import annotations

import os
from datetime import datetime, timedelta
from pathlib import Path, PurePath

from nbgrader.utils import parse_utc

TIMESTAMP = "timestamp.txt"
LONGEST_STAMP = 100  # bytes
REFUSED = ".refused"


def make_safe(folder: Path) -> tuple[str, ...]:
    """Take out of a folder what must not be followed or believed; a sentence on each.

    A link would have somebody else's file copied and graded; nbgrader would wait for ever at a
    pipe; and it fails at a time stamp that is none. All are renamed, so that people can look.
    """
    refused = [path for path in sorted(folder.rglob("*")) if not is_plain(path)]
    notes = [
        f"{readable(path.relative_to(folder))} is no plain file, and was refused."
        for path in refused
    ]
    stamp = folder / TIMESTAMP
    if stamp.is_file() and stamp not in refused and handed_in_at(folder) is None:
        refused.append(stamp)
        notes.append(f"{TIMESTAMP} holds no time in the past, and was refused.")
    for path in refused:
        _replace(path)
    return tuple(notes)


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
    stamp = folder / TIMESTAMP
    try:
        if not is_plain(stamp) or stamp.stat().st_size > LONGEST_STAMP:
            return None
        when = parse_utc(stamp.read_text(encoding="utf-8").strip())
    except (OSError, ValueError, TypeError, OverflowError):
        return None
    is_past = isinstance(when, datetime) and when < datetime.now() + timedelta(days=1)
    return when if is_past else None


def _replace(path: Path) -> None:
    """Rename a file; of a link or a pipe leave a file that says what it was."""
    if is_plain(path):
        path.rename(path.with_name(path.name + REFUSED))
        return
    was = f"a link to {readable(path.readlink())}" if path.is_symlink() else "no plain file"
    path.unlink()
    path.with_name(path.name + REFUSED).write_text(was + "\n", "utf-8", "replace")
