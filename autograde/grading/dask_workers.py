"""Workers on other machines, which a Dask scheduler knows."""

from __future__ import annotations

import logging
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from functools import cache
from importlib.metadata import distributions
from itertools import islice
from queue import Empty, SimpleQueue
from time import monotonic
from typing import Any
from uuid import uuid4

from distributed import CancelledError, Client, WorkerPlugin, get_worker
from distributed.comm import CommClosedError
from distributed.security import Security

from autograde.course.course import CourseError
from autograde.grading.assignment import GradedAssignment
from autograde.grading.job import Job, JobResult, run_job
from autograde.grading.submission import checks_digest
from autograde.sandbox.host.bubblewrap import SandboxOptions, why_not
from autograde.sandbox.protocol.limits import Limits

PAGE = "docs/handbook/more_machines.md"
KEPT = "What was graded is kept, and the same command does what is left"
GONE = f"The Dask scheduler is gone. {KEPT}: start it again, or leave out --scheduler."
NO_WORKERS = f"The Dask scheduler has no workers. {KEPT}: start some, as {PAGE} says."
NO_CERTIFICATE = f"tls:// needs a certificate, and DASK_CONFIG names none: {PAGE} makes one."
SAME = f"Each machine needs the same environment: {PAGE}."
IN_FLIGHT = 2  # submissions a worker: one to run, one to go on with
LOOK = 1.0  # seconds between looks at which workers there are
ANSWER = 5.0  # seconds to wait for what is done
PATIENCE = 30.0  # seconds without a worker: Dask starts one that died again within a few

Say = Callable[[str], None]


@contextmanager
def connected(scheduler: str, say: Say) -> Iterator[DaskWorkers]:
    """Find the workers of the scheduler at an address, such as ``tls://grader:8786``.

    Parameters
    ----------
    scheduler : str
        The address.
    say : callable
        Is told, in a sentence, which workers are lost.

    Raises
    ------
    CourseError
        If no scheduler answers there, or it is lost.
    """
    security = _security(scheduler)
    try:
        client = Client(scheduler, security=security, timeout=10, set_as_default=False)
    except OSError:
        raise CourseError(
            f"No Dask scheduler answers at {scheduler}, or not to this certificate."
        ) from None
    _silence()
    try:
        with client:
            yield DaskWorkers(client, say)
    except (CommClosedError, CancelledError):
        raise CourseError(GONE) from None


class DaskWorkers:
    """The workers of a Dask scheduler, as many as there are at the time."""

    def __init__(self, client: Client, say: Say) -> None:
        self._client, self._say = client, say
        self._workers: set[str] = set()
        self._looked, self._seen = 0.0, monotonic()

    def run(
        self,
        jobs: Iterable[Job],
        assignment: GradedAssignment,
        limits: Limits,
        options: SandboxOptions,
    ) -> Iterator[list[JobResult]]:
        """Run submissions, in whatever order they are done; yields what was done meanwhile.

        Dask runs those of a worker that dies on another one.
        """
        waiting, done = iter(jobs), SimpleQueue[Any]()
        running: dict[str, Any] = {}  # by student; what nobody holds, Dask forgets
        with self._prepared(assignment, limits, options) as name:
            while True:
                self._look()
                room = max(1, IN_FLIGHT * len(self._workers)) - len(running)
                for job in islice(waiting, max(0, room)):
                    running[job.student] = self._submit(job, name, done)
                if not running:
                    return
                found = (_result(future, done) for future in _taken(done))
                if finished := [result for result in found if result]:
                    for result in finished:
                        del running[result.student]
                    yield finished

    @contextmanager
    def _prepared(self, *about: Any) -> Iterator[str]:
        """Give an assignment to each worker, also to those that come later."""
        name = f"autograde-{uuid4()}"
        try:
            self._give(Prepared(*about), name)
            yield name
        finally:
            with suppress(Exception):  # the scheduler may be gone
                self._client.unregister_worker_plugin(name)

    def _give(self, prepared: Prepared, name: str) -> None:
        try:
            self._client.register_plugin(prepared, name=name)
        except (CourseError, OSError):
            raise
        except Exception as error:  # of whatever kind Dask makes of it
            raise CourseError(f"A worker has no autograde, or another: {error}. {SAME}") from None

    def _submit(self, job: Job, name: str, done: SimpleQueue[Any]) -> Any:
        # A function is pure unless said otherwise, and a pure one is not run twice on the same job.
        future = self._client.submit(run_prepared, job, name, pure=False)
        future.student = job.student
        future.add_done_callback(done.put)
        return future

    def _look(self) -> None:
        """Now and then, see which workers there are, and say which are lost."""
        now = monotonic()
        if now - self._looked < LOOK:
            return
        there = self._there()
        if lost := sorted(self._workers - there):
            self._say(f"Lost: {', '.join(lost)}. What ran there runs on another worker.")
        if there or self._workers:
            self._seen = now
        elif now - self._seen > PATIENCE:
            raise CourseError(NO_WORKERS)
        self._looked, self._workers = now, there

    def _there(self) -> set[str]:
        if self._client.status != "running":
            raise CourseError(GONE)
        try:
            return set(self._client.nthreads())
        except OSError:
            raise CourseError(GONE) from None


