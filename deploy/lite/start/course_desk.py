"""What the browser's own Python does for the start page: texts come in, texts go out.

The page's JavaScript asks with a question in JSON, and reads what is printed.
"""

from __future__ import annotations

import json
from html import escape
from pathlib import Path
from typing import Any
from urllib.parse import quote

from chainrule.exercises.outline import Chapter, Task
from chainrule.exercises.questions.record import entry_of
from chainrule.exercises.standing import standing
from chainrule.exercises.standing_page import course_page, report_page

WELCOME = (
    "<p>How networks learn, from one neuron to a playground of your own engine, written part by "
    "part. Nothing is installed: Python runs in this browser, and what you write stays in it "
    "(<em>File → Download</em> takes it out). Press the button; in a notebook Shift+Enter runs a "
    "cell. The first one fetches Python, about {megabytes} MB, once.</p>"
)
MEGABYTES = 45
BRING = "Bring in and keep my work"


def answer(question: str) -> None:
    """Print the answer to a question: the name of what to do, and with what."""
    name, *given = json.loads(question)
    print(json.dumps({"page": page, "corrected": corrected}[name](*given)))


def page(answers: str = "", outdated: int = 0, said: str = "") -> tuple[str, str]:
    """The start page by the noted answers, a line each, and the page to print."""
    entries = [entry for line in answers.splitlines() if (entry := entry_of(line))]
    now = standing(chapters(), entries)
    word = "Finished: a page to print" if now.finished else "What I have built, to print"
    end = f"<p><a href='report' target='_blank'>{word}</a></p>" if answers else ""
    note = WELCOME.format(megabytes=MEGABYTES) if not answers else ""
    note += corrections(outdated) + "".join(f"<p>{escape(one)}</p>" for one in said.splitlines())
    shown = course_page(now, address, note, end, address_of("review.ipynb"))
    return shown, report_page(now)


def corrections(number: int) -> str:
    """A note on notebooks that the course has corrected, with a button that brings them in."""
    if not number:
        return ""
    what = "A notebook has" if number == 1 else f"{number} notebooks have"
    return f"<p class='note'>{what} been corrected. <button>{BRING}</button></p>"


def corrected(mine: Any, release: Any, base: Any) -> dict[str, Any]:
    """A learner's notebook in a corrected one, with what happened in sentences."""
    from notebook_merge import merge, read, sentences

    new, work, old = (read(json.dumps(one)) if one else None for one in (release, mine, base))
    merged = merge(work, new, old)
    return {"notebook": merged.notebook, "sentences": list(sentences(merged))}


def address(chapter: Chapter, cell: str) -> str:
    """The address of a cell in JupyterLite, from the first page of its site."""
    return address_of(chapter.path) + (f"#cell-id={quote(cell)}" if cell else "")


def address_of(path: str) -> str:
    """The address of a notebook."""
    return f"lab/index.html?path={quote(path)}"


def chapters() -> list[Chapter]:
    """The notebooks of the course, as they were when the site was built."""
    found = json.loads(Path(__file__).with_name("course_desk.json").read_text(encoding="utf-8"))
    return [Chapter(c["path"], c["title"], tuple(Task(**t) for t in c["tasks"])) for c in found]
