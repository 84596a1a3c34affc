"""The whole course on one page, run as the learner's own, where there is no sandbox, too."""

import shutil
from pathlib import Path

import nbformat
import pytest
from typer.testing import CliRunner

from autograde.cli import check
from autograde.cli.app import app
from autograde.course.course import Course
from autograde.demo import own_course
from autograde.demo.own_course import OwnCourse, parts_of, write_pages
from autograde.demo.self_check import assignment_meant
from chainrule.exercises.parts import assignments
from chainrule.exercises.progress import Progress
from chainrule.exercises.questions import record
from chainrule.exercises.standing import standing

ROOT = Path(__file__).parents[2]
NAME = "02_autograd"


@pytest.fixture(autouse=True)
def own_home(tmp_path, monkeypatch):
    monkeypatch.setattr(Path, "home", lambda: tmp_path / "home")


def notebook(path, *cells):
    cells = [nbformat.v4.new_code_cell(source) for source in cells]
    nbformat.write(nbformat.v4.new_notebook(cells=cells), path)
    return path


@pytest.mark.parametrize("name", assignments)
def test_every_solution_passes_and_every_empty_notebook_is_not_written(name):
    if not assignments[name]:
        pytest.skip("an assignment without parts")
    for path, state in (
        (ROOT / "solutions" / name / f"{name}.ipynb", "passes"),
        (ROOT / "assignments" / name / f"{name}.ipynb", "not written"),
    ):
        groups, stopped = parts_of(name, path)
        assert [part for part, _, _ in groups[name]] == [p.name for p in assignments[name]]
        assert {found for _, found, _ in groups[name]} == {state}
        assert stopped == []


NOWHERE = standing([], [])
CELLS = [
    "from chainrule.exercises import check, implements",
    '@implements("add.vjp")\ndef add_vjp(g, y, a, b):\n    return g, g',
    '@implements("mul.vjp")\ndef mul_vjp(g, y, a, b):\n    return g * a, g * b',
    'check("mul.vjp", mul_vjp)',
    "%matplotlib inline\nimport matplotlib.pyplot as plt\nplt.plot([1, 2])\nplt.show()",
    "display(mul_vjp)\n1 / 0",
    "import os\nos.write(1, b'noise\\n')\nprint('more')",
    '@implements("exp.vjp")\ndef exp_vjp(g, y, x):\n    return g * y',
]


def test_a_notebook_is_run_to_its_end_whatever_its_cells_do(tmp_path):
    path = notebook(tmp_path / f"{NAME}.ipynb", *CELLS)
    groups, stopped = parts_of(NAME, path)
    states = {part: (state, why) for part, state, why in groups[NAME]}
    assert states["add.vjp"] == ("passes", "")
    assert states["exp.vjp"] == ("passes", "")
    assert states["log.vjp"] == ("not written", "")
    assert states["mul.vjp"][0] == "not yet"
    assert "in another order" in states["mul.vjp"][1]
    assert "(check number " in states["mul.vjp"][1]
    assert stopped == [f"{NAME}: Code cell 6 stopped: ZeroDivisionError: division by zero"]


@pytest.mark.parametrize(
    ("cell", "says"),
    [
        ("while True:\n    pass", "was still running after"),
        ("import os\nos._exit(3)", "could not be checked"),
    ],
)
def test_a_notebook_that_does_not_end_as_it_should_is_told(cell, says, tmp_path, monkeypatch):
    if "while" in cell:
        monkeypatch.setattr(own_course, "SECONDS", 3)
    path = notebook(tmp_path / f"{NAME}.ipynb", cell)
    found = OwnCourse()
    found.add(*parts_of(NAME, path))
    assert says in found.text(NOWHERE)
    assert not found.is_whole


def test_the_page_says_what_the_terminal_says_and_nothing_in_it_is_code(tmp_path):
    found = OwnCourse()
    rows = (("add.vjp", "passes", ""), ("mul.vjp", "not yet", "<script>x</script>\x1b[2J"))
    found.add({"01": rows, "02": (("exp.vjp", "not written", ""),)}, ["<b>stopped</b>"])
    page = write_pages(found, NOWHERE).read_text(encoding="utf-8")
    for text in (page, found.text(NOWHERE)):
        assert "Next: mul.vjp" in text
        assert "1 of 3 parts pass." in text
    assert "<script>" not in page
    assert "<b>" not in page
    assert "\x1b" not in found.text(NOWHERE)
    assert repr(Progress(found.groups)).splitlines()[0] in found.text(NOWHERE)


