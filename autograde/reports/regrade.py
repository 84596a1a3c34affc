"""Who gains and who loses when a class is graded again, also before anything is written."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from autograde.course.class_settings import FILE as SETTINGS
from autograde.course.course import Assignment, CourseError
from autograde.course.csv_files import write_rows
from autograde.course.points import format_points
from autograde.course.release import is_current, is_registered, release
from autograde.course.requests import FILE as REQUESTS
from autograde.grading.results import Result
from autograde.grading.run import grade_all, prepare
from autograde.grading.submitted_folder import is_plain
from autograde.grading.workers import Run
from autograde.proof.scratch import scratch_course
from autograde.reports.report import class_results, kept_results

Watch = Callable[[Iterator[Result], int], list[Result]]


@dataclass(frozen=True)
class Regraded:
    """A student's points before and after.

    Parameters
    ----------
    student : str
        Who.
    before, after : float or None
        The points that count; None where nothing was graded.
    parts : tuple of str
        Where they differ, such as "half +2".
    """

    student: str
    before: float | None
    after: float | None
    parts: tuple[str, ...]

    @property
    def change(self) -> float:
        """What is gained."""
        return round((self.after or 0.0) - (self.before or 0.0), 6)


def preview(assignment: Assignment, run: Run, watch: Watch) -> list[Regraded]:
    """What grading all again with the tests as they are written now would change.

    It is done in a copy of the class; of the course nothing is changed.

    Raises
    ------
    CourseError
        If the gradebook is in a server, of which no copy can be made here.
    """
    before = graded_so_far(assignment)
    with copied_class(assignment) as copy:
        release(copy)
        again(copy, run, watch, feedback=False)
        return compare(before, graded_so_far(copy))


def regrade(assignment: Assignment, run: Run, watch: Watch) -> list[Regraded]:
    """Release what was changed, grade all again, and say what that changed."""
    before = graded_so_far(assignment)
    if not is_registered(assignment) or not is_current(assignment):
        release(assignment)
    again(assignment, run, watch, feedback=True)
    return compare(before, graded_so_far(assignment))


def again(assignment: Assignment, run: Run, watch: Watch, *, feedback: bool) -> None:
    """Grade everybody once more."""
    prepare(assignment)
    everyone = assignment.students
    watch(grade_all(assignment, everyone, run=run, feedback=feedback), len(everyone))


def graded_so_far(assignment: Assignment) -> dict[str, Result]:
    """The results of a class by student; none if nothing was graded yet."""
    if not kept_results(assignment)[0]:
        return {}
    return {result.student: result for result in class_results(assignment)}


@contextmanager
def copied_class(assignment: Assignment) -> Iterator[Assignment]:
    """The assignment in a copy of the course, with what was handed in and graded."""
    course = assignment.course
    gradebook = course.gradebook_file
    if gradebook is None:
        raise CourseError("A preview needs a copy of the gradebook, and this one is in a server.")
    with scratch_course(assignment) as copy:
        for student in assignment.students:
            for place in ("submitted", "autograded"):
                there = course.folder(place, student, assignment.name)
                if there.is_dir() and not (there.is_symlink() or there.parent.is_symlink()):
                    to = copy.course.folder(place, student, assignment.name)
                    shutil.copytree(there, to, ignore=_what_is_not_plain)
        for name in (SETTINGS, REQUESTS):
            if (course.classroom / name).is_file():
                shutil.copy(course.classroom / name, copy.course.classroom / name)
        if assignment.results.is_file():
            copy.results.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(assignment.results, copy.results)
        _copy_gradebook(gradebook, copy.course.root / "gradebook.db")
        yield copy


def _what_is_not_plain(folder: str, names: list[str]) -> list[str]:
    return [name for name in names if not is_plain(Path(folder, name))]


def _copy_gradebook(live: Path, copy: Path) -> None:
    if live.is_file():
        address = f"{live.as_uri()}?mode=ro"
        with (
            closing(sqlite3.connect(address, uri=True, timeout=60)) as source,
            closing(sqlite3.connect(copy)) as target,
        ):
            source.backup(target)


def compare(before: Mapping[str, Result], after: Mapping[str, Result]) -> list[Regraded]:
    """Everybody's points before and after: who loses most comes first."""
    found = [
        Regraded(
            student,
            before[student].counted if student in before else None,
            after[student].counted if student in after else None,
            _parts(before.get(student), after.get(student)),
        )
        for student in sorted({*before, *after})
    ]
    return sorted(found, key=lambda one: one.change)


def _parts(before: Result | None, after: Result | None) -> tuple[str, ...]:
    was = {one.question: one.points for one in before.outcomes} if before else {}
    said = []
    for outcome in after.outcomes if after else ():
        old, new = was.get(outcome.question), outcome.points
        if outcome.question in was and old != new:
            said.append(f"{outcome.question} {_difference(old, new)}")
    return tuple(said)


def _difference(old: float | None, new: float | None) -> str:
    """How much more, or that it waits.

    >>> _difference(1.0, 3.0), _difference(3.0, 0.5), _difference(2.0, None)
    ('+2', '−2.5', 'waits')
    """
    if new is None:
        return "waits"
    return signed(new - (old or 0.0))


def signed(points: float) -> str:
    """Points with their sign.

    >>> signed(2.0), signed(-0.5), signed(0.0)
    ('+2', '−0.5', '0')
    """
    mark = "+" if points > 0 else "−" if points < 0 else ""
    return f"{mark}{format_points(abs(points))}"


def in_words(changes: Sequence[Regraded]) -> str:
    """How many gain and lose, in a sentence."""
    gain = [one.change for one in changes if one.change > 0]
    lose = [one.change for one in changes if one.change < 0]
    said = [
        f"{len(some)} {verb} {format_points(abs(sum(some)))} points together"
        for some, verb in ((gain, "gain"), (lose, "lose"))
        if some
    ]
    stay = len(changes) - len(gain) - len(lose)
    return f"{', '.join([*said, f'{stay} stay as they are'])}."


def write_changes(changes: Sequence[Regraded], file: Path) -> None:
    """Write a line for each student."""
    rows: list[list[object]] = [["student", "before", "after", "change", "parts"]]
    for one in changes:
        rows.append([one.student, one.before, one.after, one.change, "; ".join(one.parts)])
    write_rows(file, rows, for_excel=True)
