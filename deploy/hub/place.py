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

    @property
    def record(self) -> Path:
        """What says which accounts and folders were made here, and may be removed."""
        return self.settings / "made.txt"

    def made(self, kind: str) -> list[str]:
        """The accounts, groups or folders that were made here."""
        lines = self.record.read_text("utf-8").splitlines() if self.record.exists() else []
        return [line.partition(" ")[2] for line in lines if line.startswith(f"{kind} ")]

    def note(self, kind: str, name: str) -> None:
        """Write down, beforehand, that an account, a group or a folder is made."""
        self.settings.mkdir(parents=True, exist_ok=True)
        if name not in self.made(kind):
            with self.record.open("a", encoding="utf-8") as record:
                record.write(f"{kind} {name}\n")


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