def test_a_page_is_written_elsewhere_if_the_home_folder_is_closed(tmp_path):
    (tmp_path / "home").write_text("a file", encoding="utf-8")
    page = write_pages(OwnCourse(), NOWHERE)
    assert "All is done." in page.read_text(encoding="utf-8")
    assert "so far" in page.with_name("built.html").read_text(encoding="utf-8")


def handed_out(folder):
    """A copy of the course as students get it."""
    shutil.copytree(ROOT / "assignments", folder / "assignments")
    shutil.copy(ROOT / "nbgrader_config.py", folder)
    return folder


def test_without_an_argument_all_assignments_are_on_the_page(tmp_path):
    course = handed_out(tmp_path / "copy")
    result = CliRunner().invoke(app, ["check", "--course", str(course)])
    said = " ".join(result.output.split())
    assert result.exit_code == 1
    assert "without a sandbox" in said
    for name, parts in assignments.items():
        assert f"{name}: 0 of {len(parts)}" in said
    assert "Next: perceptron.predict" in said
    page = (tmp_path / "home" / ".chainrule" / "course.html").read_text(encoding="utf-8")
    assert "<a href='built.html'>What I have built, to print</a>" in page
    built = (tmp_path / "home" / ".chainrule" / "built.html").read_text(encoding="utf-8")
    assert "<h1>Chain Rule: so far</h1>" in built


@pytest.mark.parametrize("word", [[], ["02"]])
def test_what_is_worked_in_is_checked_and_what_passes_is_noted(tmp_path, monkeypatch, word):
    monkeypatch.setenv("CHAINRULE_RECORD", str(tmp_path / "answers.jsonl"))
    course = handed_out(tmp_path / "copy")
    work = course / "my/assignments" / NAME
    work.mkdir(parents=True)
    notebook(work / f"{NAME}.ipynb", *CELLS)
    result = CliRunner().invoke(app, ["check", *word, "--course", str(course)])
    assert f"2 of {len(assignments[NAME])}" in result.output or "2 of 73 parts" in result.output
    noted = {entry.name: entry.right for entry in record.entries()}
    passing = {"part add.vjp": True, "part exp.vjp": True, "part mul.vjp": False}
    assert noted == ({} if word else passing)


def test_where_the_grader_cannot_run_a_notebook_is_checked_plainly(tmp_path, monkeypatch):
    monkeypatch.setattr(check, "CAN_FORK", False)
    path = tmp_path / f"{NAME} (1).ipynb"  # as browsers name what they fetch again
    shutil.copy(ROOT / "solutions" / NAME / f"{NAME}.ipynb", path)
    result = CliRunner().invoke(app, ["check", str(path), "--course", str(ROOT)])
    assert result.exit_code == 0, result.output
    assert f"{len(assignments[NAME])} of {len(assignments[NAME])} parts pass." in result.output


def test_a_copy_without_solutions_can_be_checked(tmp_path):
    course = tmp_path / "copy"
    shutil.copytree(ROOT / "assignments" / NAME, course / "assignments" / NAME)
    shutil.copy(ROOT / "nbgrader_config.py", course)
    for word in ([], ["02"], [str(course / "assignments" / NAME)]):
        result = CliRunner().invoke(app, ["check", *word, "--course", str(course)])
        assert result.exit_code == 1
        assert f"0 of {len(assignments[NAME])} parts pass." in result.output
    result = CliRunner().invoke(app, ["check", "7", "--course", str(course)])
    assert f"There is no assignment 7. There are: {NAME}" in " ".join(result.output.split())


def test_the_sealed_check_takes_the_notebook_in_my_too_unless_another_is_named(tmp_path):
    course = handed_out(tmp_path / "copy")
    shutil.copytree(ROOT / "solutions" / NAME, course / "solutions" / NAME)
    at = Course.at(course)
    given = course / "assignments" / NAME / f"{NAME}.ipynb"
    assert assignment_meant(at, "02")[1] == given
    own = course / "my/assignments" / NAME / f"{NAME}.ipynb"
    own.parent.mkdir(parents=True)
    shutil.copy(given, own)
    assert assignment_meant(at, "02")[1] == own
    assert assignment_meant(at, str(given))[1] == given
