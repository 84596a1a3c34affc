"""A machine with Python and pip alone: what the README promises holds, and what is lacking is said.

Bubblewrap, Chromium, PostgreSQL and Node.js are hidden from it, PyTorch is not installed.
"""

import os
import re
import shutil
import subprocess
import sys

import bare_machine
import pytest
from environments import reader

from autograde.sandbox.host.bubblewrap import why_not

pytestmark = [
    pytest.mark.slow(seconds=240),
    pytest.mark.xdist_group("checkout"),
    pytest.mark.skipif(os.name == "nt", reason="a Debian is meant"),
]

# Some that need each of what is missing, and some that need nothing.
TESTS = ["tests/grading/test_formgrader.py", "tests/grading/test_postgresql.py",
         "tests/engine/test_recurrent.py", "tests/grading/test_nbgrader.py",
         "tests/no_install/test_jupyterlite.py::test_pyodide_is_what_its_project_released",
         "tests/test_fresh_machine.py::test_nothing_that_is_hidden_is_found"]  # fmt: skip


def run(checkout, *command, accepted=0):
    """Run a command of the README there; what it said."""
    path = str(checkout.parent / "bin")
    done = subprocess.run(
        [sys._base_executable, "course.py", *command], cwd=checkout, env=reader(checkout, path),
        encoding="utf-8", stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT, check=False,
    )  # fmt: skip
    assert done.returncode == accepted, done.stdout[-5000:]
    return done.stdout


def test_nothing_that_is_hidden_is_found(tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", bare_machine.link_programs(tmp_path))
    assert shutil.which("python3") or shutil.which("python")
    for program in ("bwrap", "chromium", "psql", "initdb", "node", "npm"):
        assert shutil.which(program) is None


def test_its_tests_pass_and_what_was_not_tried_is_said(fresh_checkout):
    said = run(fresh_checkout, "test", "--rest", *TESTS)  # the linters need nothing of this
    assert "pytest ok" in said.splitlines()[-1]
    not_tried = said.split("not tried")[1]
    if why_not() is None:  # namespaces are allowed here, so bubblewrap came with the set-up
        assert "bubblewrap" not in not_tried
    for needed in ("a browser", "a database", "libraries to compare with", "Node.js"):
        assert re.search(rf"^\d+ tests?: need {needed}: .*(apt|pip) install", not_tried, re.M)


def test_one_s_own_work_can_be_checked(fresh_checkout):
    said = run(fresh_checkout, "check", "02", accepted=1)
    assert "0 of 100 points." in said
    if why_not() is None:
        assert "without a sandbox" not in said
