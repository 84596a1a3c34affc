"""What students get is made from what instructors write, and hides what it must."""

import nbformat
import pytest
import tiny
from typer.testing import CliRunner

from autograde.cli.app import app
from autograde.course.course import Course, CourseError
from autograde.course.release import leaks, release, total_points
from autograde.demo.demo import copy_of

HERE = Course.at(tiny.ROOT)


ASSIGNMENTS = [HERE.assignment(name) for name in HERE.assignments]
each = pytest.mark.parametrize("assignment", ASSIGNMENTS, ids=str)


@each
def test_generating_an_assignment_again_changes_nothing(assignment, tmp_path):
    copy = copy_of(HERE, tmp_path / "course").assignment(assignment.name)
    released = release(copy)
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


def test_the_command_lists_what_was_made(course):
    said = CliRunner().invoke(app, ["release", "--unproven", "--course", str(course.root)])
    assert said.exit_code == 0
    assert "assignments/tiny/tiny.ipynb" in said.stdout
    assert "10" in said.stdout
