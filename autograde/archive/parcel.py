"""What was found of one student: read when it is needed, and unpacked as far as is usual."""

from __future__ import annotations

import zipfile
from codecs import BOM_UTF8
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from io import BytesIO
from pathlib import PurePosixPath

from autograde.archive.unpack import Entry, Refused, in_zip
from autograde.archive.whose import Named
from autograde.course.course import CourseError
from autograde.course.questions import grade_id
from autograde.grading.submission import LARGEST, Unreadable, parse

MOST_FILES, MOST_BYTES = 1000, 200 * 2**20

Item = tuple[Entry, Named]
Files = dict[PurePosixPath, bytes]
Told = list[tuple[str, str]]  # names of files, and a sentence on each


@dataclass
class Parcel:
    """What was found of one student, not read yet, and the latest time of it.

    Of several mails or attempts, which have a time of their own, it is the last with a notebook.
    """

    student: str
    items: list[Item]
    when: datetime | None = None
    late: bool = False
    is_dated: bool = False
    notes: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        work = [item for item in self.items if item[1].rest.suffix.lower() in (".ipynb", ".zip")]
        dated = {when for entry, about in work if (when := _own_time(entry, about))}
        if dated:
            self.is_dated = True
            last = max(dated)
            self.items = [item for item in self.items if _own_time(*item) in (None, last)]
            if len(dated) > 1:
                self.notes.append(f"the last of {len(dated)}")
        times = [when for entry, about in self.items if (when := about.when or entry.when)]
        self.when = max(times, default=None)
        self.late = any(about.late for _, about in self.items)

    def read(self, refused: Told) -> Files:
        """The files by their paths, archives among them opened and needless folders taken away."""
        files: Files = {}
        room = MOST_BYTES
        for entry, about in self.items:
            for path, one in _opened(entry, about.rest, refused):
                room -= one.size
                try:
                    if room < 0 or len(files) >= MOST_FILES:
                        raise Refused("is too much for one submission")
                    content = one.read()
                except Refused as reason:
                    refused.append((f"{entry.origin}: {one.path}", str(reason)))
                    continue
                if files.get(path) != content:
                    files[_free(path, files)] = content
        return _without_common_folder(files)


def _own_time(entry: Entry, about: Named) -> datetime | None:
    """The time of a mail, or of an attempt: not that of a file."""
    return about.when or (entry.when if entry.sender else None)


def _opened(entry: Entry, path: PurePosixPath, refused: Told) -> list[tuple[PurePosixPath, Entry]]:
    """A file; of an archive that a student made the files in it, and no archive in those."""
    if path.suffix.lower() != ".zip":
        return [(path, entry)]
    origin = f"{entry.origin}: {entry.path}"
    try:
        archive = zipfile.ZipFile(BytesIO(entry.read()))
        inner = list(in_zip(archive, origin, refused))
    except (Refused, CourseError, zipfile.BadZipFile) as reason:
        refused.append((origin, str(reason).rstrip(".")))
        return []
    return [(path.parent / one.path, one) for one in inner]


def _free(path: PurePosixPath, taken: Mapping[PurePosixPath, bytes]) -> PurePosixPath:
    """A path that is not taken: two files of one name are both kept."""
    numbers = range(2, MOST_FILES + 3)
    others = (path.with_name(f"{path.stem}-{number}{path.suffix}") for number in numbers)
    return path if path not in taken else next(one for one in others if one not in taken)


def _without_common_folder(files: dict[PurePosixPath, bytes]) -> dict[PurePosixPath, bytes]:
    """The same files without the folders that all of them are in."""
    while files and all(
        len(p.parts) > 1 and p.parts[0] == next(iter(files)).parts[0] for p in files
    ):
        files = {PurePosixPath(*path.parts[1:]): content for path, content in files.items()}
    return files


def grade_ids(files: Files) -> set[str]:
    """The names of the cells in notebooks."""
    found: set[str] = set()
    for path, content in notebooks_in(files).items():
        with suppress(Unreadable):
            cells = parse(content, path.name).cells
            found |= {name for cell in cells if (name := grade_id(cell))}
    return found


def notebooks_in(files: Files) -> Files:
    """Those of some files that are called notebooks and may be read."""
    return {
        path: content.removeprefix(BOM_UTF8)
        for path, content in files.items()
        if path.suffix.lower() == ".ipynb" and len(content) <= LARGEST
    }
