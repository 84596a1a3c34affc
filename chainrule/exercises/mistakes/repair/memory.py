"""What is tried may take a little memory and no more, where the system can hold it to that."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

MORE = 1 << 30  # bytes, beyond what is taken already


@contextmanager
def little_memory(more: int = MORE) -> Iterator[None]:
    """Meanwhile whatever asks for more than `more` bytes gets a MemoryError.

    What the stack takes does not count: one that may not grow would end the process. Only Linux
    can do this; elsewhere, and where a process may not limit itself, nothing happens.
    """
    try:
        import resource

        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[5])
        soft, hard = resource.getrlimit(resource.RLIMIT_DATA)
        most = pages * resource.getpagesize() + more
        known = [limit for limit in (soft, hard) if limit != resource.RLIM_INFINITY]
        resource.setrlimit(resource.RLIMIT_DATA, (min([most, *known]), hard))
    except (ImportError, OSError, ValueError):
        yield
        return
    try:
        yield
    finally:
        with suppress(OSError, ValueError):
            resource.setrlimit(resource.RLIMIT_DATA, (soft, hard))
