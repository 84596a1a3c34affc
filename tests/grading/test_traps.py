"""Where nbgrader 0.9.6 with NumPy 2 scores wrongly, and that the course's scoring does not.

One submission, executed once by the course and once as nbgrader does by itself.
"""

import shutil

import nbformat
import numpy as np
import pytest
import tiny
from nbformat.v4 import new_output
from nbgrader.converters import Autograde
from nbgrader.utils import determine_grade

from autograde.course.course import Course, CourseError
from autograde.course.release import release
from autograde.grading.scoring import partial_score, score

# name -> the check (2 points), the points it stands for, what nbgrader gives
CHECKS = {
    "nothing-wrong": ("assert value == 7", 2, 2),
    "raises": ("assert value == 8, 'The value is 7.'", 0, 0),
    "stderr": ("import sys\nprint('overflow', file=sys.stderr)\nassert value == 7", 2, 0),
    "warning": ("import numpy as np\nnp.exp(np.float64(1000))\nassert value == 7", 2, 0),
    "partial": ("0.5", 0.5, 0.5),
    "numpy-partial": ("import numpy as np\nnp.float64(0.5)", 0.5, 2),
    "numpy-integer": ("import numpy as np\nnp.int32(1)", 1, 2),
    "nan": ("float('nan')", 0, 2),
    "negative": ("-1.0", 0, 2),
    "text": ("'one point'", 0, 2),
    "false": ("value == 8", 0, 2),
    "numpy-false": ("import numpy as np\nnp.bool_(False)", 0, 2),
    "true": ("value == 7", 2, 2),
    "skipped": ("assert value == 8", 0, 2),  # the submission tags it skip-execution
}


@pytest.fixture(scope="module")
def scores(tmp_path_factory, sandbox):
    """What each check earns: by the course, by nbgrader alone."""
    cells = [tiny.cell("answer", "value = 7", solution=True)]
    cells += [tiny.cell(name, source, 2) for name, (source, _, _) in CHECKS.items()]
    course = tiny.new_course(tmp_path_factory.mktemp("traps"), cells)
    release(tiny.of(course))
    nb = tiny.answers_of(course, answer="value = 7")
    nb.cells[-1].metadata["tags"] = ["skip-execution"]
    tiny.hand_in(course, "ours", nb)
    tiny.hand_in(course, "stock", nb)
    stock = Course.at(course.root)
    for step in ("sanitize_preprocessors", "autograde_preprocessors"):
        stock.config.Autograde[step] = Autograde.class_traits()[step].default()
    stock.config.NotebookClient.skip_cells_with_tag = "skip-execution"
    for which, student in ((course, "ours"), (stock, "stock")):
        answer = tiny.of(which).step("autograde", student)
        assert answer["success"], answer["error"]
    return {student: tiny.points_by_cell(course, student) for student in ("ours", "stock")}


@pytest.mark.parametrize("check", CHECKS)
def test_a_check_earns_what_it_stands_for(scores, check):
    assert scores["ours"][check] == CHECKS[check][1]


@pytest.mark.parametrize(
    "check", [name for name, (_, ours, stock) in CHECKS.items() if ours != stock]
)
def test_nbgrader_alone_scores_it_wrongly(scores, check):
    assert scores["stock"][check] == CHECKS[check][2]


def executed(shown=None, count=1):
    check = tiny.cell("check", "check()", 2)
    check.execution_count = count
    if shown is not None:
        check.outputs = [
            new_output("execute_result", {"text/plain": shown}, execution_count=count or 1)
        ]
    return check


def test_more_than_the_points_is_all_of_them_where_nbgrader_refuses_the_submission():
    with pytest.raises(ValueError):
        determine_grade(executed("5.0"))
    assert score(executed("5.0")).points == 2
    assert "more than the 2 points" in score(executed("5.0")).reason


def test_a_check_that_never_ran_earns_nothing():
    never = executed(count=None)
    assert determine_grade(never)[0] == 2
    assert score(never).points == 0


@pytest.mark.parametrize(
    "kind", [np.float16, np.float32, np.float64, np.longdouble, np.int8, np.uint64]
)
def test_every_kind_of_numpy_number_is_a_number(kind):
    assert partial_score(repr(kind(1)), 2).points == 1
    assert partial_score(repr(np.asarray(kind(1))), 2).points == 1


@pytest.mark.parametrize(
    "shown", ["inf", "-inf", "np.float64(nan)", "np.float64(-1.0)", "None", "", "'2'"]
)
def test_what_is_no_number_of_points_earns_nothing_and_says_so(shown):
    earned = partial_score(shown, 2)
    assert earned.points == 0
    assert earned.reason


def test_a_solution_in_a_python_file_is_not_released(course):
    """Nbgrader copies such a file as it is, solution included."""
    file = tiny.of(course).solution / "given.py"
    file.write_text(
        "def f():\n    ### BEGIN SOLUTION\n    return 42\n    ### END SOLUTION\n", encoding="utf-8"
    )
    tiny.of(course).step("generate_assignment")
    assert "42" in (tiny.of(course).release / "given.py").read_text(encoding="utf-8")
    with pytest.raises(CourseError, match=r"given\.py holds a solution"):
        release(tiny.of(course))


@pytest.mark.sandbox
def test_a_file_that_belongs_to_the_assignment_is_graded_as_it_was_handed_out(course):
    (tiny.of(course).solution / "given.py").write_text("FACTOR = 2\n", encoding="utf-8")
    release(tiny.of(course))
    tiny.hand_in(
        course,
        "ada",
        tiny.answers_of(
            course, double="from given import FACTOR\n\ndef double(x):\n    return FACTOR * x"
        ),
    )
    (tiny.of(course).submitted("ada") / "given.py").write_text("FACTOR = 3\n", encoding="utf-8")
    assert tiny.of(course).step("autograde", "ada")["success"]
    assert tiny.points_by_cell(course, "ada")["double-hidden"] == 2


def test_a_cell_stops_at_its_first_error_so_each_check_has_a_cell_of_its_own():
    """In the real assignment no check cell holds two checks."""
    for path in (tiny.ROOT / "solutions").glob("*/*.ipynb"):
        for cell in nbformat.read(path, as_version=4).cells:
            about = cell.metadata.get("nbgrader", {})
            if about.get("grade") and not about.get("solution"):
                assert cell.source.count("check(") == 1, about["grade_id"]


@pytest.mark.sandbox
def test_the_kernel_is_the_course_s_whatever_the_submission_names(course):
    nb = tiny.answers_of(course)
    nb.metadata["kernelspec"] = {
        "name": "my-conda",
        "display_name": "my-conda",
        "language": "python",
    }
    tiny.hand_in(course, "ada", nb)
    answer = tiny.of(course).step("autograde", "ada")
    assert answer["success"], answer["error"]
    assert tiny.points_by_cell(course, "ada")["double-hidden"] == 2


def test_the_exchange_is_in_the_course_and_not_in_the_system(course):
    assert course.nbgrader.exchange_root == str(course.root / "classroom" / "exchange")
    assert not course.nbgrader.exchange_missing


def test_alembic_is_found_when_only_the_full_path_of_nbgrader_is_known(course, monkeypatch):
    monkeypatch.setenv("PATH", "/nowhere")
    Course.at(course.root)
    assert shutil.which("alembic")
