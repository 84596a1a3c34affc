"""The memory of a command and of all that it starts."""

from __future__ import annotations

import subprocess
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import psutil


@dataclass(frozen=True)
class Usage:
    """What a command took."""

    seconds: float
    mib: float


def watched(command: list[str], folder: Path, every: float = 0.5) -> float:
    """Run a command to its end; the most memory it had, with its children, in MiB."""
    with subprocess.Popen(
        command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as process:
        most = 0.0
        while process.poll() is None:
            most = max(most, memory(process.pid))
            with suppress(subprocess.TimeoutExpired):
                process.wait(every)
    if process.returncode:
        raise RuntimeError(f"{command} ended with {process.returncode}")
    return most


def memory(pid: int) -> float:
    """Proportional set size of a process and its children: shared pages count once in all."""
    total = 0
    with suppress(psutil.NoSuchProcess):
        whole = psutil.Process(pid)
        for process in (whole, *whole.children(recursive=True)):
            with suppress(psutil.NoSuchProcess, psutil.AccessDenied):
                total += process.memory_full_info().pss
    return total / 2**20
