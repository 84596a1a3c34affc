"""The command line on a class of five."""

import csv
import re
import shutil
from dataclasses import replace

import nbformat
import pytest
import tiny
from tiny import copy_of
from typer.testing import CliRunner

from autograde.cli.app import app
from autograde.grading import results
from autograde.grading.results import Status
from autograde.grading.run import grade_all, left_to_do
from autograde.grading.workers import in_this_process
from autograde.grading.writing import Writer

CLASS = {
    "ada": (6, ""),
    "bob": (4, "half: Not for odd numbers."),
    "cyd": (0, "tiny.ipynb is not valid JSON"),
    "dan": (0, "No tiny.ipynb was handed in. There is: tiny.py."),
    "eve": (6, "A cell was deleted, and came back: double-visible."),
}


def call(*arguments):
    return CliRunner(env={"COLUMNS": "200"}).invoke(app, [str(a) for a in arguments])


@pytest.fixture(scope="module")
def graded_class(released_course, tmp_path_factory, sandbox):
    """The course after `autograde run`, and what that said."""
    course = copy_of(released_course, tmp_path_factory.mktemp("class") / "course")
    right = tiny.answers_of(course)
    tiny.hand_in(course, "ada", right)
    tiny.hand_in(course, "bob", tiny.answers_of(course, half="def half(x):\n    return x // 2"))
    tiny.hand_in(course, "cyd", "{")
    tiny.hand_in(course, "dan", right)
    (tiny.of(course).submitted("dan") / "tiny.ipynb").rename(
        tiny.of(course).submitted("dan") / "tiny.py"
    )
    del right.cells[2]
    tiny.hand_in(course, "eve", right)
    return course, call("run", tiny.NAME, "--course", course.root)


@pytest.fixture
def of_its_own(graded_class, tmp_path):
    """The graded course, for tests that change it."""
    return copy_of(graded_class[0], tmp_path / "course")


def recorded(course):
    return results.load(tiny.of(course).results)


@pytest.mark.parametrize("student", CLASS)
def test_everyone_gets_a_row_with_points_and_the_reason(graded_class, student):
    points, reason = CLASS[student]
    row = next(line for line in graded_class[1].stdout.splitlines() if f" {student} " in line)
    cells = re.split(r"\s{2,}", row.strip())
    assert cells[:3] == [student, str(points), "10"]
    assert reason in cells[3]


def test_a_run_with_unreadable_submissions_says_so_and_exits_with_1(graded_class):
    assert graded_class[1].exit_code == 1
    assert "2 of 5 could not be graded" in graded_class[1].stdout


def test_the_gradebook_holds_what_the_table_says(graded_class):
    course, _ = graded_class
    with course.gradebook() as gradebook:
        for student, (points, _) in CLASS.items():
            assert gradebook.find_submission(tiny.NAME, student).score == points


@pytest.mark.parametrize("student", ["cyd", "dan"])
def test_an_unreadable_submission_can_be_opened_and_says_why(graded_class, student):
    course, _ = graded_class
    nb = nbformat.read(tiny.of(course).autograded(student) / "tiny.ipynb", as_version=4)
    assert CLASS[student][1] in nb.cells[0].source
    assert CLASS[student][1] in (tiny.of(course).feedback(student) / "tiny.html").read_text(
        encoding="utf-8"
    )


def test_what_is_unchanged_is_not_graded_again(of_its_own):
    said = call("run", tiny.NAME, "--course", of_its_own.root)
    assert said.exit_code == 0
    assert "5 unchanged" in said.stdout


def test_a_submission_handed_in_again_is_graded_again_and_no_other(of_its_own):
    # A copy of the course has other paths, not other contents.
    tiny.hand_in(of_its_own, "cyd", tiny.answers_of(of_its_own))
    said = call("run", tiny.NAME, "--course", of_its_own.root)
    assert said.exit_code == 0
    assert recorded(of_its_own)["cyd"].points == 6
    assert "4 unchanged" in said.stdout


