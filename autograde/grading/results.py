"""Results of submissions, and the file in which they are kept."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from enum import StrEnum
from pathlib import Path

from autograde.course.points import format_points

NO_ANSWER = "No answer."
FEWEST = 3  # submissions that say something about a test


class Status(StrEnum):
    """The fate of a submission."""

    GRADED = "graded"
    UNREADABLE = "unreadable"  # zero points, with the reason
    FAILED = "failed"  # not the student's fault, as far as is known: no points recorded


@dataclass(frozen=True)
class Outcome:
    """The result of a question.

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
    not_judged : str
        A sentence, if a test could not tell whether the answer is right.
    so_far : float
        What its other cells earned while one waits for a person.
    own_error : str
        The test that failed by an error of its own, and the error; "" if none did.
    """

    question: str
    points: float | None
    worth: float
    reason: str = ""
    not_judged: str = ""
    so_far: float = 0.0
    own_error: str = ""

    @property
    def why(self) -> str:
        """The sentence that says why points are missing, or why they wait; "" for what is usual."""
        if self.points is None:
            return self.not_judged and f"Not judged. {self.not_judged}"
        return brief(self.reason) if self.points < self.worth else ""


@dataclass(frozen=True)
class Result:
    """The result of a submission.

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
    late : float
        The points that being late costs, by the gradebook.
    """

    student: str
    status: Status
    outcomes: tuple[Outcome, ...] = ()
    notes: tuple[str, ...] = ()
    fingerprint: str = ""
    seconds: float = 0.0
    late: float = 0.0

    @property
    def points(self) -> float:
        """The points earned so far."""
        return sum(o.so_far if o.points is None else o.points for o in self.outcomes)

    @property
    def counted(self) -> float:
        """The points that count: those earned so far, less what being late costs."""
        return max(0.0, self.points - self.late)

    @property
    def worth(self) -> float:
        """The points that could have been earned."""
        return sum(outcome.worth for outcome in self.outcomes)

    @property
    def waiting(self) -> float:
        """The points that a person has yet to give."""
        return sum(outcome.worth for outcome in self.outcomes if outcome.points is None)


def what_happened(result: Result) -> str:
    """The most important thing about a result, in a sentence, and how much more there is."""
    said = list(result.notes) + reasons_of_loss(result)
    said += [f"{o.question}: {o.why}" for o in result.outcomes if o.not_judged]
    late = f"Late: {format_points(result.late)} points less. " if result.late else ""
    if not said:
        waiting = format_points(result.waiting)
        return (late + (f"{waiting} points wait for a person." if result.waiting else "")).strip()
    more = f" (+ {len(said) - 1} more)" if len(said) > 1 else ""
    return late + said[0] + more


def not_judged(results: Sequence[Result]) -> list[str]:
    """A sentence on each question that a test could not judge: the test's fault, nobody's else."""
    found: dict[tuple[str, str], int] = {}
    for outcome in (outcome for result in results for outcome in result.outcomes):
        if outcome.points is None and outcome.not_judged:
            known = (outcome.question, outcome.not_judged)
            found[known] = found.get(known, 0) + 1
    return [
        f"Not judged: {question}, in {count} of {len(results)} submissions. {sentence}"
        for (question, sentence), count in found.items()
    ]


def doubtful_tests(results: Sequence[Result]) -> list[str]:
    """A sentence on each test that fails for everybody by one error, which is none of theirs.

    An error that a student's code raises, and an assertion, is what tests are made for. One that
    the test itself raises may be anybody's; of everybody who wrote an answer, at least three, it
    is rather the test's.
    """
    by_question: dict[str, list[Outcome]] = {}
    for outcome in (o for r in results if r.status is Status.GRADED for o in r.outcomes):
        if outcome.reason != NO_ANSWER:
            by_question.setdefault(outcome.question, []).append(outcome)
    return [
        f"Perhaps the test, not the class: {found[0].own_error}, in all {len(found)} submissions "
        f"that answer {question}."
        for question, found in by_question.items()
        if len(found) >= FEWEST and found[0].own_error and len({_kind_of(o) for o in found}) == 1
    ]


def _kind_of(outcome: Outcome) -> str:
    """The test that failed and the kind of its error, without what the error says."""
    return outcome.own_error.partition(":")[0]


def reasons_of_loss(result: Result) -> list[str]:
    """A sentence for each question that lost points; one if all were lost for the same reason."""
    lost = [o for o in result.outcomes if o.points is not None and o.points < o.worth and o.reason]
    if len(lost) > 1 and len({outcome.reason for outcome in lost}) == 1:
        return [f"{len(lost)} questions: {brief(lost[0].reason)}"]
    return [f"{outcome.question}: {brief(outcome.reason)}" for outcome in lost]


def brief(reason: str) -> str:
    """A reason without the words that every failed check begins with.

    >>> brief("mul.vjp is not right yet. The upstream gradient is missing.")
    'The upstream gradient is missing.'
    """
    return re.sub(r"^\S+ is not right yet\. ", "", reason)


def load(file: Path) -> dict[str, Result]:
    """The results in a record, by student; what cannot be read counts as not there."""
    try:
        lines = file.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return {}
    results = (_result(line) for line in lines)
    return {result.student: result for result in results if result}


def add(file: Path, *results: Result) -> None:
    """Add results to a record; each takes the place of the student's former one.

    A line each, so that a class of a thousand is written once and not a thousand times. The
    line begins with a new line, because a run killed meanwhile may have left half of one.
    """
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("a", encoding="utf-8") as lines:
        lines.write("".join("\n" + _line(result) for result in results))
        lines.flush()
        os.fsync(lines.fileno())


def tidy(file: Path) -> None:
    """Drop what later lines replaced, at once or not at all."""
    results = load(file)
    new = file.with_suffix(".new")
    if results:
        new.write_text("".join(_line(results[who]) for who in sorted(results)), encoding="utf-8")
        os.replace(new, file)


def _line(result: Result) -> str:
    return json.dumps(asdict(result), ensure_ascii=False) + "\n"


def _result(line: str) -> Result | None:
    try:
        fields = json.loads(line)
        fields["status"] = Status(fields["status"])
        fields["outcomes"] = tuple(Outcome(**outcome) for outcome in fields["outcomes"])
        fields["notes"] = tuple(fields["notes"])
        return Result(**fields)
    except (ValueError, KeyError, TypeError):
        return None
