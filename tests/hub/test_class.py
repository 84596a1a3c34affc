"""A class on a real hub: fetching, handing in, collecting, grading, feedback; and what is closed.

Students act through the hub, by the addresses that JupyterLab's Assignment List uses.
"""

import shutil

import pytest
from nbgrader.utils import notebook_hash
from one_class import NAME, ROOT, succeeded

from autograde.course.course import Course

pytestmark = [pytest.mark.slow(seconds=160), pytest.mark.xdist_group("hub")]


@pytest.fixture(scope="session")
def grades(the_class, graded, tmp_path_factory):
    """What the gradebook holds: points by student, and seconds late."""
    copy = tmp_path_factory.mktemp("gradebook") / "gradebook.db"
    shutil.copy(the_class.course / "classroom" / "gradebook.db", copy)
    course = Course.at(ROOT)
    course.directory.db_url = f"sqlite:///{copy}"
    with course.gradebook() as gradebook:
        found = {who: gradebook.find_submission(NAME, who) for who in the_class.students[:2]}
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
    again = stamp.read_text(encoding="utf-8")
    assert again > f"{grades[ada.name][2]}"
    succeeded(the_class.run_as(grace.name, *collect, "--before-duedate"))
    assert stamp.read_text(encoding="utf-8") < again


def feedback_of(student):
    (times,) = (one for one in student.listed() if one["status"] == "submitted")
    (path,) = {one["local_feedback_path"] for one in times["submissions"]} - {None}
    return student.read(f"{path}/{NAME}.html")


def test_feedback_reaches_its_student_without_hidden_checks(graded, ada, bob):
    assert "<b>84</b> of 100 points" in feedback_of(ada)
    assert "<b>0</b> of 100 points" in feedback_of(bob)
    assert "Hidden check: 0 of " in feedback_of(bob)
    for student in (ada, bob):
        assert "HIDDEN TESTS" not in feedback_of(student)


def test_a_page_of_feedback_is_found_only_by_who_knows_the_submissions_secret(the_class, graded):
    pages = {path.stem for path in (the_class.exchange / "feedback").glob("*.html")}
    inbound = the_class.exchange / "inbound"
    secrets = [path.read_text(encoding="utf-8") for path in inbound.glob("*/submission_secret.txt")]
    known = {notebook_hash(secret=secret, notebook_id=NAME) for secret in secrets}
    assert len(pages) >= 2
    assert pages <= known
    assert all(len(secret) == 128 for secret in secrets)
