"""The gradebook after sealed grading holds what stock nbgrader's would, row by row."""

import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
import tiny

from autograde.course.course import Course
from autograde.course.release import release
from autograde.demo.demo import copy_of
from autograde.demo.sample_class import hand_in_all, sample_class
from autograde.grading.run import grade_all, prepare
from benchmarks.grading import ASSIGNMENT, STOCK_CONFIGURATION

pytestmark = pytest.mark.sandbox

HONEST = {"reference", "mul_vjp_inputs_swapped", "toposort_backwards", "syntax_error", "empty"}

ROWS = {
    "grades": """select student.id, base_cell.name, auto_score, manual_score, extra_credit,
        needs_manual_grade
        from grade join submitted_notebook on grade.notebook_id = submitted_notebook.id
        join submitted_assignment on submitted_notebook.assignment_id = submitted_assignment.id
        join student on submitted_assignment.student_id = student.id
        join base_cell on grade.cell_id = base_cell.id""",
    "comments": """select student.id, base_cell.name, manual_comment
        from comment join submitted_notebook on comment.notebook_id = submitted_notebook.id
        join submitted_assignment on submitted_notebook.assignment_id = submitted_assignment.id
        join student on submitted_assignment.student_id = student.id
        join base_cell on comment.cell_id = base_cell.id""",
    "submissions": "select student_id, timestamp, extension from submitted_assignment",
    "notebooks": "select late_submission_penalty from submitted_notebook",
    "students": "select id, first_name, last_name, email from student",
}


def rows(database, kind):
    with sqlite3.connect(database) as db:
        return sorted(db.execute(ROWS[kind]).fetchall(), key=repr)


@pytest.fixture(scope="module")
def gradebooks(tmp_path_factory):
    """Two gradebooks of the same submissions: ours, and stock nbgrader's."""
    folder = tmp_path_factory.mktemp("stock")
    here = Course.at(tiny.ROOT)
    courses = {}
    for name in ("ours", "stock"):
        course = copy_of(here, folder / name)
        release(course.assignment(ASSIGNMENT))
        samples = [s for s in sample_class(course.assignment(ASSIGNMENT)) if s.student in HONEST]
        hand_in_all(course.assignment(ASSIGNMENT), samples)
        courses[name] = course
    ours, stock = courses["ours"], courses["stock"].root
    prepare(ours.assignment(ASSIGNMENT))
    list(grade_all(ours.assignment(ASSIGNMENT), sorted(HONEST), feedback=False))
    (stock / "nbgrader_config.py").write_text(STOCK_CONFIGURATION, encoding="utf-8")
    nbgrader = str(Path(sys.executable).parent / "nbgrader")
    path = {**os.environ, "PATH": f"{Path(nbgrader).parent}{os.pathsep}{os.environ['PATH']}"}
    for step in ("generate_assignment", "autograde"):
        command = [nbgrader, step, ASSIGNMENT, "--force"]
        subprocess.run(command, cwd=stock, check=True, capture_output=True, env=path)
    return ours.root / "classroom" / "gradebook.db", stock / "gradebook.db"


@pytest.mark.slow
@pytest.mark.parametrize("kind", ROWS)
def test_the_rows_are_the_same(gradebooks, kind):
    ours, stock = (rows(database, kind) for database in gradebooks)
    assert ours == stock
    assert ours
