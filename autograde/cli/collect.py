"""The command that brings downloaded submissions to their places: `autograde collect`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console

from autograde.cli.options import (
    HERE,
    TERM,
    CourseFolder,
    complete_assignments,
    open_course,
    sentences,
)
from autograde.pages.letters import cell

if TYPE_CHECKING:  # nbgrader takes two seconds to import: not for `autograde --help`
    from autograde.archive.collect import Collection

app = typer.Typer()


@app.command(rich_help_panel=TERM)
def collect(
    files: Annotated[
        list[Path], typer.Argument(help="Zip archives, mails, mailboxes, folders.", metavar="FILE…")
    ],
    assignment: Annotated[
        str | None,
        typer.Option(
            help="Which; that of most notebooks if none.", autocompletion=complete_assignments
        ),
    ] = None,
    who: Annotated[
        list[str] | None,
        typer.Option(
            help="Whose a name is that is not in the class list; repeatable.",
            metavar="NAME=STUDENT",
        ),
    ] = None,
    times: Annotated[
        bool, typer.Option(help="Write down when it was handed in, as far as that is known.")
    ] = True,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say it, and write nothing.")] = False,
    course: CourseFolder = HERE,
) -> None:
    """Bring what Canvas, Moodle and mail programs hand out to the places of submissions.

    Who it is, is found by id, login, e-mail or name of the class list. It can be repeated: what is
    unchanged stays, and what was replaced is moved aside.

    Exit status: 0 if all found its place, 1 if not, 2 if the command was wrong.
    """
    with sentences():
        from autograde.archive.collect import collect as bring
        from autograde.course.course import CourseError
        from autograde.grading.run_lock import only_run

        said = dict(one.rpartition("=")[::2] for one in who or ())
        if not all(said):
            raise CourseError("--who takes a name and a student, such as --who ada.l@web.de=ada.")
        at = open_course(course)
        with only_run(at):
            found = bring(at, files, assignment, said=said, use_times=times, dry_run=dry_run)
        _show(found, Console(highlight=False))
        if dry_run:
            Console().print("Nothing was written: this was --dry-run.")
        if found.unmatched or found.refused:
            raise typer.Exit(1)


def _show(found: Collection, console: Console) -> None:
    from autograde.archive.collect import State
    from autograde.course.times import written
    from autograde.reports.tables import laid_out

    counts = {state: sum(one.state is state for one in found.collected) for state in State}
    said = ", ".join(f"{count} {state}" for state, count in counts.items() if count)
    console.print(f"{found.assignment}: {said or 'nothing'}. {found.times}", soft_wrap=True)
    told = [one for one in found.collected if one.notes or one.state is not State.UNCHANGED]
    if told:
        rows = [
            (cell(one.student), one.state, written(one.when) if one.when else "") for one in told
        ]
        notes = [cell("; ".join(one.notes)) for one in told]
        headings = ("student", "what", "handed in")
        console.print(*laid_out(headings, rows, console.width, "note", notes), sep="\n")
    for title, files in (("Nobody knows whose", found.unmatched), ("Refused", found.refused)):
        if files:
            console.print(f"{title}:")
        for name, why in files:
            console.print(f"  {cell(name)} {cell(why)}.", soft_wrap=True)
    if found.unmatched:
        console.print("`--who NAME=STUDENT` says whose a name is.")
