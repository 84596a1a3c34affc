"""Who has not handed in and who was late: everybody in the class list, and with the right time."""

import csv
import datetime
import os

import pytest
import tiny
from typer.testing import CliRunner

from autograde.cli.app import app
from autograde.roster.missing import duration, missing_work

DUE = datetime.datetime(2026, 1, 31, 12, 0)


def call(course, *arguments):
    command = ["missing", tiny.NAME, *map(str, arguments), "--course", str(course.root)]
    return CliRunner(env={"COLUMNS": "160"}).invoke(app, command)


def stamp(course, student, text):
    (tiny.of(course).submitted(student) / "timestamp.txt").write_text(text, encoding="utf-8")


@pytest.fixture
def awaited(course):
    """ada was in time, bob two hours late, cyd sent another file, dan nothing."""
    with course.gradebook() as gradebook:
        gradebook.update_or_create_assignment(tiny.NAME, duedate=DUE)
        for student in ("ada", "bob", "cyd", "dan"):
            gradebook.add_student(student, email=f"{student}@example.org", last_name="X")
    for student in ("ada", "bob", "cyd"):
        tiny.hand_in(course, student, tiny.answers_of(course))
    stamp(course, "ada", "2026-01-31 11:59:00 UTC")
    stamp(course, "bob", "2026-01-31T15:00:00+01:00")
    path = tiny.of(course).submitted("cyd") / f"{tiny.NAME}.ipynb"
    path.rename(path.with_name("mine.txt"))
    return course


def test_who_sent_nothing_or_another_file_is_missing_and_who_was_late_is_late(awaited):
    found = missing_work(tiny.of(awaited))
    assert [one.student for one in found.missing] == ["cyd", "dan"]
    assert "without tiny.ipynb" in found.missing[0].message
    (bob,) = found.late
    assert (bob.student, bob.seconds_late) == ("bob", 2 * 3600)


def test_whose_notebook_has_another_name_has_handed_in(awaited):
    folder = tiny.of(awaited).submitted("cyd")
    (folder / "mine.txt").rename(folder / "mine.ipynb")
    assert [one.student for one in missing_work(tiny.of(awaited)).missing] == ["dan"]


def test_the_command_shows_everyone_with_their_address(awaited):
    said = call(awaited).stdout
    assert "2 of 4 handed in tiny, 1 of them late." in said
    assert "Deadline: 2026-01-31 12:00 UTC." in said
    assert "ada@" not in said
    for part in ("dan@example.org", "bob@example.org", "Late by 2 h."):
        assert part in said


def test_an_extension_is_taken_off(awaited):
    with awaited.gradebook() as gradebook:
        gradebook.add_submission(tiny.NAME, "bob")
        gradebook.grant_extension(tiny.NAME, "bob", hours=1)
    (bob,) = missing_work(tiny.of(awaited)).late
    assert bob.seconds_late == 3600


def test_without_a_deadline_nobody_is_late_and_how_to_set_one_is_said(awaited):
    with awaited.gradebook() as gradebook:
        gradebook.find_assignment(tiny.NAME).duedate = None
        gradebook.db.commit()
    assert missing_work(tiny.of(awaited)).late == ()
    assert "nbgrader db assignment add tiny --duedate" in call(awaited).stdout


@pytest.mark.parametrize("text", ["yesterday, I think", "2999-01-01 12:00:00 UTC", " " * 200])
def test_a_time_that_is_none_makes_nobody_late(awaited, text):
    stamp(awaited, "bob", text)
    assert missing_work(tiny.of(awaited)).late == ()


def test_a_pipe_for_a_time_and_a_link_for_a_notebook_are_neither_opened_nor_counted(awaited):
    folder = tiny.of(awaited).submitted("bob")
    (folder / "timestamp.txt").unlink()
    os.mkfifo(folder / "timestamp.txt")
    notebook = folder / f"{tiny.NAME}.ipynb"
    notebook.rename(folder / "real")
    notebook.symlink_to(folder / "real")
    found = missing_work(tiny.of(awaited))
    assert found.late == ()
    assert [one.student for one in found.missing] == ["bob", "cyd", "dan"]


def test_the_table_for_spreadsheets_has_a_line_for_each(awaited, tmp_path):
    assert call(awaited, "--csv", tmp_path / "m.csv").exit_code == 0
    with (tmp_path / "m.csv").open(encoding="utf-8-sig", newline="") as lines:
        rows = {row["id"]: row for row in csv.DictReader(lines)}
    assert {who: (row["status"], row["hours_late"]) for who, row in rows.items()} == {
        "cyd": ("missing", ""),
        "dan": ("missing", ""),
        "bob": ("late", "2.0"),
    }


def test_who_handed_in_without_being_listed_is_named(awaited):
    tiny.hand_in(awaited, "eve", "{")
    assert "without being in the class list: eve." in call(awaited).stdout


def test_without_a_class_list_the_way_to_one_is_said(course):
    said = call(course)
    assert said.exit_code == 2
    assert "`autograde students FILE.csv`" in said.stderr


@pytest.mark.parametrize(
    ("seconds", "said"), [(59, "1 min"), (3599, "1 h"), (86_399, "24 h"), (90_000, "1 d 1 h")]
)
def test_durations_are_said_as_people_say_them(seconds, said):
    assert duration(seconds) == said
