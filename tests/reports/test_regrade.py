"""A test that was wrong: noticed, tried in a copy, mended, or forgiven to everybody."""

import hashlib
import itertools

import nbformat
import pytest
import tiny
from typer.testing import CliRunner

from autograde.cli.app import app
from autograde.course.release import release
from autograde.grading.results import Outcome, Result, Status, doubtful_tests
from autograde.grading.run import grade_all
from autograde.reports.report import class_results

ANSWERS = {
    "ada": {},
    "bob": {"half": "def half(x):\n    return x // 2"},
    "cyd": {"double": "def double(x):\n    return x * x"},
}


def call(course, *arguments):
    command = [*map(str, arguments), "--course", str(course.root)]
    return CliRunner(env={"COLUMNS": "200"}).invoke(app, command)


def told(course, *arguments):
    said = call(course, *arguments)
    assert said.exit_code == 0, said.output
    return said.stdout


@pytest.fixture(scope="module")
def graded_once(released_course, tmp_path_factory, sandbox):
    course = tiny.copy_of(released_course, tmp_path_factory.mktemp("regrade") / "course")
    for student, answers in ANSWERS.items():
        tiny.hand_in(course, student, tiny.answers_of(course, **answers))
    list(grade_all(tiny.of(course), list(ANSWERS), feedback=False))
    tiny.give_by_hand(course, "ada", "words", 3)
    return course


@pytest.fixture
def graded(graded_once, tmp_path):
    return tiny.copy_of(graded_once, tmp_path / "course")


def counted(course):
    return {one.student: one.counted for one in class_results(tiny.of(course))}


def mend(course, name, test):
    """Write another hidden test into the solution."""
    path = tiny.of(course).solution / f"{tiny.NAME}.ipynb"
    nb = nbformat.read(path, as_version=4)
    (cell,) = [cell for cell in nb.cells if cell.id == name]
    cell.source = tiny.hidden(test)
    nbformat.write(nb, path)


def everything(course):
    """A digest of each file of a course but the logs of who is grading."""
    return {
        path.relative_to(course.root): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in course.root.rglob("*")
        if path.is_file() and path.name != "run.lock"
    }


@pytest.mark.sandbox
def test_a_preview_tells_what_then_happens_and_changes_nothing(graded):
    mend(graded, "half-hidden", "assert half(71) in (35, 35.5), 'Not for odd numbers.'")
    mend(graded, "double-hidden", "assert double(2) == 4 and double(3) == 7 - 1")
    mend(graded, "double-visible", "assert double(1) in (1, 2)")
    before, points = everything(graded), counted(graded)
    said = told(graded, "regrade", tiny.NAME, "--preview")
    assert "1 gain 2 points together, 2 stay as they are." in said
    assert "half +2" in said
    assert "Nothing was changed" in said
    assert everything(graded) == before
    assert "half +2" in told(graded, "regrade", tiny.NAME)
    assert counted(graded) == {**points, "bob": points["bob"] + 2}
    said = told(graded, "regrade", tiny.NAME, "--preview")
    assert "3 stay as they are." in said
    (ada,) = [one for one in class_results(tiny.of(graded)) if one.student == "ada"]
    assert ada.waiting == 0  # what a person gave stays, and need not be looked at again


@pytest.mark.sandbox
def test_who_loses_stands_first_and_everybody_is_in_the_table(graded, tmp_path):
    mend(graded, "double-hidden", "assert False, 'Nobody is right.'")
    mend(graded, "half-hidden", "assert half(2) == 1")
    file = tmp_path / "who.csv"
    said = told(graded, "regrade", tiny.NAME, "--preview", "--csv", file)
    assert "1 gain 2 points together, 2 lose" not in said  # bob gains as much as he loses
    assert "2 stay as they are" in said or "2 lose" in said
    lines = file.read_text(encoding="utf-8-sig").splitlines()
    assert len(lines) == 1 + len(ANSWERS)
    assert lines[1].startswith("ada,9.0,7.0,-2.0")


