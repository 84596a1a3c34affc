"""Tables as other programs write them: with commas, semicolons or tabs, and places to point at."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path

from autograde.course.refusals import CourseError

SEPARATORS = ",;\t"


@dataclass(frozen=True)
class Place:
    """A place in a file; as text it begins a message."""

    file: Path
    line: int
    column: int | None = None
    heading: str = ""

    def __str__(self) -> str:
        name = f" ({self.heading})" if self.heading else ""
        column = "" if self.column is None else f", column {self.column}{name}"
        return f"{self.file}, line {self.line}{column}"


def text_of(file: Path) -> str:
    """The text of a file in UTF-8, with or without a byte order mark.

    Raises
    ------
    CourseError
        If it cannot be read, or is no UTF-8; with the place.
    """
    try:
        content = file.read_bytes()
    except OSError as error:
        raise CourseError(f"{file} cannot be read: {error.strerror}.") from None
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = content[: error.start]
        line = 1 + before.count(b"\n")
        column = 1 + error.start - (before.rfind(b"\n") + 1)
        raise CourseError(
            f"{file}, line {line}: byte {column} of the line (0x{content[error.start]:02x}) is no "
            "UTF-8. Save it once more as “CSV UTF-8”. Nothing was written."
        ) from None


def rows_of(text: str, file: Path, known: Collection[str]) -> Iterator[tuple[int, list[str]]]:
    """The number of the line on which each row begins, and its cells.

    Parameters
    ----------
    text : str
        Of the table.
    file : Path
        What messages call it.
    known : collection of str
        Headings, as `heading` gives them, by which the separator is found.

    Raises
    ------
    CourseError
        If quotation marks are wrong; with the place.
    """
    skipped = 0
    if text.casefold().startswith("sep="):  # with which Excel is told of the separator
        _, _, text = text.partition("\n")
        skipped = 1
    reader = csv.reader(
        io.StringIO(text, newline=""), delimiter=separator(text, known), strict=True
    )
    line = 1
    try:
        for cells in reader:
            yield line + skipped, [cell.strip() for cell in cells]
            line = reader.line_num + 1
    except csv.Error as error:
        raise CourseError(f"{Place(file, line + skipped)}: {error}. Nothing was written.") from None


def separator(text: str, known: Collection[str]) -> str:
    r"""The mark that stands between the headings.

    >>> separator("id;name, first;email\n", {"id", "email"})
    ';'
    """
    first = re.sub(r'"[^"]*"', "", next(iter(text.splitlines()), ""))

    def worth(mark: str) -> tuple[int, int]:
        names = [heading(cell) for cell in first.split(mark)]
        return sum(name in known for name in names), len(names)

    return max(SEPARATORS, key=worth)


def heading(cell: str) -> str:
    """A heading without case and punctuation.

    >>> heading(" Last_Name"), heading("E-mail address")
    ('last name', 'e mail address')
    """
    return " ".join(re.split(r"[\W_]+", cell.casefold())).strip()


def table_of(file: Path, needed: Collection[str]) -> list[tuple[Place, dict[str, str]]]:
    """The rows of a table whose first line names its columns, each with its place in the file.

    Raises
    ------
    CourseError
        If a column that is needed is missing, or the file is no table.
    """
    rows = rows_of(text_of(file), file, {heading(name) for name in needed})
    _, headings = next(rows, (1, []))
    names = [heading(name).replace(" ", "_") for name in headings]
    missing = [name for name in needed if name not in names]
    if missing:
        raise CourseError(
            f"{Place(file, 1)}: there is no column {missing[0]}. Nothing was written."
        )
    return [
        (Place(file, line), dict(zip(names, [*cells, *[""] * len(names)], strict=False)))
        for line, cells in rows
        if any(cells)
    ]
