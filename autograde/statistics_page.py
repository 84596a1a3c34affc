"""The parts over the years as a page, and as a table for a terminal."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from rich.box import SIMPLE_HEAD
from rich.table import Table
from rich.text import Text

from autograde.drawing_years import RADIUS, dot, dots
from autograde.item_statistics import FEWEST, LOW, Part, Statistics, Year
from autograde.reports.pages import template, write_text
from autograde.reports.tables import cell, number, plain

MOST_MISTAKES = 5


def write_statistics(assignment: str, found: Statistics, file: Path, about: str = "") -> None:
    """Write the page.

    Raises
    ------
    CourseError
        If the file cannot be written.
    """
    write_text(file, statistics_page(assignment, found, about))


def statistics_page(assignment: str, found: Statistics, about: str = "") -> str:
    """The page as HTML; whatever students' programs said stands in it as text."""
    latest_first = [name for name, _ in reversed(found.classes)]
    middle = RADIUS + 1
    return template("statistics_page.html", signed=signed, by_year=by_year).render(
        assignment=assignment,
        written=datetime.now().astimezone(),
        about=about,
        classes=found.classes[::-1],
        picture=dots(found),
        key=[(name, dot(kind, str(middle), middle)) for kind, name in enumerate(latest_first)],
        parts=found.parts,
        most_mistakes=MOST_MISTAKES,
        low=LOW,
        fewest=FEWEST,
    )


def signed(value: float | None) -> str:
    """A correlation.

    >>> signed(0.314), signed(-0.2), signed(None)
    ('0.31', '−0.20', '–')
    """
    return "–" if value is None else f"{value:.2f}".replace("-", "\N{MINUS SIGN}")


def by_year(part: Part, sentence: str) -> str:
    """How often a mistake was made in each class."""
    counts = (
        (year.name, next((m.count for m in year.mistakes if m.sentence == sentence), 0))
        for year in part.years
    )
    return ", ".join(f"{name}: {count}" for name, count in counts)


def statistics_table(found: Statistics) -> Table:
    """A line for each part and class."""
    headings = ("", "part", "class", "solved", "of", "mean", "of", "discr.")
    table = Table(*headings, box=SIMPLE_HEAD)
    for column in (table.columns[0], *table.columns[3:]):
        column.justify, column.no_wrap = "right", True
    table.columns[1].overflow = table.columns[2].overflow = "fold"
    for part in found.parts:
        for place, year in enumerate(part.years):
            about = (str(part.number), cell(part.question)) if place == 0 else ("", "")
            table.add_row(*about, cell(year.name), *_numbers(year))
    return table


def _numbers(year: Year) -> tuple[str, ...]:
    if year.mean is None:
        return "waits", "", "", number(year.worth), ""
    solved, graded = f"{year.solved} ({year.share:.0%})", str(year.graded)
    return solved, graded, number(year.mean), number(year.worth), signed(year.discrimination)


def commonest(found: Statistics, most: int = 2) -> Iterator[Text]:
    """The commonest mistakes of each part, a line each, with how often each class made them."""
    for part in found.parts:
        for mistake in part.mistakes[:most]:
            each = f"; {by_year(part, mistake.sentence)}" if len(part.years) > 1 else ""
            yield Text(plain(f"{part.question}: {mistake.sentence} ({mistake.count} ×{each})"))