@pytest.mark.sandbox
def test_a_forgiven_part_has_all_points_everywhere_and_can_be_taken_back(graded):
    tiny.give_by_hand(graded, "bob", "half-hidden", 0.5)
    before = counted(graded)
    told(graded, "forgive", tiny.NAME, "half", "--why", "the text was wrong")
    assert "all points of half already" in call(graded, "forgive", tiny.NAME, "half").stderr
    assert "Did you mean half?" in call(graded, "forgive", tiny.NAME, "hafl").stderr
    said = told(graded, "run", tiny.NAME)
    sentence = "Everybody has all points of half: the text was wrong"
    assert sentence in said
    assert counted(graded) == {**before, "bob": before["bob"] + 1.5}
    assert sentence in told(graded, "report", tiny.NAME)
    assert sentence in told(graded, "explain", "bob", tiny.NAME)
    page = tiny.of(graded).feedback("bob") / "tiny.html"
    assert "Everybody has all points of half" in page.read_text(encoding="utf-8")
    told(graded, "settle", 1, "withdrawn")
    told(graded, "run", tiny.NAME)
    assert counted(graded) == before  # what a person gave is there again
    assert sentence not in told(graded, "report", tiny.NAME)


@pytest.mark.sandbox
def test_a_test_that_fails_for_everybody_by_itself_is_noticed_in_run_and_report(graded):
    mend(graded, "half-hidden", "assert half(2) == 1\nopen('data.csv')")
    release(tiny.of(graded))
    said = told(graded, "run", tiny.NAME, "--no-feedback")
    sentence = "Perhaps the test, not the class: half-hidden ends with FileNotFoundError"
    assert sentence in said
    assert "in all 3 submissions that answer half." in said
    assert sentence in told(graded, "report", tiny.NAME)


THEIRS = [
    ("def half(x):\n    return x / 0", "assert half(2) == 1"),
    ("def half(x):\n    return open('mine.csv')", "assert half(2) == 1"),
    ("half = None\ndel half", "assert half(2) == 1"),
    ("def half(x):\n    return 3", "assert half(2) == 1, 'No.'"),
    ("class half:\n    def __init__(self, x): self.x = x", "assert half(2).y == 1"),
]


@pytest.mark.sandbox
@pytest.mark.parametrize(("answer", "test"), THEIRS)
def test_a_class_that_errs_as_one_does_not_blame_the_test(graded, answer, test):
    mend(graded, "half-hidden", test)
    mend(graded, "half-visible", test)
    release(tiny.of(graded))
    for student in ANSWERS:
        tiny.hand_in(graded, student, tiny.answers_of(graded, half=answer))
    found = list(grade_all(tiny.of(graded), list(ANSWERS), feedback=False))
    assert all(one.outcomes[1].points == 0 for one in found)
    assert doubtful_tests(found) == []


def failed(own_error=""):
    return Outcome("half", 0.0, 3.0, "It is wrong.", own_error=own_error)


CASES = {
    "own": failed("half-hidden ends with OSError: x"),
    "own, other words": failed("half-hidden ends with OSError: y"),
    "another error": failed("half-hidden ends with KeyError"),
    "another test": failed("half-visible ends with OSError"),
    "theirs": failed(),
    "right": Outcome("half", 3.0, 3.0),
    "blank": Outcome("half", 0.0, 3.0, "No answer."),
    "waits": Outcome("half", None, 3.0),
}


@pytest.mark.parametrize("size", [1, 2, 3, 4])
def test_only_where_all_who_answer_and_at_least_three_meet_it_it_is_the_test_s(size):
    """All classes of up to four students, of each kind there is."""
    for kinds in itertools.combinations_with_replacement(CASES, size):
        results = [Result(str(i), Status.GRADED, (CASES[k],)) for i, k in enumerate(kinds)]
        answered = [kind for kind in kinds if kind != "blank"]
        is_test_s = len(answered) >= 3 and set(answered) <= {"own", "own, other words"}
        others = (
            len(answered) >= 3 and len(set(answered)) == 1 and answered[0].startswith("another")
        )
        assert bool(doubtful_tests(results)) == (is_test_s or others), kinds
