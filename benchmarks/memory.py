"""How much memory a training step takes; ``python -m benchmarks.memory torch`` answers in bytes.

The network is 16 deep and 256 wide, the batch 1024. In a fresh process the library first warms up
on a tiny network, then builds the real one; from there on what counts is the highest resident
memory during three steps, less what was resident before them. That is measured by the kernel, so
it is the same for every library. What NumPy alone allocated is stated beside it, by tracemalloc:
at most in the first call, in which a compiled step is recorded and verified, and in a later one.
"""

from __future__ import annotations

import gc
import json
import statistics
import subprocess
import sys
import tracemalloc
from collections.abc import Sequence
from pathlib import Path

from benchmarks.libraries import LIBRARIES, run_of
from benchmarks.race import ROOT, environment
from benchmarks.report import digits, table, verdict
from benchmarks.workloads.work import NotSupportedError, Run, chain

COMPARED = ("numpy", "eager", "compiled", "torch")
WORK, TINY = chain(16, 256, 1024).name, chain(2, 8, 8).name
GOAL, FIRST_GOAL, MIB = 1.2, 1.5, 2**20
NOTHING = {"resident": 0, "first": 0, "later": 0}


def main(library: str) -> None:
    """Print what a step takes, as JSON."""
    try:
        grown, (first, later) = growth_of(library), allocated_by(library)
    except NotSupportedError:
        grown = first = later = 0
    print(json.dumps({"resident": grown, "first": first, "later": later}))


def growth_of(library: str) -> int:
    """The highest resident memory of three steps, less that before them."""
    run_of(library, TINY)(2)
    run = run_of(library, WORK)
    gc.collect()
    Path("/proc/self/clear_refs").write_text("5", encoding="utf-8")  # the peak so far is forgotten
    before = status("VmRSS")
    run(3)
    return status("VmHWM") - before


def allocated_by(library: str) -> list[int]:
    """The most that Python and NumPy held at once in a first and in a later step, of their own."""
    run = run_of(library, WORK)
    return [peak_of(run), peak_of(run)]


def peak_of(run: Run) -> int:
    """The most that Python and NumPy held at once in a step, less what they held before it."""
    gc.collect()
    tracemalloc.start()
    run(1)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return peak


def status(field: str) -> int:
    """A field of this process's status, in bytes."""
    lines = Path("/proc/self/status").read_text(encoding="utf-8").splitlines()
    return next(int(line.split()[1]) * 1024 for line in lines if line.startswith(field))


def measured(library: str, times: int = 3) -> dict[str, float]:
    """What a step takes: medians over so many processes, for an allocator has its moods."""
    found = [measured_once(library) for _ in range(times)]
    return {key: statistics.median(sizes[key] for sizes in found) for key in found[0]}


def measured_once(library: str) -> dict[str, int]:
    """What a step takes, measured in a process of its own."""
    command = [sys.executable, "-m", "benchmarks.memory", library]
    done = subprocess.run(
        command, cwd=ROOT, env=environment(), capture_output=True, encoding="utf-8"
    )
    return dict(json.loads(done.stdout)) if done.returncode == 0 else dict(NOTHING)


def memory_section(libraries: Sequence[str]) -> str:
    """The table, and the ratios to PyTorch."""
    title = "## Memory a step"
    if not Path("/proc/self/clear_refs").exists():
        return f"{title}\n\nNot measured: that needs Linux's /proc."
    found = {name: measured(name) for name in COMPARED if name in libraries}
    found = {name: sizes for name, sizes in found.items() if sizes["resident"]}
    of_torch = found.get("torch", {}).get("resident")
    of_eager = found.get("eager", {}).get("first")
    rows = []
    for name, sizes in found.items():
        ratio = sizes["resident"] / of_torch if of_torch else None
        ours = LIBRARIES[name].distribution == "chainrule"
        first, later = (digits(sizes[k] / MIB) for k in ("first", "later"))
        of_step = sizes["first"] / of_eager if of_eager and ours else None
        judged = [digits(of_step), verdict(of_step, FIRST_GOAL)] if ours else ["", ""]
        traced = [first, *judged, later] if name != "torch" else ["–", "", "", "–"]
        reached = verdict(ratio, GOAL) if ours else ""
        resident = digits(sizes["resident"] / MIB)
        rows.append([LIBRARIES[name].title, resident, digits(ratio), reached, *traced])
    head = ["16 deep, 256 wide, batch 1024", "MiB resident", "/ PyTorch", f"at most {GOAL}"]
    head += ["MiB traced, first call", "/ Chain Rule", f"at most {FIRST_GOAL}", "later call"]
    text = (
        "Resident memory: the peak of three steps, recording included where a step is compiled, "
        "less that before the first, in a fresh process that has warmed up on a tiny network; "
        "medians of three processes. Traced: the most that Python and NumPy allocated in the first "
        "call, in which a compiled step runs once, is recorded and is verified, and in a later one."
    )
    return "\n\n".join([title, text, table(head, rows)])


if __name__ == "__main__":
    main(*sys.argv[1:])
