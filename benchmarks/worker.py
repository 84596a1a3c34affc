"""One library at one work, in a process of its own.

``python -m benchmarks.worker numpy A`` answers, a line of JSON each: first the losses of the
first steps (or why there are none), then to each number k on its standard input how many
nanoseconds k steps took.
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Callable
from typing import Any

from benchmarks.libraries import run_of
from benchmarks.workloads.work import NotSupportedError, Run

CHECKED = 5  # steps whose losses are compared


def main(library: str, work: str) -> None:
    """Answer until the input ends."""
    answer = replies()
    stay_on_one_core()
    try:
        run = run_of(library, work)
        losses = [run(1) for _ in range(CHECKED)]
    except NotSupportedError as error:
        answer({"missing": str(error)})
        return
    except Exception as error:
        answer({"failed": f"{type(error).__name__}: {' '.join(str(error).split())[:200]}"})
        return
    answer({"losses": losses})
    for line in sys.stdin:
        answer({"ns": timed(run, int(line))})


def timed(run: Run, steps: int) -> int:
    """How many nanoseconds so many steps take."""
    start = time.perf_counter_ns()
    run(steps)
    return time.perf_counter_ns() - start


def replies() -> Callable[[Any], None]:
    """A function that answers the parent; what libraries print goes to standard error instead."""
    stream = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)

    def answer(message: Any) -> None:
        print(json.dumps(message), file=stream, flush=True)

    return answer


def stay_on_one_core() -> None:
    """Stay where the parent says, so that all libraries share one core's fortunes."""
    if core := os.environ.get("BENCHMARK_CORE"):
        os.sched_setaffinity(0, {int(core)})


if __name__ == "__main__":
    main(*sys.argv[1:])
