"""A class's own points and seed: applied everywhere at once, and no notebook is edited for them."""

import csv
import re

import nbformat
import pytest
import tiny
from tiny import copy_of
from typer.testing import CliRunner

from autograde.checks import hidden_check
from autograde.cli.app import app
from autograde.cli.results import Format
from autograde.course.class_settings import ClassSettings
from autograde.course.course import CourseError
from autograde.course.points import class_points, set_points
from autograde.course.release import release
from autograde.course.seed import drawn_by, next_number
from autograde.grading.run import grade_all, left_to_do, prepare
from autograde.grading.submission import Submission
from autograde.reports.explain import explain
from autograde.reports.lms_export import export
from autograde.reports.report import class_results, difficulties

HALF_OF_IT = "def half(x):\n    return x // 2"
ADD = "def add_vjp(g, y, a, b):\n    ### BEGIN SOLUTION\n    return g, g\n    ### END SOLUTION\n"


def vary(course, text):
    (course.classroom / "variant.toml").write_text(text, encoding="utf-8")


def call(course, *arguments):
    command = [*map(str, arguments), "--course", str(course.root)]
    return CliRunner(env={"COLUMNS": "200"}).invoke(app, command)


def grade(course, *students):
    prepare(tiny.of(course))
    return list(grade_all(tiny.of(course), students))


@pytest.fixture(scope="module")
def varied_once(released_course, tmp_path_factory, sandbox):
    """double is worth 15 instead of 3, words 2 instead of 4; ada is right, bob erred in half."""
    course = copy_of(released_course, tmp_path_factory.mktemp("variant") / "course")
    vary(course, "[points.tiny]\ndouble = 15\nwords = 2.0\n")
    tiny.hand_in(course, "ada", tiny.answers_of(course))
    tiny.hand_in(course, "bob", tiny.answers_of(course, half=HALF_OF_IT))
    tiny.hand_in(course, "cyd", "{")
    grade(course, "ada", "bob", "cyd")
    return course


@pytest.fixture
def varied_class(varied_once, tmp_path):
    return copy_of(varied_once, tmp_path / "course")


def test_the_gradebook_counts_the_points_of_the_class(varied_once):
    assert tiny.points_by_cell(varied_once, "ada") == {
        "double-visible": 5,
        "double-hidden": 10,
        "half-visible": 1,
        "half-hidden": 2,
        "words": None,
    }
    with varied_once.gradebook() as gradebook:
        assert gradebook.find_assignment(tiny.NAME).max_score == 20
        assert gradebook.find_submission(tiny.NAME, "bob").score == 16


def test_the_report_the_record_and_the_explanation_agree(varied_once):
    by_student = {one.student: one for one in class_results(tiny.of(varied_once))}
    assert {who: (one.points, one.worth) for who, one in by_student.items()} == {
        "ada": (18, 20),
        "bob": (16, 20),
        "cyd": (0, 20),
    }
    double, half, _ = difficulties(list(by_student.values()))
    assert (double.solved, half.solved) == (2, 1)
    double, *_ = explain(Submission(tiny.of(varied_once), "bob")).questions
    assert [(check.points, check.worth) for check in double.checks] == [(5, 5), (10, 10)]


def test_exports_hold_the_points_of_the_class(varied_once, tmp_path):
    export(varied_once, Format.NBGRADER, tmp_path / "out.csv")
    with (tmp_path / "out.csv").open(encoding="utf-8", newline="") as lines:
        rows = {row["student_id"]: row for row in csv.DictReader(lines)}
    assert {row["max_score"] for row in rows.values()} == {"20.0"}
    assert float(rows["bob"]["score"]) == 16


def test_students_read_the_points_of_the_class_in_their_feedback_and_not_its_seed(varied_class):
    vary(varied_class, "seed = 77123\n[points.tiny]\ndouble = 15\nwords = 2.0\n")
    grade(varied_class, "ada")
    text = (tiny.of(varied_class).feedback("ada") / "tiny.html").read_text(encoding="utf-8")
    assert "<b>18</b> of 20 points" in text
    assert "double 15 instead of 3, words 2 instead of 4." in text
    assert "77123" not in text


@pytest.mark.parametrize("command", [["report"], ["explain", "bob"], ["run"]])
def test_every_command_says_what_is_special_about_the_class(varied_class, command):
    said = call(varied_class, *command, tiny.NAME)
    assert "Other points count in this class: double 15 instead of 3, words 2 " in said.stdout


def test_the_page_of_the_class_says_so_too(varied_once, tmp_path):
    assert call(varied_once, "report", tiny.NAME, "--html", tmp_path / "p.html").exit_code == 0
    assert "double 15 instead of 3" in (tmp_path / "p.html").read_text(encoding="utf-8")


def test_no_notebook_that_instructors_or_students_have_is_touched(varied_once, released_course):
    for folder in ("solutions", "assignments"):
        path = f"{folder}/{tiny.NAME}/{tiny.NAME}.ipynb"
        assert (varied_once.root / path).read_bytes() == (released_course.root / path).read_bytes()


