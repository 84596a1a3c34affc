"""The rehearsed term: what its page says to run runs, says what the page says, and adds up."""

import shlex
import subprocess
import sys
from contextlib import chdir
from pathlib import Path

import pytest
import term_class
from pages import blocks
from test_agreement import agree, told
from typer.testing import CliRunner

from autograde.cli.app import app
from autograde.course.course import Course

PAGE = Path(__file__).resolve().parents[2] / "docs/handbook/term.md"
HANDED_IN = ["ada", "bob", "cyd", "dan", "eve", "flo", "hal", "ida", "jon", "kim", "lou"]


def perform(line, folder):
    """Run a line of the page in the course's folder; its exit status and what it said."""
    if line.startswith("autograde "):  # in this process: most of a second is for starting
        with chdir(folder):
            said = CliRunner(env={"COLUMNS": "300"}).invoke(app, shlex.split(line)[1:])
        return said.exit_code, said.output
    programs = {"python": sys.executable, "nbgrader": f"{sys.executable} -m nbgrader"}
    first, _, rest = line.partition(" ")
    done = subprocess.run(
        ["bash", "-euc", f"{programs.get(first, first)} {rest}"],
        cwd=folder, encoding="utf-8", stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False,
    )  # fmt: skip
    return done.returncode, done.stdout


def run_page(page, folder):
    """Do all that a page says, and compare what is said with what it says is said."""
    heard = ""
    for block in blocks(page):
        if block.comment.startswith("file: "):
            path = folder / block.comment.removeprefix("file: ")
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(block.text, encoding="utf-8")
        elif block.comment == "says":
            for line in block.text.splitlines():
                assert line in heard, f"line {block.line}: {line!r} is not in\n{heard}"
        elif not block.comment.startswith("not run"):
            allowed = (0, 1) if "exit status 1" in block.comment else (0,)
            heard = ""
            for line in block.text.splitlines():
                status, said = perform(line, folder)
                assert status in allowed, f"line {block.line}: {line}\n{said}"
                heard += said


@pytest.mark.sandbox
@pytest.mark.slow(seconds=30)
def test_a_term_of_twelve_weeks_ends_in_exports_that_agree_to_the_point(tmp_path):
    folder = tmp_path / "term"
    term_class.make(folder)
    run_page(PAGE, folder)
    course = Course.at(folder)
    for name, absent in (("one", ()), ("two", ("gus",))):  # of one, Gus is excused
        points = told(course, tmp_path, name, HANDED_IN)
        agree(points, absent)
        assert len(set(points["report"].values())) >= 4, name  # or little was tried
    assert (folder / "classroom/requests.csv").read_text(encoding="utf-8").count("\n") >= 8
