"""The files in what was downloaded or mailed: listed first, and read one by one within limits."""

from __future__ import annotations

import os
import re
import stat
import zipfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path, PurePosixPath
from typing import IO

from autograde.archive.mail import mail, mails_in
from autograde.course.course import CourseError

LARGEST_FILE = 100 * 2**20  # bytes
LARGEST_RATIO, HARMLESS = 200, 10 * 2**20  # a file that grows more, and is larger, is a bomb
MOST_FILES = 200_000
LONGEST = 240  # bytes of a name
IGNORED = re.compile(
    r"__MACOSX|\.ipynb_checkpoints|__pycache__|\._.*|\.DS_Store|Thumbs\.db|desktop\.ini|\.git",
    re.IGNORECASE,
)
UNIX_TIME = 0x5455  # of zip's extra fields: a time in UTC
LINKS = "is no plain file"


class Refused(Exception):
    """Why a file is not taken, in words that follow its name."""


@dataclass(frozen=True)
class Entry:
    """A file that was found.

    Parameters
    ----------
    path : PurePosixPath
        Where it was.
    origin : str
        What it came in.
    when : datetime or None
        Its own time in UTC, as far as there is one.
    sender : str
        The address it was mailed from.
    stream : callable
        Opens it.
    size : int
        In bytes, as its container says.
    """

    path: PurePosixPath
    origin: str
    when: datetime | None
    sender: str
    stream: Callable[[], IO[bytes]]
    size: int

    def read(self) -> bytes:
        """What is in it; `Refused` if it is longer than it said, or damaged."""
        try:
            with self.stream() as opened:
                content = opened.read(self.size + 1)
        except Exception as why:  # a damaged archive raises whatever its content causes
            raise Refused(f"is damaged: {why}") from None
        if len(content) > self.size:
            raise Refused("is longer than its archive says")
        return content


def entries_of(file: Path, stack: ExitStack, refused: list[tuple[str, str]]) -> Iterator[Entry]:
    """The files in a zip archive, a mail, a mailbox or a folder; what is refused is noted.

    Of mails, wherever they are, it is what is attached to them.

    Raises
    ------
    CourseError
        If it is none of these, or not there.
    """
    try:
        file.stat()  # or there is none
        if file.is_dir():
            found = _in_folder(file, refused)
        elif zipfile.is_zipfile(file):
            found = in_zip(stack.enter_context(zipfile.ZipFile(file)), file.name, refused)
        elif file.suffix.lower() == ".mbox":
            found = (one for text in mails_in(file) for one in _attached(text, file.name, refused))
        elif file.suffix.lower() == ".eml":
            found = _attached(file.read_bytes(), file.name, refused)
        else:
            raise CourseError(f"{file} is neither a zip archive nor a mail (.eml, .mbox).")
        for entry in found:
            yield from _opened_mail(entry, refused)
    except (OSError, zipfile.BadZipFile) as error:
        why = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        raise CourseError(f"{file} cannot be read: {why}.") from None


def in_zip(
    archive: zipfile.ZipFile, origin: str, refused: list[tuple[str, str]]
) -> Iterator[Entry]:
    """The files in a zip archive."""
    infos = archive.infolist()
    if len(infos) > MOST_FILES:
        raise CourseError(f"{origin} holds {len(infos)} files, and {MOST_FILES} are the most.")
    for info in infos:
        name = _name(info)
        try:
            path = safe(name)
            if path is None or info.is_dir():
                continue
            _check(info)
        except Refused as reason:
            refused.append((f"{origin}: {name}", str(reason)))
            continue

        def opened(info: zipfile.ZipInfo = info) -> IO[bytes]:
            return archive.open(info)

        yield Entry(path, origin, _zip_time(info), "", opened, info.file_size)


def _name(info: zipfile.ZipInfo) -> str:
    """The name of a file; macOS and others write UTF-8 without saying so."""
    if info.flag_bits & 0x800:
        return info.filename
    try:
        return info.filename.encode("cp437").decode("utf-8")
    except UnicodeError:
        return info.filename


