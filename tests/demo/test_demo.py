"""The sample class gets what it should, and a grader that errs is found out."""

import re
from dataclasses import replace

import pytest
import tiny
from nbgrader.utils import is_grade, is_solution
from typer.testing import CliRunner

from autograde.cli.app import app
from autograde.course.course import Course, CourseError
from autograde.course.questions import points
from autograde.demo import demo
from autograde.demo.sample_class import expected_points, sample_class
from autograde.demo.sample_mistakes import MISTAKES, SampleMistake
from autograde.grading.results import Outcome, Result, Status

HERE = Course.at(tiny.ROOT)


@pytest.mark.sandbox
@pytest.mark.slow
def test_the_demo_grades_the_real_assignment_and_everyone_gets_what_they_should(tmp_path):
    runner = CliRunner(env={"COLUMNS": "200"})
    folder = tmp_path / "kept"
    said = runner.invoke(app, ["demo", "--keep", str(folder), "--course", str(tiny.ROOT)])
    assert said.exit_code == 0, said.stdout
    verdicts = re.findall(r"^ +\w+ +[\d.]+ +[\d.]+ +(right|wrong)", said.stdout, re.MULTILINE)
    assert set(verdicts) == {"right"}
    assert "got what they should" in said.stdout
    assert str(folder) in said.stdout
    assert (folder / "classroom" / "gradebook.db").exists()


def test_a_kept_class_has_the_limits_with_which_it_was_graded(course, tmp_path, monkeypatch):
    monkeypatch.setattr(demo, "sample_class", lambda _: [])
    copy, _ = demo.sample_submissions(tiny.of(course), tmp_path / "kept")
    again = Course.at(tmp_path / "kept").config.Execution
    assert again.cell_seconds == copy.course.config.Execution.cell_seconds == demo.SECONDS_A_CELL


@pytest.mark.parametrize("name", HERE.assignments)
def test_in_every_assignment_three_students_make_a_mistake_each_in_a_question_of_their_own(name):
    assignment = HERE.assignment(name)
    samples = sample_class(assignment)
    questions = {mistake.question for mistake in MISTAKES[name]}
    assert len(questions) == 3
    for question in questions:
        (student,) = [s for s in samples if s.student.startswith(question.replace("-", "_") + "_")]
        assert student.broken == {question}
        assert student.files != samples[0].files


@pytest.mark.parametrize("name", HERE.assignments)
def test_the_reference_is_worth_all_that_no_person_grades(name):
    assignment = HERE.assignment(name)
    cells = [cell for cell in assignment.released().cells if is_grade(cell)]
    by_hand = sum(points(cell) for cell in cells if is_solution(cell))
    reference, *_ = sample_class(assignment)
    assert expected_points(assignment.released(), reference) == 100 - by_hand


def test_a_grader_that_errs_is_found_out(course):
    reference, *_ = sample_class(tiny.of(course))
    right = Result(
        "reference", Status.GRADED, (Outcome("double", 6.0, 6.0), Outcome("words", None, 4))
    )
    too_much = (Outcome("double", 7.0, 6.0), right.outcomes[1])
    not_waiting = (right.outcomes[0], Outcome("words", 0.0, 4))
    wrong = [
        replace(right, outcomes=too_much),
        replace(right, outcomes=not_waiting),
        replace(right, status=Status.UNREADABLE),
    ]
    for result, verdict in [(right, True), *((result, False) for result in wrong)]:
        (compared,) = demo.compare(tiny.of(course), [reference], [result])
        assert compared.right is verdict


@pytest.mark.sandbox
def test_the_demo_fails_if_someone_gets_something_else(course, monkeypatch):
    monkeypatch.setattr(demo, "expected_points", lambda *_: 1.0)
    monkeypatch.setattr(demo, "sample_class", lambda *_: sample_class(*_)[-1:])
    said = CliRunner().invoke(app, ["demo", tiny.NAME, "--course", str(course.root)])
    assert said.exit_code == 1
    assert "1 of 1 got something else" in said.stdout


def test_a_mistake_that_no_longer_fits_the_reference_is_noticed():
    with pytest.raises(ValueError, match="does not stand once"):
        SampleMistake("double", "not-twice", "return 2 * x", "return x").make("return x + x")


def test_the_demo_does_not_write_into_a_folder_that_is_in_use(course):
    with pytest.raises(CourseError, match="is not empty"):
        demo.copy_of(course, course.root)
