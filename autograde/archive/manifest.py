"""What a backup holds, and whether it still holds it."""

from __future__ import annotations

import hashlib
import json
import tarfile
import zlib
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO

from autograde.course.course import CourseError

FORMAT = 1
MANIFEST, GRADEBOOK, CLASSROOM = "manifest.json", "gradebook.db", "classroom"
ASIDE = ".replaced-"  # begins the name of a folder into which `restore` moved what was there
LARGEST_MANIFEST = 100 * 2**20  # bytes
BLOCK = 2**20
DAMAGE = (tarfile.TarError, zlib.error, EOFError, OSError, ValueError, KeyError, TypeError)


@dataclass(frozen=True)
class Manifest:
    """What a backup holds.

    Parameters
    ----------
    course : str
        The course's name in the gradebook.
    made : str
        When, in UTC.
    files : dict
        By name in the archive, the SHA-256 of each file.
    format : int
        Of the archive.
    """

    course: str
    made: str
    files: dict[str, str]
    format: int = FORMAT


def verified(content: IO[bytes], file: Path) -> Manifest:
    """What an archive holds, once all of it was read and found as it was written.

    Parameters
    ----------
    content : binary file
        The archive.
    file : Path
        What messages call it.

    Raises
    ------
    CourseError
        If it is damaged, or holds what no backup does: links, devices, or names that lead out of
        the classroom.
    """
    digests: dict[str, str] = {}
    there: set[str] = set()
    manifest: Manifest | None = None
    try:
        with tarfile.open(fileobj=content, mode="r:gz") as archive:
            for member in archive:
                _refuse(member, there, file)
                there.add(member.name)
                if member.name == MANIFEST:
                    manifest = _manifest(archive, member)
                elif member.isreg():
                    digests[member.name] = _digest(archive, member)
    except DAMAGE as error:
        raise CourseError(f"{file} is no backup, or a damaged one: {error}.") from None
    if manifest is None:
        raise CourseError(f"{file} is no backup of a class: it has no {MANIFEST}.")
    _compare(manifest, digests, file)
    return manifest


def _refuse(member: tarfile.TarInfo, there: set[str], file: Path) -> None:
    path = PurePosixPath(member.name)
    inside = path.parts[:1] == (CLASSROOM,) and ".." not in path.parts
    if not (member.isreg() or member.isdir()):
        what = "is a link" if member.issym() or member.islnk() else "is neither file nor folder"
    elif not inside and member.name not in (MANIFEST, GRADEBOOK):
        what = "does not belong into a classroom"
    elif member.name in there:
        what = "is there twice"
    else:
        return
    raise CourseError(f"{file} is no backup to be trusted: {member.name!r} {what}.")


def _manifest(archive: tarfile.TarFile, member: tarfile.TarInfo) -> Manifest:
    content = archive.extractfile(member)
    if content is None or member.size > LARGEST_MANIFEST:
        raise ValueError(f"its {MANIFEST} cannot be read")
    manifest = Manifest(**json.loads(content.read()))
    if manifest.format != FORMAT:
        raise ValueError(f"it has format {manifest.format}, and {FORMAT} is the one known here")
    return manifest


def _digest(archive: tarfile.TarFile, member: tarfile.TarInfo) -> str:
    digest = hashlib.sha256()
    content = archive.extractfile(member)
    while content and (block := content.read(BLOCK)):
        digest.update(block)
    return digest.hexdigest()


def _compare(manifest: Manifest, digests: dict[str, str], file: Path) -> None:
    wrong = sorted(
        name
        for name in {*manifest.files, *digests}
        if manifest.files.get(name) != digests.get(name)
    )
    if wrong:
        more = f" and {len(wrong) - 1} more" if len(wrong) > 1 else ""
        raise CourseError(f"{file} is damaged: {wrong[0]} is not what was saved{more}.")
