"""A table for programs that write to everybody of a class: address, points and page."""

from __future__ import annotations

from pathlib import Path

from autograde.course.course import Assignment
from autograde.course.csv_files import write_rows
from autograde.course.points import format_points
from autograde.grading.results import Status
from autograde.reports.report import class_results

COLUMNS = ("student", "name", "email", "points", "worth", "waiting", "page")


def write_merge(assignment: Assignment, file: Path) -> list[str]:
    """Write a line for each student who has a page; returns those without an address.

    Raises
    ------
    CourseError
        If nothing was graded, or the file cannot be written.
    """
    with assignment.course.gradebook() as gradebook:
        people = {one.id: one for one in gradebook.students}
    rows: list[list[object]] = [list(COLUMNS)]
    nameless = []
    for result in class_results(assignment):
        pages = sorted(assignment.feedback(result.student).glob("*.html"))
        if result.status is Status.FAILED or not pages:
            continue
        one = people.get(result.student)
        name = " ".join(filter(None, (one.first_name, one.last_name))) if one else ""
        email = (one.email if one else "") or ""
        if not email:
            nameless.append(result.student)
        numbers = (result.counted, result.worth, result.waiting)
        paths = "; ".join(str(page.resolve()) for page in pages)
        rows.append([result.student, name, email, *map(format_points, numbers), paths])
    write_rows(file, rows, for_excel=True)
    return nameless
