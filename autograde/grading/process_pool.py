"""Worker processes on this machine, forked from this one."""

from __future__ import annotations

import gc
import multiprocessing
import os
import resource
import signal
import sys
import warnings
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from time import monotonic
from typing import Any

from autograde.grading.assignment import GradedAssignment
from autograde.grading.job import Job, JobResult, run_job
from autograde.sandbox.guest.libc import libc
from autograde.sandbox.host.bubblewrap import SandboxOptions
from autograde.sandbox.protocol.limits import Limits

PR_SET_PDEATHSIG = 1
LINUX = sys.platform == "linux"
DEEP = 2  # submissions a worker: one to run, one to go on with
# Of a worker, in which tests run: an answer may have an absurd shape, and a test compare with it.
MEMORY = 4 * 2**30
LOST = "The process that ran it was killed, twice: `--force` runs it again."
TOO_LATE = "It took far longer than its limits, and was ended: `--force` runs it again."
MARGIN = 120.0  # seconds
LOOK = 1.0  # seconds between looks at how long they take


class Processes:
    """A number of worker processes, which end with this one.

    Each is a pool of its own, so that one that dies takes only its own submissions with it.

    Parameters
    ----------
    count : int
        How many.
    """

    def __init__(self, count: int) -> None:
        self._count = count

    def __enter__(self) -> Processes:
        gc.collect()
        gc.freeze()  # what is loaded by now is shared, and a collection would copy its pages
        self._pools = [_Pool() for _ in range(self._count)]
        return self

    def __exit__(self, *_: object) -> None:
        for pool in self._pools:
            pool.executor.shutdown(cancel_futures=True)

    def run(
        self,
        jobs: Iterable[Job],
        assignment: GradedAssignment,
        limits: Limits,
        options: SandboxOptions,
    ) -> Iterator[list[JobResult]]:
        """Run submissions, in whatever order they are done; yields what was done meanwhile.

        One whose process dies is run once more; the one behind it is not to blame. One that
        takes far longer than it may is ended, with its process.
        """
        waiting, again = iter(jobs), deque[Job]()
        running: dict[Future[JobResult], tuple[Job, int]] = {}
        died: set[str] = set()
        late: set[str] = set()
        while True:
            for index in self._free(running.values()):
                job = again.popleft() if again else next(waiting, None)
                if job is not None:
                    future = self._submit(index, run_job, job, assignment, limits, options)
                    running[future] = (job, index)
            if not running:
                return
            results = []
            late |= self._killed_late(running, limits)
            wait(running, LOOK, return_when=FIRST_COMPLETED)
            for future in [future for future in running if future.done()]:
                job, index = running.pop(future)
                if not isinstance(future.exception(), BrokenProcessPool):
                    results.append(future.result())
                elif not _is_broken(self._pools[index].executor):
                    again.append(job)
                elif job.student in died | late:
                    self._pools[index] = _Pool()
                    results.append(_nothing(job, TOO_LATE if job.student in late else LOST))
                else:
                    self._pools[index] = _Pool()
                    died.add(job.student)
                    again.append(job)
            if results:
                yield results

    def _killed_late(
        self, running: dict[Future[JobResult], tuple[Job, int]], limits: Limits
    ) -> set[str]:
        """The students whose processes were ended because theirs is at work for too long."""
        late = set()
        for index, pool in enumerate(self._pools):
            first = next((job for job, at in running.values() if at == index), None)
            if first is not pool.first:
                pool.first, pool.since = first, monotonic()
            if first and monotonic() - pool.since > _longest(first, limits):
                pool.kill()
                late.add(first.student)
        return late

    def _free(self, running: Iterable[tuple[Job, int]]) -> list[int]:
        """The workers that can take another submission, those with none first."""
        taken = [index for _, index in running]
        free = [index for index in range(self._count) for _ in range(DEEP - taken.count(index))]
        return sorted(free, key=taken.count)

    def _submit(self, index: int, *call: Any) -> Future[JobResult]:
        try:
            return self._pools[index].executor.submit(*call)
        except BrokenProcessPool:  # it died while it had nothing to do
            self._pools[index] = _Pool()
            return self._pools[index].executor.submit(*call)


class _Pool:
    """A pool of one process, and the submission that it is at since a moment."""

    def __init__(self) -> None:
        context: Any = multiprocessing.get_context("fork" if LINUX else None)
        self.executor = ProcessPoolExecutor(1, context, _settle_in)
        self.first: Job | None = None
        self.since = monotonic()
        with warnings.catch_warnings():
            # Python warns of forks beside threads; ours wait, and hold no lock of a worker's.
            warnings.simplefilter("ignore", DeprecationWarning)
            self._pid = self.executor.submit(os.getpid).result()

    def kill(self) -> None:
        """End its process, whatever it does."""
        with suppress(ProcessLookupError):
            os.kill(self._pid, signal.SIGKILL)


def _longest(job: Job, limits: Limits) -> float:
    """Seconds after which a submission is no longer waited for: its cells', its tests', and more.

    Its limits are kept where it runs; this is for what no one thought of.
    """
    return MARGIN + 2 * limits.notebook_seconds * max(1, len(job.texts))


def _nothing(job: Job, problem: str) -> JobResult:
    """No points: a student's work that cannot be run is no reason to leave it ungraded."""
    return JobResult(job.student, problems=dict.fromkeys((*job.texts, *job.problems), problem))


def _is_broken(pool: ProcessPoolExecutor) -> bool:
    """Whether a pool's process has died, and no other has taken its place."""
    try:
        pool.submit(int)
    except BrokenProcessPool:
        return True
    return False


def _settle_in() -> None:
    """Set up a worker, before its first submission."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the process that writes
    if LINUX:
        libc.prctl(PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)  # end with it
        _, hard = resource.getrlimit(resource.RLIMIT_AS)
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, hard))
