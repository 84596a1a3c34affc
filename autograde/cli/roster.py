"""The commands about the people of a class: `autograde students | missing`."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console

from autograde.cli.options import (
    HERE,
    TERM,
    AssignmentName,
    CourseFolder,
    open_course,
    sentences,
)
from autograde.pages.letters import cell

if TYPE_CHECKING:  # nbgrader takes two seconds to import: not for `autograde --help`
    from autograde.roster.enrolment import Enrolment
    from autograde.roster.missing import MissingWork

app = typer.Typer()
MOST_NAMES = 12


@app.command(rich_help_panel=TERM)
def students(
    file: Annotated[Path, typer.Argument(help="The class list, a CSV file.", metavar="FILE.csv")],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say it, and write nothing.")] = False,
    course: CourseFolder = HERE,
) -> None:
    """Bring a class list into the gradebook: id, first_name, last_name, email, section.

    The headings of nbgrader, Canvas and Moodle are known. If anything is wrong, nothing is written.
    """
    with sentences():
        from autograde.roster.enrolment import enrol

        found = enrol(open_course(course), file, dry_run=dry_run)
        _say(found, Console(highlight=False))
        if dry_run:
            Console().print("Nothing was written: this was --dry-run.")


def _say(found: Enrolment, console: Console) -> None:
    counts = (len(found.added), len(found.changed), len(found.unchanged))
    console.print("{} added, {} changed, {} unchanged.".format(*counts))
    for one in found.changed[:MOST_NAMES]:
        said = ", ".join(f"{name} {old or 'nothing'} → {new}" for name, old, new in one.fields)
        console.print(f"  {cell(one.student)}: {cell(said)}", soft_wrap=True)
    if len(found.changed) > MOST_NAMES:
        console.print(f"  and {len(found.changed) - MOST_NAMES} more.")
    if found.not_listed:
        console.print(
            f"In the gradebook, where they stay, but not in the list: {_names(found.not_listed)}.",
            soft_wrap=True,
        )


@app.command(rich_help_panel=TERM)
def missing(
    assignment: AssignmentName,
    csv: Annotated[Path | None, typer.Option(help="Write them as a table.")] = None,
    course: CourseFolder = HERE,
) -> None:
    """Show who of the class list has not handed in an assignment, and who was late."""
    with sentences():
        from autograde.roster.missing import missing_work, write_missing

        found = missing_work(open_course(course).assignment(assignment))
        _show(found, assignment, Console(highlight=False))
        if csv:
            write_missing(found, csv)
            Console().print(f"Written: {csv}")


def _show(found: MissingWork, assignment: str, console: Console) -> None:
    from autograde.roster.missing import missing_table

    there = found.listed - len(found.missing) - len(found.excused)
    console.print(
        f"{there} of {found.listed} handed in {assignment}, {len(found.late)} of them late."
    )
    if found.deadline is None:
        console.print(
            "It has no deadline, so nobody is late. One is set by "
            f'`nbgrader db assignment add {assignment} --duedate "2030-01-31 23:59 UTC"`.',
            soft_wrap=True,
        )
    else:
        console.print(f"Deadline: {found.deadline:%Y-%m-%d %H:%M} UTC.")
    if found.missing or found.late:
        console.print(*missing_table(found, console.width), sep="\n")
    if found.excused:
        console.print(f"Excused: {_names(found.excused)}.", soft_wrap=True)
    if found.unlisted:
        console.print(
            f"Handed in without being in the class list: {_names(found.unlisted)}.", soft_wrap=True
        )


def _names(students: Sequence[str]) -> str:
    """Some names, and how many more there are."""
    more = len(students) - MOST_NAMES
    return cell(", ".join(students[:MOST_NAMES])) + (f" and {more} more" if more > 0 else "")
