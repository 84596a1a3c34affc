"""The page that a student gets: what cost points comes first, and hidden lines stay hidden."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from html import escape
from itertools import dropwhile
from pathlib import Path
from typing import Any

from nbformat import NotebookNode

from autograde.course.points import changes, sentence
from autograde.course.questions import Question, by_student, grade_id, is_forgiven, is_test
from autograde.course.questions import questions as questions_of
from autograde.grading.results import NO_ANSWER, brief
from autograde.grading.scoring import (
    error_message,
    failure,
    not_judged,
    question_reason,
)
from autograde.grading.standing import Standing
from autograde.pages.formulas import with_formulas
from autograde.pages.letters import plain
from autograde.pages.markdown import safe_markdown
from autograde.pages.templates import template

TEMPLATE = "feedback_page.html"
BEGIN, END = "BEGIN HIDDEN TESTS", "END HIDDEN TESTS"
HIDDEN = "# Lines that stay hidden ran here."
LARGEST = 40_000  # bytes of a page
SHARES = (1.0, 0.4, 0.15, 0.05)  # of what would be shown, tried until the page is small enough
FRAME = 100  # bytes around the text of a question
LONGEST_CODE, LONGEST_OUTPUT, LONGEST_PROSE = 4_000, 1_500, 8_000  # letters that are shown
LONGEST_COMMENT = 10_000
LONGEST_LAID_OUT = 4_000  # of a student's words, as Markdown
LONGEST_LINE = 400  # of code and output; a paragraph of words is a line
_ANCHOR = re.compile('<a href="#[^"]*">\N{PILCROW SIGN}</a>')  # beside a heading
_ANSI = re.compile(r"\x1b\[[0-9;]*m")
MOST_FORMULAS = 40  # in an answer


@dataclass(frozen=True)
class Room:
    """How much of a text is shown, in letters, on a page with a share of the usual room."""

    share: float

    @property
    def code(self) -> int:
        """Of a cell of code."""
        return int(self.share * LONGEST_CODE)

    @property
    def output(self) -> int:
        """Of what was printed or said."""
        return int(self.share * LONGEST_OUTPUT)

    @property
    def prose(self) -> int:
        """Of an answer in words."""
        return int(self.share * LONGEST_PROSE)


@dataclass(frozen=True)
class Check:
    """A graded cell on the page: what it gave, what it says, and what of it may be seen."""

    points: float | None
    worth: float
    code: str
    said: str
    is_hidden: bool

    @property
    def title(self) -> str:
        """What kind of check it is."""
        return "Hidden check" if self.is_hidden else "Visible check"

    @property
    def mark(self) -> str:
        """How it went, in a word."""
        if self.points is None:
            return "waits"
        return "right" if self.points >= self.worth else "some" if self.points else "wrong"


@dataclass(frozen=True)
class Part:
    """A question on the page.

    Parameters
    ----------
    number : int
        Its place in the notebook.
    name : str
        What it is called.
    points, worth : float
        What it earned, and could have; the first is None while a person has to look.
    so_far : float
        What it has until then.
    said : str
        The sentence: why points are missing, or why they wait.
    by_hand : bool
        Whether a person gave points.
    comment : str
        What a person wrote, as HTML.
    answer : str
        What the student wrote, as HTML.
    printed : str
        What it printed, and how it stopped.
    checks : tuple of Check
        What graded it.
    """

    number: int
    name: str
    points: float | None
    worth: float
    so_far: float
    said: str
    by_hand: bool
    comment: str
    answer: str
    printed: str
    checks: tuple[Check, ...]

    @property
    def lost(self) -> float:
        """The points that are missing for good, as far as is known."""
        return 0.0 if self.points is None else self.worth - self.points


def page(
    nb: NotebookNode, released: NotebookNode | None, standing: Standing, about: dict[str, str]
) -> str:
    """The page as HTML; whatever the student wrote or printed stands in it as text.

    Parameters
    ----------
    nb : NotebookNode
        As it was graded.
    released : NotebookNode or None
        As it was handed out, for the text of the questions.
    standing : Standing
        What it earned.
    about : dict
        Its "title" and whose it is, the "student".
    """
    for share in SHARES:
        parts = [
            _part(nb, question, number, standing, Room(share))
            for number, question in enumerate(questions_of(nb), start=1)
        ]
        short = _render(nb, standing, about, parts, {})
        room = LARGEST - len(short.encode())
        if room >= 0:
            break
    asked = _asked_of(parts, released, room) if released is not None else {}
    return _render(nb, standing, about, parts, asked) if asked else short


def _asked_of(parts: list[Part], released: NotebookNode, room: int) -> dict[int, str]:
    """The texts of questions that cost points, by their numbers, for as many as there is room."""
    asked: dict[int, str] = {}
    for part in sorted(parts, key=lambda part: -part.lost):
        if part.lost > 0 and part.said != NO_ANSWER:
            text = _asked(released, part.name)
            size = len(text.encode()) + FRAME
            if text and size <= room:
                asked[part.number] = text
                room -= size
    return asked


def _render(
    nb: NotebookNode,
    standing: Standing,
    about: dict[str, str],
    parts: list[Part],
    asked: dict[int, str],
) -> str:
    waiting = [part for part in parts if part.points is None]
    earned, worth = sum(part.so_far for part in parts), sum(part.worth for part in parts)
    counted = max(0.0, earned - standing.late)
    waits = sum(part.worth - part.so_far for part in waiting)
    other_points = sentence(changes(nb, standing.worth))
    notes = [nb.metadata.get("not_graded", ""), other_points, _forgiven(nb)]
    return template(Path(__file__).parent, TEMPLATE).render(
        **about,
        earned=earned,
        counted=counted,
        late=standing.late,
        worth=worth,
        share=_per_cent(counted, worth),
        waits=waits,
        share_waiting=_per_cent(waits, worth),
        waiting=waiting,
        lost=[part for part in parts if part.lost > 0],
        right=[part for part in parts if part.points is not None and part.lost <= 0],
        asked=asked,
        notes=list(filter(None, notes)),
    )


def _forgiven(nb: NotebookNode) -> str:
    """The sentence that says which questions were broken, or ""."""
    parts = [
        question.name
        for question in questions_of(nb)
        if any(is_forgiven(nb.cells[index]) for index in question.graded)
    ]
    return f"Everybody has all points of {', '.join(parts)}, because it was broken." * bool(parts)


def _per_cent(points: float, worth: float) -> str:
    return f"{100 * points / worth if worth else 0:.0f}"


def _part(
    nb: NotebookNode, question: Question, number: int, standing: Standing, room: Room
) -> Part:
    cells = [nb.cells[index] for index in question.graded]
    names = [str(grade_id(cell)) for cell in cells]
    own = [nb.cells[index] for index in question.answers or question.graded]
    earned = [standing.points.get(name) for name in names]
    so_far = sum(filter(None, earned)) + sum(standing.so_far.get(name, 0.0) for name in names)
    points = None if None in earned else so_far
    worth = sum(standing.worth.get(name, 0.0) for name in names)
    if "not_graded" in nb.metadata:
        return Part(number, question.name, points, worth, so_far, "", False, "", "", "", ())
    said = brief(question_reason(nb, question))
    if points is None:
        said = next(filter(None, map(not_judged, cells)), "")
    elif points >= worth:
        said = ""
    checks = tuple(_check(cell, standing, room) for cell in cells if is_test(cell))
    comments = [standing.comments.get(str(grade_id(cell)), "") for cell in own]
    return Part(
        number,
        question.name,
        points,
        worth,
        so_far,
        said,
        any(name in standing.by_hand for name in names),
        _comment("\n\n".join(filter(None, comments)), room),
        "" if said == NO_ANSWER else _answer(nb, question, room),
        _beyond(_printed(own, room), [check.said for check in checks]),
        checks,
    )


def _check(cell: NotebookNode, standing: Standing, room: Room) -> Check:
    """Of a check with hidden lines the sentence alone: what else it says shows what it tried."""
    name, code = str(grade_id(cell)), visible(cell.source)
    is_hidden = code != cell.source
    points, worth = standing.points.get(name), standing.worth.get(name, 0.0)
    said = failure(cell) if is_hidden else _streams(cell) + (error_message(cell) or failure(cell))
    said = said or not_judged(cell)
    code, said = _shortened(code, room.code), _shortened(said, room.output)
    return Check(points, worth, code, said, is_hidden)


def visible(source: str) -> str:
    r"""The text of a test without the lines that students did not get.

    >>> visible("assert f(1)\n### BEGIN HIDDEN TESTS\nassert f(7)\n### END HIDDEN TESTS")
    'assert f(1)\n# Lines that stay hidden ran here.'
    """
    kept: list[str] = []
    inside = False
    for line in source.split("\n"):
        if BEGIN in line:
            inside = True
            kept.append(HIDDEN)
        elif END in line:
            inside = False
        elif not inside:
            kept.append(line)
    return "\n".join(kept)


def _answer(nb: NotebookNode, question: Question, room: Room) -> str:
    """What a student wrote for a question, as HTML: code as it is, words with formulas."""
    cells = [nb.cells[index] for index in question.answers]
    if not cells:
        return _code("\n\n".join(by_student(nb, question)), room.prose)
    return "\n".join(
        _code(cell.source, room.code)
        if cell.cell_type == "code"
        else _prose(cell.source, room.prose)
        for cell in cells
    )


def _code(source: str, most: int) -> str:
    return f"<pre>{escape(_shortened(source, most))}</pre>" if source.strip() else ""


def _prose(source: str, most: int) -> str:
    """A student's words; long ones as they are: to lay them out may take any time."""
    text = _shortened(source, most, longest_line=most)
    if len(text) > LONGEST_LAID_OUT or text.count("$") > 2 * MOST_FORMULAS:
        return f'<div class="prose">{escape(text)}</div>'
    return f'<div class="words">{with_formulas(text, safe_markdown)}</div>'


