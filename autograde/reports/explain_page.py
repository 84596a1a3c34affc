"""An explanation as a page to hand to whoever decides a dispute: one file, and no script."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from autograde.grading.results import Status
from autograde.pages.letters import plain
from autograde.reports.explain import Explanation
from autograde.reports.explain_text import (
    IMPORT,
    REPEAT,
    earned_of,
    is_about_one,
    questions_in_detail,
    total,
)
from autograde.reports.pages import template, write_text

TEMPLATE = "explain_page.html"


def write_page(explanation: Explanation, file: Path) -> None:
    """Write the page.

    Raises
    ------
    CourseError
        If the file cannot be written.
    """
    write_text(file, page(explanation))


def page(explanation: Explanation) -> str:
    """The page as HTML; whatever the student wrote stands in it as text."""
    graded = explanation.result.status is Status.GRADED
    return template(TEMPLATE, plain=plain).render(
        explanation=explanation,
        written=datetime.now().astimezone(),
        total=total(explanation),
        overview=() if not graded or is_about_one(explanation) else explanation.questions,
        details=questions_in_detail(explanation) if graded else (),
        earned_of=earned_of,
        repeat=REPEAT,
        call=IMPORT,
    )
