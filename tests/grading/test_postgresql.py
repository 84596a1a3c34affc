"""The gradebook in PostgreSQL: the same grades, and a server that dies loses none."""

import os
import shutil
import socket
import subprocess
import tempfile
from contextlib import contextmanager
from pathlib import Path

import pytest
import tiny
from programs import find_postgresql

from autograde.course.course import Course
from autograde.course.release import release
from autograde.grading import results
from autograde.grading.results import Status
from autograde.grading.run import grade_all, left_to_do, prepare

USER = "postgres" if os.name == "posix" and os.geteuid() == 0 else None  # refuses to be root


pytestmark = [
    pytest.mark.database,
    pytest.mark.sandbox,
    pytest.mark.skipif(not find_postgresql("initdb"), reason="PostgreSQL is not installed"),
]


@pytest.fixture(scope="module")
def server():
    """Starts a database server in a folder; stops what is left of it at the end."""
    home = Path(tempfile.mkdtemp())  # pytest's own folders are closed to other users
    if USER:
        shutil.chown(home, USER)
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    data = str(home / "data")
    call("initdb", "-D", data, "-U", "course", "-A", "trust", "--no-sync")
    options = f"-p {port} -k {home} -c listen_addresses=127.0.0.1"

    @contextmanager
    def running():
        call("pg_ctl", "-D", data, "-w", "-o", options, "-l", str(home / "log"), "start")
        try:
            yield f"postgresql+psycopg://course@127.0.0.1:{port}/postgres"
        finally:
            call("pg_ctl", "-D", data, "-m", "immediate", "-w", "stop", check=False)

    yield running
    shutil.rmtree(home)


def call(name, *arguments, check=True):
    command = [find_postgresql(name), *arguments]
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "cwd": "/"}
    subprocess.run(command, check=check, user=USER, **quiet)


@pytest.fixture
def course_in(tmp_path):
    """A released course whose gradebook is at an address."""

    def made(url):
        course = tiny.new_course(tmp_path / "course", tiny.tiny_cells())
        config = course.root / "nbgrader_config.py"
        config.write_text(
            config.read_text(encoding="utf-8") + f"\nc.CourseDirectory.db_url = {url!r}\n",
            encoding="utf-8",
        )
        course = Course.at(course.root)
        release(tiny.of(course))
        return course

    return made


def test_grades_are_the_same_and_a_server_that_dies_loses_none(server, course_in):
    with server() as url:
        course = course_in(url)
        for student in ("ada", "bob", "cyd"):
            tiny.hand_in(course, student, tiny.answers_of(course))
        tiny.hand_in(course, "dan", tiny.answers_of(course, half="half = abs"))
        grading = grade_all(tiny.of(course), ["ada", "bob", "cyd", "dan"], feedback=False)
        assert next(grading).points == 6
    # The server is gone, without a word to those who were connected.
    rest = list(grading)
    assert {result.status for result in rest} == {Status.FAILED}
    with server():
        assert left_to_do(tiny.of(course), ["ada", "bob"]) == ["bob"]
        list(grade_all(tiny.of(course), ["bob", "cyd", "dan"], feedback=False))
        with course.gradebook() as gradebook:
            scores = {s.student.id: s.score for s in gradebook.assignment_submissions(tiny.NAME)}
    assert scores == {"ada": 6, "bob": 6, "cyd": 6, "dan": 3}
    assert len(results.load(tiny.of(course).results)) == 4


def test_a_class_s_own_points_are_kept_in_the_server_too(server, course_in):
    with server() as url:
        course = course_in(url)
        (course.classroom / "variant.toml").write_text(
            "[points.tiny]\ndouble = 15\n", encoding="utf-8"
        )
        tiny.hand_in(course, "eve", tiny.answers_of(course))
        prepare(tiny.of(course))
        (eve,) = grade_all(tiny.of(course), ["eve"], feedback=False)
        assert (eve.points, eve.worth) == (18, 22)
        assert tiny.of(course).step("generate_assignment")["success"]
        prepare(tiny.of(course))
        with course.gradebook() as gradebook:
            submission = gradebook.find_submission(tiny.NAME, "eve")
            assert (submission.score, submission.max_score) == (18, 22)