def _check(info: zipfile.ZipInfo) -> None:
    kind = stat.S_IFMT(info.external_attr >> 16)
    if kind and kind != stat.S_IFREG:
        raise Refused(LINKS)
    if info.flag_bits & 1:
        raise Refused("is encrypted")
    if info.file_size > LARGEST_FILE:
        raise Refused(
            f"has {info.file_size // 2**20} MiB, and {LARGEST_FILE // 2**20} are the most"
        )
    if info.file_size > max(HARMLESS, LARGEST_RATIO * info.compress_size):
        raise Refused(f"would grow from {info.compress_size} to {info.file_size} bytes")


def safe(name: str) -> PurePosixPath | None:
    r"""The path of a file within its archive; None for what programs add and nobody wrote.

    >>> safe("Ada Lovelace/01_xor (1).ipynb").name
    '01_xor (1).ipynb'
    >>> safe("__MACOSX/._01_xor.ipynb") is None
    True
    >>> safe("..\\..\\nbgrader_config.py")
    Traceback (most recent call last):
        ...
    autograde.archive.unpack.Refused: leads out of its archive
    """
    parts = [part for part in name.replace("\\", "/").split("/") if part not in ("", ".")]
    if name.startswith(("/", "\\")) or ".." in parts or re.match(r"[A-Za-z]:", name):
        raise Refused("leads out of its archive")
    if not parts or any(IGNORED.fullmatch(part) for part in parts):
        return None
    clean = [re.sub(r'[\x00-\x1f\x7f:*?"<>|]', "_", part) for part in parts]
    if any(len(os.fsencode(part)) > LONGEST for part in clean) or len(parts) > 20:
        raise Refused("has a name that is too long")
    return PurePosixPath(*clean)


def _zip_time(info: zipfile.ZipInfo) -> datetime | None:
    """The time of a file in UTC: zip's own field has none, and is taken for the time of here."""
    extra = info.extra
    while len(extra) >= 4:
        kind, size = int.from_bytes(extra[:2], "little"), int.from_bytes(extra[2:4], "little")
        if kind == UNIX_TIME and size >= 5 and extra[4] & 1:
            return _utc(int.from_bytes(extra[5:9], "little", signed=True))
        extra = extra[4 + size :]
    try:
        return datetime(*info.date_time).astimezone(UTC).replace(tzinfo=None)
    except (ValueError, OverflowError, OSError):
        return None


def _utc(seconds: float) -> datetime:
    return datetime.fromtimestamp(seconds, UTC).replace(tzinfo=None)


def _in_folder(folder: Path, refused: list[tuple[str, str]]) -> Iterator[Entry]:
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        about = path.lstat()
        if stat.S_ISDIR(about.st_mode):
            continue
        try:
            clean = safe(name)
            if clean is None:
                continue
            if not stat.S_ISREG(about.st_mode):
                raise Refused(LINKS)
            if about.st_size > LARGEST_FILE:
                raise Refused(f"is larger than {LARGEST_FILE // 2**20} MiB")
        except Refused as reason:
            refused.append((f"{folder.name}: {name}", str(reason)))
            continue

        def opened(path: Path = path) -> IO[bytes]:
            return path.open("rb")

        yield Entry(clean, folder.name, _utc(about.st_mtime), "", opened, about.st_size)


def _opened_mail(entry: Entry, refused: list[tuple[str, str]]) -> Iterator[Entry]:
    if entry.path.suffix.lower() != ".eml" or entry.sender:
        yield entry
        return
    try:
        content = entry.read()
    except Refused as reason:
        refused.append((f"{entry.origin}: {entry.path}", str(reason)))
        return
    yield from _attached(content, f"{entry.origin}: {entry.path}", refused)


def _attached(content: bytes, origin: str, refused: list[tuple[str, str]]) -> Iterator[Entry]:
    """What is attached to a mail."""
    try:
        message = mail(content)
    except Exception as why:  # a text that is no mail raises whatever its headers cause
        refused.append((origin, f"is no mail: {why}"))
        return
    for name, data in message.attachments:
        try:
            path = safe(re.split(r"[/\\]", name)[-1])
        except Refused as reason:
            refused.append((f"{origin}: {name}", str(reason)))
            continue
        if path is not None:

            def opened(data: bytes = data) -> IO[bytes]:
                return BytesIO(data)

            yield Entry(path, origin, message.when, message.sender, opened, len(data))
