"""The same scores from any number of workers on this machine."""

import os
import signal

import pytest
import tiny
from typer.testing import CliRunner

from autograde.cli.app import app
from autograde.course.release import release
from autograde.grading import process_pool, results
from autograde.grading.results import Status
from autograde.grading.run import grade_all
from autograde.grading.workers import workers

STUDENTS = {"ada": 6, "bob": 3, "cyd": 3, "dan": 0, "eve": 6}
ANSWERS = {
    "bob": {"double": "double = abs"},
    "cyd": {"half": "import os\nos._exit(1)"},
    "dan": {"double": "x = 1", "half": "half = len"},
}


@pytest.fixture
def handed_in(course):
    for student in STUDENTS:
        tiny.hand_in(course, student, tiny.answers_of(course, **ANSWERS.get(student, {})))
    return course


def run(course, *options):
    arguments = ["run", tiny.NAME, "--no-feedback", "--course", str(course.root), *options]
    return CliRunner(env={"COLUMNS": "200"}).invoke(app, arguments)


def scores(course):
    return {who: r.points for who, r in results.load(tiny.of(course).results).items()}


@pytest.mark.sandbox
@pytest.mark.parametrize("count", ["1", "2", "3"])
def test_any_number_of_workers_gives_the_same_scores(handed_in, count):
    assert run(handed_in, "--workers", count).exit_code == 0
    assert scores(handed_in) == STUDENTS


def test_without_a_sandbox_the_scores_are_the_same(handed_in):
    assert run(handed_in, "--unsafe-no-sandbox").exit_code == 0
    assert scores(handed_in) == STUDENTS


def test_where_there_is_no_sandbox_the_run_refuses_and_names_the_way_round(handed_in, monkeypatch):
    monkeypatch.setattr("autograde.sandbox.host.bubblewrap.why_not", lambda: "It is not installed.")
    said = run(handed_in)
    assert said.exit_code == 2
    assert "It is not installed." in said.stderr
    assert "--unsafe-no-sandbox" in said.stderr
    assert scores(handed_in) == {}


@pytest.mark.sandbox
def test_an_answer_of_an_absurd_shape_costs_its_question_and_not_the_memory(course, monkeypatch):
    """Beside a row of a thousand numbers, a column of a million is a table of eight gigabytes."""
    monkeypatch.setattr("autograde.grading.process_pool.MEMORY", 2 * 2**30)
    cells = [
        tiny.cell("imports", "import numpy as np"),
        tiny.cell("answer", "def f(x):\n    return x", solution=True),
        tiny.cell("check", "x = np.ones(1000)\nassert np.allclose(f(x), x)", 2),
        tiny.cell("other", "assert True", 1),
    ]
    at = tiny.new_course(course.root / "absurd", cells, "absurd")
    release(at.assignment("absurd"))
    column = "import numpy as np\ndef f(x):\n    return np.ones((10**6, 1))"
    tiny.hand_in(at, "ada", tiny.answer(tiny.released(at, "absurd"), answer=column), "absurd")
    with workers(1, None, 1) as by:
        (result,) = grade_all(at.assignment("absurd"), ["ada"], run=by, feedback=False)
    assert result.status is Status.GRADED
    assert result.points <= 1
    assert "allocate" in str([outcome.reason for outcome in result.outcomes])


def counts_for_ever():
    sum(range(10**18))


def kills_its_process():
    os.kill(os.getpid(), signal.SIGKILL)


@pytest.mark.parametrize(
    ("does", "said"), [(counts_for_ever, "far longer"), (kills_its_process, "killed, twice")]
)
@pytest.mark.slow(seconds=25)
def test_a_submission_that_no_worker_survives_is_worth_nothing_and_stops_nobody(
    handed_in, monkeypatch, does, said
):
    """As a fault of the grader itself might let it: no student can choose to stay ungraded."""
    if does is counts_for_ever:
        monkeypatch.setattr(process_pool, "MARGIN", 20 - 600.0)  # of twice 300 seconds
    run_job = process_pool.run_job

    def run(job, *about):
        return does() if job.student == "bob" else run_job(job, *about)

    run.__module__, run.__qualname__ = run_job.__module__, run_job.__qualname__
    monkeypatch.setattr(process_pool, "run_job", run)
    monkeypatch.setattr("autograde.grading.job.run_job", run)
    handed_in.config.Execution.sandbox = False
    with workers(2, None, len(STUDENTS)) as by:
        results = list(grade_all(tiny.of(handed_in), sorted(STUDENTS), run=by, feedback=False))
    assert {r.student: r.points for r in results} == {**STUDENTS, "bob": 0}
    bob = next(result for result in results if result.student == "bob")
    assert bob.status is Status.UNREADABLE
    assert said in bob.notes[0]
