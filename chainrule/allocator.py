"""What the system's allocator is told before the first large array."""

from __future__ import annotations

import numpy as np


def keep_freed_memory() -> None:
    """Have glibc keep freed arrays for the next step, not give them back to the system.

    A step of training frees megabytes and asks for them again; fetched from the system each
    time, page by page, they cost more than the arithmetic. When an array of up to 32 MiB is
    freed, glibc takes such sizes for common from then on and keeps up to twice that much
    (mallopt(3): M_MMAP_THRESHOLD, M_TRIM_THRESHOLD). Nothing is written to it, so it takes no
    memory; elsewhere it does nothing.

    >>> keep_freed_memory()
    """
    np.empty(32 * 1024**2 - 2**16, np.uint8)