def _comment(source: str, room: Room) -> str:
    """What a person wrote, whom the formgrader promises Markdown; as written on a full page."""
    if not source:
        return ""
    if room.share == 1:
        return _prose(source, LONGEST_COMMENT)
    text = _shortened(source, LONGEST_COMMENT, longest_line=LONGEST_COMMENT)
    return f'<div class="prose">{escape(text)}</div>'


def _printed(cells: list[NotebookNode], room: Room) -> str:
    """What answers printed and how they stopped, in the order of the notebook."""
    said: list[str] = []
    for output in (output for cell in cells for output in cell.get("outputs", ())):
        if output.output_type == "stream":
            said.append(_text(output.text))
        elif output.output_type == "error":
            said.append(f"{_text(output.ename)}: {_text(output.evalue)}".removesuffix(": ") + "\n")
        else:
            data = output.get("data", {})
            pictures = [kind for kind in data if str(kind).startswith("image/")]
            said.append("[a picture]\n" if pictures else _text(data.get("text/plain", "")) + "\n")
    return _shortened("".join(said).strip("\n"), room.output)


def _streams(cell: NotebookNode) -> str:
    """What a test printed, or a student's function while it was tested."""
    streams = (out for out in cell.get("outputs", ()) if out.output_type == "stream")
    return "".join(_text(out.text) for out in streams)


