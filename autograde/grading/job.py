"""One submission's work for a worker: all of grading but the gradebook."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, field
from time import perf_counter

import nbformat

from autograde.grading.assignment import GradedAssignment
from autograde.grading.feedback_page import page
from autograde.grading.rebuild import differences
from autograde.grading.standing import Standing
from autograde.grading.submission import Unreadable, parse
from autograde.sandbox.host.bubblewrap import SandboxOptions
from autograde.sandbox.host.launcher import shared_launcher
from autograde.sandbox.protocol.limits import Limits


@dataclass(frozen=True)
class Job:
    """A submission that waits to be run.

    Parameters
    ----------
    student : str
        Whose it is.
    texts : dict
        By name, the notebooks as they were handed in.
    problems : dict
        By name, why there is no notebook, in a sentence.
    pages : bool
        Whether the student's pages are to be made.
    """

    student: str
    texts: dict[str, bytes]
    problems: dict[str, str] = field(default_factory=dict)
    pages: bool = False


@dataclass(frozen=True)
class JobResult:
    """A submission that was run.

    Parameters
    ----------
    student : str
        Whose it is.
    notebooks : dict
        By name, the rebuilt notebooks with their outputs.
    pages : dict
        By name, the pages that a student gets if nobody looks at the answers.
    problems : dict
        By name, why a notebook cannot be graded, in a sentence.
    problem : str
        Why nothing can be graded, in a sentence.
    notes : tuple of str
        What was changed in cells that were not the student's to change.
    seconds : float
        How long it took.
    failed : bool
        Whether the problem is the grader's, as far as is known, and not the student's.
    """

    student: str
    notebooks: dict[str, str] = field(default_factory=dict)
    pages: dict[str, str] = field(default_factory=dict)
    problems: dict[str, str] = field(default_factory=dict)
    problem: str = ""
    notes: tuple[str, ...] = ()
    seconds: float = 0.0
    failed: bool = False


def run_job(
    job: Job, assignment: GradedAssignment, limits: Limits, options: SandboxOptions
) -> JobResult:
    """Run a submission; whatever is wrong with it stands in the result."""
    start = perf_counter()
    done, pages, problems, notes = {}, {}, dict(job.problems), []
    try:
        for name, text in job.texts.items():
            try:
                nb = parse(text, f"{name}.ipynb")
            except Unreadable as problem:
                problems[name] = str(problem)
                continue
            graded = assignment.notebooks[name]
            changed = differences(nb, graded.released, graded.locked)
            notes += [assignment.said_of(name, note) for note in changed]
            whole = graded.rebuild(nb)
            assignment.run(name, whole, shared_launcher(limits, options), limits)
            assignment.finish(whole, {"student": job.student, "notebook": name})
            done[name] = nbformat.writes(whole)
            with suppress(Exception):  # then the writer makes it, or says why not
                if job.pages:
                    about = {"title": assignment.title(name), "student": job.student}
                    standing = Standing.automatic(whole)
                    pages[name] = page(whole, graded.released, standing, about)
    except Exception as error:  # one submission never stops the others
        said = f"The grader failed: {type(error).__name__}: {error}"
        return JobResult(job.student, problem=said, failed=True)
    return JobResult(
        job.student, done, pages, problems, notes=tuple(notes), seconds=perf_counter() - start
    )
