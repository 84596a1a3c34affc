"""The command that tries tests before students do, `autograde lint`; `release` does so, too."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.text import Text

from autograde.cli.options import (
    HERE,
    TERM,
    CourseFolder,
    Unsafe,
    open_course,
    require_sandbox,
    sentences,
)

if TYPE_CHECKING:  # nbgrader takes two seconds to import: not for `autograde --help`
    from autograde.course.course import Assignment
    from autograde.proof.proof import Proof

app = typer.Typer()
COLOURS = {"error": "red", "hole": "red", "weak": "yellow", "info": "dim"}
NAMES = {"error": "error", "hole": "hole", "weak": "weak test"}


@app.command(rich_help_panel=TERM)
def lint(
    assignments: Annotated[list[str] | None, typer.Argument(help="Which; all if none.")] = None,
    quick: Annotated[
        bool, typer.Option("--quick", help="Leave out answers with a small mistake.")
    ] = False,
    force: Annotated[bool, typer.Option("--force", help="Also what is unchanged.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="For programs.")] = False,
    unsafe: Unsafe = False,
    course: CourseFolder = HERE,
) -> None:
    """Try the tests of an assignment before students do; nothing of the course is changed.

    Your own answers should earn every point; what was handed out, and invented students who know
    nothing, none; and answers with a small mistake should not earn all.

    Exit status: 0 if that is so, 1 if points are lost or given for nothing, 2 if the command was
    wrong.
    """
    with sentences():
        at = open_course(course)
        require_sandbox(at, unsafe)
        chosen = [at.assignment(name) for name in assignments or at.assignments]
        proofs = {}
        for one in chosen:
            proofs[one.name] = proof = with_progress(one, quick=quick, again=force)
            if not as_json:
                show(one.name, proof)
        if as_json:
            about = {name: asdict(proof) | {"holds": proof.holds} for name, proof in proofs.items()}
            print(json.dumps(about, ensure_ascii=False, indent=1))
        if not all(proof.holds for proof in proofs.values()):
            raise typer.Exit(1)


def with_progress(assignment: Assignment, *, quick: bool, again: bool = False) -> Proof:
    """The proof of an assignment, with a progress bar on stderr while it is made."""
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    from autograde.proof.record import proven

    console = Console(stderr=True)
    columns = (
        TextColumn("trying {task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    with Progress(
        *columns, console=console, transient=True, disable=not console.is_terminal
    ) as progress:
        task = progress.add_task(assignment.name, total=None)
        return proven(
            assignment,
            quick=quick,
            again=again,
            progress=lambda done, total: progress.update(task, completed=done, total=total),
        )


def show(name: str, proof: Proof) -> None:
    """An assignment's findings, the worst first, under a line that sums them up."""
    console = Console(highlight=False)
    console.print(Text(f"{name}: {summary(proof)}", style="bold"), soft_wrap=True)
    for finding in proof.findings:
        kind = Text(f"  {finding.kind:<6}", style=COLOURS[finding.kind])
        console.print(kind + Text(str(finding)), soft_wrap=True)


def summary(proof: Proof) -> str:
    """How many submissions were graded, and how many findings there are of each kind."""
    counts = Counter(finding.kind.value for finding in proof.findings)
    said = [f"{n} {what}{'s' * (n > 1)}" for kind, what in NAMES.items() if (n := counts[kind])]
    return f"{proof.submissions} submissions tried, {', '.join(said) or 'nothing to mend'}."


def try_before_release(assignment: Assignment) -> None:
    """Print, on stderr, which tests give points for nothing; where there is no sandbox, that.

    Raises
    ------
    CourseError
        If the reference answers lose points.
    """
    from autograde.course.course import CourseError
    from autograde.proof.findings import Kind
    from autograde.sandbox.host.bubblewrap import why_not

    console = Console(stderr=True, highlight=False)
    missing = why_not()
    if missing:
        console.print(Text(f"The tests of {assignment} were not tried: {missing}"), soft_wrap=True)
        return
    findings = with_progress(assignment, quick=True).findings
    errors = [finding for finding in findings if finding.kind is Kind.ERROR]
    if errors:
        more = f" And {len(errors) - 1} more: autograde lint {assignment}." if errors[1:] else ""
        raise CourseError(
            f"{assignment} was not released, because its own answers lose points. {errors[0]}"
            f"{more} (--unproven releases it all the same.)"
        )
    for finding in findings:
        if finding.kind is Kind.HOLE:
            console.print(Text(f"{assignment}, {finding}", style="yellow"), soft_wrap=True)
