"""One submission's work for a worker: all of grading but the gradebook."""

from __future__ import annotations

from dataclasses import dataclass
from time import perf_counter

import nbformat

from autograde.grading.assignment import GradedAssignment
from autograde.grading.rebuild import differences
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
    name : str
        What its notebook is called.
    text : bytes
        The notebook as it was handed in.
    problem : str
        Why there is none, in a sentence.
    """

    student: str
    name: str
    text: bytes
    problem: str = ""


@dataclass(frozen=True)
class JobResult:
    """A submission that was run.

    Parameters
    ----------
    student : str
        Whose it is.
    notebook : str
        The rebuilt notebook with its outputs; empty if there is a problem.
    problem : str
        Why it cannot be graded, in a sentence.
    notes : tuple of str
        What was changed in cells that were not the student's to change.
    seconds : float
        How long it took.
    failed : bool
        Whether the problem is the grader's, as far as is known, and not the student's.
    """

    student: str
    notebook: str = ""
    problem: str = ""
    notes: tuple[str, ...] = ()
    seconds: float = 0.0
    failed: bool = False


def run_job(
    job: Job, assignment: GradedAssignment, limits: Limits, options: SandboxOptions
) -> JobResult:
    """Run a submission; whatever is wrong with it stands in the result."""
    if job.problem:
        return JobResult(job.student, problem=job.problem)
    start = perf_counter()
    try:
        nb = parse(job.text, job.name)
        notes = tuple(differences(nb, assignment.released))
        whole = assignment.rebuild(nb)
        assignment.run(whole, shared_launcher(limits, options).spawn, limits)
        return JobResult(
            job.student, nbformat.writes(whole), notes=notes, seconds=perf_counter() - start
        )
    except Unreadable as problem:
        return JobResult(job.student, problem=str(problem))
    except Exception as error:  # one submission never stops the others
        said = f"The grader failed: {type(error).__name__}: {error}"
        return JobResult(job.student, problem=said, failed=True)
