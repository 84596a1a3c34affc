"""The filter of system calls that no answer needs, which the kernel refuses.

What is not denied is allowed: Python, NumPy and whatever students call use hundreds.
"""

from __future__ import annotations

import errno
import mmap
import tempfile
from functools import cache

# Calls that make memory that counts for no process and no scratch are denied as well.
DENIED = """
    acct add_key adjtimex bpf chroot clock_settime delete_module fanotify_init finit_module
    fsconfig fsmount fsopen fspick init_module io_uring_enter io_uring_register io_uring_setup
    ioperm iopl kcmp kexec_file_load kexec_load keyctl lookup_dcookie memfd_create migrate_pages
    modify_ldt mount move_mount move_pages mq_open msgget name_to_handle_at nfsservctl
    open_by_handle_at open_tree perf_event_open personality pidfd_getfd pivot_root
    process_vm_readv process_vm_writev ptrace quotactl reboot request_key semget setdomainname
    sethostname setns settimeofday shmget swapoff swapon syslog umount2 unshare userfaultfd
    vhangup
"""
# process_madvise, mount_setattr and memfd_secret, which older versions of libseccomp do not know
# by name; new calls have one number on all processors.
DENIED_BY_NUMBER = (440, 442, 447)
NEW_NAMESPACES = [1 << bit for bit in (7, 17, 25, 26, 27, 28, 29, 30)]  # CLONE_NEW…
SHARED_MEMORY = mmap.MAP_SHARED | mmap.MAP_ANONYMOUS  # that is no file
TIOCSTI = 0x5412  # types into a terminal
FAMILIES = (1, 2, 10, 16)  # AF_UNIX, AF_INET, AF_INET6, AF_NETLINK: there is no network behind them
LOW_HALF = 0xFFFFFFFF  # of a register: the kernel takes no notice of the rest
REMEDY = "Install libseccomp: `apt install libseccomp2` or `dnf install libseccomp`."


@cache
def why_not() -> str | None:
    """The reason why no filter can be made here, with the remedy; None if one can be made."""
    try:
        program()
    except (ImportError, RuntimeError):
        return f"The sandbox needs libseccomp, which is not installed. {REMEDY}"
    except OSError as error:
        return f"libseccomp makes no filter for this processor ({error})."
    return None


@cache
def program() -> bytes:
    """The filter for this processor, as the kernel takes it."""
    import pyseccomp as seccomp  # needs a library of the system's

    made = seccomp.SyscallFilter(seccomp.ALLOW)
    made.set_attr(seccomp.Attr.ACT_BADARCH, seccomp.KILL_PROCESS)
    for call in (*DENIED.split(), *DENIED_BY_NUMBER):
        made.add_rule(seccomp.ERRNO(errno.EPERM), call)
    # The C library falls back to clone, whose flags can be seen.
    made.add_rule(seccomp.ERRNO(errno.ENOSYS), "clone3")
    for flag in NEW_NAMESPACES:
        has_flag = seccomp.Arg(0, seccomp.MASKED_EQ, flag, flag)
        made.add_rule(seccomp.ERRNO(errno.EPERM), "clone", has_flag)
    # Pages of it outlive their mapping: no process has them, and no limit finds them.
    is_shared = seccomp.Arg(3, seccomp.MASKED_EQ, SHARED_MEMORY, SHARED_MEMORY)
    made.add_rule(seccomp.ERRNO(errno.EPERM), "mmap", is_shared)
    is_typing = seccomp.Arg(1, seccomp.MASKED_EQ, LOW_HALF, TIOCSTI)
    made.add_rule(seccomp.ERRNO(errno.EPERM), "ioctl", is_typing)
    refused = [family for family in range(max(FAMILIES)) if family not in FAMILIES]
    others = [seccomp.Arg(0, seccomp.EQ, family) for family in refused]
    for family in (*others, seccomp.Arg(0, seccomp.GT, max(FAMILIES))):
        made.add_rule(seccomp.ERRNO(errno.EAFNOSUPPORT), "socket", family)
    with tempfile.TemporaryFile() as file:
        made.export_bpf(file)
        file.seek(0)
        return file.read()
