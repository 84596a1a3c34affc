"""The command line: `autograde release | run | check | demo`; the rest is beside it."""

from __future__ import annotations

import tempfile
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from typer.core import TyperGroup

from autograde.cli import (
    archive,
    check,
    collect,
    feedback,
    points,
    proof,
    regrade,
    requests,
    results,
    roster,
)
from autograde.cli.options import (
    CORES,
    HERE,
    TERM,
    TRYING,
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

ORDER = (
    *("students", "lint", "release", "collect", "missing", "run", "report", "points", "alike"),
    *("feedback", "export", "backup", "restore"),
    *("extend", "excuse", "request", "requests", "settle", "forgive"),
    *("regrade", "explain", "answers", "check", "demo"),
)


class InOrder(TyperGroup):
    """The commands in the order in which a term needs them."""

    def list_commands(self, ctx: Any) -> list[str]:
        """Their names."""
        return sorted(super().list_commands(ctx), key=ORDER.index)


app = typer.Typer(
    cls=InOrder,
    help="Release and grade the assignments of the course.",
    no_args_is_help=True,
    pretty_exceptions_show_locals=False,
)
app.add_typer(roster.app)
app.add_typer(proof.app)
app.add_typer(results.app)
app.add_typer(requests.app)
app.add_typer(collect.app)
app.add_typer(regrade.app)
app.add_typer(points.app)
app.add_typer(feedback.app)
app.add_typer(archive.app)
app.add_typer(check.app)


@app.command("release", rich_help_panel=TERM)
def release_command(
    assignments: Annotated[list[str] | None, typer.Argument(help="Which; all if none.")] = None,
    unproven: Annotated[
        bool, typer.Option("--unproven", help="Do not try the tests on answers beforehand.")
    ] = False,
    course: CourseFolder = HERE,
) -> None:
    """Make what students get from what instructors wrote, and check that it hides what it must.

    Beforehand the tests are tried: one that takes points from your own answers is refused, one
    that gives them for nothing is told.
    """
    with sentences():
        from autograde.course.release import release, total_points
        from autograde.reports.tables import assignments_table

        at = open_course(course)
        rows, said = [], []
        for assignment in map(at.assignment, assignments or at.assignments):
            before = assignment.worth
            if not unproven:
                proof.try_before_release(assignment)
            for path, notebook in zip(release(assignment), assignment.notebooks, strict=True):
                file, worth = str(path.relative_to(at.root)), total_points(notebook.released())
                rows.append((file, len(notebook.questions), worth))
            said += change_of_worth(assignment.name, before, assignment.worth)
        console = Console(highlight=False)
        console.print(*assignments_table(rows, console.width), sep="\n")
        for sentence in said:
            console.print(sentence, soft_wrap=True)


@app.command(rich_help_panel=TERM)
def run(
    assignment: AssignmentName,
    student: Annotated[list[str] | None, typer.Option(help="Only this one; repeatable.")] = None,
    force: Annotated[bool, typer.Option("--force", help="Also what is unchanged.")] = False,
    feedback: Annotated[bool, typer.Option(help="Write the pages that students get.")] = True,
    timeout: Annotated[int | None, typer.Option(min=1, help="Seconds a cell may take.")] = None,
    workers: Annotated[int, typer.Option(min=1, help="Processes that run submissions.")] = CORES,
    scheduler: Scheduler = None,
    insecure: Insecure = False,
    unsafe: Unsafe = False,
    course: CourseFolder = HERE,
) -> None:
    """Grade the submissions of an assignment.

    Exit status: 0 if all were graded, 1 if some could not be, 2 if the command was wrong.
    """
    with sentences():
        from autograde.course.points import about_the_class
        from autograde.grading.late import settle_penalties
        from autograde.grading.results import Status, doubtful_tests, not_judged
        from autograde.grading.run import (
            grade_all,
            graded_before,
            left_to_do,
            make_missing_pages,
            prepare,
        )
        from autograde.grading.run_lock import only_run
        from autograde.grading.workers import workers as start
        from autograde.reports.tables import score_table
        from autograde.roster.missing import strangers_to_the_list

        about = open_course(course).assignment(assignment)
        require_sandbox(about.course, unsafe)
        require_encryption(scheduler, insecure)
        if timeout:
            about.course.config.Execution.cell_seconds = float(timeout)
        with only_run(about.course):
            prepare(about)
            everyone = submitters(about, student)
            strangers = strangers_to_the_list(about.course, everyone)
            todo = everyone if force else left_to_do(about, everyone)
            again = [] if force else graded_before(about, todo)
            if again:
                said = "Graded before, and again now because the course or the grader changed"
                Console().print(f"{said}: {len(again)} of {len(everyone)}.", soft_wrap=True)
            with start(workers, scheduler, len(todo), warn) as by:
                results = grade_all(about, todo, run=by, feedback=feedback)
                graded = sorted(show_progress(results, len(todo)), key=lambda one: one.student)
            others = sorted(set(everyone) - set(todo))
            pages = make_missing_pages(about, others) if feedback else 0
            late = settle_penalties(about.course, about.name)
            graded = [replace(one, late=late.get(one.student, 0.0)) for one in graded]
        console = Console()
        if graded:
            console.print(*score_table(graded, console.width), sep="\n")
        if strangers:
            names = cell(", ".join(strangers))
            console.print(f"Graded without being in the class list: {names}.", soft_wrap=True)
        for said in (*doubtful_tests(graded), *not_judged(graded), *about_the_class(about)):
            console.print(said, highlight=False, soft_wrap=True)
        if len(todo) < len(everyone):
            unchanged = len(everyone) - len(todo)
            console.print(f"{unchanged} unchanged since the last run (--force grades them again).")
        if pages:
            console.print(f"{pages} of these had no feedback page, and have one now.")
        failed = [result for result in graded if result.status is not Status.GRADED]
        if failed:
            console.print(f"{len(failed)} of {len(graded)} could not be graded.")
            raise typer.Exit(1)


@app.command(rich_help_panel=TRYING)
def demo(
    assignment: AssignmentName = "02_autograd",
    keep: Annotated[Path | None, typer.Option(help="Keep the class in this new folder.")] = None,
    unsafe: Unsafe = False,
    course: CourseFolder = HERE,
) -> None:
    """Grade a sample class and compare with what each of its students should get.

    Exit status: 0 if everyone got that, 1 if not.
    """
    with sentences(), ExitStack() as stack:
        from autograde.demo import demo as sample
        from autograde.grading.run import grade_all, prepare
        from autograde.grading.workers import workers

        at = open_course(course)
        require_sandbox(at, unsafe)
        folder = keep or Path(stack.enter_context(tempfile.TemporaryDirectory())) / "course"
        copy, samples = sample.sample_submissions(at.assignment(assignment), folder.resolve())
        prepare(copy)
        students = [one.student for one in samples]
        with workers(CORES, None, len(students)) as by:
            graded = show_progress(grade_all(copy, students, run=by), len(students))
        compared = list(sample.compare(copy, samples, graded))
        console = Console()
        console.print(*sample.comparison_table(compared, console.width), sep="\n")
        wrong = sum(not one.right for one in compared)
        console.print(
            f"{wrong} of {len(compared)} got something else than they should."
            if wrong
            else f"All {len(compared)} got what they should."
        )
        if keep:
            console.print(sample.note_for_keeping(copy.course.root), soft_wrap=True)
        if wrong:
            raise typer.Exit(1)


def change_of_worth(assignment: str, before: float | None, now: float | None) -> list[str]:
    """A sentence if an assignment is worth something else than it was.

    >>> change_of_worth("01_xor", 100.0, 106.0)
    ['01_xor is worth 106 points now, and was worth 100 before.']
    """
    from autograde.course.points import format_points

    if not before or before == now:
        return []
    is_now, was = format_points(now), format_points(before)
    return [f"{assignment} is worth {is_now} points now, and was worth {was} before."]
