"""Confinement of a process inside the sandbox, before it runs a student's code."""

from __future__ import annotations

import ctypes
import os
import random
import resource
from contextlib import suppress

from autograde.sandbox.guest.libc import check, filter_system_calls, libc, mount
from autograde.sandbox.protocol.limits import Limits

NEW_MOUNTS, NEW_IPC, NEW_PROCESSES = 0x00020000, 0x08000000, 0x20000000
READ_ONLY, NO_SET_ID, NO_DEVICES, NO_PROGRAMS, RECURSIVE, PRIVATE = 1, 2, 4, 8, 0x4000, 0x40000
PR_SET_DUMPABLE, PR_CAPBSET_DROP = 4, 24
CAPABILITIES_VERSION = 0x20080522
LAST_CAPABILITY = 63
SHARED_MEMORY = "/dev/shm"
NOBODIES = range(60_100, 64_100)  # users that no system hands out; limits are counted by user
# Each may hold back 200 KiB in the kernel, which counts for no process; the judge's channel is one
# of the last, so not below 32.
OPEN_FILES = 256


def enter_own_namespaces() -> None:
    """Leave the other students' mounts and objects; what is forked from here sees no process."""
    check(libc.unshare(NEW_MOUNTS | NEW_IPC | NEW_PROCESSES))
    mount("none", "/", "", RECURSIVE | PRIVATE)


def mount_scratch(place: str, size: int, owner: int) -> None:
    """Give this student the only folders that can be written to, empty and of limited size."""
    options = f"size={size},nr_inodes=10000,mode=0700,uid={owner}"
    for folder in (place, SHARED_MEMORY):
        mount("tmpfs", folder, "tmpfs", NO_SET_ID | NO_DEVICES, options)


def mount_processes() -> None:
    """Show the processes of this namespace, and nothing of the machine where Linux can hide it.

    Where it forbids even that, as in some containers, show nothing.
    """
    flags = NO_SET_ID | NO_DEVICES | NO_PROGRAMS
    for options in ("subset=pid", ""):
        with suppress(OSError):
            mount("proc", "/proc", "proc", flags, options)
            return
    mount("tmpfs", "/proc", "tmpfs", flags | READ_ONLY, "size=0")


def be_killed_first() -> None:
    """Let the kernel end this process and its children before others if memory runs out."""
    with suppress(OSError), open("/proc/self/oom_score_adj", "w", encoding="utf-8") as score:
        score.write("1000")


def nobody() -> int:
    """A user that owns nothing; this one where it cannot be changed."""
    return random.SystemRandom().choice(NOBODIES) if os.getuid() == 0 else os.getuid()


def limit(limits: Limits) -> None:
    """Set the limits that the kernel keeps."""
    set_limit(resource.RLIMIT_AS, limits.memory_bytes)
    set_limit(resource.RLIMIT_CPU, limits.cpu_seconds)
    set_limit(resource.RLIMIT_FSIZE, limits.scratch_bytes)
    set_limit(resource.RLIMIT_CORE, 0)
    set_limit(resource.RLIMIT_NOFILE, OPEN_FILES)


def set_limit(kind: int, value: int) -> None:
    """Set a limit, unless it is lower already."""
    _, hard = resource.getrlimit(kind)
    least = value if hard == resource.RLIM_INFINITY else min(value, hard)
    # Processor time: a signal of its own ends the process, and says why, if there is a second left.
    most = least + 1 if kind == resource.RLIMIT_CPU and least != hard else least
    resource.setrlimit(kind, (least, most))


def limit_processes(count: int) -> None:
    """Limit how many processes and threads this user has: in its namespace, if it has one."""
    resource.setrlimit(resource.RLIMIT_NPROC, (count, count))


def become(user: int, system_calls: bytes) -> None:
    """Be this user for ever, without any power, and with the system calls that a filter leaves."""
    for capability in range(LAST_CAPABILITY + 1):
        libc.prctl(PR_CAPBSET_DROP, capability, 0, 0, 0)  # fails beyond the last there is
    if os.getuid() == 0:
        os.setgroups([])
        os.setresgid(user, user, user)
        os.setresuid(user, user, user)
    _drop_capabilities()
    check(libc.prctl(PR_SET_DUMPABLE, 0, 0, 0, 0))  # its memory is not for its children
    filter_system_calls(system_calls)


def let_itself_be_seen() -> None:
    """Let a process look at itself, for its open files and the like."""
    check(libc.prctl(PR_SET_DUMPABLE, 1, 0, 0, 0))


def _drop_capabilities() -> None:
    header = (ctypes.c_uint32 * 2)(CAPABILITIES_VERSION, 0)
    check(libc.capset(header, (ctypes.c_uint32 * 6)()))
