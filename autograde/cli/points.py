"""The commands about points that people give: `autograde points | alike`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

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

app = typer.Typer()


@app.command(rich_help_panel=TERM)
def points(
    assignment: AssignmentName,
    out: Annotated[Path | None, typer.Option(help="The table to write.")] = None,
    in_: Annotated[Path | None, typer.Option("--in", help="The table to read.")] = None,
    section: Annotated[str, typer.Option(help="Only this section of the class.")] = "",
    part: Annotated[list[str] | None, typer.Option(help="Only this one; repeatable.")] = None,
    everything: Annotated[
        bool, typer.Option("--all", help="Also what programs grade, not only what people do.")
    ] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Try the table, and write nothing.")
    ] = False,
    course: CourseFolder = HERE,
) -> None:
    """Write points and comments as a table for whoever grades, and read them again.

    Each line is checked. If one is wrong, all of those are told, and nothing is written.
    """
    with sentences():
        from autograde.course.course import CourseError
        from autograde.course.requests import check_part
        from autograde.course.sections import course_sections
        from autograde.grading.late import settle_penalties
        from autograde.reports.points_csv import read_points, write_points

        about = open_course(course).assignment(assignment)
        if (out is None) == (in_ is None):
            raise CourseError("Which? --out FILE.csv writes the table, --in FILE.csv reads it.")
        for one in part or ():
            check_part(about, one)
        sections, parts = course_sections(about.course), part or ()
        if section and section not in sections.values():
            known = ", ".join(sorted(set(sections.values()))) or "none"
            raise CourseError(f"There is no section {section}. There are: {known}.")
        console = Console(highlight=False)
        if out is not None:
            count = write_points(
                about, out, sections, everything=everything, section=section, parts=parts
            )
            console.print(f"Written: {out} ({count} lines).", soft_wrap=True)
        if in_ is not None:
            found = read_points(about, in_, sections, section=section, parts=parts, dry_run=dry_run)
            settle_penalties(about.course, about.name)
            console.print(
                f"{found.points} points and {found.comments} comments are new, "
                f"{found.unchanged} lines are as they were."
            )
            if dry_run:
                console.print("Nothing was written: this was --dry-run.")
            elif found.points or found.comments:
                console.print(f"`autograde feedback {assignment}` brings them to students.")


@app.command(rich_help_panel=TERM)
def alike(
    assignment: AssignmentName,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say it, and write nothing.")] = False,
    course: CourseFolder = HERE,
) -> None:
    """Give answers that are the same, to the letter, the points and the comment that one has.

    Only answers that a person grades and that wait. Where two people gave the same answer
    different points, that is told, and nothing is given.
    """
    with sentences():
        from autograde.grading.late import settle_penalties
        from autograde.reports.alike import give_alike
        from autograde.reports.report import class_results

        about = open_course(course).assignment(assignment)
        class_results(about)  # or it says that nothing has been graded
        found = give_alike(about, dry_run=dry_run)
        console = Console(highlight=False)
        for said in found:
            console.print(cell(str(said)), soft_wrap=True)
        if not found:
            console.print("No answers that wait are the same as another one.")
        if not dry_run:
            settle_penalties(about.course, about.name)
        else:
            console.print("Nothing was written: this was --dry-run.")
