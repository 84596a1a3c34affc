"""Where the time of grading goes, measured in this process with one worker."""

from __future__ import annotations

import mmap
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from time import perf_counter
from typing import Any
from unittest.mock import patch

from autograde.course.course import Course
from autograde.grading import results
from autograde.grading.assignment import GradedNotebook
from autograde.grading.run import grade_all
from autograde.grading.submission import Submission
from autograde.grading.writing import Writer
from autograde.sandbox.host.client import Client
from autograde.sandbox.host.judge import Judge
from autograde.sandbox.host.launcher import Launcher
from benchmarks.report import table

PARTS: tuple[tuple[str, Any, str], ...] = (
    ("rebuilding the notebook", GradedNotebook, "rebuild"),
    ("starting the student's process", Launcher, "spawn"),
    ("running the answers", Client, "run"),
    ("running the tests", Judge, "test"),
    ("gradebook and notebook", Writer, "write"),
    ("fingerprint", Submission, "fingerprint"),
    ("record", results, "add"),
)


def parts(course: Course, assignment: str) -> str:
    """A table of milliseconds a submission."""
    # Judges are forks of this process: what they spend is added up in memory of all of them.
    spent = memoryview(mmap.mmap(-1, 8 * len(PARTS))).cast("d")
    students = course.assignment(assignment).students
    run(course, assignment, students[:2])  # to open the launcher and to import what is left
    with ExitStack() as stack:
        for place, (_, owner, name) in enumerate(PARTS):
            stack.enter_context(timed(owner, name, spent, place))
        start = perf_counter()
        run(course, assignment, students)
        whole = perf_counter() - start
    seconds = {title: spent[place] for place, (title, _, _) in enumerate(PARTS)}
    seconds["the rest"] = whole - sum(spent)
    rows = [
        [title, f"{1000 * each / len(students):.1f}", f"{100 * each / whole:.0f} %"]
        for title, each in seconds.items()
    ]
    head = ["One worker, no feedback", "ms a submission", "share"]
    return "## Where the time goes\n\n" + table(head, rows)


def run(course: Course, assignment: str, students: list[str]) -> None:
    """Grade without a word."""
    for _ in grade_all(course.assignment(assignment), students, feedback=False):
        pass


@contextmanager
def timed(owner: Any, name: str, spent: memoryview, place: int) -> Iterator[None]:
    """Within this block, add up the time of a function in this and in forked processes."""
    original: Callable[..., Any] = getattr(owner, name)

    def measured(*args: Any, **kwargs: Any) -> Any:
        start = perf_counter()
        try:
            return original(*args, **kwargs)
        finally:
            spent[place] += perf_counter() - start

    with patch.object(owner, name, measured):
        yield
