"""How far a learner is: what is done, what comes next, what is due; computed from what is noted."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from chainrule.exercises.outline import Chapter, Task
from chainrule.exercises.parts import parts
from chainrule.exercises.questions.recalling import due_days
from chainrule.exercises.questions.record import Entry

DONE, NOT_YET, OPEN = "done", "not yet", "open"


@dataclass(frozen=True)
class TaskStanding:
    """A task and how it stands.

    Parameters
    ----------
    task : Task
        What is asked.
    label : str
        What it is called on a page.
    state : {"done", "not yet", "open"}
        A prediction is done when it was answered, the rest when the last try was right.
    when : str
        The day of the last try, as ISO 8601 writes it; empty without one.
    """

    task: Task
    label: str
    state: str
    when: str


@dataclass(frozen=True)
class ChapterStanding:
    """A chapter and how each of its tasks stands."""

    chapter: Chapter
    tasks: tuple[TaskStanding, ...]

    def count(self, kind: str) -> tuple[int, int]:
        """How many tasks of a kind are done, of how many."""
        states = [one.state for one in self.tasks if one.task.kind == kind]
        return states.count(DONE), len(states)

    @property
    def needed(self) -> tuple[TaskStanding, ...]:
        """The tasks that make it done."""
        return tuple(one for one in self.tasks if one.task in self.chapter.needed)

    @property
    def left(self) -> tuple[TaskStanding, ...]:
        """The needed tasks that are not done."""
        return tuple(one for one in self.needed if one.state != DONE)

    @property
    def begun(self) -> bool:
        """Whether anything in it was tried."""
        return any(one.when for one in self.tasks)

    @property
    def done(self) -> bool:
        """Whether nothing needed is left."""
        return bool(self.needed) and not self.left


@dataclass(frozen=True)
class Standing:
    """A learner's place in the course.

    Parameters
    ----------
    chapters : tuple of ChapterStanding
        All notebooks in their order.
    continued : tuple of ChapterStanding and TaskStanding, or None
        Where to go on; None when all is done.
    due : int
        The number of questions that are due for review.
    next_review : str
        The day on which the next question is due, as ISO 8601 writes it; empty without one.
    days : int
        The number of days on which something was answered.
    """

    chapters: tuple[ChapterStanding, ...]
    continued: tuple[ChapterStanding, TaskStanding] | None
    due: int
    next_review: str
    days: int

    def count(self, kind: str, gallery: bool = False) -> tuple[int, int]:
        """How many tasks of a kind are done in the course, of how many; the gallery is extra."""
        counts = [
            one.count(kind) for one in self.chapters if gallery or one.chapter.kind != "gallery"
        ]
        return sum(done for done, _ in counts), sum(number for _, number in counts)

    @property
    def finished(self) -> bool:
        """Whether every part of the course passes."""
        done, number = self.count("part")
        return number > 0 and done == number

    @property
    def next(self) -> str:
        """Where to go on, in words.

        >>> Standing((), None, 0, "", 0).next
        'All is done.'
        """
        if self.continued is None:
            return "All is done."
        chapter, task = self.continued
        verb = "Continue" if any(one.begun for one in self.chapters) else "Begin"
        where = f"{chapter.chapter.kind} {chapter.chapter.number}"
        return f"{verb}: {where}, {task.label}" if chapter.begun else f"{verb}: {where}"

    @property
    def review(self) -> str:
        """What is due, in words."""
        if self.due:
            return f"{self.due} question{' is' if self.due == 1 else 's are'} due for review."
        if self.next_review:
            day = date.fromisoformat(self.next_review)
            return f"Nothing is due for review today; the next question on {day.day} {day:%B}."
        return "Nothing to review yet: answer a lecture's questions first."

    def as_dict(self) -> dict[str, Any]:
        """All of it as plain data, for JSON."""
        words = {"next": self.next, "review": self.review, "finished": self.finished}
        return {**asdict(self), **words}

    def __str__(self) -> str:
        lines = [self.next, self.review]
        for kind in ("part", "prediction", "exercise"):
            done, number = self.count(kind)
            lines.append(f"{kind + 's':<12}{done:>4} of {number}")
        return "\n".join(lines)


def standing(
    chapters: Sequence[Chapter], entries: Iterable[Entry], today: date | None = None
) -> Standing:
    """How far one is, by what was noted of one's answers; `entries` come oldest first.

    >>> from chainrule.exercises.outline import Task
    >>> asked = (Task("part", "gate", "gate"),)
    >>> gates = Chapter("assignments/01_gates/01_gates.ipynb", "Gates", asked)
    >>> standing([gates], []).next
    'Begin: assignment 1'
    >>> found = standing([gates], [Entry("part gate", "", True, "2026-11-30T10:00:00+00:00")])
    >>> found.finished, found.next
    (True, 'All is done.')
    """
    noted = list(entries)
    latest = {entry.name: entry for entry in noted}
    whole = tuple(
        ChapterStanding(one, tuple(standing_of(task, latest) for task in one.tasks))
        for one in chapters
    )
    now, days = today or date.today(), due_days(noted)
    later = [day for day in days.values() if day > now]
    return Standing(
        whole, continued([one for one in whole if one.chapter.kind != "gallery"]),
        sum(day <= now for day in days.values()), min(later).isoformat() if later else "",
        len({entry.day for entry in noted}),
    )  # fmt: skip


def standing_of(task: Task, latest: dict[str, Entry]) -> TaskStanding:
    """How a task stands by the latest answers."""
    number = f"part {parts[task.name].number} · " if task.name in parts else ""
    label = f"{number}{task.name}" if number else f"{task.kind} {task.name.replace('-', ' ')}"
    entry = latest.get(task.noted)
    if entry is None:
        return TaskStanding(task, label, OPEN, "")
    done = entry.right or task.kind == "prediction"
    return TaskStanding(task, label, DONE if done else NOT_YET, entry.day.isoformat())


def continued(
    chapters: Sequence[ChapterStanding],
) -> tuple[ChapterStanding, TaskStanding] | None:
    """Where to go on: in the furthest chapter that was begun, then after it, then before."""
    begun = [k for k, one in enumerate(chapters) if one.begun]
    last = begun[-1] if begun else 0
    order = [*chapters[last:], *reversed(chapters[:last])]
    return next(((one, one.left[0]) for one in order if one.left), None)
