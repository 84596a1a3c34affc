"""How much memory a training step takes; ``python -m benchmarks.memory torch`` answers in bytes.

The network is 16 deep and 256 wide, the batch 1024. In a fresh process the library first warms up
on a tiny network, then builds the real one; from there on what counts is the highest resident
memory during three steps, less what was resident before them. That is measured by the kernel, so
it is the same for every library. What NumPy alone allocated is stated beside it, by tracemalloc.
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
from benchmarks.workloads.work import NotSupportedError, chain

COMPARED = ("numpy", "eager", "compiled", "torch")
WORK, TINY = chain(16, 256, 1024).name, chain(2, 8, 8).name
GOAL, MIB = 1.2, 2**20


def main(library: str) -> None:
    """Print what a step takes, as JSON."""
    try:
        grown, traced = growth_of(library), allocated_by(library)
    except NotSupportedError:
        grown = traced = 0
    print(json.dumps({"resident": grown, "traced": traced}))


def growth_of(library: str) -> int:
    """The highest resident memory of three steps, less that before them."""
    run_of(library, TINY)(2)
    run = run_of(library, WORK)
    gc.collect()
    Path("/proc/self/clear_refs").write_text("5", encoding="utf-8")  # the peak so far is forgotten
    before = status("VmRSS")
    run(3)
    return status("VmHWM") - before


def allocated_by(library: str) -> int:
    """The most that Python and NumPy held at once in a step, less what they held before it."""
    run = run_of(library, WORK)
    run(1)
    tracemalloc.start()
    run(1)
    return tracemalloc.get_traced_memory()[1]


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
    return dict(json.loads(done.stdout)) if done.returncode == 0 else {"resident": 0, "traced": 0}


def memory_section(libraries: Sequence[str]) -> str:
    """The table, and the ratios to PyTorch."""
    title = "## Memory a step"
    if not Path("/proc/self/clear_refs").exists():
        return f"{title}\n\nNot measured: that needs Linux's /proc."
    found = {name: measured(name) for name in COMPARED if name in libraries}
    found = {name: sizes for name, sizes in found.items() if sizes["resident"]}
    of_torch = found.get("torch", {}).get("resident")
    rows = []
    for name, sizes in found.items():
        ratio = sizes["resident"] / of_torch if of_torch else None
        ours = LIBRARIES[name].distribution == "chainrule"
        traced = digits(sizes["traced"] / MIB) if name != "torch" else "–"
        reached = verdict(ratio, GOAL) if ours else ""
        resident = digits(sizes["resident"] / MIB)
        rows.append([LIBRARIES[name].title, resident, digits(ratio), reached, traced])
    head = ["16 deep, 256 wide, batch 1024", "MiB resident", "/ PyTorch", f"at most {GOAL}"]
    text = (
        "Resident memory: the peak of three steps, recording included where a step is compiled, "
        "less that before the first, in a fresh process that has warmed up on a tiny network; "
        "medians of three processes. Traced: the most that a later step allocated."
    )
    return "\n\n".join([title, text, table([*head, "MiB traced"], rows)])


if __name__ == "__main__":
    main(*sys.argv[1:])
