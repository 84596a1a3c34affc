"""Classrooms of other years for tests: independent right answers, or recorded results."""

import nbformat
import tiny
import varied
from tiny import copy_of

from autograde.course.course import Course
from autograde.course.release import release

NAME = "varied"


def varied_course(folder):
    """A released course whose questions are those of `varied`."""
    cells = []
    for question in varied.TEMPLATES:
        cells.append(
            tiny.cell(question, "### BEGIN SOLUTION\npass\n### END SOLUTION", solution=True)
        )
        cells.append(tiny.cell(f"{question}-hidden", tiny.hidden("assert True"), 1))
    course = tiny.new_course(folder, cells, NAME)
    release(course, NAME)
    return course


def hand_in_class(classroom, released, answers):
    """Put the answers of a class, by question and student, where submissions are."""
    students = sorted({student for by_student in answers.values() for student in by_student})
    for student in students:
        for cell in released.cells:
            name = cell.metadata["nbgrader"]["grade_id"]
            if name in answers:
                cell.source = answers[name][student]
        folder = classroom / "submitted" / student.replace(" ", "") / NAME
        folder.mkdir(parents=True)
        (folder / f"{NAME}.ipynb").write_text(nbformat.writes(released), encoding="utf-8")


def copied(course, folder):
    """That course once more, to be changed."""
    return Course.at(copy_of(course, folder).root)
