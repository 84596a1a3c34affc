"""Who is missing and who was late, as a table for a terminal."""

from __future__ import annotations

from rich.box import SIMPLE_HEAD
from rich.table import Table

from autograde.reports.tables import cell
from autograde.roster.missing import Absence, duration


def absence_table(found: Absence) -> Table:
    """A line for each student; columns of which nothing is known are left out."""
    everyone = (*found.missing, *found.late)
    table = Table("student", box=SIMPLE_HEAD)
    about = [one for one in ("name", "email", "section") if any(getattr(x, one) for x in everyone)]
    for heading in about:
        table.add_column("e-mail" if heading == "email" else heading, overflow="fold")
    table.add_column("what is missing")
    for one in everyone:
        said = f"Late by {duration(one.seconds_late)}." if one.seconds_late else one.said
        known = (cell(getattr(one, heading)) for heading in about)
        table.add_row(cell(one.student), *known, cell(said))
    return table
