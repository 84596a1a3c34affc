"""The commands about what was graded: `autograde report | explain | export`."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from autograde.cli.options import (
    HERE,
    QUESTION,
    TERM,
    AssignmentName,
    CourseFolder,
    StudentName,
    complete_assignments,
    open_course,
    sentences,
    submitters,
)

app = typer.Typer()


class Format(StrEnum):
    """The programs that read a CSV file of grades: the keys of `lms_export.LAYOUTS`."""

    NBGRADER = "nbgrader"
    CANVAS = "canvas"
    MOODLE = "moodle"


ALIKE = (
    "Some answers that wait are the same as graded ones: `autograde alike {}` gives them the same."
)
HOW_TO_IMPORT = {
    Format.NBGRADER: "",
    Format.CANVAS: "In Canvas: Grades > Import. A column goes into the assignment of its name.",
    Format.MOODLE: "In Moodle: Grades > Import > CSV file. Map from Username to username.",
}


@app.command(rich_help_panel=TERM)
def report(
    assignment: AssignmentName,
    html: Annotated[Path | None, typer.Option(help="Write a page: all of it, with charts.")] = None,
    csv: Annotated[Path | None, typer.Option(help="Write a table for spreadsheets.")] = None,
    course: CourseFolder = HERE,
) -> None:
    """Show the results of a class by student and by question, with the commonest mistakes."""
    with sentences():
        from autograde.course.points import about_the_class
        from autograde.course.requests import open_requests, waiting_requests
        from autograde.grading.results import doubtful_tests, not_judged
        from autograde.reports.report import class_results, difficulties, write_csv
        from autograde.reports.tables import question_table, student_table

        about = open_course(course).assignment(assignment)
        found = class_results(about)
        questions = difficulties(found)
        console = Console()
        console.print(*student_table(found, questions, console.width), sep="\n")
        console.print(*question_table(questions, console.width), sep="\n")
        asked = open_requests(about.course, about.name)
        if any(result.waiting for result in found):
            from autograde.reports.alike import give_alike

            if any(one.points for one in give_alike(about, dry_run=True)):
                console.print(ALIKE.format(assignment), soft_wrap=True)
        doubts = (*doubtful_tests(found), *not_judged(found))
        for said in (*doubts, *about_the_class(about), *waiting_requests(asked)):
            console.print(said, highlight=False, soft_wrap=True)
        if html:
            from autograde.reports.report_page import write_page

            write_page(about, found, html)
            console.print(f"Written: {html}")
        if csv:
            write_csv(found, csv)
            console.print(f"Written: {csv}")


@app.command(rich_help_panel=QUESTION)
def explain(
    student: StudentName,
    assignment: AssignmentName,
    question: Annotated[
        str | None, typer.Option(help="Only this one, also if it has all its points.")
    ] = None,
    html: Annotated[Path | None, typer.Option(help="Write it as a page.")] = None,
    course: CourseFolder = HERE,
) -> None:
    """Show why a student got what: reasons, checks and how to repeat them, the answers, the files.

    It shows hidden checks: it is for the person who is asked, not for the student.
    """
    with sentences():
        from autograde.grading.submission import Submission
        from autograde.reports import explain_text
        from autograde.reports.explain import explain as explanation

        about = open_course(course).assignment(assignment)
        found = explanation(Submission(about, student), question)
        console = Console(highlight=False)
        if html:
            from autograde.reports.explain_page import write_page

            write_page(found, html)
            console.print(f"Written: {html}")
            return
        for paragraph in explain_text.paragraphs(found, console.width):
            console.print(paragraph)


@app.command(rich_help_panel=QUESTION)
def answers(
    assignment: AssignmentName,
    folder: Annotated[Path, typer.Argument(help="A new folder, or an empty one.")],
    course: CourseFolder = HERE,
) -> None:
    """Write each student's answers as one .py file, for programs that look for copies.

    Answers in words are in a .md file beside it; what nobody touched is left out.
    """
    with sentences():
        from autograde.reports.answers import write_answers

        about = open_course(course).assignment(assignment)
        students = submitters(about)
        unread = write_answers(about, students, folder)
        console = Console(highlight=False)
        count = len(students) - len(unread)
        of_whom = f"{count} student{'s' if count != 1 else ''}"
        console.print(f"Written: the answers of {of_whom}, in {folder}.", soft_wrap=True)
        if unread:
            console.print(f"Could not be read: {', '.join(unread)}.", markup=False, soft_wrap=True)


@app.command(rich_help_panel=TERM)
def export(
    file: Annotated[Path, typer.Argument(help="The CSV file to write.")],
    to: Annotated[Format, typer.Option(help="Who is to read it.")] = Format.NBGRADER,
    assignment: Annotated[
        list[str] | None,
        typer.Option(
            help="Only this one; repeatable. All if none.", autocompletion=complete_assignments
        ),
    ] = None,
    course: CourseFolder = HERE,
) -> None:
    """Write the grades as CSV for nbgrader's readers, Canvas or Moodle, late penalties included."""
    with sentences():
        from autograde.reports import lms_export

        at = open_course(course)
        written = lms_export.export(at, to, file, assignment or ())
        students = f"{written.students} student{'s' if written.students != 1 else ''}"
        console = Console()
        console.print(f"Written: {file} ({students}, {', '.join(written.assignments)}).")
        if written.waiting:
            waits = "submission waits" if written.waiting == 1 else "submissions wait"
            console.print(f"{written.waiting} {waits} for a person: points are those so far.")
        if HOW_TO_IMPORT[to]:
            console.print(HOW_TO_IMPORT[to])
