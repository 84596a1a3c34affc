"""A class that version 1.0.0 graded goes on: told the same to the point, and nothing is lost.

How its files were made says `class_of_1_0_0/make.py`.
"""

import csv
import json
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import nbformat
import pytest
import tiny
from typer.testing import CliRunner

from autograde.cli.app import app
from autograde.course.course import Course

OF_THEN = Path(__file__).with_name("class_of_1_0_0")
FILES = json.loads((OF_THEN / "files.json").read_text(encoding="utf-8"))
THEN, NOW = "autograde.late.", "autograde.nbgrader_plugins.late_penalty."
GIVEN = [("ada", "words", 3), ("bob", "half-hidden", 1.5), ("ada", "words", "Well said, Ada.")]
COSTS = f'c.AssignLatePenalties.plugin_class = "{NOW}LatePenalty"\n'
COSTS += "c.LatePenalty.grace_minutes = 15\nc.LatePenalty.percent_a_day = 10\n"


@pytest.fixture
def folder(tmp_path):
    """The course's folder as 1.0.0 left it."""
    folder = tmp_path / "course"
    for name, text in FILES.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    with closing(sqlite3.connect(folder / "classroom/gradebook.db")) as gradebook:
        gradebook.executescript((OF_THEN / "gradebook.sql").read_text(encoding="utf-8"))
    return folder


@pytest.fixture
def old(folder):
    """The same with today's configuration, and the class's own lines in it."""
    config = (tiny.ROOT / "nbgrader_config.py").read_text(encoding="utf-8")
    (folder / "nbgrader_config.py").write_text(config + COSTS, encoding="utf-8")
    return Course.at(folder)


def call(folder, *arguments, status=0):
    command = [*map(str, arguments), "--course", str(folder)]
    said = CliRunner(env={"COLUMNS": "200"}).invoke(app, command)
    assert said.exit_code == status, said.output
    return said.output


def grades(course, file):
    call(course.root, "export", file)
    return by_student(file.read_text(encoding="utf-8-sig"))


def by_student(text):
    return {row["student_id"]: row for row in csv.DictReader(text.splitlines())}


def of_then():
    return by_student(FILES["classroom/grades.csv"])


def by_hand(course):
    """What people gave and wrote: student, cell, and points or words."""
    with course.gradebook() as gradebook:
        notebooks = [one.notebooks[0] for one in gradebook.assignment_submissions(tiny.NAME)]
        found = [(nb.student.id, one.name, one.manual_score) for nb in notebooks
                 for one in nb.grades if one.manual_score is not None]  # fmt: skip
        found += [(nb.student.id, one.name, one.manual_comment) for nb in notebooks
                  for one in nb.comments if one.manual_comment]  # fmt: skip
    return found


def test_its_configuration_is_refused_with_the_name_that_is_right_now(folder):
    config = folder / "nbgrader_config.py"
    said = call(folder, "report", tiny.NAME, status=2)
    assert "since 2.0.0" in said
    assert "`sealed(c)`" in said
    config.write_text(f'c.AssignLatePenalties.plugin_class = "{THEN}LatePenalty"', encoding="utf-8")
    assert f"it is called {NOW}LatePenalty" in call(folder, "report", tiny.NAME, status=2)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [("a = 1\n<<<<<<< main\n", "line 2, is not valid Python."), ("1 / 0", "ZeroDivisionError")],
)
def test_a_configuration_that_a_merge_broke_is_a_sentence(folder, text, sentence):
    (folder / "nbgrader_config.py").write_text(text, encoding="utf-8")
    assert sentence in call(folder, "report", tiny.NAME, status=2)


def test_before_anything_is_run_every_export_is_what_it_was(old, tmp_path):
    assert grades(old, tmp_path / "grades.csv") == of_then()
    assert by_hand(old) == GIVEN
    shown = call(old.root, "report", tiny.NAME)
    assert "double 6 instead of 3" in shown
    assert "Late: 1.8 points less." in shown
    assert "Not for odd numbers." in call(
        old.root, "explain", "bob", tiny.NAME, "--question", "half"
    )
    call(old.root, "feedback", tiny.NAME)
    page = old.assignment(tiny.NAME).feedback("ada") / "tiny.html"
    assert "Well said, Ada." in page.read_text(encoding="utf-8")
    call(old.root, "extend", "dan", tiny.NAME, "--until", "2026-02-03T00:00Z")
    assert grades(old, tmp_path / "later.csv")["dan"]["score"] == "9.0"


@pytest.mark.sandbox
def test_a_run_grades_again_and_says_so_and_no_point_moves(old, tmp_path):
    preview = call(old.root, "regrade", tiny.NAME, "--preview")
    assert "5 stay as they are." in preview
    said = call(old.root, "run", tiny.NAME, status=1)
    assert "because the course or the grader changed: 5 of 5." in said
    assert grades(old, tmp_path / "grades.csv") == of_then()
    assert by_hand(old) == GIVEN
    assert "5 unchanged since the last run" in call(old.root, "run", tiny.NAME)


def test_its_backups_are_of_today_and_those_of_then_say_what_they_are(old, tmp_path):
    call(old.root, "backup", tmp_path / "class.tar.gz")
    call(old.root, "restore", tmp_path / "class.tar.gz", "--force")
    assert (by_hand(old), grades(old, tmp_path / "grades.csv")) == (GIVEN, of_then())


def rewrite(course, change):
    source = course.assignment(tiny.NAME).solution / "tiny.ipynb"
    nb = nbformat.read(source, as_version=4)
    for cell in nb.cells:
        change(cell.metadata["nbgrader"])
    nbformat.write(nb, source)


def test_an_assignment_that_has_other_cells_by_now_stays_as_it_was_graded(old, tmp_path):
    rewrite(old, lambda about: about.update(grade_id=about["grade_id"].replace("half", "third")))
    released = old.assignment(tiny.NAME).release / "tiny.ipynb"
    before = released.read_bytes()
    for command in (("release", tiny.NAME, "--unproven"), ("regrade", tiny.NAME, "--preview")):
        said = call(old.root, *command, status=2)
        assert "third and 2 more came and half and 2 more went" in said
    assert "`autograde regrade tiny --preview`" in call(old.root, "run", tiny.NAME, status=2)
    assert released.read_bytes() == before
    assert grades(old, tmp_path / "grades.csv") == of_then()


def test_an_assignment_that_is_worth_other_points_by_now_says_so(old, tmp_path):
    rewrite(old, lambda about: "points" in about and about.update(points=5))
    shutil.copy(old.assignment(tiny.NAME).solution / "tiny.ipynb",
                old.assignment(tiny.NAME).release / "tiny.ipynb")  # fmt: skip
    assert "written otherwise by now" in call(old.root, "report", tiny.NAME)
    assert grades(old, tmp_path / "grades.csv") == of_then()
