"""How far a learner is, as a page: in JupyterLab, on a site, after a check, and to be printed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from html import escape

from chainrule.exercises.card import MARKS
from chainrule.exercises.outline import Chapter
from chainrule.exercises.standing import (
    DONE,
    NOT_YET,
    OPEN,
    ChapterStanding,
    Standing,
    TaskStanding,
)

Link = Callable[[Chapter, str], str]  # from a chapter and the id of a cell to an address
SIGNS = {DONE: MARKS["passes"], NOT_YET: MARKS["not yet"], OPEN: MARKS["not written"]}
PLURALS = {"part": "parts", "prediction": "predictions", "exercise": "exercises"}
NOWHERE = "All of this is read from a file of yours, and sent nowhere."

# JupyterLab's colours follow its theme; elsewhere the reader's own setting decides.
STYLE = """<style>
.cr-course { --ink: var(--jp-content-font-color1, #1f2328);
 --line: var(--jp-border-color2, #d0d5db); --quiet: #555d66; --tried: #b54708;
 --paper: var(--jp-layout-color1, #fff);
 --soft: var(--jp-layout-color2, #f3f4f6); --link: #0b5cad; --right: #1a7f37; --bar: #1a7f37;
 color: var(--ink); background: var(--paper); line-height: 1.5; font-size: 16px;
 font-family: var(--jp-content-font-family, system-ui, sans-serif); max-width: 54rem;
 margin: 0 auto; padding: 1.5rem 1.25rem 3rem; box-sizing: border-box; }
.cr-room { container: course / inline-size; }
.cr-course * { box-sizing: border-box; }
.cr-course h1 { font-size: 1.7rem; line-height: 1.25; margin: 0 0 .2rem; }
.cr-course h2 { font-size: 1.15rem; margin: 2rem 0 .4rem; }
.cr-course p { margin: .3rem 0; }
.cr-course .quiet { color: var(--quiet); font-size: .9rem; }
.cr-course a { color: var(--link); text-underline-offset: .15em; }
.cr-course a:focus-visible, .cr-course summary:focus-visible { outline: 3px solid var(--link);
 outline-offset: 2px; }
.cr-course .next { display: flex; flex-wrap: wrap; align-items: center; gap: .6rem 1.2rem;
 margin: 1.1rem 0; padding: 1rem 1.1rem; background: var(--soft); border-radius: 8px; }
.cr-course .next a.go { display: inline-block; padding: .55rem 1.1rem; border-radius: 6px;
 background: var(--link); color: var(--paper); text-decoration: none; font-weight: 600; }
.cr-course .next a.go:hover { text-decoration: underline; }
.cr-course ol, .cr-course ul { list-style: none; margin: 0; padding: 0; }
.cr-course li.chapter { padding: .65rem 0; border-top: 1px solid var(--line); }
.cr-course .piece { display: grid; grid-template-columns: 6.5rem minmax(0, 1fr) 12.5rem;
 gap: .1rem 1rem; align-items: baseline; }
.cr-course .done .piece .count, .cr-course .sign { color: var(--right); }
.cr-course .not-yet .sign { color: var(--tried); }
.cr-course .open .sign { color: var(--quiet); }
.cr-course .piece .count { color: var(--quiet); font-size: .9rem; }
.cr-course .bar { display: block; height: 5px; margin-top: .25rem; border-radius: 3px;
 background: var(--line); overflow: hidden; }
.cr-course .bar i { display: block; height: 100%; background: var(--bar); }
.cr-course details { margin-top: .15rem; }
.cr-course summary { cursor: pointer; color: var(--quiet); font-size: .9rem; padding: .1rem 0; }
.cr-course .tasks { columns: 15rem; column-gap: 1.5rem; padding: .3rem 0 .2rem; }
.cr-course .tasks li { break-inside: avoid; padding: .12rem 0; }
.cr-course .tasks a { display: inline-block; min-height: 24px; }
.cr-course .gallery li { padding: .3rem 0; }
.cr-course .note { border-left: 4px solid var(--link); padding: .4rem .9rem; margin: 1rem 0;
 background: var(--soft); }
.cr-course code { font-family: var(--jp-code-font-family, ui-monospace, monospace);
 font-size: .92em; background: none; color: inherit; padding: 0; }
@media (prefers-color-scheme: dark) { .cr-course {
 --ink: var(--jp-content-font-color1, #e6e8eb); --line: var(--jp-border-color2, #444c56);
 --paper: var(--jp-layout-color1, #14181d);
 --soft: var(--jp-layout-color2, #20262d); } }
@media (prefers-color-scheme: dark) { body:not([data-jp-theme-light]) .cr-course {
 --link: #79b8ff; --right: #4ac26b;
 --bar: #4ac26b; --quiet: #b9c1ca; --tried: #ffb182; } }
body[data-jp-theme-light="false"] .cr-course { --link: #79b8ff; --right: #4ac26b;
 --bar: #4ac26b; --quiet: #b9c1ca; --tried: #ffb182; }
@container course (max-width: 38rem) {
 .cr-course .piece { grid-template-columns: minmax(0, 1fr); } }
@media print { .cr-course { --ink: #000; --quiet: #333; --paper: #fff; --line: #999;
 --link: #000; --right: #000; font-size: 9pt; line-height: 1.3; padding: 0; max-width: none; }
 .cr-course .screen { display: none; } .cr-course .quiet { font-size: 1em; }
 .cr-course h2 { margin-top: .7rem; font-size: 1.2em;
 break-after: avoid; } .cr-course .tasks { columns: 3; padding: 0; }
 .cr-course .tasks li { padding: .05rem 0; } }
@page { margin: 16mm; }
</style>"""

DOCUMENT = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>{title}</title>
<style>:root {{ color-scheme: light dark; }} body {{ margin: 0; }}
@media (prefers-color-scheme: dark) {{ body {{ background: #14181d; }} }}</style></head>
<body><main>{body}</main></body></html>
"""


def course_page(
    standing: Standing, link: Link | None = None, note: str = "", end: str = "", review: str = ""
) -> str:
    """The whole course as a piece of a page: what comes next, what is due, how far each piece is.

    Parameters
    ----------
    standing : Standing
        What is shown.
    link : callable, optional
        Gives the address of a cell of a chapter; without it nothing is a link.
    note, end : str
        HTML that is put below what comes next, and at the end.
    review : str
        The address at which the questions that are due are asked.
    """
    path = [one for one in standing.chapters if one.chapter.kind != "gallery"]
    gallery = [one for one in standing.chapters if one.chapter.kind == "gallery"]
    shown = "".join(chapter_row(one, link) for one in path)
    said = f"<h2>Lectures and assignments</h2><ol>{shown}</ol>"
    if gallery:
        rows = "".join(gallery_row(one, link) for one in gallery)
        said += "<h2>Gallery</h2><p class='quiet'>The systems of the history in miniature, when "
        said += f"you are curious.</p><ul class='gallery'>{rows}</ul>"
    top = f"<h1>Chain Rule</h1>{totals(standing)}{next_step(standing, link, review)}{note}"
    foot = f"<p class='quiet'>{NOWHERE}</p>"
    return room(f"{top}{said}{end}{foot}")


def room(body: str) -> str:
    """What is shown, in its style; it looks at the room that it has, not at the screen's."""
    return f"{STYLE}<div class='cr-room'><div class='cr-course'>{body}</div></div>"


def document(title: str, body: str) -> str:
    """A page that stands by itself."""
    return DOCUMENT.format(title=escape(title), body=body)


def totals(standing: Standing) -> str:
    """The numbers of the whole course in a line."""
    said = [counted(kind, *standing.count(kind)) for kind in PLURALS]
    return f"<p class='quiet'>{' · '.join(said)}</p>"


def counted(kind: str, done: int, number: int) -> str:
    """How many tasks of a kind are done, in words.

    >>> counted("part", 3, 12), counted("prediction", 1, 1)
    ('3 of 12 parts', '1 of 1 prediction')
    """
    return f"{done} of {number} {PLURALS[kind] if number != 1 else kind}"


def next_step(standing: Standing, link: Link | None, review: str) -> str:
    """Where to go on, and what is due."""
    words = escape(standing.next)
    if standing.continued and link:
        chapter, task = standing.continued
        cell = task.task.cell if chapter.begun else ""
        words = f"<a class='go' href='{escape(link(chapter.chapter, cell))}'>{words}</a>"
    else:
        words = f"<strong>{words}</strong>"
    where = escape(standing.continued[0].chapter.title) if standing.continued else ""
    due = escape(standing.review)
    due = f"<a href='{escape(review)}'>{due}</a>" if review and standing.due else due
    return f"<div class='next'>{words}<div><p>{where}</p><p class='quiet'>{due}</p></div></div>"


def chapter_row(one: ChapterStanding, link: Link | None) -> str:
    """A lecture or an assignment: its title, how much is done, and its tasks to unfold."""
    chapter = one.chapter
    kind = "part" if chapter.kind == "assignment" else "prediction"
    done, number = one.count(kind)
    state = "done" if one.done else "begun" if one.begun else "open"
    text = counted(kind, done, number)
    more = one.count("exercise")
    text += f", {counted('exercise', *more)}" if more[0] else ""
    share = f"<i style='width:{100 * done // (number or 1)}%'></i>"
    bar = f"<span class='bar' aria-hidden='true'>{share}</span>"
    count = f"<span class='count'>{SIGNS[DONE] + ' ' if one.done else ''}{text}{bar}</span>"
    name = f"<span class='quiet'>{chapter.kind.capitalize()} {chapter.number}</span>"
    title = linked(without_number(chapter), chapter, "", link)
    tasks = unfolding(one, kind, link) if one.begun or kind == "part" else ""
    head = f"<div class='piece'>{name}{title}{count}</div>"
    return f"<li class='chapter {state}'>{head}{tasks}</li>"


def unfolding(one: ChapterStanding, kind: str, link: Link | None) -> str:
    """The tasks of a kind of a chapter."""
    tasks = [task for task in one.tasks if task.task.kind == kind]
    items = "".join(task_item(one.chapter, task, link) for task in tasks)
    name = f"{PLURALS[kind].capitalize()} of {one.chapter.kind} {one.chapter.number}"
    return f"<details><summary>{name}</summary><ul class='tasks'>{items}</ul></details>"


def task_item(chapter: Chapter, one: TaskStanding, link: Link | None) -> str:
    """A task with its sign."""
    sign = f"<span class='sign' aria-hidden='true'>{SIGNS[one.state]}</span>"
    hidden = f"<span class='quiet'> {one.state}</span>" if one.state != OPEN else ""
    text = linked(one.label.removeprefix("part ").removeprefix("prediction "), chapter,
                  one.task.cell, link)  # fmt: skip
    return f"<li class='{one.state.replace(' ', '-')}'>{sign} {text}{hidden}</li>"


def gallery_row(one: ChapterStanding, link: Link | None) -> str:
    """A notebook of the gallery."""
    done, number = one.count("prediction")
    text = f" <span class='quiet'>{counted('prediction', done, number)}</span>" if done else ""
    return f"<li>{linked(one.chapter.title, one.chapter, '', link)}{text}</li>"


def linked(text: str, chapter: Chapter, cell: str, link: Link | None) -> str:
    """A text that leads to a cell of a chapter."""
    shown = escape(text)
    return (
        f"<a href='{escape(link(chapter, cell))}'>{shown}</a>" if link else f"<span>{shown}</span>"
    )


def without_number(chapter: Chapter) -> str:
    """The title without what the row says already.

    >>> without_number(Chapter("lectures/03b_downhill.ipynb", "3b · Downhill", ()))
    'Downhill'
    """
    title = chapter.title.removeprefix(f"Assignment {chapter.number}")
    return title.removeprefix(chapter.number).lstrip(" ·")


# ------------------------------------------------------------------ to be printed


def report_page(standing: Standing, today: date | None = None) -> str:
    """What was built, on a page of its own that one can print."""
    return document(f"Chain Rule: {headline(standing)}", report(standing, today))


def headline(standing: Standing) -> str:
    """Whether it is done, in a word or two."""
    return "finished" if standing.finished else "so far"


def report(standing: Standing, today: date | None = None) -> str:
    """What was built: finished, or so far."""
    day = today or date.today()
    built = [one for one in standing.chapters if one.count("part")[0]]
    done, number = standing.count("part")
    said = (
        f"{done} of {number} parts of an engine for deep learning, from a perceptron to a network "
        f"that tells a spiral's arms apart, on {standing.days} day{'s' * (standing.days != 1)}. "
        f"{counted('prediction', *standing.count('prediction'))} made, "
        f"{counted('exercise', *standing.count('exercise'))} solved."
    )
    pieces = "".join(pieces_built(built))
    foot = f"<p class='quiet'>{day.day} {day:%B %Y}. Chain Rule, Introduction to Deep Learning.</p>"
    how = "<p class='quiet screen'>Print this page with your browser. No name is on it: nobody was "
    how += "told yours.</p>"
    return room(f"<h1>Chain Rule: {headline(standing)}</h1><p>{said}</p>{pieces}{foot}{how}")


def pieces_built(built: list[ChapterStanding]) -> Iterator[str]:
    """The parts that pass, by assignment."""
    for one in built:
        parts = [task for task in one.tasks if task.task.kind == "part" and task.state == DONE]
        items = "".join(map(built_item, parts))
        yield f"<h2>{escape(one.chapter.title)}</h2><ul class='tasks'>{items}</ul>"


def built_item(one: TaskStanding) -> str:
    """A part in words, and what it is called in the engine."""
    words = f"{escape(one.task.title)} " if one.task.title else ""
    return f"<li>{words}<code>{escape(one.task.name)}</code></li>"
