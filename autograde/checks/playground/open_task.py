"""A fresh spiral."""

from __future__ import annotations

from autograde.checks.arrays import Rng
from chainrule.exercises.part import Case
from chainrule.exercises.parts.playground.open_task import spiral_task


def solve_spiral(rng: Rng) -> list[Case]:
    """Points to learn from, and others to be judged by."""
    return [spiral_task(rng)]
