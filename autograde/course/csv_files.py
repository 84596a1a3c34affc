"""Tables as CSV files that a spreadsheet can open without harm."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from pathlib import Path

from autograde.course.course import CourseError

FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "\0")  # what a formula may begin with
NOTHING = "-"  # how Moodle writes that there is no grade


def harmless(cell: object) -> object:
    """A cell that no spreadsheet takes for a formula; numbers stay numbers.

    >>> harmless("=HYPERLINK(1)"), harmless(-1.5), harmless("Ada")
    ("'=HYPERLINK(1)", -1.5, 'Ada')
    """
    risky = isinstance(cell, str) and cell != NOTHING and cell.startswith(FORMULA)
    return f"'{cell}" if risky else cell


def as_meant(cell: str) -> str:
    """A cell as it was before it was made `harmless`.

    >>> as_meant("'=1+1"), as_meant("'tis so")
    ('=1+1', "'tis so")
    """
    return cell[1:] if cell.startswith(tuple(f"'{one}" for one in FORMULA)) else cell


def write_rows(file: Path, rows: Iterable[Iterable[object]], *, for_excel: bool) -> None:
    """Write a table as UTF-8.

    Excel takes a CSV file for one in the code page of its country, and shows "Zoë" as "ZoÃ«",
    unless it begins with a byte order mark. Programs that are not told of the mark take it for a
    part of the first heading; so it is only written `for_excel`.

    Raises
    ------
    CourseError
        If the file cannot be written.
    """
    try:
        with file.open("w", newline="", encoding="utf-8-sig" if for_excel else "utf-8") as out:
            csv.writer(out).writerows([harmless(cell) for cell in row] for row in rows)
    except OSError as error:
        raise CourseError(f"{file} cannot be written: {error.strerror}.") from None
