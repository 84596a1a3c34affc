"""The commands that look at several classes: `autograde similar | statistics`."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.padding import Padding

from autograde.cli.options import (
    HERE,
    QUESTION,
    AssignmentName,
    CourseFolder,
    open_course,
    sentences,
)

app = typer.Typer()
Others = Annotated[
    list[Path] | None,
    typer.Option(
        "--with",
        help="The classroom folder of another year, or the course it is in; repeatable.",
        metavar="OTHER_CLASSROOM",
    ),
]


@app.command(rich_help_panel=QUESTION)
def similar(
    assignment: AssignmentName,
    others: Others = None,
    html: Annotated[
        Path | None, typer.Option(help="Write a page, with both answers beside each other.")
    ] = None,
    course: CourseFolder = HERE,
) -> None:
    """Show pairs to look at: answers that share more than chance, here and with other years.

    It proves nothing, and asks no service: everything stays on this machine.
    """
    with sentences():
        from autograde.classrooms import classrooms
        from autograde.similar import similar as compare
        from autograde.similar_page import similar_table, write_similar

        at = open_course(course)
        at.check_name(assignment)
        with classrooms(at, others or ()) as rooms:
            total = sum(len(room.course.students(assignment)) for room in rooms)
            with counted("reading, then comparing", total) as tick:
                found = compare(at, assignment, rooms, tick)
        console = Console(highlight=False)
        students = ", ".join(f"{count} of {name}" for name, count in found.compared)
        console.print(f"Students with answers: {students}.", markup=False)
        if not found.enough:
            console.print("That is too few to say what is chance.")
        elif found.pairs:
            console.print(similar_table(found))
        else:
            console.print("No pair to look at: whatever two have in common, chance explains it.")
        for pair in found.repeaters:
            names = " and ".join(pair.students)
            console.print(f"Perhaps one person, in the course again: {names}.", markup=False)
        if found.enough:
            console.print(found.caveat)
        if html:
            write_similar(assignment, found, html)
            console.print(f"Written: {html}")


@app.command(rich_help_panel=QUESTION)
def statistics(
    assignment: AssignmentName,
    others: Others = None,
    html: Annotated[Path | None, typer.Option(help="Write a page, with a picture.")] = None,
    course: CourseFolder = HERE,
) -> None:
    """Show how each part fared, by year: solved, points, mistakes, discrimination."""
    with sentences():
        from autograde.course.points import other_points
        from autograde.item_statistics import FEWEST
        from autograde.item_statistics import statistics as over_the_years
        from autograde.statistics_page import commonest, statistics_table, write_statistics

        at = open_course(course)
        with Console(stderr=True).status("Reading the results ..."):
            found = over_the_years(at, assignment, others or ())
        console = Console(highlight=False)
        console.print(statistics_table(found))
        console.print("The commonest mistakes:")
        for line in commonest(found):
            console.print(Padding(line, (0, 0, 0, 2)))
        console.print(
            "\ndiscr.: the correlation of solving a part with the points in all others "
            f"(point-biserial); – where it says nothing, as with fewer than {FEWEST} students."
        )
        about = other_points(at, assignment)
        if about:
            console.print(about, soft_wrap=True)
        if html:
            write_statistics(assignment, found, html, about)
            console.print(f"Written: {html}")


@contextmanager
def counted(what: str, total: int) -> Iterator[Callable[[], None]]:
    """A progress bar on stderr; each call of what it yields moves it on by one."""
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    console = Console(stderr=True)
    columns = (TextColumn(what), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, console=console, disable=not console.is_terminal) as progress:
        task = progress.add_task("", total=total)
        yield lambda: progress.advance(task)
