"""The command that grades a class again: `autograde regrade`."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console, RenderableType

from autograde.cli.options import (
    CORES,
    HERE,
    QUESTION,
    AssignmentName,
    CourseFolder,
    Insecure,
    Scheduler,
    Unsafe,
    open_course,
    require_encryption,
    require_sandbox,
    sentences,
    submitters,
    warn,
)
from autograde.cli.progress import show_progress
from autograde.pages.letters import cell

if TYPE_CHECKING:  # nbgrader takes two seconds to import: not for `autograde --help`
    from autograde.reports.regrade import Regraded

app = typer.Typer()


@app.command(rich_help_panel=QUESTION)
def regrade(
    assignment: AssignmentName,
    preview: Annotated[
        bool, typer.Option("--preview", help="Say who would gain and lose, and write nothing.")
    ] = False,
    csv: Annotated[Path | None, typer.Option(help="Write everybody's points as a table.")] = None,
    workers: Annotated[int, typer.Option(min=1, help="Processes that run submissions.")] = CORES,
    scheduler: Scheduler = None,
    insecure: Insecure = False,
    unsafe: Unsafe = False,
    course: CourseFolder = HERE,
) -> None:
    """Grade everybody again after a test was mended, and say who gains and who loses.

    The tests are those that are written now, released or not; --preview tries them in a copy.
    Points that people gave stay.
    """
    with sentences():
        from autograde.grading.run_lock import only_run
        from autograde.grading.workers import workers as start
        from autograde.reports import regrade as reports

        about = open_course(course).assignment(assignment)
        require_sandbox(about.course, unsafe)
        require_encryption(scheduler, insecure)
        everyone = submitters(about)
        do = reports.preview if preview else reports.regrade
        with (
            only_run(about.course),
            start(workers, scheduler, len(everyone), warn) as by,
        ):
            changes = do(about, by, show_progress)
        console = Console(highlight=False)
        changed = [one for one in changes if one.change or one.parts]
        if changed:
            console.print(*_table(changed, console.width), sep="\n")
        console.print(reports.in_words(changes), soft_wrap=True)
        if csv:
            reports.write_changes(changes, csv)
            console.print(f"Written: {csv}")
        if preview:
            console.print("Nothing was changed: this was --preview.")


def _table(changes: list[Regraded], width: int) -> Iterator[RenderableType]:
    from autograde.course.points import format_points
    from autograde.reports.regrade import signed
    from autograde.reports.tables import laid_out

    rows = []
    for one in changes:
        points = ("–" if p is None else format_points(p) for p in (one.before, one.after))
        rows.append((cell(one.student), *points, signed(one.change)))
    where = [cell(", ".join(one.parts)) for one in changes]
    return laid_out(("student", ">before", ">after", ">change"), rows, width, "where", where)
