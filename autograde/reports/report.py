"""Results of a class: by student and by question, its mistakes, and who needs a look."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from autograde.course.course import Assignment, CourseError
from autograde.course.csv_files import write_rows
from autograde.course.requests import Request
from autograde.grading import results
from autograde.grading.late import settle_penalties
from autograde.grading.results import NO_ANSWER, Outcome, Result, Status, what_happened
from autograde.grading.run import outcomes
from autograde.grading.submission import Submission

# What a reason says when a limit was reached.
TIME = re.compile(r"Stopped after [\d.]+ s|The notebook used up its [\d.]+ s")
MEMORY = re.compile(r"The code used more memory than it may|MemoryError\b")
ENDED = re.compile(r"The code (ended its own process|was ended by signal)")


@dataclass(frozen=True)
class Mistake:
    """A mistake that was made in a question, and how often."""

    sentence: str
    count: int


@dataclass(frozen=True)
class Difficulty:
    """The results of a question in the class.

    Parameters
    ----------
    question : str
        Its name.
    number : int
        Its place in the assignment, from 1.
    share : float or None
        The mean share of its points that was earned, between 0 and 1; None as long as most
        submissions wait for a person. Untouched and unreadable submissions count as 0.
    solved : int
        How many got all the points.
    graded : int
        How many were graded.
    unanswered : int
        How many of these left it as it was handed out.
    mistakes : tuple of Mistake
        What went wrong in the others, the most frequent first.
    """

    question: str
    number: int
    share: float | None
    solved: int
    graded: int
    unanswered: int
    mistakes: tuple[Mistake, ...]

    @property
    def commonest(self) -> str:
        """The mistake made most often, and how often."""
        return f"{self.mistakes[0].sentence} ({self.mistakes[0].count} ×)" if self.mistakes else ""


@dataclass(frozen=True)
class Case:
    """A student whom something befell, and the sentence that says what."""

    student: str
    sentence: str


@dataclass(frozen=True)
class Incident:
    """Something that befell some students."""

    title: str
    cases: tuple[Case, ...]


def class_results(assignment: Assignment) -> list[Result]:
    """The results of a class, with the points that people gave since.

    Raises
    ------
    CourseError
        If nothing has been graded.
    """
    kept, late = kept_results(assignment)
    if not kept:
        raise CourseError(
            f"Nothing of {assignment} has been graded yet: run `autograde run {assignment}`."
        )
    return [as_of_now(Submission(assignment, who), kept[who], late) for who in sorted(kept)]


def kept_results(assignment: Assignment) -> tuple[dict[str, Result], dict[str, float]]:
    """The results as they were written down, and what lateness costs whom.

    Whoever was graded and is taken out of the gradebook, as by `nbgrader db student remove`, has
    no result any more.
    """
    known = results.load(assignment.results)
    late = settle_penalties(assignment.course, assignment.name) if known else {}
    kept = {
        who: result
        for who, result in known.items()
        if who in late
        or result.status is Status.FAILED
        or not Submission(assignment, who).graded_folder.is_dir()
    }
    return kept, late


def as_of_now(submission: Submission, result: Result, late: Mapping[str, float]) -> Result:
    """The result of a submission with the points given since, and what lateness costs."""
    costs = late.get(submission.student, 0.0)
    if result.status is Status.FAILED or not submission.graded_folder.is_dir():
        return replace(result, late=costs)
    found = outcomes(submission)
    if result.status is Status.UNREADABLE:  # which 1.0.0 took for a notebook without answers
        found = tuple(replace(one, reason="") for one in found)
    return replace(result, outcomes=found, late=costs)


def difficulties(results: Sequence[Result]) -> list[Difficulty]:
    """Every question, in the order of the assignment."""
    by_question: dict[str, list[Outcome]] = {}
    for result in results:
        for outcome in result.outcomes:
            by_question.setdefault(outcome.question, []).append(outcome)
    return [
        _difficulty(name, number, found)
        for number, (name, found) in enumerate(by_question.items(), start=1)
    ]


def _difficulty(name: str, number: int, found: list[Outcome]) -> Difficulty:
    graded = [o for o in found if o.points is not None and o.worth]
    shares = [(o.points or 0.0) / o.worth for o in graded]
    reasons = Counter(o.why for o in graded if o.why)
    unanswered = reasons.pop(NO_ANSWER, 0)
    return Difficulty(
        name,
        number,
        sum(shares) / len(shares) if 2 * len(shares) > len(found) else None,
        sum(o.points == o.worth for o in graded),
        len(graded),
        unanswered,
        tuple(Mistake(sentence, count) for sentence, count in reasons.most_common()),
    )


def incidents(results: Sequence[Result], asked: Sequence[Request] = ()) -> list[Incident]:
    """The incidents, the most pressing first; only those that befell somebody."""
    found = [
        Incident("The grader failed", _notes(results, Status.FAILED)),
        Incident("Asked for something", tuple(Case(one.student, str(one)) for one in asked)),
        Incident("Could not be judged", _cases(results, _not_judged)),
        Incident("Could not be read", _notes(results, Status.UNREADABLE)),
        Incident("Took too long", _cases(results, _stopped(TIME))),
        Incident("Used too much memory", _cases(results, _stopped(MEMORY))),
        Incident("Ended its own process", _cases(results, _stopped(ENDED))),
    ]
    return [incident for incident in found if incident.cases]


def _notes(results: Sequence[Result], status: Status) -> tuple[Case, ...]:
    return tuple(
        Case(result.student, " ".join(result.notes))
        for result in results
        if result.status is status
    )


def _cases(results: Sequence[Result], said: Callable[[Outcome], str]) -> tuple[Case, ...]:
    """A line for each student, with all questions of which something is said."""
    cases = []
    for result in results:
        hit = [outcome for outcome in result.outcomes if said(outcome)]
        if hit:
            where = ", ".join(outcome.question for outcome in hit)
            cases.append(Case(result.student, f"{where}: {said(hit[0])}"))
    return tuple(cases)


def _stopped(pattern: re.Pattern[str]) -> Callable[[Outcome], str]:
    return lambda outcome: outcome.reason if pattern.match(outcome.reason) else ""


def _not_judged(outcome: Outcome) -> str:
    return outcome.not_judged if outcome.points is None else ""


def write_csv(results: Sequence[Result], file: Path) -> None:
    """A line for each student: earned, late penalty, what counts, each question, what happened.

    Raises
    ------
    CourseError
        If the file cannot be written.
    """
    names = [d.question for d in difficulties(results)]
    table: list[list[object]] = [
        ["student", "points", "worth", "late_penalty", "counted", *names, "status", "what_happened"]
    ]
    for result in results:
        sums = [result.points, result.worth, result.late, result.counted]
        said = [str(result.status), what_happened(result)]
        table.append([result.student, *sums, *_earned(result, names), *said])
    write_rows(file, table, for_excel=True)


def _earned(result: Result, names: Sequence[str]) -> list[float | None]:
    points = {outcome.question: outcome.points for outcome in result.outcomes}
    return [points.get(name) for name in names]
