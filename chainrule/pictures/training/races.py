"""How fast several networks learn, in steps, with a goal."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from chainrule.engine import Array
from chainrule.pictures.picture import Picture
from chainrule.pictures.plane import Plane, side_by_side

KINDS = (("blue", "round"), ("orange", "square"), ("ink", "triangle"))


def draw_race(shares: Mapping[str, Array], every: int, goal: float) -> Picture:
    """Shares of right answers over the steps; each crossing of the goal is marked and named.

    Parameters
    ----------
    shares : mapping of str to array, shape (points,)
        By name; at most three.
    every : int
        How many steps lie between two points.
    goal : float
        The share that is to be reached.
    """
    last = every * (max(map(len, shares.values())) - 1)
    plane = Plane(
        (0, 1.05 * last), (0, 1.04), 760, 340, "share of the digits that are right", "step"
    )
    plane.line(([0, 1.05 * last], [goal, goal]), "grey")
    plane.text(0.5 * last, goal + 0.015, f"the goal: {goal:.0%}", "middle")
    crossings = {name: crossing(curve, goal) for name, curve in shares.items()}
    said = []
    for row, ((name, curve), (kind, shape)) in enumerate(zip(shares.items(), KINDS, strict=False)):
        plane.line((every * np.arange(len(curve)), curve), kind)
        at = crossings[name]
        if at is None:
            said.append(f"{name} does not get there")
            continue
        x, y = every * at, float(curve[at])
        plane.dot(x, y, kind, shape, 7)
        height = 0.72 - 0.13 * row
        plane.line(([x, x], [y, height]), "grey")
        near = x > 0.75 * last
        plane.text(x + (-0.008 if near else 0.008) * last, height, f"{name}: {x} steps",
            "end" if near else "start")  # fmt: skip
        said.append(f"{name} after {x}")
    return side_by_side([plane], f"Steps until {goal:.0%} are right: {', '.join(said)}.")


def crossing(curve: Array, goal: float) -> int | None:
    """The first place at which a curve is at the goal, if there is one.

    >>> crossing(np.array([0.2, 0.9, 1.0]), 0.9), crossing(np.array([0.2]), 0.9)
    (1, None)
    """
    there = np.flatnonzero(curve >= goal)
    return int(there[0]) if len(there) else None
