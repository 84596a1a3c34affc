"""Who runs submissions: this process, others on this machine, or other machines."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from itertools import islice
from typing import Any

from autograde.course import CourseError
from autograde.exam import Exam
from autograde.sealed.limits import Limits
from autograde.work import Done, Job, work

Run = Callable[[Iterable[Job], Exam, Limits, bool], Iterator[Done]]
FEW = 3  # submissions: starting processes takes longer than running these
IN_FLIGHT = 2  # submissions a worker: one to run, one to go on with


@contextmanager
def workers(count: int, scheduler: str | None, jobs: int) -> Iterator[Run]:
    """Start workers, or find those of a Dask scheduler, for this many submissions.

    Parameters
    ----------
    count : int
        Processes on this machine.
    scheduler : str, optional
        The address of a Dask scheduler, such as ``tcp://grader:8786``; its workers are used.
    jobs : int
        How many submissions there are.

    Raises
    ------
    CourseError
        If there is no scheduler at that address.
    """
    if scheduler is None and (count == 1 or jobs <= FEW):
        yield here
        return
    from distributed import Client

    with _cluster(count, scheduler) as cluster:
        try:
            client = Client(cluster, timeout=10, set_as_default=False)
        except OSError:
            raise CourseError(f"No Dask scheduler answers at {scheduler}.") from None
        with client:
            yield lambda *about: _by(client, *about)


def here(jobs: Iterable[Job], exam: Exam, limits: Limits, sandbox: bool) -> Iterator[Done]:
    """Run submissions one after the other in this process."""
    for job in jobs:
        yield work(job, exam, limits, sandbox)


def _by(client: Any, jobs: Iterable[Job], *about: Any) -> Iterator[Done]:
    """Run submissions on Dask's workers, in whatever order they are done."""
    from distributed import as_completed

    exam, *rest = about
    everywhere = client.scatter(exam, broadcast=True, hash=False)
    waiting = iter(jobs)

    def begin(count: int) -> list[Any]:
        students = islice(waiting, count)
        return [_submit(client, job, everywhere, *rest) for job in students]

    room = IN_FLIGHT * max(1, len(client.scheduler_info()["workers"]))
    done = as_completed(begin(room), loop=client.loop)
    for future in done:
        for another in begin(1):
            done.add(another)
        yield _result(future)


def _submit(client: Any, job: Job, *about: Any) -> Any:
    # A function is pure unless said otherwise, and a pure one is not run twice on the same job.
    future = client.submit(work, job, *about, pure=False)
    future.student = job.student
    return future


def _result(future: Any) -> Done:
    error = future.exception()
    if error is None:
        return future.result()  # type: ignore[no-any-return]
    return Done(future.student, problem=f"Its worker was lost: {error}", failed=True)


@contextmanager
def _cluster(count: int, scheduler: str | None) -> Iterator[Any]:
    """A scheduler: the one at this address, or one with workers of our own."""
    if scheduler:
        yield scheduler
        return
    import dask
    from distributed import LocalCluster

    kinds = ("scheduler", "worker")
    no_pages: dict[str, list[str]] = {f"distributed.{kind}.http.routes": [] for kind in kinds}
    with (
        dask.config.set(no_pages),
        LocalCluster(
            n_workers=count,
            threads_per_worker=1,  # the judge's output and warnings are the process's
            memory_limit=0,  # limits are set where the student's code runs
            dashboard_address="127.0.0.1:0",
            security=True,  # else anyone with an account here could send it code to run
            silence_logs="CRITICAL",
        ) as cluster,
    ):
        yield cluster
