"""Workers that run submissions: this process, others on this machine, or other machines."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from itertools import islice
from typing import Any

from autograde.course.course import CourseError
from autograde.grading.assignment import GradedAssignment
from autograde.grading.job import Job, JobResult, run_job
from autograde.grading.process_pool import Processes
from autograde.sandbox.host.bubblewrap import SandboxOptions
from autograde.sandbox.protocol.limits import Limits

# Yields what was done since it was asked last, so that it can be written down at once.
Run = Callable[[Iterable[Job], GradedAssignment, Limits, SandboxOptions], Iterator[list[JobResult]]]
GONE = (
    "The Dask scheduler is gone. What was graded is kept: start it again, or leave out "
    "--scheduler, and the same command does what is left."
)
IN_FLIGHT = 2  # submissions a worker: one to run, one to go on with


@contextmanager
def workers(count: int, scheduler: str | None, jobs: int) -> Iterator[Run]:
    """Start workers, or find those of a Dask scheduler, for this many submissions.

    Parameters
    ----------
    count : int
        Processes on this machine.
    scheduler : str, optional
        The address of a Dask scheduler, such as ``tls://grader:8786``; its workers are used.
    jobs : int
        How many submissions there are.

    Raises
    ------
    CourseError
        If there is no scheduler at that address.
    """
    if scheduler:
        with _client(scheduler) as client:
            yield lambda *about: _by(client, *about)
    else:
        with Processes(max(1, min(count, jobs))) as processes:
            yield processes.run


def in_this_process(
    jobs: Iterable[Job], assignment: GradedAssignment, limits: Limits, options: SandboxOptions
) -> Iterator[list[JobResult]]:
    """Run submissions one after the other in this process."""
    for job in jobs:
        yield [run_job(job, assignment, limits, options)]


def _by(client: Any, jobs: Iterable[Job], *about: Any) -> Iterator[list[JobResult]]:
    """Run submissions on Dask's workers, in whatever order they are done."""
    from distributed import as_completed

    assignment, *rest = about
    everywhere = client.scatter(assignment, broadcast=True, hash=False)
    waiting = iter(jobs)

    def begin(count: int) -> list[Any]:
        students = islice(waiting, count)
        return [_submit(client, job, everywhere, *rest) for job in students]

    room = IN_FLIGHT * max(1, len(client.scheduler_info()["workers"]))
    done = as_completed(begin(room), loop=client.loop)
    for futures in done.batches():
        for another in begin(len(futures)):
            done.add(another)
        yield [_result(future) for future in futures]


def _submit(client: Any, job: Job, *about: Any) -> Any:
    # A function is pure unless said otherwise, and a pure one is not run twice on the same job.
    future = client.submit(run_job, job, *about, pure=False)
    future.student = job.student
    return future


def _result(future: Any) -> JobResult:
    if future.cancelled():  # as nobody here does
        raise CourseError(GONE)
    error = future.exception()
    if error is None:
        return future.result()  # type: ignore[no-any-return]
    return JobResult(future.student, problem=f"Its worker was lost: {error}", failed=True)


def _silence() -> None:
    """Leave what Dask says of a connection that is lost to the sentence that says it here."""
    noisy = ("distributed", "tornado", "asyncio")
    for name in (*noisy, *logging.root.manager.loggerDict):
        if name.split(".")[0] in noisy:
            logging.getLogger(name).setLevel(logging.CRITICAL + 1)


@contextmanager
def _client(scheduler: str) -> Iterator[Any]:
    from distributed import CancelledError, Client
    from distributed.comm import CommClosedError

    try:
        client = Client(scheduler, timeout=10, set_as_default=False)
    except OSError:
        raise CourseError(f"No Dask scheduler answers at {scheduler}.") from None
    _silence()
    try:
        with client:
            yield client
    except (CommClosedError, CancelledError):
        raise CourseError(GONE) from None
