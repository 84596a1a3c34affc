import shutil

import pytest
import tiny

from autograde.course import Course
from autograde.release import release
from autograde.run import grade_all


@pytest.fixture(scope="session")
def released_course(tmp_path_factory):
    """A tiny course, released; to be copied, not changed."""
    course = tiny.new_course(tmp_path_factory.mktemp("course"), tiny.tiny_cells())
    release(course, tiny.NAME)
    return course


@pytest.fixture
def course(released_course, tmp_path):
    """A tiny, released course of the test's own."""
    return copy_of(released_course, tmp_path / "course")


@pytest.fixture
def graded(course):
    """Grades a notebook as ada's; returns the result."""

    def grade_notebook(nb):
        tiny.hand_in(course, "ada", nb)
        return next(grade_all(course, tiny.NAME, ["ada"], feedback=False))

    return grade_notebook


def copy_of(course, folder):
    shutil.copytree(course.root, folder)
    return Course.at(folder)
