"""What all tests share; this file also puts the folder `tests` on the path of those below it."""

import os
import re
import subprocess
import sys
import time
from collections import Counter
from datetime import date

# Tests run in as many processes as there are cores: more threads would wait for each other.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
# What notebooks are answered in tests is nobody's record.
os.environ["CHAINRULE_RECORD"] = ""

import pytest
from hypothesis import settings
from shares import batch, seconds_of, share_of

# Which share of long lists a run takes: a day's; processes of a run inherit it.
DAY = int(os.environ.setdefault("CHAINRULE_DAY", str(date.today().toordinal())))

# A busy machine is no failure; CI tries the same examples each time, elsewhere they are new ones.
settings.register_profile("course", deadline=None, derandomize="CI" in os.environ)
settings.load_profile("course")

# Before anyone imports pyplot: no figure of a test opens a window.
os.environ["MPLBACKEND"] = "Agg"


# What a reason to skip a test says -> what it needs, and how to get it.
NEEDS = {
    "Chromium": "a browser: apt install chromium",
    "PostgreSQL": "a database: apt install postgresql",
    "docs/requirements.lock": "what builds the site: python3 course.py site",
    r"\bnpm\b|[Nn]ode": "Node.js: apt install npm",
    r"'(torch|autograd)|expecttest|python_speech_features|axe": "libraries to compare with: "
    "python3 course.py run python -m pip install --group oracles",
    "'(jax|mygrad|micrograd)": "other engines to compare with: "
    "python3 course.py run python -m pip install jax mygrad micrograd",
}


def pytest_addoption(parser):
    parser.addoption("--share", action="store_true", help="the day's share of what takes long")


def pytest_report_header(config):
    if config.getoption("share"):
        return f"of slow batches and long lists the share of CHAINRULE_DAY={DAY}"
    return None


@pytest.hookimpl(tryfirst=True)  # before pytest-xdist reads the groups
def pytest_collection_modifyitems(config, items):
    """Mark what asks for a sandbox, keep together what shares a fixture, begin with the longest."""
    for item in items:
        if "sandbox" in getattr(item, "fixturenames", ()):
            item.add_marker("sandbox")
        if shares_fixture(item) and item.get_closest_marker("xdist_group") is None:
            item.add_marker(pytest.mark.xdist_group(item.module.__name__))
    seconds = seconds_of(items)
    if config.getoption("share"):
        items[:] = share_of(items, DAY)
    items.sort(key=lambda item: -seconds.get(batch(item), 0))


def shares_fixture(item):
    """Whether a test uses what is made once for the tests of its file."""
    known = getattr(item, "_fixtureinfo", None)
    fixtures = (found[-1] for found in known.name2fixturedefs.values()) if known else ()
    return any(fixture.scope == "module" and not fixture.params for fixture in fixtures)


def pytest_terminal_summary(terminalreporter):
    """Say of what was skipped how many tests it is and what they need, a line each."""
    reports = terminalreporter.stats.get("skipped", [])
    reasons = [report.longrepr[2].removeprefix("Skipped: ") for report in reports]
    needed = Counter(map(need, reasons))
    if needed:
        terminalreporter.section("not tried")
    for what, count in needed.most_common():
        terminalreporter.write_line(f"{count} test{'s'[: count > 1]}: {what}")


def need(reason):
    """What a skipped test needs and how to get it, or else its own reason."""
    found = (f"need {what}" for said, what in NEEDS.items() if re.search(said, reason))
    return next(found, reason)


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item):
    """Forget what was answered before; skip what needs a sandbox where there is none."""
    record = sys.modules.get("chainrule.exercises.questions.record")
    if record is not None:
        record._memory.clear()
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


@pytest.fixture(scope="session")
def shared_folder(request, tmp_path_factory):
    """One folder for all processes of this run."""
    own = tmp_path_factory.getbasetemp()
    return own.parent if hasattr(request.config, "workerinput") else own


@pytest.fixture(scope="session")
def once(shared_folder):
    """Makes a text once in a run: whoever asks first makes it, the others wait and read it."""
    import course

    def make_once(name, make):
        file = shared_folder / name
        with open(shared_folder / f"{name}.lock", "wb") as lock:
            while not course.try_lock(lock.fileno()):
                time.sleep(0.2)
            if not file.exists():
                new = shared_folder / f"{name}.new"
                new.write_text(make(), encoding="utf-8")
                new.rename(file)  # whole, for those who look without asking
        return file.read_text(encoding="utf-8")

    return make_once


@pytest.fixture(scope="session")
def fresh_checkout(tmp_path_factory):
    """A clone of this course, set up on a bare machine: the one real set-up of a run."""
    import bare_machine
    import environments

    checkout = tmp_path_factory.mktemp("fresh") / "chain-rule"
    environments.clone(checkout)
    path = bare_machine.link_programs(checkout.parent / "bin")
    made = subprocess.run(
        [sys._base_executable, "course.py", "setup"], cwd=checkout, encoding="utf-8",
        env={**os.environ, "PATH": path}, stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False,
    )  # fmt: skip
    if "If the network was away" in made.stdout:
        pytest.skip("packages cannot be fetched")
    assert made.returncode == 0, made.stdout
    return checkout


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
