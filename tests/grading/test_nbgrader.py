"""Plain nbgrader commands work from the root of the course, without options."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
import tiny
from tiny import copy_of

pytestmark = [pytest.mark.sandbox, pytest.mark.slow(seconds=35)]

NBGRADER = Path(sys.executable).with_name("nbgrader")


@pytest.fixture(scope="module")
def at_work(released_course, tmp_path_factory):
    """A course in which a student handed in; generate_assignment and autograde have been run."""
    course = copy_of(released_course, tmp_path_factory.mktemp("plain") / "course")
    tiny.hand_in(course, "ada", tiny.answers_of(course, half="def half(x):\n    return x // 2"))
    nbgrader(course, "generate_assignment", tiny.NAME, "--force")
    nbgrader(course, "autograde", tiny.NAME)
    return course


def nbgrader(course, *arguments):
    """Run a command as someone does who has not activated the environment."""
    env = {**os.environ, "PATH": os.defpath}
    run = [str(NBGRADER), *arguments]
    done = subprocess.run(
        run, cwd=course.root, env=env, capture_output=True, encoding="utf-8", check=False
    )
    said = done.stdout + done.stderr
    assert done.returncode == 0, said
    assert "not recognized" not in said
    return said


def test_autograde_scores_as_the_course_does(at_work):
    assert tiny.points_by_cell(at_work, "ada") == {
        "double-visible": 1,
        "double-hidden": 2,
        "half-visible": 1,
        "half-hidden": 0,
        "words": None,
    }


def test_generate_feedback_hides_the_hidden_checks(at_work):
    nbgrader(at_work, "generate_feedback", tiny.NAME)
    page = (tiny.of(at_work).feedback("ada") / "tiny.html").read_text(encoding="utf-8")
    assert "Not for odd numbers." in page
    assert "HIDDEN TESTS" not in page


def test_export_writes_the_grades(at_work):
    nbgrader(at_work, "export")
    assert "tiny,,,ada,,,,4.0,0.0,4.0,10.0" in (at_work.root / "grades.csv").read_text(
        encoding="utf-8"
    )


def test_validate_tells_right_from_wrong(at_work):
    said = nbgrader(at_work, "validate", "solutions/tiny/tiny.ipynb", "assignments/tiny/tiny.ipynb")
    assert "Success! Your notebook passes all the tests." in said
    assert "VALIDATION FAILED ON 3 CELL(S)" in said  # two visible checks, one empty answer
