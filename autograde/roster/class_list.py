"""A class list as other programs write it: nbgrader's, Canvas's and Moodle's CSV files."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from autograde.course.csv_dialects import Place, heading, rows_of, text_of
from autograde.course.refusals import CourseError

# By field, the headings that stand for it; of several in a file the first one listed here counts.
HEADINGS: dict[str, tuple[str, ...]] = {
    "id": (
        *("student id", "username", "user name", "login", "sis login id", "login id", "id"),
        *("id number", "sis user id", "matriculation number"),
    ),
    "first_name": ("first name", "firstname", "given name", "forename"),
    "last_name": ("last name", "lastname", "surname", "family name"),
    "email": ("email", "email address", "e mail", "e mail address", "mail"),
    "lms_user_id": ("lms user id", "id number", "id"),
    "section": ("section", "sections", "group", "groups"),
    "name": ("student", "full name", "student name"),
}
KNOWN = frozenset(name for names in HEADINGS.values() for name in names)
LONGEST = 128  # characters that the gradebook keeps of a field
NOT_IN_FOLDERS = re.compile(r'[/\\:*?"<>|\[\]\x00-\x1f\x7f]')
ADDRESS = re.compile(r"[^@\s,;<>]+@[^@\s,;<>]+")
CANVAS_ROWS = ("points possible", "student, test", "manual posting")  # about no student
MOST_PROBLEMS = 20  # that are shown


@dataclass(frozen=True)
class Listed:
    """A student of a class list; None where the list has no such column, or nothing in it.

    Parameters
    ----------
    id : str
        What the folder of a submission is called.
    first_name, last_name, email, lms_user_id, section : str or None
        What else the list says.
    """

    id: str
    first_name: str | None = None
    last_name: str | None = None
    email: str | None = None
    lms_user_id: str | None = None
    section: str | None = None


def read_class_list(file: Path) -> list[Listed]:
    """The students of a class list.

    Columns come in any order, headings in any case; commas, semicolons or tabs separate them. The
    headings of nbgrader, Canvas and Moodle are known.

    Raises
    ------
    CourseError
        With the file, the line and the column of everything that is wrong.
    """
    rows = list(rows_of(text_of(file), file, KNOWN))
    if not rows:
        raise CourseError(f"{file} is empty: its first line should name the columns, id first.")
    (line, headings), *students = rows
    columns = _columns(headings, Place(file, line))
    problems: list[str] = []
    found = [
        student
        for line, cells in students
        if any(cells) and not _is_about_no_student(columns, cells)
        for student in _student(columns, headings, cells, Place(file, line), problems)
    ]
    problems += _doubles(found, file, columns["id"], headings)
    if problems:
        problems.sort(key=_line_of)
        more = len(problems) - MOST_PROBLEMS
        shown = problems[:MOST_PROBLEMS] + ([f"And {more} more."] if more > 0 else [])
        raise CourseError("\n".join([*shown, "Nothing was written."]))
    if not found:
        raise CourseError(f"{file} names no student: there is nothing below its first line.")
    return [student for _, student in found]


def _line_of(problem: str) -> int:
    number = re.search(r", line (\d+)", problem)
    return int(number[1]) if number else 0


def _columns(headings: Sequence[str], place: Place) -> dict[str, int]:
    """The place of each field."""
    names = [heading(cell) for cell in headings]
    columns: dict[str, int] = {}
    for field, known in HEADINGS.items():
        there = [
            name for name in known if name in names and names.index(name) not in _taken(columns)
        ]
        if there:
            columns[field] = names.index(there[0])
            if names.count(there[0]) > 1:
                first, second = (i + 1 for i, n in enumerate(names) if n == there[0])
                raise CourseError(
                    f"{place}: columns {first} and {second} are both called "
                    f"{headings[columns[field]]}. Nothing was written."
                )
    if "id" not in columns:
        shown = ", ".join(filter(None, headings)) or "nothing"
        raise CourseError(
            f"{place}: no column says who it is. It should be called id (or Username, or SIS "
            f"Login ID); there is {shown}. Nothing was written."
        )
    return columns


def _taken(columns: Mapping[str, int]) -> set[int]:
    return set(columns.values())


def _is_about_no_student(columns: Mapping[str, int], cells: Sequence[str]) -> bool:
    """Whether a row is one of those that Canvas writes below its headings, or its test student."""
    place = columns.get("name")
    if place is None or place >= len(cells):
        return False
    return cells[place].casefold() in CANVAS_ROWS or not any(cells[: place + 1])


def _student(
    columns: Mapping[str, int],
    headings: Sequence[str],
    cells: Sequence[str],
    place: Place,
    problems: list[str],
) -> Iterator[tuple[int, Listed]]:
    """The student in a row, and its line; or what is wrong with it."""
    before = len(problems)
    if len(cells) > len(headings) and any(cells[len(headings) :]):
        problems.append(
            f"{place}: {len(cells)} cells below {len(headings)} headings. "
            "Does a cell with a separator in it lack its quotation marks?"
        )
        return
    values = {field: cells[at] if at < len(cells) else "" for field, at in columns.items()}
    for field, value in values.items():
        said = wrong(field, value)
        if said:
            at = columns[field]
            problems.append(f"{Place(place.file, place.line, at + 1, headings[at])}: {said}")
    if len(problems) == before:
        yield place.line, _listed(values)


def _listed(values: dict[str, str]) -> Listed:
    name = values.pop("name", "")
    if "," in name and not values.get("last_name"):  # as Canvas writes it: Lovelace, Ada
        last, _, first = name.partition(",")
        values["last_name"], values["first_name"] = last.strip(), first.strip()
    who = values.pop("id")
    return Listed(who, **{field: value or None for field, value in values.items()})


def wrong(field: str, value: str) -> str:
    """The sentence that says what is wrong with a cell, or "".

    >>> wrong("id", "ada/lovelace")
    "'ada/lovelace' has a '/' in it, which the name of a folder cannot have."
    >>> wrong("email", "ada")
    "'ada' is no e-mail address."
    """
    if len(value) > LONGEST:
        return f"{len(value)} characters are too many; the gradebook keeps {LONGEST}."
    if field == "email" and value and not ADDRESS.fullmatch(value):
        return f"{value!r} is no e-mail address."
    if field != "id":
        return ""
    if not value:
        return "it is empty."
    found = NOT_IN_FOLDERS.search(value)
    if found:
        return f"{value!r} has a {found[0]!r} in it, which the name of a folder cannot have."
    if value.startswith(".") or value.endswith("."):
        return f"{value!r} begins or ends with a dot, and no student's folder can be called so."
    if len(value.encode()) > 255 or not value.isprintable():
        return f"{value!r} cannot be the name of a folder."
    return ""


def _doubles(
    found: Sequence[tuple[int, Listed]], file: Path, column: int, headings: Sequence[str]
) -> Iterator[str]:
    """Names that are there twice, also if only their case differs: many disks keep them as one."""
    first: dict[str, tuple[int, str]] = {}
    for line, student in found:
        key = unicodedata.normalize("NFC", student.id).casefold()
        if key in first:
            earlier, name = first[key]
            place = Place(file, line, column + 1, headings[column])
            same = "" if name == student.id else f" as {name}, which many disks take for the same"
            yield f"{place}: {student.id} stands in line {earlier} already{same}."
        else:
            first[key] = (line, student.id)
