"""Pairs to look at as a page, and as a table for a terminal."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from rich.box import SIMPLE_HEAD
from rich.table import Table

from autograde.reports.pages import by_chance, template, write_text
from autograde.reports.tables import cell
from autograde.shared_answers import MOST_PAIRS, shown
from autograde.similar import Similar


def write_similar(assignment: str, found: Similar, file: Path) -> None:
    """Write the page.

    Raises
    ------
    CourseError
        If the file cannot be written.
    """
    write_text(file, similar_page(assignment, found))


def similar_page(assignment: str, found: Similar) -> str:
    """The page as HTML; whatever students wrote stands in it as text."""
    return template("similar_page.html").render(
        assignment=assignment,
        written=datetime.now().astimezone(),
        compared=found.compared,
        total=len(found.pairs),
        enough=found.enough,
        pairs=[shown(pair, found.answers) for pair in found.pairs[:MOST_PAIRS]],
        pairs_left_out=max(0, len(found.pairs) - MOST_PAIRS),
        repeaters=found.repeaters,
        caveat=found.caveat,
    )


def similar_table(found: Similar) -> Table:
    """A line for each pair."""
    table = Table("look at", "beside", "alike in", "by chance", box=SIMPLE_HEAD)
    for column in table.columns[:2]:
        column.overflow = "fold"
    for pair in found.pairs[:MOST_PAIRS]:
        first, second = map(cell, pair.students)
        parts = ", ".join(f"{part.question} {part.share:.0%}" for part in pair.shared)
        table.add_row(first, second, cell(parts), by_chance(pair.expected))
    return table
