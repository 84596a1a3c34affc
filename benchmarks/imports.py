"""How long `import chainrule` takes beside `import numpy`."""

from __future__ import annotations

import random
import statistics
import subprocess
import sys

from benchmarks.race import ROOT, environment
from benchmarks.report import digits, table, verdict

GOAL = 1.2
TIMED = """
import time
start = time.perf_counter()
import {}
print(time.perf_counter() - start)
"""


def seconds(module: str) -> float:
    """How long a fresh interpreter takes to import a module."""
    command = [sys.executable, "-c", TIMED.format(module)]
    done = subprocess.run(command, cwd=ROOT, env=environment(), capture_output=True, check=True)
    return float(done.stdout)


def import_section(rounds: int) -> str:
    """Medians of both, and of the rounds' ratios; the first round warms the disk's cache."""
    times: dict[str, list[float]] = {"numpy": [], "chainrule": []}
    for _ in range(rounds + 1):
        for module in random.sample(list(times), 2):
            times[module].append(seconds(module))
    numpy, ours = times["numpy"][1:], times["chainrule"][1:]
    ratio = statistics.median(a / b for a, b in zip(ours, numpy, strict=True))
    milliseconds = (digits(statistics.median(series) * 1000) for series in (numpy, ours))
    head = ["", "import numpy, ms", "import chainrule, ms", "Ratio", "Goal", "Reached"]
    row = ["Import", *milliseconds, digits(ratio), f"{GOAL:g}", verdict(ratio, GOAL)]
    return "\n\n".join(["## Import time", table(head, [row])])
