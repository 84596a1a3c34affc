"""The command by which one checks one's own work: `autograde check`."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console

from autograde.cli.options import HERE, TRYING, CourseFolder, Unsafe, open_course, sentences

if TYPE_CHECKING:  # nbgrader takes two seconds to import: not for `autograde --help`
    from autograde.course.course import Course

app = typer.Typer()
PLAIN = "Your own notebook runs here as yourself, without a sandbox, hidden checks included."
CAN_FORK = hasattr(os, "fork")  # which the grader needs, and Windows has not


@app.command("check", rich_help_panel=TRYING)
def check_command(
    work: Annotated[
        str | None,
        typer.Argument(
            help="The assignment, such as 03, or a notebook file; the whole course if none."
        ),
    ] = None,
    unsafe: Unsafe = False,
    course: CourseFolder = HERE,
) -> None:
    """Check your own work as grading would, with fresh hidden checks; nothing is recorded.

    Without an argument: every part of the course on one page, and what comes next.

    Exit status: 0 if nothing is missing that a program can check, 1 if something is.
    """
    with sentences():
        at = open_course(course)
        whole = check_one(at, work, unsafe) if work else check_course(at)
    if not whole:
        raise typer.Exit(1)


def check_course(course: Course) -> bool:
    """Show the whole course on a page; whether every part passes."""
    from autograde.demo import own_course

    console = Console(highlight=False)
    console.print(PLAIN.replace("notebook runs", "notebooks run"), soft_wrap=True)
    found = own_course.OwnCourse()
    for name, notebook in own_course.handed_out(course).items():
        with console.status(f"Checking {name} ..."):
            found.add(*own_course.parts_of(name, notebook))
    found.note()
    standing = own_course.standing_in(course)
    console.print(found.text(standing), soft_wrap=True, markup=False)
    page = own_course.write_pages(found, standing)
    console.print(f"The same as a page: {page}", soft_wrap=True, markup=False)
    return found.is_whole


def check_one(course: Course, work: str, unsafe: bool) -> bool:
    """Grade one notebook for the learner alone; whether nothing is missing."""
    from autograde.demo import self_check
    from autograde.sandbox.host.bubblewrap import why_not

    if not (CAN_FORK and course.assignments):
        return check_plainly(course, work)
    assignment, notebook = self_check.assignment_meant(course, work)
    console = Console(highlight=False)
    if unsafe or why_not():
        course.config.Execution.sandbox = False
        console.print(PLAIN, soft_wrap=True)
    with (
        tempfile.TemporaryDirectory() as folder,
        console.status(f"Checking {notebook} ..."),
    ):
        graded = self_check.self_check(assignment, notebook, Path(folder) / "course")
    for paragraph in self_check.paragraphs(graded, console.width):
        console.print(paragraph, soft_wrap=True)
    return graded.result.points + graded.result.waiting >= graded.result.worth


def check_plainly(course: Course, work: str) -> bool:
    """Check the parts of one notebook without the grader; whether all pass."""
    from autograde.demo import own_course

    notebooks = own_course.handed_out(course)
    name, notebook = own_course.meant(work, notebooks)
    console, found = Console(highlight=False), own_course.OwnCourse()
    console.print(PLAIN, soft_wrap=True)
    found.add(*own_course.parts_of(name, own_course.existing(notebook or notebooks[name])))
    standing = own_course.standing_in(course)
    console.print(found.text(standing), soft_wrap=True, markup=False)
    return found.is_whole
