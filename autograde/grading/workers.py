"""Workers that run submissions: this process, others on this machine, or other machines."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager

from autograde.grading.assignment import GradedAssignment
from autograde.grading.job import Job, JobResult, run_job
from autograde.grading.process_pool import Processes
from autograde.sandbox.host.bubblewrap import SandboxOptions
from autograde.sandbox.protocol.limits import Limits

# Yields what was done since it was asked last, so that it can be written down at once.
Run = Callable[[Iterable[Job], GradedAssignment, Limits, SandboxOptions], Iterator[list[JobResult]]]


@contextmanager
def workers(
    count: int, scheduler: str | None, jobs: int, say: Callable[[str], None] = print
) -> Iterator[Run]:
    """Start workers, or find those of a Dask scheduler, for this many submissions.

    Parameters
    ----------
    count : int
        Processes on this machine.
    scheduler : str, optional
        The address of a Dask scheduler, such as ``tls://grader:8786``; its workers are used.
    jobs : int
        How many submissions there are.
    say : callable
        Is told which workers of a scheduler are lost.

    Raises
    ------
    CourseError
        If there is no scheduler at that address, or it is lost.
    """
    if scheduler:
        from autograde.grading.dask_workers import connected  # slow to import

        with connected(scheduler, say) as there:
            yield there.run
    else:
        with Processes(max(1, min(count, jobs))) as processes:
            yield processes.run


def in_this_process(
    jobs: Iterable[Job], assignment: GradedAssignment, limits: Limits, options: SandboxOptions
) -> Iterator[list[JobResult]]:
    """Run submissions one after the other in this process."""
    for job in jobs:
        yield [run_job(job, assignment, limits, options)]
