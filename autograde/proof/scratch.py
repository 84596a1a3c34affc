"""A scratch course, in which an assignment is released and the course itself is not touched."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from copy import deepcopy
from pathlib import Path

from autograde.course.course import Assignment, Course
from autograde.course.release import release

STEPS = ("source", "release", "submitted", "autograded", "feedback")


@contextmanager
def scratch_course(assignment: Assignment) -> Iterator[Assignment]:
    """The assignment as it is written now, in a course of its own that nobody uses yet."""
    with tempfile.TemporaryDirectory() as folder:
        config = deepcopy(assignment.course.config)
        config.CourseDirectory.root = folder
        config.CourseDirectory.db_url = f"sqlite:///{(Path(folder) / 'gradebook.db').as_posix()}"
        for step in STEPS:
            setattr(config.CourseDirectory, f"{step}_directory", step)
        for name in ("header", "footer"):
            path = config.IncludeHeaderFooter.get(name)
            if path:
                config.IncludeHeaderFooter[name] = str(assignment.course.root / path)
        shutil.copytree(assignment.solution, Path(folder, "source", assignment.name))
        yield Course(Path(folder), config).assignment(assignment.name)


@contextmanager
def scratch_release(assignment: Assignment) -> Iterator[Assignment]:
    """The assignment as it is written now, released in a course of its own.

    Raises
    ------
    CourseError
        If it cannot be released.
    """
    with scratch_course(assignment) as copy:
        release(copy)
        yield copy
