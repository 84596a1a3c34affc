"""What a class handed in elsewhere, brought to its places: whose is it, what is in it, and when."""

from __future__ import annotations

import shutil
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from pathlib import Path

from autograde.archive.parcel import Files, Item, Parcel, Told, grade_ids, notebooks_in
from autograde.archive.unpack import Entry, entries_of
from autograde.archive.whose import ClassList, Named, named
from autograde.course.course import Assignment, Course, CourseError
from autograde.course.questions import grade_id
from autograde.grading.late import deadline
from autograde.grading.submitted_folder import (
    SECRET,
    TIMESTAMP,
    Linked,
    handed_in_at,
    plain_files,
    refuse_link,
)
from autograde.grading.submitted_folder import Refused as TooMuch
from autograde.roster.class_list import wrong

ENOUGH = 20  # notebooks that say which assignment it is
ASIDE = "replaced"  # the folder of what somebody handed in again
SPREAD = timedelta(minutes=10)  # of the times of files that were not all written by one packing


class State(StrEnum):
    """What became of a submission."""

    NEW = "new"
    REPLACED = "replaced"
    UNCHANGED = "unchanged"
    OLDER = "older than what is there"
    KEPT = "without a notebook, so what is there stays"
    REFUSED = "refused"


@dataclass(frozen=True)
class Collected:
    """A student of whom something was found."""

    student: str
    state: State
    files: int
    when: datetime | None
    notes: tuple[str, ...]


@dataclass(frozen=True)
class Collection:
    """What became of some archives.

    Parameters
    ----------
    assignment : str
        What they hold.
    collected : tuple of Collected
        By student.
    unmatched : tuple of (str, str)
        Names of files, and why nobody knows whose they are.
    refused : tuple of (str, str)
        Names of files, and why they were not taken.
    times : str
        Where the times come from, in a sentence.
    """

    assignment: str
    collected: tuple[Collected, ...]
    unmatched: tuple[tuple[str, str], ...]
    refused: tuple[tuple[str, str], ...]
    times: str


def collect(
    course: Course,
    files: Sequence[Path],
    name: str | None = None,
    *,
    said: Mapping[str, str] | None = None,
    use_times: bool = True,
    dry_run: bool = False,
) -> Collection:
    """Bring what is in archives, mails and folders to the places of submissions.

    Parameters
    ----------
    course : Course
        Whose class list says who there is.
    files : sequence of Path
        Zip archives, mails, mailboxes and folders.
    name : str, optional
        The assignment; that of most notebooks if none.
    said : mapping, optional
        Whose names are that are not in the class list.
    use_times : bool
        Whether times are written down, by which work may be late.
    dry_run : bool
        Whether nothing is to be written.

    Raises
    ------
    CourseError
        If there is no class list, or a file is none of these.
    """
    with course.gradebook() as gradebook:
        students = gradebook.students
        if not students:
            raise CourseError(
                "The gradebook has no class list yet: `autograde students FILE.csv` brings it in."
            )
        for student in (said or {}).values():
            if student not in {one.id for one in students}:
                raise CourseError(f"--who: there is no student {student} in the class list.")
        own = [one for known in course.assignments for one in (known, *_names(course, known))]
        people = ClassList(students, own, said)
    refused: Told = []
    with ExitStack() as stack:
        entries = [one for file in files for one in entries_of(file, stack, refused)]
        found, unmatched = _by_student(entries, people)
        if not found and not name:
            raise CourseError(_why_nothing(unmatched, refused))
        parcels = [Parcel(student, items) for student, items in sorted(found.items())]
        assignment = course.assignment(name) if name else _assignment_of(course, parcels)
        times = _settle_times(parcels, deadline(course, assignment.name), use_times)
        collected = [_brought(assignment, parcel, refused, dry_run) for parcel in parcels]
    return Collection(assignment.name, tuple(collected), tuple(unmatched), tuple(refused), times)


def _names(course: Course, assignment: str) -> list[str]:
    return [notebook.name for notebook in course.assignment(assignment).notebooks]


def _by_student(entries: Iterable[Entry], people: ClassList) -> tuple[dict[str, list[Item]], Told]:
    """The files of each student, and those of which nobody knows whose they are."""
    found: dict[str, list[Item]] = defaultdict(list)
    unmatched: Told = []
    for entry in entries:
        who, about = _whose(entry, people)
        if len(who) == 1:
            found[next(iter(who))].append((entry, about))
        else:
            source = f"{entry.sender}: {entry.path}" if entry.sender else str(entry.path)
            unmatched.append((f"{entry.origin}: {source}", _why_not(who)))
    return found, unmatched


def _whose(entry: Entry, people: ClassList) -> tuple[set[str], Named]:
    """The students whose a file may be, and what its name says."""
    if entry.sender:
        return people.whose(entry.sender), Named(entry.sender, entry.path)
    about = named(entry.path)
    who = people.whose(about.who, about.number) if about else set()
    if about and who:
        return who, about
    who, rest = people.place(entry.path)
    return who, Named("", rest)


def _why_not(who: set[str]) -> str:
    if who:
        return f"may be of {' or '.join(sorted(who))}"
    return "names nobody in the class list"