def _beyond(printed: str, said: list[str]) -> str:
    """What was printed but for the messages of checks, which stand beside these."""
    for message in filter(None, said):
        before, found, after = printed.partition(message)
        if found:
            more = dropwhile(lambda line: not line or line.startswith("    "), after.split("\n"))
            printed = before + "\n".join(more)
    return printed.strip("\n")


def _text(text: Any) -> str:
    return "".join(text) if isinstance(text, list) else str(text)


def _shortened(text: str, most: int, longest_line: int = LONGEST_LINE) -> str:
    """A text with as many lines and letters as somebody would look at."""
    left_out = len(text) - most
    text = plain(_ANSI.sub("", text[:most]))
    lines = (
        f"{line[:longest_line]}…" if len(line) > longest_line else line for line in text.split("\n")
    )
    kept = "\n".join(lines)
    return f"{kept}\n… {left_out:,} more letters are left out here." if left_out > 0 else kept


def _asked(released: NotebookNode, name: str) -> str:
    """The text before a question as HTML: from the end of the one before up to its checks."""
    question = next((one for one in questions_of(released) if one.name == name), None)
    if question is None:
        return ""
    first = min((*question.answers, *question.graded))
    texts: list[str] = []
    for cell in reversed(released.cells[:first]):
        if cell.cell_type != "markdown" or grade_id(cell):
            break
        texts.insert(0, cell.source)
        if cell.source.startswith("#"):
            break
    return laid_out("\n\n".join(texts))


@lru_cache(1024)
def laid_out(source: str) -> str:
    """An instructor's Markdown as HTML, with formulas."""
    return _ANCHOR.sub("", with_formulas(source, safe_markdown))
