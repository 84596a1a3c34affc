"""Libraries against each other: one process each, in rounds of shuffled order.

A busy machine slows all of them alike when each round lets everyone run for a few hundredths of
a second; the median over the rounds of a round's own ratio is then what can be compared.
"""

from __future__ import annotations

import json
import math
import os
import random
import statistics
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
TOLERANCE = 1e-3  # relative, of float32 losses
ONE_THREAD = {
    "OPENBLAS_NUM_THREADS": "1",
    "OMP_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
    "VECLIB_MAXIMUM_THREADS": "1",
    "XLA_FLAGS": "--xla_cpu_multi_thread_eigen=false intra_op_parallelism_threads=1",
    "JAX_PLATFORMS": "cpu",
}


@dataclass
class Result:
    """What came of one work: microseconds a step by library and round, or why there are none."""

    work: str
    rounds: dict[str, list[float]] = field(default_factory=dict)
    reasons: dict[str, str] = field(default_factory=dict)
    losses: dict[str, list[float]] = field(default_factory=dict)

    def microseconds(self, library: str) -> float | None:
        """The median time of a step."""
        times = self.rounds.get(library)
        return statistics.median(times) if times else None

    def ratio(self, one: str, other: str) -> float | None:
        """The median of the rounds' ratios of two libraries' times."""
        if not (self.rounds.get(one) and self.rounds.get(other)):
            return None
        pairs = zip(self.rounds[one], self.rounds[other], strict=True)
        return statistics.median(a / b for a, b in pairs)


class Worker:
    """The parent's end of a `benchmarks.worker` process."""

    def __init__(self, library: str, work: str) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "benchmarks.worker", library, work],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
            encoding="utf-8", cwd=ROOT, env=environment(),
        )  # fmt: skip

    def reply(self) -> dict[str, Any]:
        """The next line, or what the process died of."""
        assert self.process.stdout
        if line := self.process.stdout.readline():
            return dict(json.loads(line))
        return {"failed": f"its process ended with code {self.process.wait()}"}

    def nanoseconds(self, steps: int) -> int:
        """How long so many steps take."""
        assert self.process.stdin
        print(steps, file=self.process.stdin, flush=True)
        return int(self.reply()["ns"])

    def end(self) -> None:
        """Let the process end, or kill it."""
        try:
            self.process.communicate(timeout=10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.communicate()


def environment() -> dict[str, str]:
    """That of a worker: one thread, one core, and this repository to import from."""
    core = {}
    if hasattr(os, "sched_getaffinity"):
        core = {"BENCHMARK_CORE": str(max(os.sched_getaffinity(0)))}
    path = os.pathsep.join(filter(None, [str(ROOT), os.environ.get("PYTHONPATH")]))
    # Each library runs the kernels that it chooses by itself for this processor.
    chosen = {k: v for k, v in os.environ.items() if not k.startswith("OPENBLAS_")}
    return {**chosen, **ONE_THREAD, **core, "PYTHONPATH": path}


@contextmanager
def started(library: str, work: str) -> Iterator[Worker]:
    """A worker, ended whatever happens."""
    worker = Worker(library, work)
    try:
        yield worker
    finally:
        worker.end()


def race(
    work: str,
    libraries: Iterable[str],
    rounds: int,
    burst: float = 0.03,
    tick: Callable[[str], None] = lambda _: None,
) -> Result:
    """Time a step of `work` in every library.

    Parameters
    ----------
    work : str
        Its name.
    libraries : iterable of str
        Their names; the first that can do the work is the one whose losses are right.
    rounds : int
        How often each library runs.
    burst : float
        How many seconds it runs then.
    tick : callable
        Told what is done next.
    """
    result = Result(work)
    with ExitStack() as stack:
        workers = {}
        for library in libraries:
            tick(f"{work}: {library} gets ready")
            worker = stack.enter_context(started(library, work))
            if accepted(worker.reply(), library, result):
                workers[library] = worker
        steps = {name: burst_length(worker, burst) for name, worker in workers.items()}
        for i in range(rounds):
            tick(f"{work}: round {i + 1} of {rounds}")
            for name in random.sample(list(workers), len(workers)):
                per_step = workers[name].nanoseconds(steps[name]) / steps[name] / 1000
                result.rounds.setdefault(name, []).append(per_step)
    return result


def accepted(reply: dict[str, Any], library: str, result: Result) -> bool:
    """Whether the library did the work and its losses are those of the first that did."""
    if "losses" not in reply:
        result.reasons[library] = reply.get("missing") or f"failed: {reply['failed']}"
        return False
    losses = reply["losses"]
    right = next(iter(result.losses.values()), losses)
    if not all(math.isclose(a, b, rel_tol=TOLERANCE) for a, b in zip(losses, right, strict=True)):
        texts = (", ".join(f"{loss:.5g}" for loss in series) for series in (losses, right))
        result.reasons[library] = "other losses: {} instead of {}".format(*texts)
        return False
    result.losses[library] = losses
    return True


def burst_length(worker: Worker, seconds: float) -> int:
    """How many steps last about so long; finding out is the warm-up, too."""
    steps, wanted = 1, seconds * 1e9
    worker.nanoseconds(1)
    while (taken := worker.nanoseconds(steps)) < wanted / 2:
        steps = min(steps * 10, math.ceil(steps * wanted / taken))
    return max(1, round(steps * wanted / taken))