def _why_nothing(unmatched: Told, refused: Told) -> str:
    """Why there is no submission of anybody, with the first file and what is said of it."""
    told = [*unmatched, *refused]
    if not told:
        return "Nothing was collected: there is no file in it."
    (file, why), *others = told
    more = f" There are {len(others)} more." if others else ""
    hint = " `--who NAME=STUDENT` says whose a name is." if unmatched else ""
    return f"Nothing was collected: {file} {why}.{more}{hint}"


def _assignment_of(course: Course, parcels: Sequence[Parcel]) -> Assignment:
    """The assignment of which most notebooks are."""
    known = {name: _asked(course.assignment(name)) for name in course.assignments}
    votes: Counter[str] = Counter()
    for parcel in parcels:
        mine = grade_ids(parcel.read([]))
        shared = Counter({name: len(mine & ids) for name, ids in known.items()})
        (first, most), *others = shared.most_common(2)
        if most > max((count for _, count in others), default=0):
            votes[first] += 1
        if votes.total() == ENOUGH:
            break
    if not votes:
        said = "The cells in it do not tell which assignment it is."
        raise CourseError(f"{said} Which? --assignment NAME.")
    return course.assignment(votes.most_common(1)[0][0])


def _asked(assignment: Assignment) -> set[str]:
    """The names of an assignment's cells."""
    cells = [cell for one in assignment.notebooks for cell in one.written().cells]
    return {name for cell in cells if (name := grade_id(cell))}


def _settle_times(parcels: Sequence[Parcel], due: datetime | None, use_times: bool) -> str:
    """Keep of the times what tells when something was handed in; where they come from.

    The times of files are those of packing where they are all alike: Canvas writes it so. Whom
    a platform does not mark as late was in time, where it marks others.
    """
    times = [parcel.when for parcel in parcels if parcel.when and not parcel.is_dated]
    is_spread = bool(times) and max(times) - min(times) > SPREAD
    marks = any(parcel.late for parcel in parcels)
    for parcel in parcels:
        in_time = marks and not parcel.late and due and parcel.when and parcel.when > due
        if not use_times or not (is_spread or parcel.is_dated) or in_time:
            parcel.when = None
        if parcel.late and parcel.when is None:
            parcel.notes.append("is marked as late, and no time is known")
    if any(parcel.when for parcel in parcels):
        return "Times of handing in are those in it."
    if use_times and times:
        return "All times in it are those of packing: none was written down, so nobody is late."
    return "No times were written down, so nobody is late."


def _brought(assignment: Assignment, parcel: Parcel, refused: Told, dry_run: bool) -> Collected:
    """Put a submission in its place; the one that was there is moved aside, not deleted."""
    student, to = parcel.student, assignment.submitted(parcel.student)
    try:
        if wrong("id", student):
            raise Linked(wrong("id", student))
        refuse_link(to)
        files = parcel.read(refused)
        state = _state(to, files, parcel.when)
        if not dry_run and state in (State.NEW, State.REPLACED):
            _write(assignment, parcel, files, to)
    except (OSError, Linked, TooMuch) as reason:
        return Collected(student, State.REFUSED, 0, None, (str(reason),))
    notes = (*parcel.notes, *_about_notebooks(assignment, files))
    return Collected(student, state, len(files), parcel.when, notes)


def _about_notebooks(assignment: Assignment, files: Files) -> list[str]:
    notebooks = notebooks_in(files)
    if not notebooks:
        there = ", ".join(str(path) for path in list(files)[:3]) or "nothing"
        return [f"no notebook in it: {there}"]
    if not grade_ids(files) & _asked(assignment):
        return [f"no notebook of {assignment} in it: {', '.join(map(str, notebooks))}"]
    if len(notebooks) > len(assignment.notebooks):
        return [f"{len(notebooks)} notebooks, of which the one with most answers counts"]
    return []


def _state(to: Path, files: Files, when: datetime | None) -> State:
    if not to.is_dir() or not any(to.iterdir()):
        return State.NEW
    there = {
        path.relative_to(to).as_posix(): path.read_bytes()
        for path in plain_files(to)
        if path != to / TIMESTAMP and path.name != SECRET
    }
    if there == {str(path): content for path, content in files.items()}:
        return State.UNCHANGED
    if not notebooks_in(files) and any(name.lower().endswith(".ipynb") for name in there):
        return State.KEPT
    before = handed_in_at(to)
    return State.OLDER if before and when and when < before else State.REPLACED


def _write(assignment: Assignment, parcel: Parcel, files: Files, to: Path) -> None:
    """Write a submission beside its place first, so that half of one is never seen."""
    new = to.with_name(f".{to.name}.new")
    shutil.rmtree(new, ignore_errors=True)
    try:
        new.mkdir(parents=True)
        for path, content in files.items():
            (new / path).parent.mkdir(parents=True, exist_ok=True)
            (new / path).write_bytes(content)
        if parcel.when:
            (new / TIMESTAMP).write_text(f"{parcel.when.isoformat(' ')} UTC", encoding="utf-8")
        if to.is_dir():
            aside = assignment.course.classroom / ASIDE / parcel.student
            aside.mkdir(parents=True, exist_ok=True)
            shutil.move(to, aside / f"{to.name}-{datetime.now():%Y%m%d-%H%M%S-%f}")
        new.rename(to)
    finally:
        shutil.rmtree(new, ignore_errors=True)
