"""What a cell is, is what nbgrader says: whatever its flags, tests are sealed and points count."""

import itertools
import re

import pytest
import tiny
from nbformat.v4 import new_code_cell, new_markdown_cell
from nbgrader.utils import is_grade, is_locked, is_solution, is_task
from typer.testing import CliRunner

from autograde.cli.app import app
from autograde.course.questions import has_points, is_given, is_test, questions
from autograde.course.release import is_current, release, total_points
from autograde.grading.run import grade_all, prepare
from autograde.grading.submission import Submission
from autograde.reports import report_page
from autograde.reports.explain import explain
from autograde.reports.lms_export import export
from autograde.reports.report import class_results

FLAGS = ("grade", "solution", "locked", "task")
EVERY = [dict(zip(FLAGS, on, strict=True)) for on in itertools.product((False, True), repeat=4)]


def flagged(**flags):
    about = {"grade_id": "it", "schema_version": 3, "points": 1, **flags}
    return new_code_cell("pass", metadata={"nbgrader": about})


@pytest.mark.parametrize("flags", EVERY, ids=lambda flags: "+".join(f for f in flags if flags[f]))
def test_what_a_cell_is_follows_nbgrader_for_every_combination_of_its_flags(flags):
    cell = flagged(**flags)
    assert has_points(cell) == (is_grade(cell) or is_task(cell))
    assert is_test(cell) == (is_grade(cell) and not is_solution(cell))
    assert not (is_test(cell) and is_given(cell))
    if is_test(cell):
        assert is_locked(cell)
    assert sum(len(q.graded) for q in questions(tiny.notebook([cell]))) >= has_points(cell)


def kinds_of_test(locked, schema):
    """The tiny course's cells; its tests say this of being locked, as old notebooks may."""
    cells = tiny.tiny_cells()
    for cell in cells:
        about = cell.metadata["nbgrader"]
        if about["grade"] and not about["solution"]:
            about["locked"] = locked
            if not schema:
                del about["task"]
    return cells


@pytest.mark.sandbox
@pytest.mark.parametrize("schema", [True, False], ids=["task said", "task unsaid"])
@pytest.mark.parametrize("locked", [True, False])
def test_hidden_tests_are_run_whatever_their_cells_say_of_being_locked(tmp_path, locked, schema):
    course = tiny.new_course(tmp_path / "course", kinds_of_test(locked, schema))
    assignment = tiny.of(course)
    release(assignment)
    assert is_current(assignment)
    prepare(assignment)
    wrong = "def half(x):\n    return x // 2"
    tiny.hand_in(course, "ada", tiny.answers_of(course))
    tiny.hand_in(course, "bob", tiny.answers_of(course, half=wrong))
    ada, bob = grade_all(assignment, ["ada", "bob"], feedback=False)
    assert (ada.points, bob.points) == (6, 4)


def test_changed_tests_are_noticed_whatever_their_cells_say_of_being_locked(tmp_path):
    course = tiny.new_course(tmp_path / "course", kinds_of_test(False, True))
    assignment = tiny.of(course)
    release(assignment)
    nb = assignment.written()
    nb.cells[2].source += "  # easy"
    tiny.nbformat.write(nb, assignment.solution / assignment.file)
    assert not is_current(assignment)


def task(name, points):
    cell = tiny.cell(
        name,
        "Plot it.\n\n=== BEGIN MARK SCHEME ===\nLabels: 2.\n=== END MARK SCHEME ===",
        kind=new_markdown_cell,
    )
    cell.metadata["nbgrader"] |= {"task": True, "points": points}
    return cell


@pytest.fixture(scope="module")
def with_tasks(tmp_path_factory, sandbox):
    """A course with a task between its questions and one at the end, graded once."""
    cells = tiny.tiny_cells()
    cells.insert(4, task("plot", 5))
    cells.append(task("essay", 7))
    course = tiny.new_course(tmp_path_factory.mktemp("tasks") / "course", cells)
    release(tiny.of(course))
    nb = tiny.answers_of(course)
    nb.cells.append(new_code_cell("double(3)"))
    tiny.hand_in(course, "ada", nb)
    prepare(tiny.of(course))
    list(grade_all(tiny.of(course), ["ada"]))
    return course


def gradebook_total(course):
    with course.gradebook() as gradebook:
        return gradebook.find_assignment(tiny.NAME).max_score


def test_a_task_counts_alike_wherever_points_are_summed(with_tasks, tmp_path):
    assignment = tiny.of(with_tasks)
    (ada,) = class_results(assignment)
    found = explain(Submission(assignment, "ada"))
    export(with_tasks, "nbgrader", tmp_path / "grades.csv")
    grades = (tmp_path / "grades.csv").read_text(encoding="utf-8")
    students_page = (assignment.feedback("ada") / "tiny.html").read_text(encoding="utf-8")
    shown = CliRunner().invoke(app, ["run", tiny.NAME, "--force", "--course", str(with_tasks.root)])
    sums = {
        float(re.search(r"</b> of ([\d.]+) points", students_page)[1]),
        float(re.search(r"ada +[\d.]+ +([\d.]+)", shown.stdout)[1]),
        float(re.search(r"median of ([\d.]+)", report_page.page(tiny.NAME, [ada]))[1]),
        gradebook_total(with_tasks),
        total_points(assignment.released()),
        ada.worth,
        found.result.worth,
        sum(check.worth for one in found.questions for check in one.checks),
        float(grades.splitlines()[1].rsplit(",", 1)[1]),
    }
    assert sums == {22}
    assert ada.waiting == 4 + 5 + 7
    assert [o.question for o in ada.outcomes] == ["double", "plot", "half", "words", "essay"]


def test_points_that_a_person_gave_for_a_task_are_reported(with_tasks, tmp_path):
    course = tiny.copy_of(with_tasks, tmp_path / "course")
    tiny.give_by_hand(course, "ada", "plot", 3)
    (ada,) = class_results(tiny.of(course))
    assert (ada.points, ada.waiting) == (6 + 3, 4 + 7)


def test_a_task_s_points_can_be_a_class_s_own(with_tasks, tmp_path):
    course = tiny.copy_of(with_tasks, tmp_path / "course")
    (course.classroom / "variant.toml").write_text("[points.tiny]\nplot = 10\n", encoding="utf-8")
    prepare(tiny.of(course))
    (ada,) = class_results(tiny.of(course))
    assert (ada.worth, gradebook_total(course)) == (27, 27)


def test_a_marking_scheme_reaches_no_student_and_every_person_who_marks(with_tasks):
    assignment = tiny.of(with_tasks)
    assert "Labels" not in (assignment.release / assignment.file).read_text(encoding="utf-8")
    assert "Labels" in (assignment.autograded("ada") / assignment.file).read_text(encoding="utf-8")


def test_the_command_says_what_a_task_is_worth(with_tasks):
    said = CliRunner().invoke(app, ["report", tiny.NAME, "--course", str(with_tasks.root)])
    assert said.exit_code == 0
    assert "essay" in said.stdout
