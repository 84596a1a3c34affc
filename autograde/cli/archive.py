"""The commands that save a class and put it back: `autograde backup | restore`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from autograde.cli.options import HERE, TERM, CourseFolder, open_course, sentences

app = typer.Typer()
Archive = Annotated[Path, typer.Argument(help="The archive.", metavar="FILE.tar.gz")]


@app.command(rich_help_panel=TERM)
def backup(file: Archive, course: CourseFolder = HERE) -> None:
    """Save the class in one file: submissions, grades, feedback and a copy of the gradebook."""
    with sentences(), Console(stderr=True).status("Saving ..."):
        from autograde.archive.backup import back_up

        left_out = back_up(open_course(course), file)
    console = Console(highlight=False)
    console.print(f"Written: {file} ({file.stat().st_size / 2**20:.1f} MiB).", soft_wrap=True)
    for name in left_out:
        console.print(f"Left out, because it is neither file nor folder: {name}", markup=False)


@app.command("restore", rich_help_panel=TERM)
def restore_command(
    file: Archive,
    force: Annotated[
        bool, typer.Option("--force", help="Move the class that is there aside.")
    ] = False,
    course: CourseFolder = HERE,
) -> None:
    """Put a class back from a backup, once all of it has been unpacked and checked."""
    with sentences(), Console(stderr=True).status("Checking, then unpacking ..."):
        from autograde.archive.backup import restore

        aside = restore(open_course(course), file, force=force)
    console = Console(highlight=False)
    console.print("The class is back.")
    if aside:
        console.print(f"What was there before is in {aside}.", soft_wrap=True)