def test_who_is_taken_out_of_the_gradebook_is_in_no_report_and_graded_when_back(of_its_own):
    with of_its_own.gradebook() as gradebook:
        gradebook.remove_student("bob")
    for command in (["report"], ["alike"], ["feedback"]):
        said = call(*command, tiny.NAME, "--course", of_its_own.root)
        assert said.exit_code == 0, said.output
        assert "bob" not in said.stdout
    said = call("explain", "bob", tiny.NAME, "--course", of_its_own.root)
    assert said.exit_code == 2
    assert "has not been graded yet" in said.stderr
    assert left_to_do(tiny.of(of_its_own), ["ada", "bob"]) == ["bob"]
    assert " bob " in call("run", tiny.NAME, "--course", of_its_own.root).stdout
    assert " bob " in call("report", tiny.NAME, "--course", of_its_own.root).stdout


def test_force_grades_those_who_are_named_again(of_its_own):
    before = recorded(of_its_own)
    arguments = ("--force", "--student", "ada", "--no-feedback")
    said = call("run", tiny.NAME, *arguments, "--course", of_its_own.root)
    assert said.exit_code == 0
    assert " ada " in said.stdout
    assert " bob " not in said.stdout
    assert recorded(of_its_own)["bob"] == before["bob"]


@pytest.mark.sandbox
def test_a_run_that_was_killed_is_taken_up_where_it_stopped(course):
    students = ["ada", "bob", "cyd"]
    for student in students:
        tiny.hand_in(course, student, "{")
    run = grade_all(tiny.of(course), students, feedback=False)
    assert next(run).student == "ada"
    run.close()
    assert left_to_do(tiny.of(course), students) == ["bob", "cyd"]


def test_a_torn_record_means_grading_again_and_no_crash(course):
    tiny.hand_in(course, "ada", "{")
    list(grade_all(tiny.of(course), ["ada"], feedback=False))
    file = tiny.of(course).results
    file.write_text(file.read_text(encoding="utf-8")[:-20], encoding="utf-8")
    assert left_to_do(tiny.of(course), ["ada"]) == ["ada"]


def broken(error):
    def write(writer, submission, *_):
        submission.graded_folder.mkdir(parents=True)
        raise error

    return write


@pytest.mark.sandbox
def test_where_writing_fails_no_points_are_recorded_and_it_is_tried_again(course, monkeypatch):
    tiny.hand_in(course, "ada", tiny.answers_of(course))
    tiny.hand_in(course, "bob", "{")
    monkeypatch.setattr(Writer, "write", broken(OSError("no space left")))
    ada, bob = grade_all(tiny.of(course), ["ada", "bob"])
    assert ada.status is Status.FAILED
    assert ada.notes == ("The grader failed: OSError: no space left",)
    assert bob.status is Status.UNREADABLE
    with course.gradebook() as gradebook:
        assert [s.student.id for s in gradebook.assignment_submissions(tiny.NAME)] == ["bob"]
    assert not tiny.of(course).autograded("ada").exists()
    assert left_to_do(tiny.of(course), ["ada"]) == ["ada"]


@pytest.mark.sandbox
def test_one_of_a_batch_that_cannot_be_written_costs_the_others_nothing(course, monkeypatch):
    """Neither their results nor, of those graded before, what a person gave."""
    everyone = ["ada", "bob", "cyd"]

    def at_once(jobs, *about):
        yield [result for batch in in_this_process(jobs, *about) for result in batch]

    def grade():
        return {r.student: r for r in grade_all(tiny.of(course), everyone, run=at_once)}

    for student in everyone:
        tiny.hand_in(course, student, tiny.answers_of(course))
    assert {result.points for result in grade().values()} == {6}
    tiny.give_by_hand(course, "ada", "words", 3)
    original, ruined = Writer.write, broken(ValueError("unheard of"))

    def write(writer, submission, *about):
        does = ruined if submission.student == "bob" else original
        return does(writer, submission, *about)

    monkeypatch.setattr(Writer, "write", write)
    found = grade()
    assert {who: result.status for who, result in found.items()} == {
        "ada": Status.GRADED,
        "bob": Status.FAILED,
        "cyd": Status.GRADED,
    }
    assert (found["ada"].points, found["ada"].waiting) == (9, 0)
    assert (found["cyd"].points, found["cyd"].waiting) == (6, 4)


