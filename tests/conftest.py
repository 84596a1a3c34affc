"""What all tests share; this file also puts the folder `tests` on the path of those below it."""

import os

# Tests run in as many processes as there are cores: more threads would wait for each other.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import pytest
from hypothesis import settings

# A busy machine is no failure; CI tries the same examples each time, elsewhere they are new ones.
settings.register_profile("course", deadline=None, derandomize="CI" in os.environ)
settings.load_profile("course")

# Before anyone imports pyplot: no figure of a test opens a window.
os.environ["MPLBACKEND"] = "Agg"


def pytest_collection_modifyitems(items):
    """Give the marker to all tests that have the fixture."""
    for item in items:
        if "sandbox" in getattr(item, "fixturenames", ()):
            item.add_marker("sandbox")


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item):
    """Skip, before any fixture is made, what needs a sandbox where there is none."""
    if item.get_closest_marker("sandbox"):
        from autograde.sandbox.host.bubblewrap import why_not

        if why_not():
            pytest.skip(why_not())


@pytest.fixture(scope="session")
def sandbox():
    """What another fixture asks for that grades in the sandbox; for a test, the marker does."""


@pytest.fixture(scope="session")
def released_course(tmp_path_factory):
    """A tiny course, released; to be copied, not changed."""
    import tiny

    from autograde.course.release import release

    course = tiny.new_course(tmp_path_factory.mktemp("course"), tiny.tiny_cells())
    release(tiny.of(course))
    return course


@pytest.fixture
def course(released_course, tmp_path):
    """A tiny, released course of the test's own."""
    import tiny

    return tiny.copy_of(released_course, tmp_path / "course")


@pytest.fixture
def graded(course, sandbox):
    """Grades a notebook as ada's; returns the result."""
    import tiny

    from autograde.grading.run import grade_all

    def grade_notebook(nb):
        tiny.hand_in(course, "ada", nb)
        return next(grade_all(tiny.of(course), ["ada"], feedback=False))

    return grade_notebook
