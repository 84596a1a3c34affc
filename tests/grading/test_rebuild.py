"""Cells that are not the student's come back as they were."""

from copy import deepcopy

import pytest
import tiny
from nbgrader.utils import is_locked

from autograde.course.course import Course
from autograde.course.questions import grade_id
from autograde.grading.rebuild import differences

COURSE = Course.at(tiny.ROOT)


def cell(nb, name):
    return next(c for c in nb.cells if c.metadata.get("nbgrader", {}).get("grade_id") == name)


def delete(*names):
    def change(nb):
        nb.cells = [c for c in nb.cells if c.metadata["nbgrader"]["grade_id"] not in names]

    return change


def delete_first_check(nb):
    delete("imports", "double-visible", "double-hidden")(nb)


def give_more_points(nb):
    for name in ("double-visible", "half-hidden"):
        cell(nb, name).metadata["nbgrader"]["points"] = 100


def weaken_the_check(nb):
    cell(nb, "double-visible").source = "pass"


def copy_an_answer(nb):
    """As copy and paste does it: same metadata, and the first copy is wrong."""
    copy = deepcopy(cell(nb, "double"))
    copy.source = "def double(x):\n    return 0"
    copy.id = "another"
    nb.cells.insert(1, copy)


def break_the_metadata(nb):
    cell(nb, "double").metadata["nbgrader"] = {"grade_id": "double"}


def use_another_schema(nb):
    for c in nb.cells:
        c.metadata["nbgrader"]["schema_version"] = 99


def turn_a_check_into_text(nb):
    check = cell(nb, "double-visible")
    check.cell_type = "markdown"
    del check["outputs"], check["execution_count"]


def tag_everything(nb):
    for c in nb.cells:
        c.metadata["tags"] = ["skip-execution", "raises-exception", ""]


def double_an_id(nb):
    nb.cells.insert(2, tiny.new_code_cell("scratch = 1", id="double-hidden"))


@pytest.mark.parametrize(
    "change",
    [
        delete("double-visible"),
        delete("double-hidden", "half-visible"),
        delete("imports"),
        delete_first_check,
        give_more_points,
        weaken_the_check,
        copy_an_answer,
        break_the_metadata,
        use_another_schema,
        turn_a_check_into_text,
        tag_everything,
        double_an_id,
    ],
)
@pytest.mark.filterwarnings("ignore::nbformat.warnings.DuplicateCellId")
def test_a_changed_notebook_with_right_answers_earns_what_it_should(course, graded, change):
    nb = tiny.answers_of(course)
    change(nb)
    result = graded(nb)
    assert {o.question: o.points for o in result.outcomes} == {
        "double": 3,
        "half": 3,
        "words": None,
    }


@pytest.mark.parametrize("change", [give_more_points, weaken_the_check, tag_everything])
def test_a_changed_notebook_with_wrong_answers_earns_nothing(course, graded, change):
    nb = tiny.answers_of(course, double="double = abs", half="half = abs")
    change(nb)
    assert graded(nb).points == 0


def test_a_deleted_answer_costs_its_own_question(course, graded):
    nb = tiny.answers_of(course)
    delete("double")(nb)
    result = graded(nb)
    assert {o.question: o.points for o in result.outcomes}["half"] == 3
    assert result.points == 3


@pytest.mark.parametrize(
    ("change", "note"),
    [
        (delete("double-visible"), "A cell was deleted, and came back: double-visible."),
        (weaken_the_check, "A cell was edited, and restored: double-visible."),
        (
            give_more_points,
            "2 cells were given other points, and restored: double-visible, half-hidden.",
        ),
        (copy_an_answer, "A cell was copied, and the last one counted: double."),
    ],
)
def test_the_result_names_what_was_changed(course, graded, change, note):
    nb = tiny.answers_of(course)
    change(nb)
    assert graded(nb).notes == (note,)


def test_a_model_solution_as_it_is_written_earns_all_and_is_accused_of_nothing(course, graded):
    result = graded(tiny.of(course).written())
    assert (result.points, result.notes) == (6, ())


@pytest.mark.parametrize("name", COURSE.assignments)
def test_the_model_solution_of_each_assignment_is_accused_of_nothing(name):
    """As the handbook's rehearsal hands it in: with the hidden tests in it."""
    notebook = COURSE.assignment(name).notebook
    written, released = notebook.written(), notebook.released()
    locked = {str(grade_id(cell)): cell.source for cell in written.cells if is_locked(cell)}
    assert differences(written, released, locked) == []
    cell(written, next(iter(locked))).source += "\npass"
    (note,) = differences(written, released, locked)
    assert note.startswith("A cell was edited, and restored")
