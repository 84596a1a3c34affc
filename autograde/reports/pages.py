"""The pages that the grader writes: a template each, in one style, and no script."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template

from autograde.course.course import CourseError
from autograde.reports import charts
from autograde.reports.tables import number


def by_chance(expected: float) -> str:
    """How rare a pair is, no more exactly than the assumption behind it deserves.

    >>> by_chance(0.004), by_chance(1e-30)
    ('1 class in 200', 'less than 1 class in a million')
    """
    classes = 1 / max(expected, 1e-300)
    if classes > 1e6:
        return "less than 1 class in a million"
    size = 10 ** (len(str(int(classes))) - 1)
    return f"1 class in {int(classes) // size * size:,}".replace(",", "\N{NARROW NO-BREAK SPACE}")


def template(name: str, **filters: Callable[..., str]) -> Template:
    """A template with filters of its own; whatever is put into it stands there as text."""
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(number=number, by_chance=by_chance, bar=charts.bar, **filters)
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
