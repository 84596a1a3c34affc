"""How far the reader of the site is, by what the browser keeps."""

from __future__ import annotations

import json
from typing import Any

from IPython.display import HTML

from chainrule.exercises.outline import Chapter, Task
from chainrule.exercises.questions import record
from chainrule.exercises.questions.recalling import review
from chainrule.exercises.standing import Standing, standing
from chainrule.exercises.standing_page import course_page, report

PRINTED = "<p><a href='#print'>{}</a></p>"
BACK = "<p><a href='#'>Where you are</a></p>"


def shown(outline: str) -> HTML:
    """What is done, what comes next and what is due, with links to the pages."""
    now = standing_by(outline)
    words = "Finished: a page to print" if now.finished else "What you have built, to print"
    return HTML(course_page(now, link, end=PRINTED.format(words), review="#review"))


def printed(outline: str) -> HTML:
    """What was built, to be printed."""
    return HTML(report(standing_by(outline)))


def reviewed(outline: str) -> HTML:
    """Ask what is due for review, and show the way back."""
    review()
    return HTML(BACK)


def standing_by(outline: str) -> Standing:
    """How far one is in the chapters that the site was built with."""
    chapters = [chapter_of(one) for one in json.loads(outline)]
    return standing(chapters, record.entries(record.own_path))


def chapter_of(plain: dict[str, Any]) -> Chapter:
    """A chapter from plain data."""
    return Chapter(plain["path"], plain["title"], tuple(Task(**one) for one in plain["tasks"]))


def link(chapter: Chapter, cell: str) -> str:
    """The address of a cell on the site."""
    page = chapter.path.removesuffix("ipynb") + "html"
    return f"{page}#cell-{cell}" if cell else page
