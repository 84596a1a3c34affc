"""What is handed in may be anything: it is graded for its answers, or refused in a sentence."""

import json
import logging
import os
import re

import nbformat
import pytest
import tiny
from nbformat.v4 import new_markdown_cell, new_output

from autograde.grading import results
from autograde.grading.results import Status
from autograde.grading.run import grade_all

pytestmark = pytest.mark.sandbox

HONEST = {"double": 3, "half": 3, "words": None}


@pytest.fixture
def bob(course):
    """Bob's right notebook, handed in."""
    tiny.hand_in(course, "bob", tiny.answers_of(course))
    return tiny.of(course).submitted("bob")


@pytest.fixture
def ada(course):
    """Ada's folder, with a wrong notebook in it."""
    tiny.hand_in(course, "ada", tiny.answers_of(course, double="double = abs"))
    return tiny.of(course).submitted("ada")


def graded(course, feedback=False):
    return next(grade_all(tiny.of(course), ["ada"], feedback=feedback))


def points(result):
    return {outcome.question: outcome.points for outcome in result.outcomes}


def everywhere(course, word):
    """The files of graded work and feedback in which a word stands."""
    folders = (
        tiny.of(course).autograded("ada"),
        tiny.of(course).feedback("ada"),
    )
    files = [path for folder in folders for path in folder.rglob("*") if path.is_file()]
    return [
        path.name for path in files if word in path.read_text(errors="replace", encoding="utf-8")
    ]


def test_a_link_to_another_s_notebook_is_not_graded(course, ada, bob):
    (ada / "tiny.ipynb").unlink()
    (ada / "tiny.ipynb").symlink_to(bob / "tiny.ipynb")
    result = graded(course)
    assert result.status is Status.UNREADABLE
    assert result.points == 0
    assert "tiny.ipynb is no plain file, and was refused." in result.notes


@pytest.mark.parametrize("sealed", ["autograde", "nbgrader"])
def test_links_in_a_submission_are_not_followed(course, ada, sealed):
    secret = course.root / "secret.txt"
    secret.write_text("the solutions", encoding="utf-8")
    (ada / "notes.txt").symlink_to(secret)
    (ada / "folder").symlink_to(course.root / "solutions")
    if sealed == "autograde":
        assert "notes.txt is no plain file, and was refused." in graded(course, True).notes
    else:
        assert tiny.of(course).step("autograde", "ada")["success"]
    assert everywhere(course, "the solutions") == []
    assert not list(tiny.of(course).autograded("ada").glob("folder/*"))


def test_a_pipe_in_a_submission_is_not_waited_for(course, ada):
    os.mkfifo(ada / "pipe")
    assert graded(course).status is Status.GRADED


@pytest.mark.parametrize("stamp", ["yesterday, honestly", "", "9999-01-01 00:00:00 UTC", "\x00"])
def test_a_time_stamp_that_is_none_costs_nothing_and_buys_nothing(course, ada, stamp):
    (ada / "timestamp.txt").write_text(stamp, encoding="utf-8")
    result = graded(course)
    assert result.status is Status.GRADED
    assert any("timestamp.txt holds no past time such as" in note for note in result.notes)


def test_modules_beside_the_notebook_are_not_imported(course, ada):
    for name in ("math.py", "numpy.py", "sitecustomize.py", "conftest.py"):
        (ada / name).write_text("raise SystemExit", encoding="utf-8")
    tiny.hand_in(
        course, "ada", tiny.answers_of(course, double=f"import numpy\n{tiny.RIGHT['double']}")
    )
    assert points(graded(course)) == HONEST


def change(nb, name, **metadata):
    for cell in nb.cells:
        if cell.metadata.nbgrader.get("grade_id") == name:
            cell.metadata.nbgrader.update(metadata)


def no_longer_an_answer(nb):
    change(nb, "words", solution=False, grade=False)


def points_in_the_sky(nb):
    for cell in nb.cells:
        cell.metadata.nbgrader["points"] = 10**9


def names_swapped(nb):
    change(nb, "double-visible", grade_id="half-visible")
    change(nb, "half-visible", grade_id="double-visible")


def a_stranger_s_name(nb):
    nb.cells[3].metadata.nbgrader["grade_id"] = "../../gradebook"


def names_of_other_kinds(nb):
    nb.cells[2].metadata.nbgrader["grade_id"] = ["a", {"b": 1}]
    nb.cells[3].metadata.nbgrader["grade_id"] = None


def moved_about(nb):
    nb.cells.reverse()


def every_cell_twice(nb):
    nb.cells = [cell for cell in nb.cells for _ in range(2)]


def stripped_of_checks(nb):
    nb.cells = [cell for cell in nb.cells if "visible" not in cell.id and "hidden" not in cell.id]


