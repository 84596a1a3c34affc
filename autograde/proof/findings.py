"""Findings about the tests of an assignment, in sentences for those who wrote it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from nbformat import NotebookNode


@dataclass(frozen=True)
class CellVerdict:
    """The verdict on a test of a submission.

    Parameters
    ----------
    points : float or None
        What it earned; None where it was not judged, which is nobody's fault but the test's.
    worth : float
        What it could have earned.
    reason : str
        A sentence, if these are not all the points.
    """

    points: float | None
    worth: float
    reason: str = ""

    @property
    def judged(self) -> bool:
        """Whether the test was judged."""
        return self.points is not None

    @property
    def is_full(self) -> bool:
        """Whether it earned all there was."""
        return self.points is not None and self.points >= self.worth


Verdicts = Mapping[str, CellVerdict]
Grade = Callable[[NotebookNode], Verdicts]  # a submission's verdicts, by the names of its tests


class Kind(StrEnum):
    """How bad a finding is, worst first."""

    ERROR = "error"  # a right answer loses points
    HOLE = "hole"  # points for nothing
    WEAK = "weak"  # a test that finds nothing
    INFO = "info"


@dataclass(frozen=True)
class Finding:
    """Something about a test that its author should know.

    Parameters
    ----------
    kind : Kind
        How bad it is.
    cell : str
        The name of the test.
    sentence, remedy : str
        What was found, and what to do about it.
    """

    kind: Kind
    cell: str
    sentence: str
    remedy: str = ""

    def __str__(self) -> str:
        """The sentences, as one paragraph."""
        return f"{self.cell}: {self.sentence} {self.remedy}".rstrip()


def by_severity(findings: list[Finding]) -> tuple[Finding, ...]:
    """Findings with the worst first, otherwise in their order."""
    kinds = list(Kind)
    return tuple(sorted(findings, key=lambda finding: kinds.index(finding.kind)))
