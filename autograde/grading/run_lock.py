"""The lock of a classroom: one run at a time writes there."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager

from autograde.course.course import Course, CourseError

LOCK = "run.lock"


@contextmanager
def only_run(course: Course) -> Iterator[None]:
    """Within this block, no other process grades in this classroom.

    The lock belongs to this process, not to its workers, and ends with it however it ends.

    Raises
    ------
    CourseError
        If another one does, with its number.
    """
    folder = course.classroom / "runs"
    folder.mkdir(parents=True, exist_ok=True)
    with open(folder / LOCK, "a+", encoding="ascii") as lock:
        try:
            fcntl.lockf(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            lock.seek(0)
            pid = lock.read().strip() or "unknown"
            raise CourseError(
                f"Another run is grading (pid {pid}): wait until it is done, or end it."
            ) from None
        lock.truncate(0)
        lock.write(str(os.getpid()))
        lock.flush()
        yield