def test_submissions_are_not_told_that_points_were_restored(varied_once):
    assert all(
        one.notes == () for one in class_results(tiny.of(varied_once)) if one.student != "cyd"
    )


@pytest.mark.sandbox
def test_a_class_without_a_variant_is_graded_as_written(course):
    tiny.hand_in(course, "ada", tiny.answers_of(course))
    (ada,) = grade(course, "ada")
    assert (ada.points, ada.worth) == (6, 10)
    assert ClassSettings.of(course) == ClassSettings()
    graded = nbformat.read(tiny.of(course).autograded("ada") / "tiny.ipynb", as_version=4)
    assert not any("autograde" in cell.metadata for cell in graded.cells)
    assert "in this class" not in call(course, "explain", "ada", tiny.NAME).stdout


def test_a_change_of_the_variant_grades_everyone_again_and_its_end_too(varied_class):
    everyone = ["ada", "bob", "cyd"]
    assert left_to_do(tiny.of(varied_class), everyone) == []
    vary(varied_class, "[points.tiny]\ndouble = 6\n")
    assert left_to_do(tiny.of(varied_class), everyone) == everyone
    assert [one.worth for one in grade(varied_class, *everyone)] == [13, 13, 13]
    (varied_class.classroom / "variant.toml").unlink()
    assert left_to_do(tiny.of(varied_class), everyone) == everyone
    assert [one.points for one in grade(varied_class, *everyone)] == [6, 4, 0]


def test_a_variant_that_was_not_applied_yet_is_noticed(varied_class):
    assert "says something else by now" not in call(varied_class, "report", tiny.NAME).stdout
    vary(varied_class, "[points.tiny]\ndouble = 6\n")
    assert "says something else by now" in call(varied_class, "report", tiny.NAME).stdout


def test_releasing_again_keeps_the_points_of_the_class(varied_class):
    release(tiny.of(varied_class))
    with varied_class.gradebook() as gradebook:
        assert gradebook.find_assignment(tiny.NAME).max_score == 20


@pytest.mark.parametrize("again", [lambda c: release(tiny.of(c)), lambda c: generated(c)])
def test_points_that_were_given_survive_a_new_release(varied_class, again):
    """nbgrader's own command puts back what cells are worth, and leaves what they earned."""
    with varied_class.gradebook() as gradebook:
        grade_ = gradebook.find_grade("words", tiny.NAME, tiny.NAME, "ada")
        grade_.manual_score, grade_.needs_manual_grade = 1.5, False
        gradebook.db.commit()
    again(varied_class)
    prepare(tiny.of(varied_class))
    with varied_class.gradebook() as gradebook:
        submission = gradebook.find_submission(tiny.NAME, "ada")
        assert (submission.score, submission.max_score) == (19.5, 20)


def generated(course):
    assert tiny.of(course).step("generate_assignment")["success"]


def test_the_formgrader_s_button_grades_by_the_points_of_the_class(varied_class):
    generated(varied_class)
    assert tiny.of(varied_class).step("autograde", "bob")["success"]
    with varied_class.gradebook() as gradebook:
        submission = gradebook.find_submission(tiny.NAME, "bob")
        assert (submission.score, submission.max_score) == (16, 20)


def test_points_that_a_person_gave_keep_their_share(varied_class):
    with varied_class.gradebook() as gradebook:
        grade_ = gradebook.find_grade("words", tiny.NAME, tiny.NAME, "ada")
        grade_.manual_score, grade_.needs_manual_grade = 1.5, False
        gradebook.db.commit()
    vary(varied_class, "[points.tiny]\nwords = 8\n")
    set_points(tiny.of(varied_class))
    with varied_class.gradebook() as gradebook:
        grade_ = gradebook.find_grade("words", tiny.NAME, tiny.NAME, "ada")
        assert (grade_.score, grade_.max_score) == (6, 8)


def test_points_that_a_person_gave_are_not_lost_to_a_part_that_counts_nothing(varied_class):
    tiny.give_by_hand(varied_class, "ada", "words", 1.5)
    vary(varied_class, "[points.tiny]\nwords = 0\ndouble = 9\n")
    with pytest.raises(CourseError, match="they would be lost in 1 submission"):
        set_points(tiny.of(varied_class))
    with varied_class.gradebook() as gradebook:
        assert gradebook.find_assignment(tiny.NAME).max_score == 20


@pytest.mark.sandbox
def test_an_answer_left_blank_waits_for_nobody_whatever_it_is_worth(course):
    vary(course, "[points.tiny]\nwords = 8\ndouble = 1\n")
    tiny.hand_in(course, "ada", tiny.released(course))
    (ada,) = grade(course, "ada")
    assert (ada.points, ada.waiting, ada.worth) == (0, 0, 12)
    assert {outcome.reason for outcome in ada.outcomes} == {"No answer."}


