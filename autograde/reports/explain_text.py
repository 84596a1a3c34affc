"""An explanation as text for a terminal."""

from __future__ import annotations

from collections.abc import Iterator

from rich.console import RenderableType
from rich.padding import Padding
from rich.text import Text

from autograde.course.points import format_points
from autograde.grading.results import Status
from autograde.pages.letters import cell, plain
from autograde.reports.explain import Check, Explained, Explanation
from autograde.reports.tables import laid_out

INDENT = 4
REPEAT = "To repeat it on the same inputs, run the answer (it runs as you), then:"
IMPORT = "from autograde.checks import hidden_check"


def paragraphs(explanation: Explanation, width: int) -> Iterator[RenderableType]:
    """The paragraphs of an explanation; what a student wrote cannot steer the terminal."""
    yield heading(f"{explanation.result.student} · {explanation.assignment}")
    yield Text(total(explanation))
    for note in (*explanation.about, *explanation.notes):
        yield Padding(Text(plain(note)), (0, 0, 0, INDENT))
    if explanation.result.status is Status.GRADED:
        if not is_about_one(explanation):
            yield from overview(explanation, width)
        for question in questions_in_detail(explanation):
            yield from _details(question)
    if explanation.requests:
        yield heading("What was asked for")
    for line in explanation.requests:
        yield Text(plain(line))
    yield from _files(explanation)


def total(explanation: Explanation) -> str:
    """The points in a sentence or two."""
    result = explanation.result
    if result.status is Status.FAILED:
        return "No points were recorded, because the grader failed; running it again tries again."
    said = f"{format_points(result.points)} of {format_points(result.worth)} points."
    if result.waiting:
        said += f" {format_points(result.waiting)} of the others wait for a person."
    if result.late:
        rest = format_points(result.counted)
        said += f" It was late, which costs {format_points(result.late)} and leaves {rest}."
    return said


def overview(explanation: Explanation, width: int) -> Iterator[RenderableType]:
    """A line for each question, with the reason where points are missing."""
    outcomes = [question.outcome for question in explanation.questions]
    rows = [
        (cell(one.question), "waits" if one.points is None else format_points(one.points),
         format_points(one.worth))
        for one in outcomes
    ]  # fmt: skip
    said = [cell(one.why) for one in outcomes]
    return laid_out(("question", ">points", ">of"), rows, width, "why", said)


def is_about_one(explanation: Explanation) -> bool:
    """Whether one question was asked for."""
    return len(explanation.questions) < len(explanation.result.outcomes)


def questions_in_detail(explanation: Explanation) -> list[Explained]:
    """The questions that lost points or have a comment; also without if one was asked for."""
    one = is_about_one(explanation)
    return [question for question in explanation.questions if one or _has_lost(question)]


def _has_lost(question: Explained) -> bool:
    earned, worth = question.outcome.points, question.outcome.worth
    return (earned is not None and earned < worth) or bool(question.comment)


def _details(question: Explained) -> Iterator[RenderableType]:
    outcome = question.outcome
    yield heading(f"{outcome.question}: {earned_of(outcome.points, outcome.worth)}")
    message = ""
    for check in question.checks:
        yield from _check(check, message)
        message = check.message
    if question.error and question.error != message:
        yield from _block("The answer itself stopped:", question.error)
    if question.comment:
        yield from _block("A person wrote:", question.comment)
    yield from _block("The answer:", question.answer)


def _check(check: Check, before: str) -> Iterator[RenderableType]:
    again = " (the same)" if check.message and check.message == before else ""
    yield Text(plain(f"{check.name}: {earned_of(check.points, check.worth)}{again}"))
    if check.message and not again:
        yield Padding(Text(plain(check.message)), (0, 0, 0, INDENT))
    if check.repeat:
        yield from _block(REPEAT, f"{IMPORT}\n{check.repeat}")


def earned_of(earned: float | None, worth: float) -> str:
    """The points of a question or a check, in words."""
    if earned is None:
        return f"{format_points(worth)} points wait for a person"
    return f"{format_points(earned)} of {format_points(worth)} points"


def _block(title: str, text: str) -> Iterator[RenderableType]:
    yield Text(title)
    yield Padding(Text(plain(text.strip("\n"))), (0, 0, 0, INDENT))


def _files(explanation: Explanation) -> Iterator[RenderableType]:
    yield heading("Files")
    for what, path in explanation.files:
        yield Text(plain(f"{what:<11}{path}"), overflow="fold")
    if not explanation.files:
        yield Text("None are there any more.")


def heading(text: str) -> Text:
    """A line that stands out, after an empty one."""
    return Text("\n" + plain(text), style="bold")