@pytest.mark.sandbox
def test_ctrl_c_stops_the_class_and_not_one_submission(course, monkeypatch):
    monkeypatch.setattr(Writer, "write", broken(KeyboardInterrupt()))
    tiny.hand_in(course, "ada", tiny.answers_of(course))
    with pytest.raises(KeyboardInterrupt):
        list(grade_all(tiny.of(course), ["ada"]))
    assert left_to_do(tiny.of(course), ["ada"]) == ["ada"]


def test_checks_changed_after_the_release_are_not_used_silently(of_its_own):
    file = tiny.of(of_its_own).solution / "tiny.ipynb"
    file.write_text(
        file.read_text(encoding="utf-8").replace("double(71)", "double(72)"), encoding="utf-8"
    )
    said = call("run", tiny.NAME, "--course", of_its_own.root)
    assert said.exit_code == 2
    assert "run `autograde release tiny`" in said.stderr


@pytest.mark.sandbox
def test_a_fresh_clone_has_no_gradebook_and_is_graded_all_the_same(course):
    shutil.rmtree(course.root / "classroom")
    tiny.hand_in(course, "ada", "{")
    assert call("run", tiny.NAME, "--course", course.root).exit_code == 1
    assert recorded(course)["ada"].status is Status.UNREADABLE


def test_the_report_shows_students_questions_and_the_commonest_mistake(graded_class):
    said = call("report", tiny.NAME, "--course", graded_class[0].root)
    assert said.exit_code == 0
    half = next(line for line in said.stdout.splitlines() if " half " in line)
    # 3 + 1 + 0 + 0 + 3 of 5 times 3 points
    assert "47%" in half
    assert "2 of 5" in half
    assert "Not for odd numbers. (1 ×)" in half


def test_the_report_counts_points_that_a_person_gave_since(of_its_own):
    tiny.give_by_hand(of_its_own, "ada", "words", 4)
    file = of_its_own.root / "grades.csv"
    assert call("report", tiny.NAME, "--csv", file, "--course", of_its_own.root).exit_code == 0
    with file.open(encoding="utf-8-sig") as lines:
        rows = {row["student"]: row for row in csv.DictReader(lines)}
    assert float(rows["ada"]["points"]) == 10
    assert rows["eve"]["words"] == ""
    assert rows["cyd"]["status"] == "unreadable"


def test_before_anything_is_graded_the_report_says_what_to_do(course):
    said = call("report", tiny.NAME, "--course", course.root)
    assert said.exit_code == 2
    assert "autograde run tiny" in said.stderr


def test_a_table_that_cannot_be_written_is_said_in_a_sentence(graded_class):
    course, _ = graded_class
    file = course.root / "nowhere" / "grades.csv"
    said = call("report", tiny.NAME, "--csv", file, "--course", course.root)
    assert said.exit_code == 2
    assert said.stderr.strip().endswith("cannot be written: No such file or directory.")


def test_a_student_s_text_is_no_formula_in_a_spreadsheet(of_its_own):
    formula = replace(recorded(of_its_own)["cyd"], notes=("=HYPERLINK(1)",))
    results.add(tiny.of(of_its_own).results, formula)
    file = of_its_own.root / "grades.csv"
    call("report", tiny.NAME, "--csv", file, "--course", of_its_own.root)
    assert "'=HYPERLINK(1)" in file.read_text(encoding="utf-8")
