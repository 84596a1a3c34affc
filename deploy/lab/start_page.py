"""The pages that JupyterLab's server has of the course: the start page, and one to be printed."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import quote

from jupyter_server.base.handlers import JupyterHandler
from jupyter_server.utils import url_path_join
from own_copy import OwnCopy
from tornado.web import authenticated

from chainrule.exercises.outline import Chapter, outline
from chainrule.exercises.questions import record
from chainrule.exercises.standing import Standing, standing
from chainrule.exercises.standing_page import course_page, report_page

ROOT = Path(__file__).resolve().parents[2]
START, REPORT = "chain-rule/start", "chain-rule/report"


def _jupyter_server_extension_points() -> list[dict[str, str]]:
    return [{"module": "start_page"}]


def _load_jupyter_server_extension(server: Any) -> None:
    """Add the pages to a server."""
    base = server.web_app.settings["base_url"]
    pages = [(url_path_join(base, START), Start), (url_path_join(base, REPORT), Report)]
    server.web_app.add_handlers(".*$", pages)


class Start(JupyterHandler):
    """The start page, as a piece of HTML for JupyterLab to show."""

    @authenticated
    def get(self) -> None:
        """Answer with how it stands now."""
        now = standing_now()
        report = url_path_join(self.base_url, REPORT)
        word = "Finished: a page to print" if now.finished else "What I have built, to print"
        end = f"<p><a href='{report}' target='_blank'>{word}</a></p>"
        review = url_path_join(self.base_url, "lab/tree/review.ipynb")
        self.finish(course_page(now, self.link, corrections(), end, review))

    def link(self, chapter: Chapter, cell: str) -> str:
        """The address of a cell in JupyterLab."""
        page = url_path_join(self.base_url, "lab/tree", quote(chapter.path))
        return f"{page}#cell-id={quote(cell)}" if cell else page


class Report(JupyterHandler):
    """What was built, on a page of its own."""

    @authenticated
    def get(self) -> None:
        """Answer with how it stands now."""
        self.finish(report_page(standing_now()))


def standing_now() -> Standing:
    """How far the learner is, by the notebooks in `my/` and what was noted."""
    return standing(chapters(newest(OwnCopy(ROOT).my)), record.entries(record.own_path))


def newest(folder: Path) -> tuple[Path, int]:
    """A folder, with what changes when a notebook in it does."""
    times = (path.stat().st_mtime_ns for path in folder.rglob("*.ipynb"))
    return folder, hash(tuple(times))


@cache
def chapters(folder: tuple[Path, int]) -> tuple[Chapter, ...]:
    """The notebooks of the course, read once for each of their versions."""
    return outline(folder[0])


def corrections() -> str:
    """A note on corrected notebooks that are not in `my/` yet."""
    number = len(OwnCopy(ROOT).outdated())
    if not number:
        return ""
    what = "A notebook has" if number == 1 else f"{number} notebooks have"
    command = "<code>python3 course.py update</code>"
    return (
        f"<p class='note'>{what} been corrected: {command} brings them in and keeps your work.</p>"
    )
