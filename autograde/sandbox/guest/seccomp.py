"""System calls that no answer needs, refused by the kernel.

A filter of Berkeley packets, for the two processors that notebooks are graded on. What is not on
the list is allowed: Python, NumPy and whatever students call use hundreds.
"""

from __future__ import annotations

import ctypes
import errno
import platform
from collections.abc import Iterator
from dataclasses import dataclass
from struct import pack

from autograde.sandbox.guest.libc import check, libc

PR_SET_NO_NEW_PRIVS, PR_SET_SECCOMP, FILTER = 38, 22, 2
ALLOW, KILL, REFUSE = 0x7FFF0000, 0x80000000, 0x00050000
LOAD, EQUALS, ANY_BIT, AT_LEAST, RETURN = 0x20, 0x15, 0x45, 0x35, 0x06
NUMBER, ARCHITECTURE, ARGUMENTS = 0, 4, 16  # offsets in what the kernel describes a call by
NEW_NAMESPACES = 0x7E020080  # all CLONE_NEW…
TIOCSTI = 0x5412  # types into a terminal
FAMILIES = (1, 2, 10, 16)  # AF_UNIX, AF_INET, AF_INET6, AF_NETLINK: there is no network behind them
ALIEN = 0x40000000  # numbers of x86's other calling convention

# What makes memory that counts for no process and no scratch is on the list as well.
# name -> numbers on x86_64 and on aarch64; None where there is no such call
DENIED: dict[str, tuple[int | None, int | None]] = {
    "acct": (163, 89),
    "add_key": (248, 217),
    "adjtimex": (159, 171),
    "bpf": (321, 280),
    "chroot": (161, 51),
    "clock_settime": (227, 112),
    "delete_module": (176, 106),
    "fanotify_init": (300, 262),
    "finit_module": (313, 273),
    "fsconfig": (431, 431),
    "fsmount": (432, 432),
    "fsopen": (430, 430),
    "fspick": (433, 433),
    "init_module": (175, 105),
    "io_uring_enter": (426, 426),
    "io_uring_register": (427, 427),
    "io_uring_setup": (425, 425),
    "ioperm": (173, None),
    "iopl": (172, None),
    "kcmp": (312, 272),
    "kexec_file_load": (320, 294),
    "kexec_load": (246, 104),
    "keyctl": (250, 219),
    "lookup_dcookie": (212, 18),
    "migrate_pages": (256, 238),
    "modify_ldt": (154, None),
    "memfd_create": (319, 279),
    "memfd_secret": (447, 447),
    "mount": (165, 40),
    "mount_setattr": (442, 442),
    "move_mount": (429, 429),
    "move_pages": (279, 239),
    "mq_open": (240, 180),
    "msgget": (68, 186),
    "name_to_handle_at": (303, 264),
    "nfsservctl": (180, 42),
    "open_by_handle_at": (304, 265),
    "open_tree": (428, 428),
    "perf_event_open": (298, 241),
    "personality": (135, 92),
    "pidfd_getfd": (438, 438),
    "pivot_root": (155, 41),
    "process_madvise": (440, 440),
    "process_vm_readv": (310, 270),
    "process_vm_writev": (311, 271),
    "ptrace": (101, 117),
    "quotactl": (179, 60),
    "reboot": (169, 142),
    "request_key": (249, 218),
    "semget": (64, 190),
    "setdomainname": (171, 162),
    "sethostname": (170, 161),
    "setns": (308, 268),
    "settimeofday": (164, 170),
    "shmget": (29, 194),
    "swapoff": (168, 225),
    "swapon": (167, 224),
    "syslog": (103, 116),
    "umount2": (166, 39),
    "unshare": (272, 97),
    "userfaultfd": (323, 282),
    "vhangup": (153, 58),
}


@dataclass(frozen=True)
class Machine:
    """The numbers of a processor's system calls."""

    audit: int
    column: int
    clone: int
    clone3: int
    ioctl: int
    socket: int


MACHINES = {
    "x86_64": Machine(0xC000003E, 0, 56, 435, 16, 41),
    "aarch64": Machine(0xC00000B7, 1, 220, 435, 29, 198),
}


def is_known() -> bool:
    """Whether there is a filter for this processor."""
    return platform.machine() in MACHINES


def refuse_system_calls() -> None:
    """Refuse the calls on the list to this process and to all that it starts, for ever."""
    program = b"".join(_filter(MACHINES[platform.machine()]))
    buffer = ctypes.create_string_buffer(program, len(program))

    class Program(ctypes.Structure):
        _fields_ = (("length", ctypes.c_ushort), ("filter", ctypes.c_void_p))

    described = Program(len(program) // 8, ctypes.addressof(buffer))
    check(libc.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0))
    check(libc.prctl(PR_SET_SECCOMP, FILTER, ctypes.byref(described), 0, 0))


def _filter(machine: Machine) -> Iterator[bytes]:
    yield _load(ARCHITECTURE)
    yield from _unless(EQUALS, machine.audit, KILL)
    yield _load(NUMBER)
    yield from _if(AT_LEAST, ALIEN, _refuse(errno.ENOSYS))
    for numbers in DENIED.values():
        number = numbers[machine.column]
        if number is not None:
            yield from _if(EQUALS, number, _refuse(errno.EPERM))
    # The C library falls back to clone, whose flags can be seen.
    yield from _if(EQUALS, machine.clone3, _refuse(errno.ENOSYS))
    yield from _argument(machine.clone, 0, _if(ANY_BIT, NEW_NAMESPACES, _refuse(errno.EPERM)))
    yield from _argument(machine.ioctl, 1, _if(EQUALS, TIOCSTI, _refuse(errno.EPERM)))
    known = [part for family in FAMILIES for part in _if(EQUALS, family, ALLOW)]
    yield from _argument(machine.socket, 0, [*known, _return(_refuse(errno.EAFNOSUPPORT))])
    yield _return(ALLOW)


def _argument(call: int, index: int, then: list[bytes]) -> Iterator[bytes]:
    """Look at an argument of one call, and load the call's number again."""
    block = [_load(ARGUMENTS + 8 * index), *then, _load(NUMBER)]
    yield _jump(EQUALS, call, 0, len(block))
    yield from block


def _if(test: int, value: int, result: int) -> list[bytes]:
    return [_jump(test, value, 0, 1), _return(result)]


def _unless(test: int, value: int, result: int) -> list[bytes]:
    return [_jump(test, value, 1, 0), _return(result)]


def _load(offset: int) -> bytes:
    return pack("HBBI", LOAD, 0, 0, offset)


def _jump(test: int, value: int, if_so: int, if_not: int) -> bytes:
    return pack("HBBI", test, if_so, if_not, value)


def _return(result: int) -> bytes:
    return pack("HBBI", RETURN, 0, 0, result)


def _refuse(number: int) -> int:
    return REFUSE | number
