"""Which submissions share more than chance explains, by what their answers have in common.

For each question, what two students share and at most a few others have is counted. How often
two students of this class share that much in that question is known: all pairs of the class have
been compared. If sharing in one question said nothing about the next, the chance of sharing in
several would be the product; a pair is named when fewer than one such pair is expected in a
hundred classes. That assumption is never quite true, which `CAVEAT` says to whoever reads it.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Set
from dataclasses import dataclass
from itertools import combinations

import numpy as np
import numpy.typing as npt

SMALLEST_CLASS = 10  # below, "seldom" means nothing
LARGEST_GROUP = 10  # what more students share is common knowledge; also bounds the work
EXPECTED = 0.01  # pairs by chance in the whole class, at most
ALIKE = 0.5  # of what is left of two answers without what is common
STEP = 0.1  # of surprise, in which it is added up

CAVEAT = (
    "This proves nothing. Chance is reckoned as if sharing in one question said nothing about the "
    "next; people who learned from the same book, tutor or programme, or who were allowed to work "
    "together, share habits in every question. Nor does an empty list prove that nobody copied: "
    "answers of a line or two are alike by nature and hardly count, and what many students "
    "have in common does not count at all. Read both answers, and ask."
)

Students = tuple[str, str]
Fragments = Mapping[str, Set[str]]  # by student


@dataclass(frozen=True)
class Shared:
    """What two students share in a question and few others have.

    Parameters
    ----------
    question : str
        Its name.
    fragments : int
        How many fragments.
    share : float
        Of both answers, without what is common; 1 if they are the same.
    """

    question: str
    fragments: int
    share: float


@dataclass(frozen=True)
class Pair:
    """Two students who share more than chance explains.

    Parameters
    ----------
    students : tuple of str
        Their names.
    shared : tuple of Shared
        A question each, most fragments first.
    expected : float
        How many such pairs a class like this would have by chance.
    """

    students: Students
    shared: tuple[Shared, ...]
    expected: float


def unlikely_pairs(answers: Mapping[str, Fragments], given: Set[str] = frozenset()) -> list[Pair]:
    """The pairs that share more than chance explains, the least likely first.

    Parameters
    ----------
    answers : mapping
        By question, then by student, the fragments of the answer.
    given : set of str
        What everybody was given, or is expected to write.

    Returns
    -------
    list of Pair
        Empty in a class of fewer than ten, where nothing can be said.
    """
    students = {student for answered in answers.values() for student in answered}
    if len(students) < SMALLEST_CLASS:
        return []
    group = min(LARGEST_GROUP, max(3, len(students) // 4))
    known = given | _in_several(answers)
    found = {name: _shared(name, answered, known, group) for name, answered in answers.items()}
    return _unlikely(found, math.comb(len(students), 2))


def _in_several(answers: Mapping[str, Fragments]) -> set[str]:
    """Fragments of more than one question: a habit, or the language, and no sign of anything."""
    questions = Counter(
        fragment for answered in answers.values() for fragment in set().union(*answered.values())
    )
    return {fragment for fragment, count in questions.items() if count > 1}


def _shared(
    question: str, answered: Fragments, known: Set[str], group: int
) -> dict[Students, Shared]:
    """What each pair shares, for pairs whose answers are alike; never looks at all pairs."""
    owners: dict[str, list[str]] = {}
    for student in sorted(answered):
        for fragment in answered[student] - known:
            owners.setdefault(fragment, []).append(student)
    seldom = [who for who in owners.values() if len(who) <= group]
    sizes = Counter(student for who in seldom for student in who)
    counts = Counter(pair for who in seldom for pair in combinations(who, 2))
    shares = {(a, b): 2 * n / (sizes[a] + sizes[b]) for (a, b), n in counts.items()}
    return {
        pair: Shared(question, counts[pair], share)
        for pair, share in shares.items()
        if share >= ALIKE
    }


def _unlikely(found: Mapping[str, dict[Students, Shared]], pairs: int) -> list[Pair]:
    surprises = {question: _surprises(shared, pairs) for question, shared in found.items()}
    tail = _tail([(shared, surprises[q]) for q, shared in found.items()], pairs)
    by_pair: dict[Students, list[Shared]] = {}
    for shared in found.values():
        for students, one in shared.items():
            by_pair.setdefault(students, []).append(one)
    named = []
    for students, parts in by_pair.items():
        surprise = sum(surprises[part.question][part.fragments] for part in parts)
        expected = pairs * float(tail[surprise])
        if expected <= EXPECTED:
            parts.sort(key=lambda part: -part.fragments)
            named.append(Pair(students, tuple(parts), expected))
    return sorted(named, key=lambda pair: (pair.expected, pair.students))


def _surprises(shared: Mapping[Students, Shared], pairs: int) -> dict[int, int]:
    """By number of fragments, −log of the share of pairs with so many or more, in steps."""
    counts = Counter(one.fragments for one in shared.values())
    at_least, surprises = 0, {}
    for fragments in sorted(counts, reverse=True):
        at_least += counts[fragments]
        surprises[fragments] = int(-math.log(at_least / pairs) / STEP)
    return surprises


def _tail(
    questions: list[tuple[dict[Students, Shared], dict[int, int]]], pairs: int
) -> npt.NDArray[np.float64]:
    """The chance of each surprise or a greater one, if questions were independent."""
    mass = np.ones(1)
    for shared, surprises in questions:
        mass = np.convolve(mass, _mass(shared, surprises, pairs))
    return np.cumsum(mass[::-1])[::-1]


def _mass(
    shared: Mapping[Students, Shared], surprises: Mapping[int, int], pairs: int
) -> npt.NDArray[np.float64]:
    """How the surprise of one question is distributed over all pairs of the class."""
    mass = np.zeros(max(surprises.values(), default=0) + 1)
    for one in shared.values():
        mass[surprises[one.fragments]] += 1 / pairs
    mass[0] += 1 - len(shared) / pairs
    return mass
