"""The class list in the gradebook: who is new, who changed, who is no longer listed."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from nbgrader.api import Student

from autograde.course.course import Course
from autograde.course.sections import SECTIONS, course_sections
from autograde.roster.class_list import Listed, read_class_list

KEPT = ("first_name", "last_name", "email", "lms_user_id")  # fields of the gradebook


@dataclass(frozen=True)
class Changed:
    """A student whose entry changes, and how: field, old and new value."""

    student: str
    fields: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True)
class Enrolment:
    """The changes that a class list makes.

    Parameters
    ----------
    added : tuple of str
        Who was not in the gradebook.
    changed : tuple of Changed
        Whose entry was another one.
    unchanged : tuple of str
        Whose was the same.
    not_listed : tuple of str
        Who is in the gradebook and not in the list; they stay there.
    """

    added: tuple[str, ...]
    changed: tuple[Changed, ...]
    unchanged: tuple[str, ...]
    not_listed: tuple[str, ...]


def enrol(course: Course, file: Path, *, dry_run: bool = False) -> Enrolment:
    """Bring a class list into the gradebook, all of it or nothing.

    A field that the list leaves empty stays as it is.

    Raises
    ------
    CourseError
        If anything in the list is wrong; nothing is written then.
    """
    listed = read_class_list(file)
    sections = course_sections(course)
    with course.gradebook() as gradebook:
        known = {student.id: student for student in gradebook.students}
        enrolment = compare(listed, known, sections)
        if not dry_run:
            for one in listed:
                _write(gradebook.db, one, known.get(one.id))
            gradebook.db.commit()
    if not dry_run:
        _keep_sections(course, sections, listed)
    return enrolment


def compare(
    listed: Sequence[Listed], known: Mapping[str, Any], sections: Mapping[str, str]
) -> Enrolment:
    """The changes that a list would make in a gradebook."""
    there = [one for one in listed if one.id in known]
    changed = tuple(
        Changed(one.id, fields)
        for one in there
        if (fields := tuple(_differences(one, known[one.id], sections.get(one.id))))
    )
    different = {one.student for one in changed}
    return Enrolment(
        tuple(one.id for one in listed if one.id not in known),
        changed,
        tuple(one.id for one in there if one.id not in different),
        tuple(sorted(known.keys() - {one.id for one in listed})),
    )


def _differences(one: Listed, student: Any, section: str | None) -> list[tuple[str, str, str]]:
    old = {field: getattr(student, field) for field in KEPT} | {"section": section}
    return [
        (field, before or "", new)
        for field, before in old.items()
        if (new := getattr(one, field)) is not None and new != (before or "")
    ]


def _write(db: Any, one: Listed, student: Any) -> None:
    said = {field: value for field in KEPT if (value := getattr(one, field)) is not None}
    if student is None:
        db.add(Student(id=one.id, **said))
    for field, value in said.items():
        if student is not None:
            setattr(student, field, value)


def _keep_sections(course: Course, before: Mapping[str, str], listed: Sequence[Listed]) -> None:
    new = {**before, **{one.id: one.section for one in listed if one.section}}
    if new != before:
        text = json.dumps(new, ensure_ascii=False, indent=1, sort_keys=True)
        (course.classroom / SECTIONS).write_text(text + "\n", encoding="utf-8")
