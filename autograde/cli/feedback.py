"""The command that writes what students get back: `autograde feedback`."""

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
from autograde.cli.progress import show_progress

app = typer.Typer()


@app.command(rich_help_panel=TERM)
def feedback(
    assignment: AssignmentName,
    student: Annotated[list[str] | None, typer.Option(help="Only this one; repeatable.")] = None,
    merge: Annotated[
        Path | None, typer.Option(help="Write address, points and page of each as a table.")
    ] = None,
    course: CourseFolder = HERE,
) -> None:
    """Write the pages that students get anew, with the points and comments that people gave.

    The table of --merge is for programs that write to everybody: a mail merge with attachments.
    """
    with sentences():
        from autograde.grading.feedback import make_pages
        from autograde.grading.run_lock import only_run
        from autograde.reports.mail_merge import write_merge
        from autograde.reports.report import class_results

        about = open_course(course).assignment(assignment)
        known = {result.student: result for result in class_results(about)}
        for name in student or ():
            about.check_student(name, known)
        chosen = [result for name, result in known.items() if not student or name in student]
        with only_run(about.course):
            made = make_pages(about, chosen)
            notes = show_progress(made, len(chosen), "writing pages")
        console = Console(highlight=False)
        folder = about.feedback("STUDENT").relative_to(about.course.root)
        console.print(f"Written: {len(chosen)} pages, in {folder}.", soft_wrap=True)
        for who, said in notes:
            if said:
                console.print(f"{who}: {' '.join(said)}", markup=False, soft_wrap=True)
        if merge:
            nameless = write_merge(about, merge)
            console.print(f"Written: {merge}.", soft_wrap=True)
            if nameless:
                shown = ", ".join(nameless[:12]) + (" and others" if len(nameless) > 12 else "")
                console.print(f"Without an address: {shown}.", markup=False, soft_wrap=True)
