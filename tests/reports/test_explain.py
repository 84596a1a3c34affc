"""Why a student got what: everything is there, and what was mistyped is answered with a name."""

import html
import re

import pytest
import tiny
from in_jupyterlab import browser_page
from tiny import copy_of
from typer.testing import CliRunner

import autograde.checks
from autograde.cli.app import app
from autograde.course.release import release
from autograde.grading import results
from autograde.grading.results import Result, Status
from autograde.grading.run import grade_all
from autograde.grading.submission import Submission
from autograde.reports.explain import explain

NOT_FOR_ODD = "def half(x):\n    return x // 2  # almost"
ADD = "def add_vjp(g, y, a, b):\n    ### BEGIN SOLUTION\n    return g, g\n    ### END SOLUTION\n"
SUBTRACTS = "def add_vjp(g, y, a, b):\n    return g, -g"


def call(course, *arguments):
    command = ["explain", *arguments, "--course", str(course.root)]
    return CliRunner(env={"COLUMNS": "200"}).invoke(app, command)


@pytest.fixture(scope="module")
def graded_once(released_course, tmp_path_factory, sandbox):
    """bob erred in one question, and deleted a check; cyd handed in half a file."""
    course = copy_of(released_course, tmp_path_factory.mktemp("explain") / "course")
    nb = tiny.answers_of(course, half=NOT_FOR_ODD)
    del nb.cells[2]
    tiny.hand_in(course, "bob", nb)
    tiny.hand_in(course, "cyd", "{")
    list(grade_all(tiny.of(course), ["bob", "cyd"]))
    return course


@pytest.fixture
def class_of_two(graded_once, tmp_path):
    """That course, to be changed."""
    return copy_of(graded_once, tmp_path / "course")


def test_the_points_of_every_question_stand_there_with_the_reason(graded_once):
    said = call(graded_once, "bob", tiny.NAME)
    assert said.exit_code == 0
    assert "4 of 10 points. 4 of the others wait for a person." in said.stdout
    assert re.search(r"double +3 +3 *\n", said.stdout)
    assert re.search(r"half +1 +3 +Not for odd numbers\.", said.stdout)
    assert re.search(r"words +waits +4", said.stdout)


def test_a_lost_question_comes_with_its_checks_and_the_answer_and_a_won_one_without(graded_once):
    said = call(graded_once, "bob", tiny.NAME).stdout
    assert re.search(r"half-visible: 1 of 1 points\n", said)
    assert re.search(r"half-hidden: 0 of 2 points\n +Not for odd numbers\.", said)
    assert "return x // 2  # almost" in said
    assert "return 2 * x" not in said


def test_one_question_can_be_asked_for_even_if_nothing_is_lost(graded_once):
    said = call(graded_once, "bob", tiny.NAME, "--question", "double").stdout
    assert "return 2 * x" in said
    assert "x // 2" not in said


def test_what_was_restored_is_told(graded_once):
    assert "came back: double-visible" in call(graded_once, "bob", tiny.NAME).stdout


def test_every_file_that_is_named_is_there(graded_once):
    files = dict(explain(Submission(tiny.of(graded_once), "bob")).files)
    assert files.keys() == {"handed in", "graded", "feedback"}
    said = call(graded_once, "bob", tiny.NAME).stdout
    for path in files.values():
        assert (graded_once.root / path).is_file()
        assert str(path) in said


@pytest.mark.sandbox
def test_the_call_that_is_named_repeats_the_hidden_check(tmp_path):
    check = 'from autograde.checks import hidden_check\nhidden_check("add.vjp", add_vjp)'
    cells = [
        tiny.cell("imports", "import numpy as np"),
        tiny.cell("add-vjp", ADD, solution=True),
        tiny.cell("add-vjp-hidden", tiny.hidden(check), 6),
    ]
    course = tiny.new_course(tmp_path, cells)
    release(tiny.of(course))
    nb = tiny.answer(tiny.released(course), add_vjp=SUBTRACTS)
    tiny.hand_in(course, "bob", nb)
    list(grade_all(tiny.of(course), ["bob"], feedback=False))
    (question,) = explain(Submission(tiny.of(course), "bob")).questions
    (found,) = question.checks
    assert found.repeat in call(course, "bob", tiny.NAME).stdout
    space = {"hidden_check": autograde.checks.hidden_check}
    exec(SUBTRACTS, space)
    with pytest.raises(AssertionError) as again:
        eval(found.repeat, space)
    assert str(again.value) == found.message


def test_points_and_words_that_a_person_gave_are_there(class_of_two):
    with class_of_two.gradebook() as gradebook:
        grade = gradebook.find_grade("words", tiny.NAME, tiny.NAME, "bob")
        grade.manual_score, grade.needs_manual_grade = 2.5, False
        gradebook.find_comment("words", tiny.NAME, tiny.NAME, "bob").manual_comment = "Say why."
        gradebook.db.commit()
    said = call(class_of_two, "bob", tiny.NAME).stdout
    assert "6.5 of 10 points." in said
    assert "words: 2.5 of 4 points" in said
    assert re.search(r"A person wrote:\n +Say why\.", said)


