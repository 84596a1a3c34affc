"""An assignment of several notebooks: each is graded, and what is wrong with one costs that one."""

import json
import shutil

import nbformat
import pytest
import tiny
from typer.testing import CliRunner

from autograde.cli.app import app
from autograde.course.release import release
from autograde.grading.run import grade_all, left_to_do, prepare
from autograde.grading.submission import Submission
from autograde.reports.explain import explain
from autograde.reports.report import class_results

pytestmark = pytest.mark.slow(seconds=25)
NAMES = ("first", "second")
ALL = {f"{nb}/{q}" for nb in NAMES for q in ("double", "half", "words")}


@pytest.fixture(scope="module")
def two_notebooks(tmp_path_factory):
    """A released course whose assignment has two notebooks with the same names of cells."""
    course = tiny.new_course(tmp_path_factory.mktemp("two") / "course", tiny.tiny_cells())
    folder = tiny.of(course).solution
    shutil.copy(folder / "tiny.ipynb", folder / "second.ipynb")
    (folder / "tiny.ipynb").rename(folder / "first.ipynb")
    release(tiny.of(course))
    return course


@pytest.fixture
def two(two_notebooks, tmp_path):
    return tiny.copy_of(two_notebooks, tmp_path / "course")


def hand_in(course, student, **texts):
    """Right answers in every notebook, or this text instead; None leaves it out."""
    assignment = tiny.of(course)
    folder = assignment.submitted(student)
    folder.mkdir(parents=True, exist_ok=True)
    for notebook in assignment.notebooks:
        right = nbformat.writes(tiny.answer(notebook.released(), **tiny.RIGHT))
        text = texts.get(notebook.name, right)
        if text is not None:
            (folder / notebook.file).write_text(text, encoding="utf-8")


def grade(course, *students, feedback=False):
    prepare(tiny.of(course))
    return list(grade_all(tiny.of(course), students, feedback=feedback))


def points(result):
    return {outcome.question: outcome.points for outcome in result.outcomes}


@pytest.mark.sandbox
def test_every_notebook_is_graded_and_named(two):
    hand_in(two, "ada")
    (ada,) = grade(two, "ada", feedback=True)
    assert set(points(ada)) == ALL
    assert (ada.points, ada.waiting, ada.worth) == (12, 8, 20)
    pages = {path.name for path in tiny.of(two).feedback("ada").glob("*.html")}
    assert pages == {"first.html", "second.html"}
    assert left_to_do(tiny.of(two), ["ada"]) == []


CUT = {
    "missing": None,
    "empty": "",
    "torn": '{"cells": [',
    "no notebook": "[]",
    "without cells": json.dumps({"cells": [], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}),
}


@pytest.mark.sandbox
@pytest.mark.parametrize("broken", NAMES)
@pytest.mark.parametrize("text", CUT.values(), ids=CUT)
def test_what_is_wrong_with_a_notebook_costs_that_notebook_alone(two, broken, text):
    hand_in(two, "ada", **{broken: text})
    (ada,) = grade(two, "ada", feedback=True)
    assert ada.points == 6
    assert all(not earned for name, earned in points(ada).items() if name.startswith(broken))
    assert any(f"{broken}.ipynb" in note for note in ada.notes)
    assert {path.stem for path in tiny.of(two).feedback("ada").glob("*.html")} == set(NAMES)
    again = class_results(tiny.of(two))
    assert [points(result) for result in again] == [points(ada)]


@pytest.mark.sandbox
def test_where_none_can_be_read_the_submission_cannot(two):
    hand_in(two, "ada", first="", second=None)
    (ada,) = grade(two, "ada")
    assert (ada.status, ada.points, ada.worth) == ("unreadable", 0, 20)
    hand_in(two, "ada")
    (ada,) = grade(two, "ada")
    assert (ada.status, ada.points) == ("graded", 12)


@pytest.mark.sandbox
def test_questions_are_told_apart_in_explanations_points_and_answers(two, tmp_path):
    wrong = tiny.answer(tiny.of(two).notebooks[1].released(), **tiny.RIGHT | {"half": "half = 1"})
    hand_in(two, "ada", second=nbformat.writes(wrong))
    own = '[points.tiny]\n"second/half" = 9\n"first/words" = 1\n'
    (two.classroom / "variant.toml").write_text(own, encoding="utf-8")
    (ada,) = grade(two, "ada")
    assert (ada.points, ada.worth) == (9, 10 - 3 + 10 + 6)
    (one,) = explain(Submission(tiny.of(two), "ada"), "second/half").questions
    assert one.answer == "half = 1"
    assert (one.outcome.points, one.outcome.worth) == (0, 9)
    folder = tmp_path / "answers"
    command = ["answers", tiny.NAME, str(folder), "--course", str(two.root)]
    assert CliRunner().invoke(app, command).exit_code == 0
    text = (folder / "ada.py").read_text(encoding="utf-8")
    assert [line for line in text.splitlines() if line.startswith("# ")] == [
        f"# {notebook}/{name}" for notebook in NAMES for name in ("double", "half")
    ]


@pytest.mark.parametrize("name", ["half", "third/half", "second/halve"])
def test_a_name_that_no_notebook_or_several_have_is_refused(two, name):
    (two.classroom / "variant.toml").write_text(f'[points.tiny]\n"{name}" = 1\n', encoding="utf-8")
    said = CliRunner().invoke(app, ["release", "--course", str(two.root)])
    assert said.exit_code == 2
    assert f"has no part {name}" in said.output
    assert "second/half" in said.output


@pytest.mark.sandbox
def test_plain_nbgrader_grades_the_same(two):
    hand_in(two, "ada", second=None)
    hand_in(two, "bob")
    assert [result.points for result in grade(two, "ada", "bob")] == [6, 12]
    for student in ("ada", "bob"):
        assert tiny.of(two).step("autograde", student)["success"]
    assert [result.points for result in class_results(tiny.of(two))] == [6, 12]


def test_a_notebook_that_was_added_since_is_released_first(two):
    folder = tiny.of(two).solution
    shutil.copy(folder / "second.ipynb", folder / "third.ipynb")
    with pytest.raises(Exception, match="run `autograde release tiny`"):
        prepare(tiny.of(two))
    said = CliRunner().invoke(app, ["release", "--course", str(two.root)])
    assert said.stdout.count(".ipynb") == 3
    prepare(tiny.of(two))
