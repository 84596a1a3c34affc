"""The command line answers what was mistyped, what is missing and Ctrl-C in a sentence."""

import re
import subprocess
import sys

import pytest
import tiny
from sqlalchemy.exc import OperationalError
from tiny import copy_of
from typer.testing import CliRunner

from autograde.cli.app import ORDER, app
from autograde.grading import results
from autograde.grading.results import Outcome, Result, Status

COMMANDS = ("run", "missing", "report", "regrade", "points", "alike", "feedback")


def call(*arguments):
    return CliRunner(env={"COLUMNS": "200"}).invoke(app, [str(one) for one in arguments])


@pytest.fixture
def class_of_two(released_course, tmp_path):
    """bob's work was graded, cyd's could not be."""
    course = copy_of(released_course, tmp_path / "course")
    for student, status in (("bob", Status.GRADED), ("cyd", Status.UNREADABLE)):
        tiny.hand_in(course, student, "{")
        outcomes = tuple(Outcome(name, 0.0, 1.0) for name in ("double", "half", "words"))
        results.add(tiny.of(course).results, Result(student, status, outcomes))
    with course.gradebook() as gradebook:
        gradebook.add_student("dan")
    return course


def test_the_commands_are_listed_in_the_order_of_a_term():
    listed = re.findall(r"^│ (\w+) ", call("--help").stdout, re.MULTILINE)
    assert tuple(listed) == ORDER


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["restore", "no.tar.gz"], "There is no file no.tar.gz."),
        (["alike", tiny.NAME], "Nothing of tiny has been graded yet: run `autograde run tiny`."),
        (["export", "grades.csv"], "no class list yet: `autograde students FILE.csv`"),
    ],
)
def test_what_is_not_there_is_said(released_course, tmp_path, monkeypatch, arguments, sentence):
    monkeypatch.chdir(tmp_path)
    said = call(*arguments, "--course", released_course.root)
    assert said.exit_code == 2
    assert sentence in said.stderr
    assert not (tmp_path / "grades.csv").exists()


@pytest.mark.sandbox
def test_a_folder_that_is_of_nobody_in_the_class_list_is_graded_and_told(course):
    for student in ("adda", "bob"):
        tiny.hand_in(course, student, tiny.answers_of(course))
    with course.gradebook() as gradebook:
        gradebook.add_student("bob", last_name="B")
    said = call("run", tiny.NAME, "--course", course.root)
    assert "Graded without being in the class list: adda." in said.stdout


def test_ctrl_c_is_answered_with_a_sentence(course, monkeypatch):
    def stop(*_, **__):
        raise KeyboardInterrupt

    tiny.hand_in(course, "ada", "{")
    monkeypatch.setattr("autograde.grading.run.record_result", stop)
    said = call("run", tiny.NAME, "--course", course.root)
    assert said.exit_code == 130
    assert "the same command does what is left" in said.stderr


@pytest.mark.parametrize("command", [*COMMANDS, "release", "demo"])
def test_a_wrong_name_lists_the_right_ones(released_course, command):
    said = call(command, "tyni", "--course", released_course.root)
    assert said.exit_code == 2
    assert said.stderr.strip() == "There is no assignment tyni. Did you mean tiny? There are: tiny."


def test_outside_of_a_course_the_command_says_where_to_go(tmp_path):
    said = call("run", "tiny", "--course", tmp_path)
    assert said.exit_code == 2
    assert "go to the folder of the course" in said.stderr


def test_nobody_and_somebody_else_are_named(course):
    assert "Nobody handed in tiny" in call("run", "tiny", "--course", course.root).stderr
    tiny.hand_in(course, "ada", "{")
    said = call("run", "tiny", "--student", "bob", "--course", course.root)
    assert said.stderr.strip() == "Nobody called bob handed in tiny. There are: ada."


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["bob", "tyni"], "There is no assignment tyni. Did you mean tiny? There are: tiny."),
        (
            ["bobb", "tiny"],
            "Nobody called bobb handed in tiny. Did you mean bob? There are: bob, cyd.",
        ),
        (["xyz", "tiny"], "Nobody called xyz handed in tiny. There are: bob, cyd."),
        (
            ["bob", "tiny", "--question", "hafl"],
            "There is no question hafl. Did you mean half? There are: double, half, words.",
        ),
    ],
)
def test_a_mistyped_name_is_answered_with_the_nearest(class_of_two, arguments, sentence):
    said = call("explain", *arguments, "--course", class_of_two.root)
    assert said.exit_code == 2
    assert said.stderr.strip() == sentence


@pytest.mark.parametrize(
    ("typed", "names"),
    [
        ("explain b", ["bob"]),
        ("explain bob t", [tiny.NAME]),
        ("extend bob t", [tiny.NAME]),
        ("excuse ", ["bob", "cyd", "dan"]),
        *((f"{command} ", [tiny.NAME]) for command in COMMANDS),
    ],
)
def test_the_tab_key_completes_names_of_this_course(class_of_two, monkeypatch, typed, names):
    monkeypatch.chdir(class_of_two.root)
    asked = {"_AUTOGRADE_COMPLETE": "complete_bash", "COMP_WORDS": f"autograde {typed}"}
    asked["COMP_CWORD"] = str(len(f"autograde {typed}".split(" ")) - 1)
    said = CliRunner(env=asked).invoke(app, [], prog_name="autograde")
    assert said.stdout.split() == names


def test_the_list_of_commands_does_not_wait_for_nbgrader():
    """It takes two seconds to import, and the Tab key would take them too."""
    code = "import sys, autograde.cli.app; print('nbgrader' in sys.modules)"
    said = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, encoding="utf-8", check=True
    )
    assert said.stdout.strip() == "False"


def test_a_gradebook_that_is_not_to_be_had_is_a_sentence(class_of_two, monkeypatch):
    def locked(*_):
        raise OperationalError("select", {}, Exception("database is locked"))

    monkeypatch.setattr("autograde.grading.run.prepare", locked)
    said = call("run", tiny.NAME, "--course", class_of_two.root, "--unsafe-no-sandbox")
    assert said.exit_code == 2
    assert "The gradebook cannot be used now" in said.stderr
    assert "database is locked" in said.stderr
