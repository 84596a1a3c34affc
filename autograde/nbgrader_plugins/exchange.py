"""Submissions in nbgrader's exchange, judged by what its owner cannot forge: owner and change time.

The name of a folder and the files in it say whatever a student wants. Who owns them and when they
were last changed (`ctime`, which no account but root can set back) is written down by the system.
"""

from __future__ import annotations

import hashlib
import os
import pwd
import re
import stat
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

MOST_ENTRIES = 1000
NAME = re.compile(r"\w[\w.@-]*")
SPAN = 2**30  # of the numbers that stand for names

Uid = Callable[[str], "int | None"]
Ignored = Callable[[str], bool]


class Refused(Exception):
    """The reason why something in the exchange is not collected, in a sentence."""


@dataclass(frozen=True)
class Arrival:
    """A folder that its student put into the exchange.

    Parameters
    ----------
    student : str
        Whose account owns it, and whom its name names.
    folder : Path
        Where it is.
    when : float
        Its last change, in seconds since 1970.
    """

    student: str
    folder: Path
    when: float


def uid_of_account(name: str) -> int | None:
    """The number of an account of this machine, None if there is no such account."""
    try:
        return pwd.getpwnam(name).pw_uid
    except KeyError:
        return None


def uid_by_name(first: int) -> Uid:
    """Numbers for names that are no accounts of this machine, the same wherever they are computed.

    Examples
    --------
    >>> uid_by_name(100_000)("ada") == uid_by_name(100_000)("ada") >= 100_000
    True
    """

    def uid(name: str) -> int:
        digest = hashlib.sha256(name.encode()).digest()
        return first + int.from_bytes(digest[:8], "big") % SPAN

    return uid


def arrival_of(folder: Path, assignment: str, uid: Uid) -> Arrival:
    """A folder STUDENT+ASSIGNMENT+…, if the student's account owns it.

    Raises
    ------
    Refused
        If it is no folder, or somebody else's.
    """
    student, found, _ = folder.name.partition(f"+{assignment}+")
    about = folder.lstat()
    if not found or not NAME.fullmatch(student) or not stat.S_ISDIR(about.st_mode):
        raise Refused("is no submission")
    if uid(student) != about.st_uid:
        raise Refused(f"names {student}, but belongs to number {about.st_uid}")
    return Arrival(student, folder, max(entry.when for entry in entries(folder)))


@dataclass(frozen=True)
class Entry:
    """A folder or file in a submission, by a descriptor of the folder it is in."""

    path: str
    name: str
    at: int
    about: os.stat_result

    @property
    def when(self) -> float:
        """Its last change."""
        return self.about.st_ctime


def entries(folder: Path) -> Iterator[Entry]:
    """The folder, and all that is in it; links are not followed, not even one put in its place.

    Raises
    ------
    Refused
        If there are too many.
    """
    top = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
    try:
        yield Entry("", "", top, os.fstat(top))
        count = 0
        for path, folders, files, at in os.fwalk(".", dir_fd=top, onerror=_raise):
            for name in (*folders, *files):
                count += 1
                if count > MOST_ENTRIES:
                    raise Refused(f"holds more than {MOST_ENTRIES} files")
                about = os.stat(name, dir_fd=at, follow_symlinks=False)
                yield Entry(os.path.normpath(os.path.join(path, name)), name, at, about)
    finally:
        os.close(top)


def _raise(error: OSError) -> None:
    raise error


def fetch(arrival: Arrival, into: Path, most_bytes: int, ignored: Ignored) -> list[str]:
    """Copy the plain files of a submission into a new folder; the names of those left behind.

    Raises
    ------
    Refused
        If it is too large, or was changed meanwhile.
    """
    into.mkdir(parents=True)
    owner, left, room = arrival.folder.lstat().st_uid, [], most_bytes
    for entry in entries(arrival.folder):
        if any(ignored(part) for part in entry.path.split(os.sep)):
            continue
        if stat.S_ISDIR(entry.about.st_mode):
            (into / entry.path).mkdir(exist_ok=True)
        elif (content := _plain(entry, owner, room)) is None:
            left.append(entry.path)
        else:
            room -= len(content)
            (into / entry.path).write_bytes(content)
    if max(entry.when for entry in entries(arrival.folder)) != arrival.when:
        raise Refused("was changed while it was collected: collect again")
    return left


def _plain(entry: Entry, owner: int, room: int) -> bytes | None:
    """The content of a plain file of the submission's owner; None for a link, a pipe and the like.

    A hard link to another's file is that other's.
    """
    try:
        file = os.open(entry.name, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK, dir_fd=entry.at)
    except OSError:
        return None
    with os.fdopen(file, "rb") as opened:
        about = os.fstat(file)
        if not stat.S_ISREG(about.st_mode) or about.st_uid != owner:
            return None
        content = opened.read(room + 1)
    if len(content) > room:
        raise Refused("is too large")
    return content
