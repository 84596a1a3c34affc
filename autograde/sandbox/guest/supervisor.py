"""The supervisor of a student's processes, which stays outside of their namespace."""

from __future__ import annotations

import os
import select
import signal
import socket
from collections import defaultdict
from contextlib import suppress
from pathlib import Path

INTERVAL = 0.1  # seconds


def enter_proc() -> None:
    """Go to /proc as it is now: students' own, which shows less, comes on top of it."""
    with suppress(OSError):  # only Linux has one
        os.chdir("/proc")


def supervise(init: int, control: socket.socket, memory_bytes: int) -> None:
    """Return when a process and all that came from it have ended; see to it that they do.

    Comes after `enter_proc`.

    Parameters
    ----------
    init : int
        The first process of a namespace: the others end with it.
    control : socket.socket
        When the other end is let go, the processes are killed.
    memory_bytes : int
        When they use more together, they are killed as well, and ``memory`` is sent.
    """
    while os.waitpid(init, os.WNOHANG) == (0, 0):
        hung_up = bool(select.select([control], [], [], INTERVAL)[0])
        if not hung_up and uses_more_than(memory_bytes, init):
            with suppress(OSError):
                control.sendall(b"memory\n")
            hung_up = True
        if hung_up:
            kill(init)
            return


def kill(init: int) -> None:
    """Kill a process and its group; in a namespace all others end with it."""
    for end in (os.kill, os.killpg):
        with suppress(ProcessLookupError, PermissionError):
            end(init, signal.SIGKILL)
    os.waitpid(init, 0)


def uses_more_than(limit: int, init: int) -> bool:
    """Whether a process and its descendants use more memory together.

    The exact figure takes a while, so it is looked at only where a rough one is over the limit.
    """
    pids = family(init)
    return sum(map(unfiled, pids)) > limit and sum(map(proportional, pids)) > limit


def family(init: int) -> list[int]:
    """A process and its descendants."""
    children = defaultdict(list)
    for path in Path().glob("[0-9]*/stat"):
        with suppress(OSError, ValueError, IndexError):
            parent = int(path.read_bytes().rpartition(b")")[2].split()[1])  # names are any bytes
            children[parent].append(int(path.parent.name))
    found = [init]
    for pid in found:
        found += children[pid]
    return found


def unfiled(pid: int) -> int:
    """Bytes of memory that are no file's; counts what processes share in full for each."""
    try:
        lines = Path(f"{pid}/status").read_text(encoding="utf-8", errors="replace").splitlines()
        counted = (line.split()[1] for line in lines if line.startswith(("RssAnon:", "RssShmem:")))
        return 1024 * sum(map(int, counted))
    except (OSError, ValueError, IndexError):
        return 0


def proportional(pid: int) -> int:
    """Bytes of memory, of shared pages the share."""
    try:
        lines = Path(f"{pid}/smaps_rollup").read_text(encoding="utf-8").splitlines()
        return 1024 * next(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
    except (OSError, ValueError, StopIteration):
        return 0