def another_kernel(nb):
    nb.metadata = {"kernelspec": {"name": "bash", "display_name": "x", "language": "sh"}}


def forged_outputs(nb):
    for cell in nb.cells:
        if cell.cell_type == "code":
            cell.outputs = [new_output("execute_result", {"text/plain": "100"})]
            cell.execution_count = 1


@pytest.mark.parametrize(
    "tamper",
    [
        no_longer_an_answer,
        points_in_the_sky,
        names_swapped,
        a_stranger_s_name,
        names_of_other_kinds,
        moved_about,
        every_cell_twice,
        stripped_of_checks,
        another_kernel,
        forged_outputs,
    ],
)
@pytest.mark.filterwarnings("ignore")
def test_right_answers_in_a_notebook_that_was_tampered_with_keep_their_marks(course, tamper):
    nb = tiny.answers_of(course)
    tamper(nb)
    tiny.hand_in(course, "ada", json.dumps(nb))
    assert points(graded(course)) == HONEST


@pytest.mark.parametrize("version", [0, 1, 2, 99, "three", None])
def test_any_schema_version_is_graded(course, version):
    nb = tiny.answers_of(course)
    for cell in nb.cells:
        cell.metadata.nbgrader["schema_version"] = version
    tiny.hand_in(course, "ada", nb)
    assert points(graded(course)) == HONEST


def test_a_notebook_of_an_older_format_is_graded(course):
    nb = nbformat.convert(tiny.answers_of(course), 3)
    tiny.hand_in(course, "ada", json.dumps(nb))
    assert points(graded(course)) == HONEST


def test_a_notebook_of_200_megabytes_is_refused_and_not_read(course, ada):
    with (ada / "tiny.ipynb").open("wb") as file:
        file.truncate(200 * 2**20)
    result = graded(course)
    assert result.status is Status.UNREADABLE
    assert "200 MiB" in result.notes[0]


@pytest.mark.parametrize(
    "text",
    ["null", "[]", '{"cells": 3}', '{"nbformat": 99}', "[" * 10**5, '{"a": 1e999999}', "\ud800"],
)
def test_what_is_no_notebook_is_refused_in_a_sentence(course, ada, text):
    (ada / "tiny.ipynb").write_bytes(text.encode("utf-8", "surrogatepass"))
    result = graded(course)
    assert result.status is Status.UNREADABLE
    assert re.fullmatch(r"tiny\.ipynb .*\.", result.notes[0])


def test_a_file_whose_name_is_no_text_stops_nothing(course, ada, monkeypatch):
    # nbgrader's log has the name in it, and pytest's workers cannot send that to each other.
    monkeypatch.setattr(logging.root.manager, "disable", logging.CRITICAL)
    nb = tiny.answers_of(course)
    tiny.hand_in(course, "ada", nb)
    (ada / os.fsdecode(b"caf\xe9.txt")).write_text("mine", encoding="utf-8")
    (ada / os.fsdecode(b"li\xe9n")).symlink_to(os.fsdecode(b"/caf\xe9"))
    result = graded(course)
    assert result.points == 6
    assert result.notes == ("li�n is no plain file, and was refused.",)
    assert results.load(tiny.of(course).results)["ada"].points == 6


SCRIPT = "<script>document.title = 'stolen'</script>"
IMAGE = "<img src='x' onerror='document.title = 1'>"


def test_no_script_of_a_student_s_is_on_the_feedback_page(course):
    shows = f"""from IPython.display import HTML, SVG, Javascript, Markdown, display
display(HTML({SCRIPT!r}), Javascript("alert(1)"), Markdown({IMAGE!r}))
display({{"image/svg+xml": "<svg onload='alert(1)'/>", "text/html": {SCRIPT!r}}}, raw=True)
def double(x):
    raise ValueError({IMAGE!r})"""
    nb = tiny.answers_of(
        course, double=shows, words=f"{SCRIPT}\n\n[a](javascript:alert(1)) {IMAGE}"
    )
    nb.cells.append(new_markdown_cell(SCRIPT + IMAGE))
    tiny.hand_in(course, "ada", nb)
    graded(course, feedback=True)
    page = (tiny.of(course).feedback("ada") / "tiny.html").read_text(encoding="utf-8")
    assert "document.title" in page  # shown as text
    for harmful in (
        "<script>document",
        "<img src='x'",
        '<img src="x"',
        'href="javascript',
        "<svg onload",
    ):
        assert harmful not in page


def test_an_exception_s_text_is_no_html_in_a_comment(course):
    answer = f"def double(x):\n    raise ValueError({IMAGE!r})"
    tiny.hand_in(course, "ada", tiny.answers_of(course, double=answer))
    graded(course, feedback=True)
    page = (tiny.of(course).feedback("ada") / "tiny.html").read_text(encoding="utf-8")
    assert "<img src='x'" not in page
