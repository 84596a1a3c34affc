"""How the parts of an assignment fared over the years: solved, points, mistakes, discrimination."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from nbgrader.api import MissingEntry
from sqlalchemy.exc import SQLAlchemyError

from autograde.classrooms import HERE, Classroom, classrooms
from autograde.course.course import Course, CourseError
from autograde.grading import results
from autograde.grading.results import Result, Status
from autograde.reports.report import Difficulty, Mistake, class_results, difficulties

FEWEST = 10  # students, below which a correlation means nothing
LOW = 0.1  # discrimination, below which a part hardly tells who knows more


@dataclass(frozen=True)
class Year:
    """A part in one class.

    Parameters
    ----------
    name : str
        Of the class.
    graded, solved, unanswered : int
        How many were graded, got all the points, and left it as it was handed out.
    mean : float or None
        Points on average; None as long as most wait for a person.
    worth : float
        What it could have given.
    discrimination : float or None
        The correlation of solving it with the points in the other parts; None where it says
        nothing, because everyone or no one solved it or fewer than ten were graded.
    mistakes : tuple of Mistake
        The most frequent first.
    """

    name: str
    graded: int
    solved: int
    unanswered: int
    mean: float | None
    worth: float
    discrimination: float | None
    mistakes: tuple[Mistake, ...]

    @property
    def share(self) -> float:
        """Of those graded, who solved it."""
        return self.solved / self.graded if self.graded else 0.0


@dataclass(frozen=True)
class Part:
    """A part over the years, the earliest class first and this one last."""

    question: str
    number: int
    years: tuple[Year, ...]

    @property
    def mistakes(self) -> tuple[Mistake, ...]:
        """The mistakes of all years together, the most frequent first."""
        counts: dict[str, int] = {}
        for year in self.years:
            for mistake in year.mistakes:
                counts[mistake.sentence] = counts.get(mistake.sentence, 0) + mistake.count
        return tuple(Mistake(*item) for item in sorted(counts.items(), key=lambda item: -item[1]))


@dataclass(frozen=True)
class Statistics:
    """The parts of an assignment, and the classes by name with how many were graded."""

    parts: tuple[Part, ...]
    classes: tuple[tuple[str, int], ...]


def statistics(course: Course, assignment: str, folders: Sequence[Path] = ()) -> Statistics:
    """How each part fared in this class and in those of other classroom folders.

    Raises
    ------
    CourseError
        If nothing was graded in one of them, or a folder is no classroom.
    """
    course.check_name(assignment)
    with classrooms(course, folders) as rooms:
        return of_classes({room.name: _results(room, assignment) for room in rooms})


def _results(room: Classroom, assignment: str) -> list[Result]:
    """The results of a class, by its gradebook or, if that does not fit any more, its record."""
    if room.name == HERE:
        return class_results(room.course, assignment)
    kept = results.load(room.course.record(assignment))
    if not kept:
        raise CourseError(f"Nothing of {assignment} was graded in {room.name}.")
    if room.has_gradebook:
        try:
            return class_results(room.course, assignment)
        except (MissingEntry, SQLAlchemyError, LookupError, OSError, ValueError):
            pass  # another version of the assignment, or of nbgrader
    return [kept[student] for student in sorted(kept)]


def of_classes(by_class: dict[str, list[Result]]) -> Statistics:
    """The statistics of classes by name; the last one says which parts there are first."""
    found = {name: {d.question: d for d in difficulties(rs)} for name, rs in by_class.items()}
    order = list(dict.fromkeys(q for by_question in reversed(found.values()) for q in by_question))
    parts = tuple(
        Part(
            question,
            number,
            tuple(
                _year(name, by_question[question], by_class[name])
                for name, by_question in found.items()
                if question in by_question
            ),
        )
        for number, question in enumerate(order, start=1)
    )
    counts = (
        (name, sum(r.status is not Status.FAILED for r in rs)) for name, rs in by_class.items()
    )
    return Statistics(parts, tuple(counts))


def _year(name: str, difficulty: Difficulty, results: Sequence[Result]) -> Year:
    worths = [o.worth for r in results for o in r.outcomes if o.question == difficulty.question]
    worth = max(worths, default=0.0)
    return Year(
        name,
        difficulty.graded,
        difficulty.solved,
        difficulty.unanswered,
        None if difficulty.share is None else difficulty.share * worth,
        worth,
        discrimination(difficulty.question, results),
        difficulty.mistakes,
    )


def discrimination(question: str, results: Sequence[Result]) -> float | None:
    """The point-biserial correlation of solving a part with the points in all other parts.

    The part itself does not count among the points, or it would agree with itself; nor do parts
    that wait for a person in any submission, nor submissions that could not be read.
    """
    graded = [result for result in results if result.status is Status.GRADED]
    waiting = {o.question for result in graded for o in result.outcomes if o.points is None}
    pairs = [
        (own.points == own.worth, _rest(result, waiting | {question}))
        for result in graded
        for own in result.outcomes
        if own.question == question and own.points is not None and own.worth
    ]
    return point_biserial(pairs)


def _rest(result: Result, without: set[str]) -> float:
    return sum(o.points or 0.0 for o in result.outcomes if o.question not in without)


def point_biserial(pairs: Sequence[tuple[bool, float]]) -> float | None:
    r"""How well solving a part tells who has many points elsewhere.

    With :math:`M_1`, :math:`M_0` the mean points of those who did and did not solve it, :math:`s`
    the standard deviation of all, and :math:`p` the share that solved it,

    .. math:: r = \frac{M_1 - M_0}{s} \sqrt{p (1 - p)}.

    >>> point_biserial([(True, 2.0), (False, 0.0)] * 5)
    1.0
    >>> point_biserial([(True, 2.0), (True, 0.0)] * 5) is None
    True
    """
    solved = [points for right, points in pairs if right]
    others = [points for right, points in pairs if not right]
    spread = float(np.std([points for _, points in pairs])) if pairs else 0.0
    if len(pairs) < FEWEST or not solved or not others or not spread:
        return None
    share = len(solved) / len(pairs)
    between = float(np.mean(solved) - np.mean(others))
    return between / spread * math.sqrt(share * (1 - share))