class Prepared(WorkerPlugin):  # type: ignore[misc]
    """What a worker has of an assignment, if it can run submissions as they are run elsewhere."""

    def __init__(
        self, assignment: GradedAssignment, limits: Limits, options: SandboxOptions
    ) -> None:
        self.about = assignment, limits, options
        self._code = ("autograde", *assignment.config.Execution.get("checks", ()))
        self._digest, self._packages = checks_digest(self._code), packages()

    def setup(self, worker: Any) -> None:
        """Refuse a worker that has no sandbox, or other code."""
        self._worker = worker.address
        self.require()

    def require(self) -> None:
        """Refuse where there is no sandbox, or other code."""
        *_, options = self.about
        if options.confined and why_not():
            raise CourseError(f"{self._worker}: {why_not()}")
        here = packages()
        for name, version in self._packages.items():
            if here.get(name, version) != version:
                said = f"{name} {here[name]} instead of {version}"
                raise CourseError(f"{self._worker} has {said}. {SAME}")
        if checks_digest(self._code) != self._digest:
            raise CourseError(f"{self._worker} has another version of the grader. {SAME}")


def run_prepared(job: Job, name: str) -> JobResult:
    """Run a submission on the worker that this process is."""
    prepared = get_worker().plugins[name]
    prepared.require()
    return run_job(job, *prepared.about)


@cache
def packages() -> dict[str, str]:
    """The version of Python and of each package here."""
    python = "{}.{}".format(*sys.version_info)
    return {"Python": python, **{one.name: one.version for one in distributions()}}


def _result(future: Any, done: SimpleQueue[Any]) -> JobResult | None:
    """How a submission fared; None if that was lost with its worker, and another does it again."""
    try:
        return future.result(timeout=ANSWER)  # type: ignore[no-any-return]
    except TimeoutError:
        done.put(future)
        return None
    except (CancelledError, CommClosedError):  # nobody here cancels
        raise CourseError(GONE) from None
    except CourseError:
        raise
    except Exception as error:
        return JobResult(future.student, problem=f"Its worker was lost: {error}", failed=True)


def _taken(done: SimpleQueue[Any]) -> list[Any]:
    """All that is in a queue, once there is something or time has passed."""
    found = []
    with suppress(Empty):
        found.append(done.get(timeout=LOOK))
        while True:
            found.append(done.get_nowait())
    return found


def _security(scheduler: str) -> Security:
    """The certificate that Dask's configuration names."""
    security = Security()
    try:
        context = security.get_connection_args("client").get("ssl_context")
    except OSError as error:
        raise CourseError(f"The certificate that DASK_CONFIG names is no use: {error}.") from None
    if scheduler.startswith("tls://") and context is None:
        raise CourseError(NO_CERTIFICATE)
    return security


def _silence() -> None:
    """Leave what Dask says of a connection that is lost to the sentence that says it here."""
    noisy = ("distributed", "tornado", "asyncio")
    for name in (*noisy, *logging.root.manager.loggerDict):
        if name.split(".")[0] in noisy:
            logging.getLogger(name).setLevel(logging.CRITICAL + 1)
