"""Where the time of grading goes, measured in this process with one worker."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from time import perf_counter
from typing import Any
from unittest.mock import patch

from autograde.course.course import Assignment, Course
from autograde.grading import results
from autograde.grading.assignment import GradedNotebook
from autograde.grading.run import grade_all
from autograde.grading.submission import Submission
from autograde.sandbox.host.client import Client
from autograde.sandbox.host.judge import Judge
from autograde.sandbox.host.launcher import Launcher
from benchmarks.report import table

PARTS: tuple[tuple[str, Any, str], ...] = (
    ("rebuilding the notebook", GradedNotebook, "rebuild"),
    ("starting the student's process", Launcher, "spawn"),
    ("running the answers", Client, "run"),
    ("running the tests", Judge, "test"),
    ("nbgrader: gradebook and notebook", Assignment, "step"),
    ("fingerprint", Submission, "fingerprint"),
    ("record", results, "add"),
)


def parts(course: Course, assignment: str) -> str:
    """A table of milliseconds a submission."""
    spent: dict[str, float] = defaultdict(float)
    students = course.assignment(assignment).students
    run(course, assignment, students[:2])  # to open the launcher and to import what is left
    with ExitStack() as stack:
        for title, owner, name in PARTS:
            stack.enter_context(timed(owner, name, title, spent))
        start = perf_counter()
        run(course, assignment, students)
        whole = perf_counter() - start
    spent["the rest"] = whole - sum(spent.values())
    rows = [
        [title, f"{1000 * seconds / len(students):.1f}", f"{100 * seconds / whole:.0f} %"]
        for title, seconds in spent.items()
    ]
    head = ["One worker, no feedback", "ms a submission", "share"]
    return "## Where the time goes\n\n" + table(head, rows)


def run(course: Course, assignment: str, students: list[str]) -> None:
    """Grade without a word."""
    for _ in grade_all(course.assignment(assignment), students, feedback=False):
        pass


@contextmanager
def timed(owner: Any, name: str, title: str, spent: dict[str, float]) -> Iterator[None]:
    """Within this block, add up the time of a function."""
    original: Callable[..., Any] = getattr(owner, name)

    def measured(*args: Any, **kwargs: Any) -> Any:
        start = perf_counter()
        try:
            return original(*args, **kwargs)
        finally:
            spent[title] += perf_counter() - start

    with patch.object(owner, name, measured):
        yield
