"""Each graded submission has a page, whatever is in it: nbgrader's, or else a plain one."""

import os

import nbformat
import pytest
import tiny
from nbformat.v4 import new_markdown_cell, new_output
from typer.testing import CliRunner

from autograde.cli.app import app
from autograde.grading import feedback, results
from autograde.grading.results import Status
from autograde.grading.run import grade_all, make_missing_pages
from autograde.grading.submission import Submission
from autograde.nbgrader_plugins.feedback import LONGEST, MOST_OUTPUTS, safe_markdown, shortened

pytestmark = pytest.mark.sandbox


@pytest.fixture
def ada(course):
    tiny.hand_in(course, "ada", tiny.answers_of(course, half="half = abs"))
    return Submission(tiny.of(course), "ada")


def page_of(submission):
    return submission.assignment.feedback(submission.student) / "tiny.html"


def counts_for_ever(*_):
    sum(range(10**18))


def takes_all_memory(*_):
    return bytearray(10**12)


def ends_its_process(*_):
    os._exit(0)


def raises(*_):
    raise ValueError("<b>unheard of</b>")


@pytest.mark.parametrize(
    ("layout", "reason", "is_final"),
    [
        (counts_for_ever, "It was silent for 2 seconds.", True),
        (ends_its_process, "The process ended itself (exit code 0).", True),
        (takes_all_memory, "MemoryError", False),
        (raises, "unheard of", False),
    ],
)
def test_a_page_that_cannot_be_laid_out_is_a_plain_one(ada, monkeypatch, layout, reason, is_final):
    monkeypatch.setattr(feedback, "SECONDS", 2)
    # What lays out a cell is what a student's text keeps busy; it is looked up in the child.
    monkeypatch.setattr("autograde.nbgrader_plugins.feedback.shortened", layout)
    (result,) = grade_all(ada.assignment, ["ada"])
    assert result.status is Status.GRADED
    assert reason in result.notes[-1]
    assert "plain page" in result.notes[-1]
    text = page_of(ada).read_text(encoding="utf-8")
    assert "half" in text
    assert "0 of 3" in text
    assert "<b>" not in text
    assert feedback.has_page(ada) is is_final  # one that may be made yet is tried again


def test_the_next_run_makes_a_page_that_is_missing_and_grades_nothing_anew(course, ada):
    def run(*options):
        arguments = ["run", tiny.NAME, "--workers", "1", "--course", str(course.root), *options]
        return CliRunner(env={"COLUMNS": "200"}).invoke(app, arguments)

    assert run("--no-feedback").exit_code == 0
    graded = ada.graded(ada.assignment.notebooks[0])
    before = graded.stat().st_mtime_ns
    assert not page_of(ada).exists()
    assert "1 of these had no feedback page" in run().stdout
    assert page_of(ada).exists()
    assert graded.stat().st_mtime_ns == before
    assert "feedback page" not in run().stdout


def test_a_page_that_is_older_than_the_grade_is_made_anew(course, ada):
    list(grade_all(ada.assignment, ["ada"]))
    tiny.hand_in(course, "ada", tiny.answers_of(course))
    list(grade_all(ada.assignment, ["ada"], feedback=False))
    assert "Score: 3.0 / 10.0" in page_of(ada).read_text(encoding="utf-8")
    assert make_missing_pages(ada.assignment, ["ada", "nobody"]) == 1
    assert "Score: 6.0 / 10.0" in page_of(ada).read_text(encoding="utf-8")
    assert make_missing_pages(ada.assignment, ["ada"]) == 0


def test_a_full_disk_costs_a_page_until_there_is_room(ada, monkeypatch):
    def full(*_, **__):
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(feedback, "run_in_child", lambda *_, **__: iter([{"success": False}]))
        patch.setattr(feedback, "_plain", full)
        (result,) = grade_all(ada.assignment, ["ada"])
    assert result.notes == ("No feedback: No space left on device",)
    assert not page_of(ada).exists()
    assert make_missing_pages(ada.assignment, ["ada"]) == 1
    assert results.load(ada.assignment.results)["ada"].notes == ()
    assert "Score: 3.0 / 10.0" in page_of(ada).read_text(encoding="utf-8")


@pytest.mark.parametrize("piece", ["**a* ", "<i>*", "[*"])
def test_of_long_words_the_first_are_shown_as_they_were_written(piece):
    page = safe_markdown(piece * LONGEST)
    assert page.startswith("<pre>")
    assert "<i>" not in page
    assert page.count("*") == (piece * LONGEST)[:LONGEST].count("*")
    assert f"{len(piece) * LONGEST - LONGEST} more characters" in page


def test_of_long_code_and_many_outputs_the_first_are_shown():
    cell = nbformat.v4.new_code_cell("x\n" * LONGEST)
    cell.outputs = [new_output("stream", text="x") for _ in range(MOST_OUTPUTS + 7)]
    cell = shortened(cell)
    assert len(cell.source) < LONGEST + 100
    assert f"{LONGEST} more characters" in cell.source
    assert len(cell.outputs) == MOST_OUTPUTS + 1
    assert "7 more outputs" in cell.outputs[-1].text


def test_a_notebook_with_long_cells_has_a_page_soon(course, ada):
    nb = tiny.answers_of(course, words="[a](" * 10**5, double="x = 1\n" * 10**5)
    nb.cells += [new_markdown_cell("*a" * 10**5) for _ in range(5)]
    tiny.hand_in(course, "ada", nb)
    (result,) = grade_all(ada.assignment, ["ada"])
    assert result.notes == ()
    assert "more characters are left out" in page_of(ada).read_text(encoding="utf-8")
