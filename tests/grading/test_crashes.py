"""A run may be killed at any moment: started again it does what is left, and nothing twice."""

import errno
import os
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import contextmanager

import psutil
import pytest
import tiny
from typer.testing import CliRunner

from autograde.cli.app import app
from autograde.grading import results

pytestmark = [pytest.mark.sandbox, pytest.mark.slow(seconds=95)]

STUDENTS = [f"s{number}" for number in range(8)]
RIGHT = 6.0  # points that need no person


@pytest.fixture
def handed_in(course):
    """A course with eight right submissions, each of which takes a while."""
    slow = "import time\ntime.sleep(0.3)\ndef double(x):\n    return 2 * x"
    for student in STUDENTS:
        tiny.hand_in(course, student, tiny.answers_of(course, double=slow))
    return course


def started(course, workers):
    command = [sys.executable, "-m", "autograde", "run", tiny.NAME, "--no-feedback"]
    return subprocess.Popen(
        [*command, "--workers", str(workers), "--course", str(course.root)],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )


def run(course):
    arguments = ["run", tiny.NAME, "--workers", "1", "--no-feedback", "--course", str(course.root)]
    return CliRunner(env={"COLUMNS": "200"}).invoke(app, arguments)


def wait_for(course, count):
    """Until so many are graded."""
    end = time.monotonic() + 300
    while len(results.load(tiny.of(course).results)) < count:
        assert time.monotonic() < end
        time.sleep(0.02)


def rows(course):
    """How many rows of each kind the gradebook has, and the points by student."""
    with sqlite3.connect(course.root / "classroom" / "gradebook.db") as db:
        tables = ("student", "submitted_assignment", "submitted_notebook", "grade", "comment")
        counts = [db.execute(f"select count(*) from {t}").fetchone()[0] for t in tables]
    with course.gradebook() as gradebook:
        scores = {s.student.id: s.score for s in gradebook.assignment_submissions(tiny.NAME)}
    return counts, scores


EACH = [1, 1, 1, 5, 3]  # rows of a student; the tiny notebook has five graded cells


def assert_all_graded_once(course):
    counts, scores = rows(course)
    assert counts == [len(STUDENTS) * each for each in EACH]
    assert scores == dict.fromkeys(STUDENTS, RIGHT)
    assert results.load(tiny.of(course).results).keys() == set(STUDENTS)


@pytest.mark.parametrize("count", [1, 4])
def test_a_run_that_is_killed_and_started_again_grades_what_is_left(handed_in, count):
    with started(handed_in, 1) as killed:
        wait_for(handed_in, count)
        killed.send_signal(signal.SIGKILL)
    kept = len(results.load(tiny.of(handed_in).results))
    said = run(handed_in)
    assert said.exit_code == 0
    assert f"{kept} unchanged" in said.stdout
    assert_all_graded_once(handed_in)


KILLS = int(os.environ.get("KILLS", "3"))
MANY = [f"m{number}" for number in range(16)]


@pytest.mark.slow(seconds=95)
@pytest.mark.share(3)
@pytest.mark.parametrize("workers", [1, 2, 4])
def test_a_run_that_is_killed_at_any_moment_loses_and_doubles_nothing(course, workers):
    """At moments spread over a whole run, on a busy machine, each time from the state before."""
    wrong = "def half(x):\n    return x // 2"
    fair = {}
    for number, student in enumerate(MANY):
        fair[student] = RIGHT if number % 3 else 4.0
        changed = {} if number % 3 else {"half": wrong}
        slow = "import time\ntime.sleep(0.2)\ndef double(x):\n    return 2 * x"
        tiny.hand_in(course, student, tiny.answers_of(course, double=slow, **changed))
    kept = []
    with busy(2):
        begin = time.monotonic()
        whole = tiny.copy_of(course, course.root.with_name("whole"))
        with started(whole, workers) as grading:
            output = grading.communicate(timeout=600)[0].decode()
        length = time.monotonic() - begin
        assert grading.returncode == 0, output
        for number in range(KILLS):
            with started(course, workers) as killed:
                time.sleep(length * (number % 5 + 1) / 6 / (1 + number // 5))
                killed.send_signal(signal.SIGKILL)
            kept.append(len(results.load(tiny.of(course).results)))
    assert kept == sorted(kept)
    said = run(course)
    assert said.exit_code == 0, said.stderr
    counts, scores = rows(course)
    assert scores == fair == rows(whole)[1]
    assert counts == [len(MANY) * each for each in EACH]
    assert {w: r.points for w, r in results.load(tiny.of(course).results).items()} == fair
    print(f"{workers} workers, {KILLS} kills over {length:.0f} s: recorded {kept}")


@contextmanager
def busy(count):
    """As many other processes that never rest."""
    command = [sys.executable, "-c", "while True: pass"]
    others = [subprocess.Popen(command) for _ in range(count)]
    try:
        yield
    finally:
        for other in others:
            other.kill()
            other.wait()


def test_a_worker_that_is_killed_costs_nobody_a_grade(handed_in):
    with started(handed_in, 2) as grading:
        wait_for(handed_in, 1)
        workers = [p for p in psutil.Process(grading.pid).children() if is_worker(p)]
        workers[0].kill()
        output = grading.communicate(timeout=600)[0].decode()
    assert grading.returncode == 0, output
    assert_all_graded_once(handed_in)


def is_worker(process):
    """Whether this process has a sandbox of its own."""
    return any(child.name() == "bwrap" for child in process.children())


def test_a_full_disk_is_said_in_a_sentence_and_the_next_run_goes_on(handed_in, monkeypatch):
    add = results.add

    def full(file, result):
        if result.student == "s3":
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(file))
        add(file, result)

    with monkeypatch.context() as patch:
        patch.setattr(results, "add", full)
        said = run(handed_in)
    assert said.exit_code == 2
    assert "No space left on device" in said.stderr
    assert "the same command does what is left" in said.stderr
    assert run(handed_in).exit_code == 0
    assert_all_graded_once(handed_in)


def test_points_and_comments_of_a_person_survive_a_kill_and_grading_again(handed_in):
    run(handed_in)
    with handed_in.gradebook() as gradebook:
        gradebook.find_grade("words", tiny.NAME, tiny.NAME, "s0").manual_score = 3
        gradebook.find_comment("words", tiny.NAME, tiny.NAME, "s0").manual_comment = "Good."
        gradebook.db.commit()
    nb = tiny.answers_of(handed_in, double="def double(x):\n    return x")
    tiny.hand_in(handed_in, "s0", nb)
    with started(handed_in, 1) as killed:
        time.sleep(1.0)
        killed.send_signal(signal.SIGKILL)
    assert run(handed_in).exit_code == 0
    with handed_in.gradebook() as gradebook:
        assert gradebook.find_grade("words", tiny.NAME, tiny.NAME, "s0").score == 3
        assert gradebook.find_comment("words", tiny.NAME, tiny.NAME, "s0").comment == "Good."
        assert gradebook.find_submission(tiny.NAME, "s0").score == 3 + 3


def test_a_gradebook_that_somebody_else_has_locked_is_waited_for(handed_in):
    database = handed_in.root / "classroom" / "gradebook.db"
    other = sqlite3.connect(database, isolation_level=None)
    other.execute("begin immediate")
    with started(handed_in, 1) as grading:
        time.sleep(12)
        other.execute("commit")
        other.close()
        output = grading.communicate(timeout=600)[0].decode()
    assert grading.returncode == 0, output
    assert_all_graded_once(handed_in)
