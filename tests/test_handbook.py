"""Every command and program of the handbook runs, page after page, in a copy of the course.

A comment above a block says what is special about it: `not run: WHY`, or `file: PATH` for text
that a reader saves in that file, or `change` for a difference that a reader makes by hand.
"""

import os
import signal
import socket
import subprocess
import time
import urllib.request
from contextlib import suppress
from pathlib import Path

import pytest
from environments import reader
from pages import blocks, broken_links

from autograde.sandbox.host.bubblewrap import why_not

ROOT = Path(__file__).resolve().parents[1]
ORDER = ("student", "instructor", "between", "new_part", "self_study", "contributor",
         "other_courses", "more_machines", "term", "pytorch", "lecture", "platforms")  # fmt: skip
PAGES = [ROOT / "docs/handbook" / f"{name}.md" for name in ORDER]
ELSEWHERE = ("term",)  # in a course of its own: tests/reports/test_term.py
COMMANDS = ("bash", "console")
SERVERS = ("python3 course.py lab", "python3 course.py present", "jupyter lab")
NOT_RUN = {
    "student.md": 1,
    "instructor.md": 3,
    "between.md": 2,
    "other_courses.md": 3,
    "more_machines.md": 7,
    "self_study.md": 1,
    "term.md": 1,
    "lecture.md": 1,
    "platforms.md": 2,
}  # the other pages: nothing
SECONDS = 900  # for a command, on a machine that does much else


def run(course, command, accepted=(0,)):
    """Run a command as a reader would, and show what it said if it fails."""
    done = subprocess.run(command, cwd=course, env=reader(course), encoding="utf-8",
                          timeout=SECONDS, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT)  # fmt: skip
    assert done.returncode in accepted, f"exit status {done.returncode}\n{done.stdout[-4000:]}"


def start_and_stop(course, command):
    """Start JupyterLab, wait until it answers, and stop it as Ctrl-C does."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    quiet = f"{command} --no-browser --port={port} --IdentityProvider.token=handbook"
    server = subprocess.Popen(["bash", "-c", f"exec {quiet}"], cwd=course, start_new_session=True,
                              env=reader(course), stdout=subprocess.DEVNULL,
                              stderr=subprocess.DEVNULL)  # fmt: skip
    try:
        assert answers(f"http://127.0.0.1:{port}/api", server), f"{command} did not answer"
    finally:
        with suppress(ProcessLookupError):
            os.killpg(server.pid, signal.SIGTERM)
        server.wait(20)


def answers(address, server):
    """Whether there is an answer within a minute."""
    for _ in range(300):
        with suppress(OSError):
            urllib.request.urlopen(address, timeout=5).close()
            return True
        if server.poll() is not None:
            return False
        time.sleep(0.2)
    return False


def perform(course, block):
    """Do what the page tells its reader to do at this block."""
    if block.comment.startswith("file: "):
        path = course / block.comment.removeprefix("file: ")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(block.text, encoding="utf-8")
    elif block.comment == "change":
        difference = course.parent / "change.diff"
        difference.write_text(block.text, encoding="utf-8")
        run(course, ["git", "apply", "--recount", "-C1", str(difference)])
    elif block.kind == "python":
        run(course, ["python", "-c", block.text])
    elif block.kind in COMMANDS and block.text.startswith(SERVERS):
        start_and_stop(course, block.text.split("#")[0].strip())
    elif block.kind in COMMANDS:
        unfinished = (0, 1) if "exit status 1" in block.comment else (0,)
        run(course, ["bash", "-euo", "pipefail", "-c", block.text], unfinished)


def cases():
    return [
        pytest.param(block, id=f"{page.stem}-line-{block.line}")
        for page in PAGES
        if page.stem not in ELSEWHERE
        for block in blocks(page)
        if not block.comment.startswith("not run: ")
        and (block.kind in ("python", *COMMANDS) or block.comment)
    ]


@pytest.mark.slow(seconds=240)
@pytest.mark.skipif(os.name == "nt", reason="the pages are written for a POSIX shell")
@pytest.mark.xdist_group("checkout")
@pytest.mark.parametrize("block", cases())
def test_what_a_page_says_to_run_runs(fresh_checkout, block):
    needs_a_sandbox(block)
    perform(fresh_checkout, block)


def needs_a_sandbox(block):
    grading = ("autograde run", "autograde demo", "course.py check", "autograde check")
    if any(command in block.text for command in grading) and why_not():
        pytest.skip(why_not())


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_what_is_not_run_is_counted_and_has_a_reason(page):
    marked = [block for block in blocks(page) if block.comment.startswith("not run")]
    assert all(len(block.comment.split(": ", 1)[-1].split()) >= 2 for block in marked)
    assert len(marked) == NOT_RUN.get(page.name, 0)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_every_block_says_what_it_is(page):
    found = blocks(page)
    fences = [line for line in page.read_text(encoding="utf-8").splitlines() if "```" in line]
    assert len(fences) == 2 * len(found)
    assert [block.line for block in found if not block.kind] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_every_link_of_a_page_leads_somewhere(page):
    assert broken_links(page) == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_no_page_is_longer_than_250_lines(page):
    assert len(page.read_text(encoding="utf-8").splitlines()) <= 250


def test_every_page_of_the_handbook_is_run():
    assert {page.name for page in (ROOT / "docs/handbook").glob("*.md")} == {p.name for p in PAGES}