@pytest.mark.sandbox
def test_a_part_can_count_nothing(course):
    vary(course, "[points.tiny]\nhalf = 0\n")
    tiny.hand_in(course, "ada", tiny.answers_of(course))
    (ada,) = grade(course, "ada")
    assert (ada.points, ada.worth) == (3, 7)


@pytest.mark.sandbox
def test_a_check_that_gives_part_of_its_points_gives_the_same_share(tmp_path):
    cells = [
        tiny.cell("double", tiny.DOUBLE, solution=True),
        tiny.cell("double-hidden", tiny.hidden("double(2) - 2.5"), 6),
    ]
    course = tiny.new_course(tmp_path, cells)
    release(tiny.of(course))
    vary(course, "[points.tiny]\ndouble = 18\n")
    tiny.hand_in(course, "ada", tiny.answers_of(course))
    (ada,) = grade(course, "ada")
    assert (ada.points, ada.worth) == (4.5, 18)


@pytest.mark.parametrize("wanted", [1, 10, 7.3, 100 / 3])
def test_the_cells_of_a_part_add_up_to_what_it_is_worth(wanted):
    nb = tiny.notebook(tiny.tiny_cells())
    worth = class_points(nb, {"double": wanted})
    assert worth["double-visible"] + worth["double-hidden"] == pytest.approx(wanted, abs=1e-12)
    assert worth["double-hidden"] == pytest.approx(2 * worth["double-visible"], rel=1e-4)
    assert worth["half-hidden"] == 2


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("[points.tyni]\ndouble = 1\n", "There is no assignment tyni. Did you mean tiny?"),
        ("[points.tiny]\ndoubel = 1\n", "tiny has no part doubel. Did you mean double?"),
        ("[points.tiny]\ndouble = -1\n", "double is -1, and points cannot be negative."),
        ("[points.tiny]\ndouble = nan\n", "should be a number of points, and is nan."),
        ("[points.tiny]\ndouble = true\n", "should be a number of points, and is True."),
        ('[points.tiny]\ndouble = "6"\n', "should be a number of points, and is '6'."),
        ("[points]\ntiny = 6\n", "points belong in tables such as"),
        ("points = 6\n", "points belong in tables such as"),
        ("seed = 1.5\n", "seed should be a whole number, and is 1.5."),
        ("sead = 1\n", "there is no sead. Did you mean seed?"),
        ("seed = \n", "is not valid TOML"),
    ],
)
def test_what_a_variant_cannot_mean_is_refused_before_anything_is_graded(course, text, reason):
    tiny.hand_in(course, "ada", tiny.answers_of(course))
    vary(course, text)
    said = call(course, "run", tiny.NAME, "--unsafe-no-sandbox")
    assert said.exit_code == 2
    assert str(course.classroom / "variant.toml") in said.stderr
    assert reason in said.stderr
    assert not tiny.of(course).results.exists()


def test_a_seed_gives_every_part_inputs_of_its_own_and_the_same_each_time():
    with drawn_by(1):
        first = [next_number(part) for part in ("mul.vjp", "add.vjp", "mul.vjp")]
    with drawn_by(2):
        other = next_number("mul.vjp")
    assert first[0] == first[2]
    assert len({*first, other}) == 3


def test_without_a_seed_inputs_are_drawn_afresh():
    assert next_number("mul.vjp") != next_number("mul.vjp")


def test_the_number_of_a_seeded_check_repeats_it():
    with drawn_by(7), pytest.raises(AssertionError) as seeded:
        hidden_check("add.vjp", lambda g, y, a, b: (g, -g))
    number = int(re.search(r"check number (\d+)", str(seeded.value))[1])
    with pytest.raises(AssertionError) as again:
        hidden_check("add.vjp", lambda g, y, a, b: (g, -g), number=number)
    assert str(again.value) == str(seeded.value)


@pytest.mark.sandbox
def test_a_seed_is_what_submissions_are_checked_by(tmp_path):
    check = 'from autograde.checks import hidden_check\nhidden_check("add.vjp", add_vjp)'
    cells = [
        tiny.cell("imports", "import numpy as np"),
        tiny.cell("add-vjp", ADD, solution=True),
        tiny.cell("add-vjp-hidden", tiny.hidden(check), 6),
    ]
    course = tiny.new_course(tmp_path, cells)
    release(tiny.of(course))
    vary(course, "seed = 5\n")
    wrong = "def add_vjp(g, y, a, b):\n    return g, -g"
    for student in ("ada", "bob"):
        tiny.hand_in(course, student, tiny.answer(tiny.released(course), add_vjp=wrong))
    grade(course, "ada", "bob")
    said = [
        explain(Submission(tiny.of(course), who)).questions[0].checks[0].repeat
        for who in ("ada", "bob")
    ]
    with drawn_by(5):
        assert said[0].endswith(f"number={next_number('add.vjp')})")
    assert said[0] == said[1]
    assert "draw by the seed 5" in call(course, "explain", "ada", tiny.NAME).stdout
