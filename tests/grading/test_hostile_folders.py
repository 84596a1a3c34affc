"""A folder may hold anything, and be anything: it costs its student's points at most, no run."""

import logging
import os
import re
import socket
import subprocess

import pytest
import tiny

from autograde.grading import results, submitted_folder
from autograde.grading.results import Status
from autograde.grading.run import grade_all, left_to_do
from autograde.reports.answers import write_answers

pytestmark = pytest.mark.sandbox

RIGHT = 6.0


@pytest.fixture
def ada(course):
    """Ada's folder with her right notebook; Bob, who comes after her, has handed in too."""
    for student in ("ada", "bob"):
        tiny.hand_in(course, student, tiny.answers_of(course))
    yield tiny.of(course).submitted("ada")
    subprocess.run(["rm", "-rf", course.root], check=True)  # pytest goes through it by recursion


def graded(course, feedback=False):
    """Ada's result; Bob's is as it should be, and both are kept."""
    ada, bob = grade_all(tiny.of(course), ["ada", "bob"], feedback=feedback)
    assert (bob.status, bob.points, bob.notes) == (Status.GRADED, RIGHT, ())
    assert results.load(tiny.of(course).results) == {"ada": ada, "bob": bob}
    assert left_to_do(tiny.of(course), ["ada", "bob"]) == []
    return ada


def folders_in_one_another(folder):
    at = os.open(folder, os.O_RDONLY)
    for _ in range(3000):
        os.mkdir("d", dir_fd=at)
        at, above = os.open("d", os.O_RDONLY, dir_fd=at), at
        os.close(above)
    os.close(at)


def names_that_are_too_long_together(folder):
    at = os.open(folder, os.O_RDONLY)
    for _ in range(19):
        os.mkdir("d" * 255, dir_fd=at)
        at, above = os.open("d" * 255, os.O_RDONLY, dir_fd=at), at
        os.close(above)
    os.close(at)


def more_files_than_anybody_writes(folder):
    for number in range(submitted_folder.MOST_ENTRIES + 1):
        (folder / f"{number}.txt").touch()


def a_file_of_thirty_gigabytes(folder):
    with (folder / "data.bin").open("wb") as file:
        file.truncate(30 * 2**30)


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (folders_in_one_another, "more than 20 folders in one another"),
        (names_that_are_too_long_together, "too long"),
        (more_files_than_anybody_writes, "more than 200 files"),
        (a_file_of_thirty_gigabytes, "30720 MiB"),
    ],
)
def test_of_a_folder_with_too_much_in_it_the_notebook_counts(course, ada, monkeypatch, make, said):
    monkeypatch.setattr(submitted_folder, "MOST_ENTRIES", 200)
    make(ada)
    result = graded(course)
    assert result.points == RIGHT
    assert said in result.notes[0]
    assert result.notes[0].endswith("Nothing but notebooks was taken from it.")
    assert os.listdir(tiny.of(course).autograded("ada")) == ["tiny.ipynb"]


def pipe(path):
    os.mkfifo(path)


def dangling_link(path):
    path.symlink_to("nowhere")


def link_to_itself(path):
    path.symlink_to(path.name)


def link_to_a_folder(path):
    path.symlink_to("/etc")


def link_without_end(path):
    path.symlink_to("/dev/zero")


def folder_with_a_file(path):
    path.mkdir()
    (path / "x").touch()


def unix_socket(path):
    here = os.getcwd()
    os.chdir(path.parent)  # its whole path may be too long
    with socket.socket(socket.AF_UNIX) as one:
        one.bind("s")
        os.rename("s", path.name)
    os.chdir(here)


ODD = [pipe, dangling_link, link_to_itself, link_to_a_folder, link_without_end, unix_socket]


@pytest.mark.parametrize("make", [*ODD, folder_with_a_file])
@pytest.mark.parametrize("name", ["timestamp.txt", "tiny.ipynb"])
def test_what_is_no_plain_file_costs_nothing_but_itself(course, ada, make, name):
    is_notebook = name == "tiny.ipynb"
    if is_notebook:
        (ada / name).unlink()
    make(ada / name)
    result = graded(course)
    assert result.status is (Status.UNREADABLE if is_notebook else Status.GRADED)
    assert result.points == (0 if is_notebook else RIGHT)
    with course.gradebook() as gradebook:  # nobody stays ungraded by choice
        assert gradebook.find_submission("tiny", "ada").score == result.points


