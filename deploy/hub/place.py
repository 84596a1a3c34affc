"""Where a class is to be, and what a step is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from machine import home


@dataclass(frozen=True)
class Place:
    """Where things go.

    Parameters
    ----------
    prefix : Path
        The environment that the hub and the students run.
    exchange : Path
        nbgrader's exchange.
    settings : Path
        The folder of the hub's configuration.
    service : Path or None
        The systemd unit.
    group : str
        The group of the class.
    instructor : str
        The account that releases, collects and grades.
    students : tuple of str
        The accounts that hand in.
    """

    prefix: Path
    exchange: Path
    settings: Path
    service: Path | None
    group: str
    instructor: str
    students: tuple[str, ...]

    @property
    def course(self) -> Path:
        """The instructor's copy of the course."""
        return home(self.instructor) / "chainrule"


@dataclass(frozen=True)
class Step:
    """Something to be done once.

    Parameters
    ----------
    what : str
        A sentence about it.
    is_done : callable
        Whether it need not be done.
    do : callable
        Does it.
    """

    what: str
    is_done: Callable[[], bool]
    do: Callable[[], object]
