"""The C library's calls for namespaces, mounts and filters, which Python does not have."""

from __future__ import annotations

import ctypes
import os

PR_SET_SECCOMP, PR_SET_NO_NEW_PRIVS = 22, 38
SECCOMP_MODE_FILTER = 2
INSTRUCTION = 8  # bytes

libc = ctypes.CDLL(None, use_errno=True)


def check(result: int) -> None:
    """Raise the OSError that a call has left, if it failed."""
    if result < 0:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number))


def mount(source: str, target: str, kind: str, flags: int, options: str = "") -> None:
    """Mount a file system."""
    texts = [text.encode() or None for text in (source, target, kind)]
    check(libc.mount(*texts, ctypes.c_ulong(flags), options.encode() or None))


class FilterProgram(ctypes.Structure):
    """A filter of system calls as the kernel takes it: how many instructions, and where."""

    _fields_ = (("length", ctypes.c_ushort), ("instructions", ctypes.c_char_p))


def filter_system_calls(program: bytes) -> None:
    """Load a filter for this process and all that it starts, for ever."""
    described = FilterProgram(len(program) // INSTRUCTION, program)
    check(libc.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0))
    check(libc.prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, ctypes.byref(described), 0, 0))
