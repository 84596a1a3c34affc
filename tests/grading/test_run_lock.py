"""One run at a time: the second is told; when the first is gone, however, another may begin."""

import os
import signal
import subprocess
import sys

import pytest
import tiny
from typer.testing import CliRunner

from autograde.cli.app import app
from autograde.course.course import CourseError
from autograde.grading.run_lock import only_run

HOLDER = """import os, sys, time
from pathlib import Path
from autograde.course.course import Course
from autograde.grading.run_lock import only_run
with only_run(Course.at(Path(sys.argv[1]))):
    if os.fork():
        print("locked", flush=True)
    time.sleep(100)  # a worker lives on, and holds nothing
"""


@pytest.fixture
def holder(course):
    """Another process that grades in this classroom."""
    command = [sys.executable, "-c", HOLDER, str(course.root)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, start_new_session=True) as process:
        assert process.stdout.readline() == b"locked\n"
        yield process
        os.killpg(process.pid, signal.SIGKILL)


def test_a_second_run_says_who_is_grading_and_does_nothing(course, holder):
    tiny.hand_in(course, "ada", "{")
    said = CliRunner().invoke(app, ["run", tiny.NAME, "--course", str(course.root)])
    assert said.exit_code == 2
    assert f"Another run is grading (pid {holder.pid})" in " ".join(said.stderr.split())
    assert not tiny.of(course).results.exists()


def test_a_run_that_is_killed_lets_go_at_once(course, holder):
    with pytest.raises(CourseError, match=str(holder.pid)), only_run(course):
        pass
    holder.kill()
    holder.wait()
    with only_run(course):
        pass


def test_other_classrooms_are_others(course, holder, tmp_path):
    with only_run(tiny.copy_of(course, tmp_path / "other")):
        pass
