"""The memory of a command and of all that it starts."""

from __future__ import annotations

import os
import subprocess
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from tempfile import gettempdir
from time import perf_counter

import psutil


@dataclass(frozen=True)
class Usage:
    """What commands took: seconds, and MiB at their largest, of all processes and of the first."""

    seconds: float = 0.0
    mib: float = 0.0
    own: float = 0.0

    def __add__(self, other: Usage) -> Usage:
        """One after the other."""
        seconds = self.seconds + other.seconds
        return Usage(seconds, max(self.mib, other.mib), max(self.own, other.own))


def watched(command: list[str], folder: Path, every: float = 0.5) -> Usage:
    """Run a command to its end; Python keeps what it compiles, as it does where it is installed."""
    most = own = 0.0
    kept = {name: text for name, text in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    environment = {**kept, "PYTHONPYCACHEPREFIX": f"{gettempdir()}/benchmark-bytecode"}
    start = perf_counter()
    with subprocess.Popen(
        command,
        cwd=folder,
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    ) as process:
        while process.poll() is None:
            most, own = max(most, memory(process.pid)), max(own, resident(process.pid))
            with suppress(subprocess.TimeoutExpired):
                process.wait(every)
    if process.returncode:
        raise RuntimeError(f"{command} ended with {process.returncode}")
    return Usage(perf_counter() - start, most, own)


def resident(pid: int) -> float:
    """What one process has in memory, in MiB."""
    with suppress(psutil.NoSuchProcess):
        return float(psutil.Process(pid).memory_info().rss) / 2**20
    return 0.0


def memory(pid: int) -> float:
    """Proportional set size of a process and its children: shared pages count once in all."""
    total = 0
    with suppress(psutil.NoSuchProcess):
        whole = psutil.Process(pid)
        for process in (whole, *whole.children(recursive=True)):
            with suppress(psutil.NoSuchProcess, psutil.AccessDenied):
                total += process.memory_full_info().pss
    return total / 2**20
