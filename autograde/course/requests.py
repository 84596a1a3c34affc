"""What people asked for and what was decided, as rows of one file: nothing in it is overwritten.

`requests.csv` in the classroom has a line for each step: asked, granted, refused, withdrawn. What
holds is the last line of a number; those before it are its history.
"""

from __future__ import annotations

import csv
import fcntl
import getpass
import io
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, fields, replace
from datetime import UTC, datetime
from typing import IO

from autograde.course.course import Assignment, Course, CourseError
from autograde.course.csv_dialects import Place, heading, separator, table_of
from autograde.course.csv_files import as_meant, harmless
from autograde.course.request_kinds import Kind, State
from autograde.course.suggestions import did_you_mean
from autograde.course.times import FORM, moment, written

FILE = "requests.csv"  # in the classroom
EVERYBODY = "*"


@dataclass(frozen=True)
class Request:
    """A line of the file.

    Parameters
    ----------
    number : int
        The same for all lines about one thing.
    when, by : str
        When it was written, and by whom.
    student, assignment : str
        Whom and what it is about; a star is everybody.
    kind : Kind
        What is asked for.
    state : State
        What became of it.
    part : str
        The part that it is about, if it is about one.
    until : str
        The new deadline of an extension.
    text : str
        The reason, or the answer.
    """

    number: int
    when: str
    by: str
    student: str
    assignment: str
    kind: Kind
    state: State
    part: str = ""
    until: str = ""
    text: str = ""

    @property
    def who(self) -> str:
        """Whom it is about, in a word."""
        return "everybody" if self.student == EVERYBODY else self.student

    def __str__(self) -> str:
        about = f" of {self.part}" if self.part else ""
        until = moment(self.until)
        later = f" until {written(until)}" if until else ""
        said = f": {self.text}" if self.text else "."
        return f"{self.kind}{about}{later} {self.state} on {self.when[:10]} by {self.by}{said}"


COLUMNS = tuple(field.name for field in fields(Request))


def history(course: Course) -> list[Request]:
    """All lines of the file, in their order.

    Raises
    ------
    CourseError
        With the place of the first line that says nothing that can be meant.
    """
    file = course.classroom / FILE
    if not file.is_file() or not file.stat().st_size:
        return []
    return [_request(place, row) for place, row in table_of(file, COLUMNS)]


def as_they_stand(lines: Sequence[Request]) -> list[Request]:
    """The last line of each number."""
    return list({line.number: line for line in lines}.values())


def requests_of(course: Course, assignment: str) -> list[Request]:
    """The requests about an assignment as they stand."""
    return [one for one in as_they_stand(history(course)) if one.assignment == assignment]


def open_requests(course: Course, assignment: str) -> list[Request]:
    """What was asked about an assignment, and waits for an answer."""
    return [one for one in requests_of(course, assignment) if one.state is State.OPEN]


def waiting_requests(asked: Sequence[Request]) -> list[str]:
    """What waits for an answer, in a sentence, or none."""
    if not asked:
        return []
    are = "A request is" if len(asked) == 1 else f"{len(asked)} requests are"
    return [f"{are} open: `autograde requests {asked[0].assignment}`."]


def deadlines(course: Course, assignment: str) -> dict[str, datetime | None]:
    """By student, the deadline of the last extension; None where one was taken back."""
    found: dict[str, datetime | None] = {}
    for one in requests_of(course, assignment):
        if one.kind is Kind.EXTENSION:
            if one.state is State.GRANTED:
                found[one.student] = moment(one.until)
            elif one.state is not State.OPEN:
                found.setdefault(one.student, None)
    return found


def excused(course: Course, assignment: str) -> dict[str, Request]:
    """Who need not hand in."""
    asked = requests_of(course, assignment)
    return {o.student: o for o in asked if (o.kind, o.state) == (Kind.EXCUSE, State.GRANTED)}


def forgiven(course: Course, assignment: str) -> list[str]:
    """The parts of which everybody has all points."""
    return sorted({one.part for one in _forgiving(course, assignment)})


def about_forgiven(course: Course, assignment: str) -> list[str]:
    """A sentence on each part of which everybody has all points."""
    return [
        f"Everybody has all points of {one.part}{f': {one.text}' if one.text else '.'}"
        for one in _forgiving(course, assignment)
    ]


def _forgiving(course: Course, assignment: str) -> list[Request]:
    asked = requests_of(course, assignment)
    return [one for one in asked if (one.kind, one.state) == (Kind.FORGIVE, State.GRANTED)]