def test_what_lateness_costs_is_told(class_of_two):
    with class_of_two.gradebook() as gradebook:
        (notebook,) = gradebook.find_submission(tiny.NAME, "bob").notebooks
        notebook.late_submission_penalty = 1.5
        gradebook.db.commit()
    said = call(class_of_two, "bob", tiny.NAME).stdout
    assert "It was late, which costs 1.5 and leaves 2.5." in said


def test_an_unreadable_submission_is_explained_by_its_reason(graded_once):
    said = call(graded_once, "cyd", tiny.NAME).stdout
    assert "0 of 10 points." in said
    assert "tiny.ipynb is not valid JSON" in said


def test_where_the_grader_failed_no_points_are_claimed(course):
    failed = Result("ida", Status.FAILED, (), ("The grader failed: OSError.",))
    results.add(tiny.of(course).results, failed)
    said = call(course, "ida", tiny.NAME).stdout
    assert "No points were recorded" in said
    assert "The grader failed: OSError." in said


def test_a_submission_that_was_handed_in_again_since_is_noticed(class_of_two):
    again = "no longer what they were"
    assert again not in call(class_of_two, "bob", tiny.NAME).stdout
    tiny.hand_in(class_of_two, "bob", tiny.answers_of(class_of_two))
    assert again in call(class_of_two, "bob", tiny.NAME).stdout


def test_a_submission_that_is_gone_is_explained_from_what_is_kept(class_of_two):
    (tiny.of(class_of_two).submitted("bob") / "tiny.ipynb").unlink()
    tiny.of(class_of_two).submitted("bob").rmdir()
    said = call(class_of_two, "bob", tiny.NAME)
    assert said.exit_code == 0
    assert "is not there any more" in said.stdout


def test_a_student_s_text_does_not_steer_the_terminal(class_of_two):
    evil = "def half(x):\n    raise ValueError('\x1b]0;title\x07 [red]gone[/]')"
    tiny.hand_in(class_of_two, "bob", tiny.answers_of(class_of_two, half=evil))
    list(grade_all(tiny.of(class_of_two), ["bob"], feedback=False))
    said = call(class_of_two, "bob", tiny.NAME).stdout
    assert "\x1b" not in said
    assert "[red]gone[/]" in said


def test_who_has_not_been_graded_yet_is_told_how(course):
    tiny.hand_in(course, "ada", "{")
    said = call(course, "ada", tiny.NAME)
    assert said.exit_code == 2
    assert "`autograde run tiny --student ada`" in said.stderr


EVIL = "def half(x):\n    raise ValueError('<script>alert(1)</script> \x1b[31m\\u202e')"


def page_of(course, tmp_path, student="bob"):
    file = tmp_path / f"{student}.html"
    said = call(course, student, tiny.NAME, "--html", str(file))
    assert said.exit_code == 0, said.output
    return file


def words(text):
    """Without tags, and without what is blank or drawn."""
    return " ".join(re.sub(r"[\s─]+", " ", html.unescape(re.sub(r"<[^>]+>", " ", text))).split())


def test_the_page_says_what_the_terminal_says(class_of_two, tmp_path):
    with class_of_two.gradebook() as gradebook:
        gradebook.find_comment("words", tiny.NAME, tiny.NAME, "bob").manual_comment = "Say why."
        gradebook.db.commit()
    page = words(page_of(class_of_two, tmp_path).read_text(encoding="utf-8"))
    for line in call(class_of_two, "bob", tiny.NAME).stdout.splitlines():
        assert words(line).rstrip(":") in page, line


def test_the_page_shows_a_student_s_text_as_text(class_of_two, tmp_path):
    tiny.hand_in(class_of_two, "bob", tiny.answers_of(class_of_two, half=EVIL))
    list(grade_all(tiny.of(class_of_two), ["bob"], feedback=False))
    page = page_of(class_of_two, tmp_path).read_text(encoding="utf-8")
    assert "<script" not in page
    assert "&lt;script&gt;alert(1)" in page
    assert "\x1b" not in page


def test_the_page_of_an_unreadable_submission_gives_the_reason(graded_once, tmp_path):
    page = words(page_of(graded_once, tmp_path, "cyd").read_text(encoding="utf-8"))
    assert "0 of 10 points." in page
    assert "tiny.ipynb is not valid JSON" in page


@pytest.mark.browser
@pytest.mark.parametrize("width", [390, 1200])
def test_in_a_browser_the_page_fetches_nothing_and_needs_no_scrolling(graded_once, tmp_path, width):
    file, asked, heard = page_of(graded_once, tmp_path), [], []
    with browser_page(width, 800) as page:
        page.on("request", lambda request: asked.append(request.url))
        page.on("console", lambda message: heard.append(message.text))
        page.goto(file.as_uri())
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert asked == [file.as_uri()]
    assert heard == []
