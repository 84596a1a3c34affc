"""Pairs worth a look in this class, and between it and the classes of other years."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from autograde.answers import Answers
from autograde.classrooms import HERE, Classroom
from autograde.course.course import Course
from autograde.handed_in_answers import answers_of_classes, label
from autograde.similarity import CAVEAT, SMALLEST_CLASS, Pair, unlikely_pairs

ACROSS_YEARS = (
    "Between years there is one reason more: both may have learned from the same text, such as a "
    "solution that was handed out once."
)


@dataclass(frozen=True)
class Similar:
    """What to look at.

    Parameters
    ----------
    pairs : tuple of Pair
        The least likely first; at least one of the two is of this class.
    repeaters : tuple of Pair
        Those whose names are the same in both classes: perhaps one person, with their own work.
    compared : tuple of (str, int)
        Each class and how many of its students have answers.
    answers : Answers
        What they wrote.
    """

    pairs: tuple[Pair, ...]
    repeaters: tuple[Pair, ...]
    compared: tuple[tuple[str, int], ...]
    answers: Answers

    @property
    def enough(self) -> bool:
        """Whether there are enough students to say what is chance."""
        return sum(count for _, count in self.compared) >= SMALLEST_CLASS

    @property
    def caveat(self) -> str:
        """What a pair does not prove."""
        return f"{CAVEAT} {ACROSS_YEARS}" if len(self.compared) > 1 else CAVEAT


def similar(
    course: Course,
    assignment: str,
    rooms: Sequence[Classroom],
    tick: Callable[[], None] = lambda: None,
) -> Similar:
    """Compare the answers of this class with each other and with those of other classes.

    What was handed out, the instructors' answers, and whatever more than a few students of all
    these classes have in common does not count.
    """
    course.check_name(assignment)
    answers = answers_of_classes(course, assignment, rooms, tick)
    people = {
        label(student, room): (student, room.name)
        for room in rooms
        for student in room.course.students(assignment)
    }
    there = {who for by_student in answers.sources.values() for who in by_student}
    pairs = [
        pair
        for pair in unlikely_pairs(answers.fragments(), answers.given)
        if HERE in {people[who][1] for who in pair.students}
    ]
    same = [pair for pair in pairs if len({people[who][0] for who in pair.students}) == 1]
    counts = {room.name: 0 for room in rooms}
    for who in there:
        counts[people[who][1]] += 1
    others = tuple(pair for pair in pairs if pair not in same)
    compared = sorted(counts.items(), key=lambda count: count[0] != HERE)  # this class first
    return Similar(others, tuple(same), tuple(compared), answers)