def add(
    course: Course,
    student: str,
    assignment: str,
    kind: Kind,
    state: State,
    *,
    by: str = "",
    part: str = "",
    until: str = "",
    text: str = "",
) -> Request:
    """Write down something new; whoever asks checks that student and assignment are known."""
    with _opened(course) as (file, lines):
        number = 1 + max((line.number for line in lines), default=0)
        now, who = _now(), by or getpass.getuser()
        new = Request(number, now, who, student, assignment, kind, state, part, until, text)
        _append(file, new)
    return new


def settle(
    course: Course, number: int, state: State, *, by: str = "", text: str = "", until: str = ""
) -> Request:
    """Write down what became of a request.

    Raises
    ------
    CourseError
        If there is none of this number, or it stands so already.
    """
    with _opened(course) as (file, lines):
        before = _known(lines, number)
        if before.state is state and until in ("", before.until):
            raise CourseError(f"Request {number} is {state} already, since {before.when[:10]}.")
        if before.kind is Kind.EXTENSION and state is State.GRANTED and not (until or before.until):
            raise CourseError(f"Until when? --until {FORM}.")
        who = by or getpass.getuser()
        new = replace(before, when=_now(), by=who, state=state, text=text)
        new = replace(new, until=until or before.until)
        _append(file, new)
    return new


@contextmanager
def _opened(course: Course) -> Iterator[tuple[IO[str], list[Request]]]:
    """The file to be written at its end, by one person at a time, and its lines."""
    path = course.classroom / FILE
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a+", encoding="utf-8", newline="") as file:
        fcntl.lockf(file, fcntl.LOCK_EX)
        yield file, history(course)


def _append(file: IO[str], request: Request) -> None:
    """Write a line with the separator that the file has, in its order of columns."""
    file.seek(0)
    text = file.read().removeprefix("\ufeff")
    line = io.StringIO()
    mark = separator(text, COLUMNS) if text else ","
    writer = csv.writer(line, delimiter=mark)
    names = list(COLUMNS)
    if text:
        names = [heading(name) for name in next(csv.reader([text.splitlines()[0]], delimiter=mark))]
    else:
        writer.writerow(names)
    said = asdict(request)
    writer.writerow([harmless(said.get(name, "")) for name in names])
    file.write(("\n" if text and not text.endswith("\n") else "") + line.getvalue())


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")


def _request(place: Place, row: dict[str, str]) -> Request:
    said = {name: as_meant(row.get(name, "")) for name in COLUMNS}
    problem = _problem(said)
    if problem:
        raise CourseError(f"{place}: {problem}")
    number, kind, state = int(said["number"]), Kind(said["kind"]), State(said["state"])
    who = said["when"], said["by"], said["student"], said["assignment"]
    return Request(number, *who, kind, state, said["part"], said["until"], said["text"])


def _problem(said: dict[str, str]) -> str:
    """The sentence that says what is wrong with a line, or ""."""
    if not said["number"].isdigit():
        return f"number should be a whole number, and is {said['number']!r}."
    for name, known in (("kind", Kind), ("state", State)):
        if said[name] not in set(known):
            return f"there is no {name} {said[name]!r}. {did_you_mean(said[name], known)}"
    granted = (said["kind"], said["state"]) == (Kind.EXTENSION, State.GRANTED)
    if (granted or said["until"]) and not moment(said["until"]):
        return f"until should be a time with its offset, such as {FORM}."
    return ""


def by_number(course: Course, number: int) -> Request:
    """A request as it stands, or a `CourseError`."""
    return _known(history(course), number)


def _known(lines: Sequence[Request], number: int) -> Request:
    known = {line.number: line for line in lines}
    if number not in known:
        hint = did_you_mean(str(number), map(str, known))
        raise CourseError(f"There is no request number {number}. {hint}")
    return known[number]


def last_extension(course: Course, student: str, assignment: str) -> int:
    """The number of a student's last extension, or a `CourseError`."""
    found = [
        one.number
        for one in requests_of(course, assignment)
        if (one.student, one.kind, one.state) == (student, Kind.EXTENSION, State.GRANTED)
    ]
    if not found:
        raise CourseError(f"{student} has no more time for {assignment} than others.")
    return found[-1]


def check_part(assignment: Assignment, part: str) -> None:
    """Raise a `CourseError` with the nearest name if an assignment has no such part."""
    known = [question.name for question in assignment.questions]
    if part not in known:
        raise CourseError(f"{assignment} has no part {part}. {did_you_mean(part, known)}")


def check_student(course: Course, student: str) -> None:
    """Raise a `CourseError` with the nearest name if a student is neither listed nor handed in."""
    with course.gradebook() as gradebook:
        known = {one.id for one in gradebook.students}
    known |= {path.name for path in course.folder("submitted").glob("[!.]*")}
    if student not in known:
        raise CourseError(f"There is no student {student}. {did_you_mean(student, known)}")
