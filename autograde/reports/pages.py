"""The pages that instructors get: a template each, in one style, and no script."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from jinja2 import Template

from autograde.course.course import CourseError
from autograde.pages import templates
from autograde.reports import charts


def template(name: str, **filters: Callable[..., str]) -> Template:
    """A template with filters of its own; whatever is put into it stands there as text."""
    return templates.template(Path(__file__).parent, name, bar=charts.bar, **filters)


def write_text(file: Path, text: str) -> None:
    """Write a page.

    Raises
    ------
    CourseError
        If the file cannot be written.
    """
    try:
        file.write_text(text, encoding="utf-8")
    except OSError as error:
        raise CourseError(f"{file} cannot be written: {error.strerror}.") from None
