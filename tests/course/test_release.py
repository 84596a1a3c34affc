"""What students get is made from what instructors write, and hides what it must."""

from copy import deepcopy

import nbformat
import pytest
import tiny
from hypothesis import assume, given
from hypothesis import strategies as st
from nbformat.v4 import new_markdown_cell
from nbgrader.preprocessors import ClearHiddenTests, ClearSolutions
from typer.testing import CliRunner

from autograde.cli.app import app
from autograde.course.course import Course, CourseError
from autograde.course.release import SECRETS, leaks, lines_inside, release, total_points
from autograde.demo.demo import copy_of

HERE = Course.at(tiny.ROOT)


ASSIGNMENTS = [HERE.assignment(name) for name in HERE.assignments]
each = pytest.mark.parametrize("assignment", ASSIGNMENTS, ids=str)


@each
def test_generating_an_assignment_again_changes_nothing(assignment, tmp_path):
    copy = copy_of(HERE, tmp_path / "course").assignment(assignment.name)
    (released,) = release(copy)
    release(copy)
    committed = assignment.release
    assert released.read_bytes() == (committed / released.name).read_bytes()
    assert {p.name for p in released.parent.iterdir()} == {p.name for p in committed.iterdir()}


@each
def test_a_released_notebook_holds_neither_a_solution_nor_a_hidden_test(assignment):
    written, released = assignment.written(), assignment.released()
    text = nbformat.writes(released)
    assert leaks(written, released) == []
    assert "BEGIN" not in text
    assert "hidden_check" not in text
    for cell in released.cells:
        if cell.metadata.get("nbgrader", {}).get("solution"):
            assert "raise NotImplementedError()" in cell.source or cell.cell_type == "markdown"
        if cell.cell_type == "code":
            assert cell.outputs == []
            assert cell.execution_count is None


@each
def test_an_assignment_is_worth_a_hundred_points(assignment):
    assert total_points(assignment.released()) == 100


@each
def test_only_answers_can_be_edited(assignment):
    for cell in assignment.released().cells:
        about = cell.metadata.get("nbgrader", {})
        if about.get("locked"):
            assert (cell.metadata["deletable"], cell.metadata["editable"]) == (False, False)
        elif about.get("solution"):
            assert cell.metadata["deletable"] is False
            assert cell.metadata.get("editable", True)


def test_a_leak_is_found_wherever_it_is(released_course):
    written, released = tiny.of(released_course).written(), tiny.released(released_course)
    assert leaks(written, released) == []
    released.cells.append(tiny.new_markdown_cell("Try\n\n    return 2 * x  # twice"))
    assert leaks(written, released) == ["a solution of double is in it: 'return 2 * x  # twice'"]
    released.cells[-1].source = tiny.HALF_HIDDEN
    assert leaks(written, released)[0].startswith("a hidden test of half-hidden is in it")


LINES = ("return y", "else:", "x = 1", "raise NotImplementedError()")
chosen = st.lists(st.sampled_from(LINES), max_size=4)


def written_cell(name, before, secret, after, kind):
    block = [f"### BEGIN {kind}", *secret, f"### END {kind}"]
    is_answer = kind == "SOLUTION"
    text = "\n".join([*before, *block, *after])
    return tiny.cell(name, text, None if is_answer else 1, solution=is_answer)


@st.composite
def notebooks(draw):
    """Notebooks of which the same few lines stand inside of markers and outside of them."""
    kinds = draw(st.lists(st.sampled_from(["SOLUTION", "HIDDEN TESTS"]), min_size=1, max_size=3))
    return tiny.notebook(
        [
            written_cell(f"c{index}", draw(chosen), draw(chosen), draw(chosen), kind)
            for index, kind in enumerate(kinds)
        ]
    )


def stripped(written):
    """A notebook as nbgrader itself strips it."""
    nb = deepcopy(written)
    for step in (ClearSolutions, ClearHiddenTests):
        nb, _ = step().preprocess(nb, {"language": "python", "nbgrader": {}})
    return nb


@given(notebooks())
def test_whatever_is_given_beside_a_solution_is_no_leak(written):
    assert leaks(written, stripped(written)) == []


@given(notebooks(), st.data())
def test_a_secret_line_too_many_is_a_leak_in_whichever_cell_it_is(written, data):
    released = stripped(written)
    secret = [
        line
        for cell in written.cells
        for kind in SECRETS
        for line in lines_inside(cell.source, kind)
        if line != "raise NotImplementedError()"
    ]
    assume(secret)
    where = data.draw(st.sampled_from(released.cells))
    where.source += "\n" + data.draw(st.sampled_from(secret))
    assert any("is in it" in found for found in leaks(written, released))