def test_what_is_no_plain_file_is_refused_whatever_its_name(course, ada, monkeypatch):
    # nbgrader's log has the names in it, and pytest's workers cannot send them to each other.
    monkeypatch.setattr(logging.root.manager, "disable", logging.CRITICAL)
    for number, make in enumerate(ODD):
        make(ada / f"{number}{'n' * 254}")
        make(ada / os.fsdecode(b"\xe9%d" % number))
    result = graded(course)
    assert result.points == RIGHT
    assert sum("was refused" in note for note in result.notes) == 2 * len(ODD)
    assert sum(".refused" in path.name for path in ada.iterdir()) == 2 * len(ODD)


def test_a_name_that_is_refused_may_be_taken_already(course, ada):
    for ending in ("", ".refused"):
        folder_with_a_file(ada / f"timestamp.txt{ending}")
    assert graded(course).points == RIGHT
    assert {path.name for path in ada.iterdir()} == {
        "tiny.ipynb", "timestamp.txt.refused", "timestamp.txt.refused.1",
    }  # fmt: skip


def student_s_link(ada, bob):
    ada.parent.rename(ada.parent.with_name("away"))
    ada.parent.symlink_to(bob.parent.name)


def assignment_s_link(ada, bob):
    ada.rename(ada.with_name("away"))
    ada.symlink_to(f"../bob/{bob.name}")


def absolute_link(ada, bob):
    ada.rename(ada.with_name("away"))
    ada.symlink_to(bob)


@pytest.mark.parametrize("make", [student_s_link, assignment_s_link, absolute_link])
def test_a_link_to_another_student_s_folder_is_worth_nothing(course, ada, make, tmp_path):
    bob = tiny.of(course).submitted("bob")
    os.mkfifo(bob / "pipe")  # would be renamed by who goes through the folder
    make(ada, bob)
    ada_s, _ = grade_all(tiny.of(course), ["ada", "bob"])
    assert ada_s.status is Status.UNREADABLE
    assert ada_s.points == 0
    assert "is a link to" in ada_s.notes[0]
    for folder in (tiny.of(course).autograded("ada"), tiny.of(course).feedback("ada")):
        for path in folder.iterdir():
            assert "return 2 * x" not in path.read_text(encoding="utf-8")
    assert write_answers(tiny.of(course), ["ada"], tmp_path / "answers") == ["ada"]


def test_a_link_is_refused_before_anything_behind_it_is_touched(course, ada):
    bob = tiny.of(course).submitted("bob")
    os.mkfifo(bob / "pipe")
    absolute_link(ada, bob)
    list(grade_all(tiny.of(course), ["ada"], feedback=False))
    assert {path.name for path in bob.iterdir()} == {"pipe", "tiny.ipynb"}


@pytest.mark.parametrize("make", [student_s_link, assignment_s_link, absolute_link])
def test_nor_does_plain_nbgrader_follow_one(course, ada, make):
    make(ada, tiny.of(course).submitted("bob"))
    assert not tiny.of(course).step("autograde", "ada")["success"]
    assert not (tiny.of(course).autograded("ada") / "tiny.ipynb").exists()
    assert tiny.of(course).step("autograde", "bob")["success"]


def test_other_files_are_kept_with_the_graded_notebook(course, ada):
    (ada / "data").mkdir()
    (ada / "data" / "mine.csv").write_text("1,2", encoding="utf-8")
    (ada / "timestamp.txt").write_text("2026-01-01 10:00:00 UTC", encoding="utf-8")
    assert graded(course).notes == ()
    kept = tiny.of(course).autograded("ada")
    assert (kept / "data" / "mine.csv").read_text(encoding="utf-8") == "1,2"
    with course.gradebook() as gradebook:
        assert gradebook.find_submission("tiny", "ada").timestamp.year == 2026


def failing(*_, **__):
    raise ValueError("unheard of")


@pytest.mark.parametrize("step", ["make_safe", "record_result"])
def test_whatever_goes_wrong_with_one_the_next_is_graded(course, ada, monkeypatch, step):
    import autograde.grading.run as run

    works = getattr(run, step)

    def fails_for_ada(about, *rest):
        return (failing if re.search(r"\bada\b", repr((about, *rest))) else works)(about, *rest)

    monkeypatch.setattr(run, step, fails_for_ada)
    ada_s, bob_s = grade_all(tiny.of(course), ["ada", "bob"], feedback=False)
    assert ada_s.status is not Status.GRADED
    assert "unheard of" in ada_s.notes[0]
    assert bob_s.points == RIGHT
