"""The pages that the grader writes: a template each, in one style, and no script."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template

from autograde.course.course import CourseError
from autograde.course.points import format_points
from autograde.reports import charts


def template(name: str, **filters: Callable[..., str]) -> Template:
    """A template with filters of its own; whatever is put into it stands there as text."""
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(points=format_points, bar=charts.bar, **filters)
    return environment.get_template(name)


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
