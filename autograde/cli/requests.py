"""The commands about what people ask for: `autograde extend | excuse | request | settle`."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console, RenderableType

from autograde.cli.options import (
    HERE,
    REQUESTS,
    AssignmentName,
    CourseFolder,
    complete_assignments,
    complete_listed,
    open_course,
    sentences,
)
from autograde.course.request_kinds import Kind, State
from autograde.pages.letters import cell

if TYPE_CHECKING:  # nbgrader takes two seconds to import: not for `autograde --help`
    from autograde.course.course import Course
    from autograde.course.requests import Request

app = typer.Typer()
Student = Annotated[
    str,
    typer.Argument(
        help="Who, by the id of the class list.",
        metavar="STUDENT",
        autocompletion=complete_listed,
    ),
]
Why = Annotated[str, typer.Option("--why", help="The reason, in words.")]
By = Annotated[str, typer.Option("--by", help="Who decides; the name of your account if none.")]


@app.command(rich_help_panel=REQUESTS)
def extend(
    student: Student,
    assignment: AssignmentName,
    until: Annotated[
        str, typer.Option(help="The new deadline with its offset, such as 2030-01-31T23:59+01:00.")
    ] = "",
    withdraw: Annotated[bool, typer.Option("--withdraw", help="Take it back.")] = False,
    why: Why = "",
    by: By = "",
    course: CourseFolder = HERE,
) -> None:
    """Give a student more time; points that were taken for being late come back at once."""
    with sentences():
        from autograde.course import requests
        from autograde.course.course import CourseError
        from autograde.course.times import FORM, moment_or_refuse, written

        at = _checked(course, student, assignment)
        if bool(until) == withdraw:
            raise CourseError(f"Until when? --until {FORM}. Or --withdraw takes it back.")
        if withdraw:
            number = requests.last_extension(at, student, assignment)
            new = requests.settle(at, number, State.WITHDRAWN, by=by, text=why)
        else:
            _check_deadline(at, assignment, when := moment_or_refuse(until))
            if requests.deadlines(at, assignment).get(student) == when:
                raise CourseError(f"{student} has until then already: {written(when)}.")
            granted = (Kind.EXTENSION, State.GRANTED)
            new = requests.add(at, student, assignment, *granted, by=by, until=until, text=why)
        _say(at, new)


@app.command(rich_help_panel=REQUESTS)
def excuse(
    student: Student,
    assignment: AssignmentName,
    why: Why = "",
    by: By = "",
    course: CourseFolder = HERE,
) -> None:
    """Excuse a student: nothing is missing, and where nothing was handed in there is no grade."""
    with sentences():
        from autograde.course import requests
        from autograde.course.course import CourseError

        at = _checked(course, student, assignment)
        if before := requests.excused(at, assignment).get(student):
            raise CourseError(f"{student} is excused already, by request {before.number}.")
        new = requests.add(at, student, assignment, Kind.EXCUSE, State.GRANTED, by=by, text=why)
        _say(at, new)


@app.command(rich_help_panel=REQUESTS)
def request(
    student: Student,
    assignment: AssignmentName,
    kind: Annotated[Kind, typer.Argument(help="What is asked for.")],
    text: Annotated[str, typer.Argument(help="What the student says.")] = "",
    part: Annotated[str, typer.Option(help="The part that it is about.")] = "",
    until: Annotated[str, typer.Option(help="Of an extension, the time that is asked for.")] = "",
    by: By = "",
    course: CourseFolder = HERE,
) -> None:
    """Write down what a student asks for, to be settled later."""
    with sentences():
        from autograde.course import requests
        from autograde.course.course import CourseError
        from autograde.course.times import moment_or_refuse

        at = _checked(course, student, assignment)
        if kind is Kind.FORGIVE:
            raise CourseError("That is for everybody: `autograde forgive ASSIGNMENT PART`.")
        if part:
            requests.check_part(at.assignment(assignment), part)
        if until:
            moment_or_refuse(until)
        said = {"by": by, "part": part, "until": until, "text": text}
        _say(at, requests.add(at, student, assignment, kind, State.OPEN, **said))


@app.command("requests", rich_help_panel=REQUESTS)
def requests_command(
    assignment: Annotated[
        str | None,
        typer.Argument(help="Only about this one.", autocompletion=complete_assignments),
    ] = None,
    student: Annotated[str | None, typer.Option(help="Only this student's.")] = None,
    everything: Annotated[
        bool, typer.Option("--all", help="Also what is settled, step by step.")
    ] = False,
    course: CourseFolder = HERE,
) -> None:
    """List what was asked for and is open; with --all the whole history."""
    with sentences():
        from autograde.course.requests import as_they_stand, history

        lines = history(open_course(course))
        shown = lines if everything else as_they_stand(lines)
        found = [
            line
            for line in shown
            if (everything or line.state is State.OPEN)
            and assignment in (None, line.assignment)
            and student in (None, line.student)
        ]
        console = Console(highlight=False)
        if found:
            console.print(*_table(found, console.width), sep="\n")
        else:
            console.print("Nothing is open." if not everything else "Nothing was asked for.")


@app.command(rich_help_panel=REQUESTS)
def settle(
    number: Annotated[int, typer.Argument(help="Its number in `autograde requests`.")],
    state: Annotated[State, typer.Argument(help="What became of it.")],
    text: Annotated[str, typer.Argument(help="The answer, in words.")] = "",
    until: Annotated[str, typer.Option(help="Of an extension, the new deadline.")] = "",
    by: By = "",
    course: CourseFolder = HERE,
) -> None:
    """Write down what became of a request; what was asked before stays in the history."""
    with sentences():
        from autograde.course import requests
        from autograde.course.times import moment_or_refuse

        at = open_course(course)
        when = moment_or_refuse(until) if until else None
        if when:
            _check_deadline(at, requests.by_number(at, number).assignment, when)
        _say(at, requests.settle(at, number, state, by=by, text=text, until=until))


@app.command(rich_help_panel=REQUESTS)
def forgive(
    assignment: AssignmentName,
    part: Annotated[str, typer.Argument(help="The part, as `autograde report` calls it.")],
    why: Why = "",
    by: By = "",
    course: CourseFolder = HERE,
) -> None:
    """Give everybody whose notebook can be read all points of a part, because it is broken.

    Reports, explanations and feedback say so. `autograde settle NUMBER withdrawn` takes it back.
    """
    with sentences():
        from autograde.course import requests
        from autograde.course.course import CourseError

        at = open_course(course)
        about = at.assignment(assignment)
        requests.check_part(about, part)
        if part in requests.forgiven(at, assignment):
            raise CourseError(f"Everybody has all points of {part} already.")
        granted = (Kind.FORGIVE, State.GRANTED)
        new = requests.add(at, requests.EVERYBODY, assignment, *granted, by=by, part=part, text=why)
        _say(at, new)


def _checked(folder: CourseFolder, student: str, assignment: str) -> Course:
    from autograde.course.requests import check_student

    at = open_course(folder)
    at.assignment(assignment)
    check_student(at, student)
    return at


def _check_deadline(at: Course, assignment: str, until: datetime) -> None:
    from autograde.course.course import CourseError
    from autograde.course.times import written
    from autograde.grading.late import deadline

    due = deadline(at, assignment)
    if due is None:
        raise CourseError(
            f"{assignment} has no deadline that could be extended: set one by "
            f'`nbgrader db assignment add {assignment} --duedate "2030-01-31 23:59 UTC"`.'
        )
    if until <= due:
        raise CourseError(f"The deadline of {assignment} is later anyway: {written(due)}.")


def _say(at: Course, new: Request) -> None:
    """What was written down, and what it changed."""
    from autograde.course.points import format_points
    from autograde.course.requests import EVERYBODY, FILE
    from autograde.grading.late import penalty_of, settle_penalties

    console = Console(highlight=False)
    console.print(f"{new.number} · {new.who} · {new.assignment}: {new}", soft_wrap=True)
    console.print(f"Written: {(at.classroom / FILE).relative_to(at.root)}.", soft_wrap=True)
    if new.kind is Kind.EXTENSION and new.state is not State.OPEN:
        before = penalty_of(at, new.assignment, new.student)
        after = settle_penalties(at, new.assignment).get(new.student, 0.0)
        if before != after:
            was, now = format_points(before), format_points(after)
            console.print(f"Being late costs {new.student} {now} points now, and {was} before.")
    if new.student == EVERYBODY:
        console.print(f"`autograde run {new.assignment}` brings it into all grades.")


def _table(lines: list[Request], width: int) -> Iterator[RenderableType]:
    from autograde.reports.tables import laid_out

    rows = [(str(one.number), cell(one.who), cell(one.assignment)) for one in lines]
    said = [cell(str(one)) for one in lines]
    return laid_out(("no.", "student", "assignment"), rows, width, "what", said)