HARMLESS = [
    "# autograder tests",
    "'import autograde'",
    "autograded = 1",
    '"""\nfrom autograde import x\n"""',
    "%matplotlib inline\nimport math",
    "import autograder_of_mine",
]
NEEDED = [
    "import autograde",
    "import math, autograde.checks as c",
    "from autograde.checks import hidden_check",
    "def f():\n    import autograde",
    "%matplotlib inline\nimport autograde",
]


@pytest.mark.parametrize("source", [*HARMLESS, *NEEDED])
def test_only_what_imports_the_grader_needs_it(source):
    nb = tiny.notebook([tiny.cell("visible", source, 1)])
    assert len(leaks(nb, nb)) == (source in NEEDED)


PROSE = ["At the end, solutions are compared.", "The end hidden layer", "# begin a solution here"]
MARKS = [
    "### BEGIN HIDDEN TEST",
    "### end solution",
    "x = 1  # End Solution",
    "=== BEGIN MARKING SCHEME ===",
]


@pytest.mark.parametrize("line", [*PROSE, *MARKS])
def test_a_marker_is_one_and_prose_is_none(line):
    nb = tiny.notebook([tiny.cell("text", line, kind=new_markdown_cell)])
    assert len(leaks(nb, nb)) == (line in MARKS)


def old(cell):
    cell.metadata["nbgrader"]["schema_version"] = 1


def new(cell):
    cell.metadata["nbgrader"]["schema_version"] = 99


def double(cell):
    cell.metadata["nbgrader"]["grade_id"] = "twice"


def unpaid(cell):
    del cell.metadata["nbgrader"]["points"]


REFUSED = {
    old: r"old version of the nbgrader metadata format.*back up.*nbgrader update \.",
    new: r"newer version .* latest version to be able to use this notebook",
    double: "Duplicate grade id: twice",
    unpaid: "points",
}


@pytest.mark.parametrize(
    ("change", "said"), REFUSED.items(), ids=lambda x: getattr(x, "__name__", "")
)
def test_nbgrader_s_advice_is_passed_on_whole(tmp_path, change, said):
    cells = tiny.tiny_cells()
    for cell in cells:
        if "points" in cell.metadata["nbgrader"]:
            change(cell)
    with pytest.raises(CourseError, match=said) as refused:
        release(tiny.of(tiny.new_course(tmp_path, cells)))
    assert "\n" not in str(refused.value)


def test_a_misspelt_marker_which_nbgrader_leaves_in_is_not_released(tmp_path):
    cells = tiny.tiny_cells()
    cells[3].source = cells[3].source.replace("HIDDEN TESTS", "HIDDEN TEST")
    course = tiny.new_course(tmp_path, cells)
    with pytest.raises(CourseError, match="a marker is left in it: '### BEGIN HIDDEN TEST'"):
        release(tiny.of(course))
    assert not (tiny.of(course).release / "tiny.ipynb").exists()


def test_a_visible_check_that_needs_the_grader_is_found(released_course):
    released = tiny.released(released_course)
    released.cells[2].source = "from autograde.checks import hidden_check"
    written = tiny.of(released_course).written()
    assert leaks(written, released) == [
        "double-visible needs autograde, which students do not have"
    ]


def test_what_nbgrader_refuses_is_said_in_a_sentence(tmp_path):
    cells = tiny.tiny_cells()
    cells[3].source = cells[3].source.replace("### END HIDDEN TESTS", "")
    with pytest.raises(CourseError, match="No end hidden tests statement found"):
        release(tiny.of(tiny.new_course(tmp_path, cells)))


@pytest.mark.parametrize(("more", "said"), [(0, None), (6, "16"), (-0.5, "9.5")])
def test_the_command_says_so_if_the_total_has_changed(course, more, said):
    nb = tiny.of(course).written()
    nb.cells[2].metadata["nbgrader"]["points"] += more
    nbformat.write(nb, tiny.of(course).solution / "tiny.ipynb")
    shown = CliRunner().invoke(app, ["release", "--course", str(course.root)])
    sentence = f"tiny is worth {said} points now, and was worth 10 before."
    assert (sentence in shown.stdout) == bool(said)
    assert ("is worth" in shown.stdout) == bool(said)


def test_the_command_lists_what_was_made(course):
    said = CliRunner().invoke(app, ["release", "--unproven", "--course", str(course.root)])
    assert said.exit_code == 0
    assert "assignments/tiny/tiny.ipynb" in said.stdout
    assert "10" in said.stdout
