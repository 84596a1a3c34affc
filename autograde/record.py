"""How a submission fared, and the file in which that is kept."""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass
from enum import StrEnum
from pathlib import Path


class Status(StrEnum):
    """What became of a submission."""

    GRADED = "graded"
    UNREADABLE = "unreadable"  # zero points, with the reason
    FAILED = "failed"  # not the student's fault, as far as is known: no points recorded


@dataclass(frozen=True)
class Outcome:
    """How a question fared.

    Parameters
    ----------
    question : str
        Its name.
    points : float or None
        What it earned; None while it waits for a person.
    worth : float
        What it could have earned.
    reason : str
        A sentence, if points are missing.
    """

    question: str
    points: float | None
    worth: float
    reason: str = ""


@dataclass(frozen=True)
class Result:
    """How a submission fared.

    Parameters
    ----------
    student : str
        Whose it is.
    status : Status
        What became of it.
    outcomes : tuple of Outcome
        One for each question.
    notes : tuple of str
        What else happened, a sentence each: cells restored, notebook unreadable, ….
    fingerprint : str
        Of everything the result depends on.
    seconds : float
        How long grading took.
    """

    student: str
    status: Status
    outcomes: tuple[Outcome, ...] = ()
    notes: tuple[str, ...] = ()
    fingerprint: str = ""
    seconds: float = 0.0

    @property
    def points(self) -> float:
        """What the submission earned so far."""
        return sum(outcome.points or 0.0 for outcome in self.outcomes)

    @property
    def worth(self) -> float:
        """What it could have earned."""
        return sum(outcome.worth for outcome in self.outcomes)

    @property
    def waiting(self) -> float:
        """The points that a person has yet to give."""
        return sum(outcome.worth for outcome in self.outcomes if outcome.points is None)


def load(file: Path) -> dict[str, Result]:
    """The results in a record, by student; none if there is no readable record."""
    try:
        kept = json.loads(file.read_text(encoding="utf-8"))
        return {student: _result(entry) for student, entry in kept["students"].items()}
    except (OSError, ValueError, KeyError, TypeError):
        return {}


def save(file: Path, results: dict[str, Result]) -> None:
    """Write a record at once or not at all, so that a run killed meanwhile loses nothing."""
    kept = {"students": {student: asdict(results[student]) for student in sorted(results)}}
    file.parent.mkdir(parents=True, exist_ok=True)
    new = file.with_suffix(".new")
    new.write_text(json.dumps(kept, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    os.replace(new, file)


def _result(entry: dict[str, object]) -> Result:
    fields = dict(entry)
    outcomes = fields.pop("outcomes")
    notes = fields.pop("notes")
    status = fields.pop("status")
    return Result(
        status=Status(str(status)),
        outcomes=tuple(Outcome(**o) for o in outcomes),  # type: ignore[attr-defined]
        notes=tuple(notes),  # type: ignore[arg-type]
        **fields,  # type: ignore[arg-type]
    )
