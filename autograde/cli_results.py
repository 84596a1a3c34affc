"""The commands about what was graded: `autograde report`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from autograde.terminal import HERE, WIDE, AssignmentName, CourseFolder, open_course, sentences

app = typer.Typer()


@app.command()
def report(
    assignment: AssignmentName,
    csv: Annotated[Path | None, typer.Option(help="Write a table for spreadsheets.")] = None,
    course: CourseFolder = HERE,
) -> None:
    """Show the results of a class by student and by question, with the commonest mistakes."""
    with sentences():
        from autograde.report import question_table, results, student_table, write_csv

        at = open_course(course)
        found = results(at, assignment)
        console = Console()
        console.print(student_table(found, explained=console.width >= WIDE))
        console.print(question_table(found))
        if csv:
            write_csv(at, assignment, found, csv)
            console.print(f"Written: {csv}")
