"""Which points of a class were applied last: a table of our own beside nbgrader's.

nbgrader's `generate_assignment` puts back what cells are worth as they are written, and leaves the
points that were given. Without this table nobody could tell afterwards on which scale those are.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Column, Float, MetaData, String, Table, inspect

APPLIED = Table(
    "autograde_points",
    MetaData(),
    Column("assignment", String(128), primary_key=True),
    Column("cell", String(128), primary_key=True),
    Column("points", Float, nullable=False),
)


def applied(db: Any, assignment: str) -> dict[str, float]:
    """By cell, the points that a class's variant gave it; nothing of cells as they are written."""
    if not inspect(db.connection()).has_table(APPLIED.name):
        return {}
    rows = db.execute(APPLIED.select().where(APPLIED.c.assignment == assignment))
    return {row.cell: row.points for row in rows}


def note_applied(db: Any, assignment: str, points: Mapping[str, float]) -> None:
    """Remember these instead, in the transaction of whoever calls."""
    known = applied(db, assignment)
    if known == points:
        return
    APPLIED.create(db.connection(), checkfirst=True)
    db.execute(APPLIED.delete().where(APPLIED.c.assignment == assignment))
    for cell, worth in points.items():
        db.execute(APPLIED.insert().values(assignment=assignment, cell=cell, points=worth))
