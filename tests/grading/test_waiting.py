"""What waits for a person waits everywhere; what a person graded does not wait for nothing."""

import shutil

import nbformat
import pytest
import tiny
from nbformat.v4 import new_code_cell, new_markdown_cell

from autograde.course.points import format_points
from autograde.course.release import release
from autograde.grading.feedback import make_pages
from autograde.grading.run import grade_all
from autograde.grading.submission import Submission
from autograde.grading.writing import Writer
from autograde.reports.lms_export import export
from autograde.reports.report import class_results

GIVEN = {"words": 3.0, "plot": 5.0}  # by a person
NEW = {"words": "It is so, because.", "own": "double(4)", "double": "double = lambda x: x + x"}


@pytest.fixture(scope="module")
def by_hand(tmp_path_factory, sandbox):
    """A graded course with an answer in words and a task, both graded by a person."""
    task = tiny.cell("plot", "Plot it.", kind=new_markdown_cell)
    task.metadata["nbgrader"] |= {"task": True, "points": 7}
    course = tiny.new_course(tmp_path_factory.mktemp("hand") / "course", [*tiny.tiny_cells(), task])
    release(tiny.of(course))
    hand_in(course)
    list(grade_all(tiny.of(course), ["ada"], feedback=False))
    for name, points in GIVEN.items():
        tiny.give_by_hand(course, "ada", name, points)
    return course


def hand_in(course, own="double(3)", **answers):
    nb = tiny.answers_of(course, **answers)
    nb.cells.append(new_code_cell(own))
    tiny.hand_in(course, "ada", nb)


def waiting_in(course):
    """The cells whose points wait, by the gradebook."""
    with course.gradebook() as gradebook:
        (nb,) = gradebook.find_submission(tiny.NAME, "ada").notebooks
        return {grade.name for grade in nb.grades if grade.needs_manual_grade}


def waiting(course, folder):
    """Those whose points wait, by the report, the gradebook and the export: one truth."""
    (ada,) = class_results(tiny.of(course))
    by_gradebook = waiting_in(course)
    exported = export(course, "nbgrader", folder / "grades.csv").waiting
    assert {o.question for o in ada.outcomes if o.points is None} == by_gradebook
    assert exported == bool(by_gradebook)
    return by_gradebook


def by_run(assignment):
    list(grade_all(assignment, ["ada"], feedback=False))


def by_nbgrader(assignment):
    """As its command and the formgrader's button grade, which delete the graded notebook first."""
    assert assignment.step("autograde", "ada")["success"]


@pytest.mark.parametrize("grade", [by_run, by_nbgrader])
@pytest.mark.parametrize(
    ("changed", "waits"),
    [
        ({}, set()),
        ({"words": NEW["words"]}, {"words"}),
        ({"own": NEW["own"]}, {"plot"}),
        ({"double": NEW["double"]}, set()),
        (NEW, {"words", "plot"}),
    ],
    ids=["nothing", "the words", "a cell for the task", "another answer", "all"],
)
def test_only_what_changed_since_a_person_looked_waits_again(
    by_hand, tmp_path, changed, waits, grade
):
    course = tiny.copy_of(by_hand, tmp_path / "course")
    hand_in(course, **changed)
    grade(tiny.of(course))
    assert waiting(course, tmp_path) == waits
    with course.gradebook() as gradebook:
        for name, points in GIVEN.items():
            grade = gradebook.find_grade(name, tiny.NAME, tiny.NAME, "ada")
            assert grade.manual_score == points
    (ada,) = class_results(tiny.of(course))
    assert list(make_pages(tiny.of(course), [ada])) == [("ada", ())]
    page = (tiny.of(course).feedback("ada") / "tiny.html").read_text(encoding="utf-8")
    assert f"<b>{format_points(ada.counted)}</b> of" in page  # points of before count meanwhile


def test_who_only_ever_grades_with_nbgrader_looks_once_at_an_answer(by_hand, tmp_path):
    course = tiny.copy_of(by_hand, tmp_path / "course")
    shutil.rmtree(tiny.of(course).results.parent)
    by_nbgrader(tiny.of(course))
    assert waiting_in(course) == {"words", "plot"}  # nobody knows what the person saw
    for name, points in GIVEN.items():
        tiny.give_by_hand(course, "ada", name, points)
    by_nbgrader(tiny.of(course))
    assert waiting_in(course) == set()
    hand_in(course, words=NEW["words"])
    by_nbgrader(tiny.of(course))
    assert waiting_in(course) == {"words"}
    hand_in(course)
    by_nbgrader(tiny.of(course))
    assert waiting_in(course) == {"words"}  # until a person has looked again


def test_a_test_that_could_not_judge_waits_for_a_person(by_hand, tmp_path):
    course = tiny.copy_of(by_hand, tmp_path / "course")
    assignment = tiny.of(course)
    path = assignment.autograded("ada") / assignment.file
    nb = nbformat.read(path, as_version=4)
    for cell in nb.cells:
        if cell.metadata.get("nbgrader", {}).get("grade_id") == "half-hidden":
            cell.metadata["autograde"] = {"not_judged": "The test asks for what cannot cross."}
    submission = Submission(assignment, "ada")
    shutil.rmtree(submission.graded_folder)
    Writer(assignment).write(submission, {assignment.notebook.name: nbformat.writes(nb)}, {})
    (ada,) = class_results(assignment)
    half = next(o for o in ada.outcomes if o.question == "half")
    assert (half.points, half.not_judged) == (None, "The test asks for what cannot cross.")
    with course.gradebook() as gradebook:
        grade = gradebook.find_grade("half-hidden", tiny.NAME, tiny.NAME, "ada")
        assert (grade.auto_score, grade.needs_manual_grade) == (None, True)
