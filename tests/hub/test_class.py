"""A class on a real hub: fetching, handing in, collecting, grading, feedback; and what is closed.

Students act through the hub, by the addresses that JupyterLab's Assignment List uses.
"""

import json
import os
import shutil
import time
from pathlib import Path

import nbformat
import pytest

from autograde.course import Course
from autograde.sample_class import answered

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("hub")]
ROOT = Path(__file__).resolve().parents[2]
NAME = "01_xor"
NOTEBOOK = f"{NAME}/{NAME}.ipynb"
LONG_AGO = "2001-01-01 00:00:00.000000 UTC"


def solved(notebook):
    """What was fetched, with the reference answers in it."""
    fetched = nbformat.from_dict(notebook)
    return answered(fetched, nbformat.read(ROOT / "solutions" / NOTEBOOK, as_version=4))


def succeeded(done):
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout + done.stderr


def handed_in(the_class, student):
    """The folders of a student in the exchange, the oldest first."""
    found = (the_class.exchange / "inbound").glob(f"{student.name}+{NAME}+*")
    return sorted(found, key=lambda folder: folder.stat().st_mtime)


@pytest.fixture(scope="session")
def released(the_class, grace):
    """The instructor releases the assignment to the class."""
    succeeded(the_class.run_as(grace.name, "autograde", "release", NAME))
    succeeded(the_class.run_as(grace.name, "nbgrader", "release_assignment", NAME))


@pytest.fixture(scope="session")
def submitted(the_class, released, grace, ada, bob):
    """Ada hands in before the deadline, bob after it; bob says that he did long before."""
    for student, answers in ((ada, solved), (bob, lambda nb: nb)):
        student.assignment_list("fetch", NAME)
        student.save(NOTEBOOK, answers(student.read(NOTEBOOK)))
    ada.assignment_list("submit", NAME)
    deadline = time.strftime("%Y-%m-%d %H:%M:%S UTC", time.gmtime(time.time() + 1))
    time.sleep(2)
    due = ("nbgrader", "db", "assignment", "add", NAME, "--duedate", deadline)
    succeeded(the_class.run_as(grace.name, *due))
    bob.assignment_list("submit", NAME)
    (folder,) = handed_in(the_class, bob)
    forged = folder.with_name(f"{bob.name}+{NAME}+{LONG_AGO}+forged")
    forge = f"""cd '{folder}' && echo '{LONG_AGO}' > timestamp.txt &&
                touch -d '{LONG_AGO[:19]}' * . && mv '{folder}' '{forged}'"""
    succeeded(the_class.run_as(bob.name, "sh", "-c", forge))


@pytest.fixture(scope="session")
def graded(the_class, submitted, grace, ada, bob):
    """The instructor collects, grades and gives feedback; the students fetch it."""
    succeeded(the_class.run_as(grace.name, "nbgrader", "collect", NAME))
    succeeded(the_class.run_as(grace.name, "autograde", "run", NAME, "--workers", "2"))
    succeeded(the_class.run_as(grace.name, "nbgrader", "release_feedback", NAME))
    for student in (ada, bob):
        student.assignment_list("fetch_feedback", NAME)


@pytest.fixture(scope="session")
def grades(the_class, graded, tmp_path_factory):
    """What the gradebook holds: points by student, and seconds late."""
    copy = tmp_path_factory.mktemp("gradebook") / "gradebook.db"
    shutil.copy(the_class.course / "classroom" / "gradebook.db", copy)
    course = Course.at(ROOT)
    course.directory.db_url = f"sqlite:///{copy}"
    with course.gradebook() as gradebook:
        found = {who: gradebook.find_submission(NAME, who) for who in the_class.students}
        return {
            who: (one.score, one.total_seconds_late, one.timestamp) for who, one in found.items()
        }


def test_the_assignment_list_shows_what_the_instructor_released(submitted, ada):
    (fetched,) = (one for one in ada.listed() if one["status"] == "fetched")
    assert fetched["assignment_id"] == NAME


def test_right_answers_earn_all_that_a_program_checks(grades, ada, bob):
    assert grades[ada.name][0] == 84
    assert grades[bob.name][0] == 0


def test_who_hands_in_late_is_late_whatever_their_time_stamp_says(grades, ada, bob):
    assert grades[ada.name][1] == 0
    assert grades[bob.name][1] > 0
    assert grades[bob.name][2].year > 2001


def test_handing_in_again_after_the_deadline_counts_as_late(the_class, grades, grace, ada):
    ada.assignment_list("submit", NAME)
    collect = ("nbgrader", "collect", NAME, "--update")
    succeeded(the_class.run_as(grace.name, *collect))
    stamp = the_class.course / "classroom" / "submitted" / ada.name / NAME / "timestamp.txt"
    again = stamp.read_text()
    assert again > f"{grades[ada.name][2]}"
    succeeded(the_class.run_as(grace.name, *collect, "--before-duedate"))
    assert stamp.read_text() < again


def feedback_of(student):
    (times,) = (one for one in student.listed() if one["status"] == "submitted")
    (path,) = {one["local_feedback_path"] for one in times["submissions"]} - {None}
    return student.read(f"{path}/{NAME}.html")


def test_feedback_reaches_its_student_without_hidden_checks(graded, ada):
    page = feedback_of(ada)
    assert "perceptron-predict" in page
    assert "HIDDEN TESTS" not in page
