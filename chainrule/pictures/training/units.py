"""Which units of a layer are dead, and when: a map."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np

from chainrule.engine import Array
from chainrule.pictures.picture import Picture
from chainrule.pictures.plane import Plane, side_by_side


def draw_dead(maps: Mapping[str, Array]) -> Picture:
    """A panel a layer: a row for each unit, a column for each step, dark where a unit is dead.

    Parameters
    ----------
    maps : mapping of str to array of bool, shape (units, steps)
        By title; true where the unit answers 0 to every example. Units that are dead longest
        come first.

    Examples
    --------
    >>> dead = np.array([[False, True, True, False], [False, False, False, True]])
    >>> draw_dead({"A layer": dead}).description
    'A layer: 2 of 2 units die at some time, and 1 of them come back; 1 are dead at the end.'
    """
    planes, said = [], []
    for title, dead in maps.items():
        units, steps = dead.shape
        plane = Plane(
            (0, steps), (0, units), 375, 380, title, "step (in a bar the unit is dead)", "unit"
        )
        plane.zero_lines = lambda: ""  # type: ignore[method-assign]
        plane.box((0, steps), (0, units), "blue", 'opacity="0.25"')
        for row, unit in enumerate(dead[np.argsort(dead.sum(axis=1), kind="stable")]):
            for first, last in stretches(unit):
                plane.box((first, last), (row + 0.08, row + 0.92), "orange")
        planes.append(plane)
        ever = dead.any(axis=1)
        back = (dead[:, :-1] & ~dead[:, 1:]).any(axis=1)
        said.append(
            f"{title}: {ever.sum()} of {units} units die at some time, and {back.sum()} of them "
            f"come back; {dead[:, -1].sum()} are dead at the end"
        )
    return side_by_side(planes, "; ".join(said) + ".")


def stretches(dead: Array) -> Iterator[tuple[int, int]]:
    """Where a unit is dead: from which step on, and up to which.

    >>> [*stretches(np.array([True, True, False, True]))]
    [(0, 2), (3, 4)]
    """
    edges = np.flatnonzero(np.diff([0, *dead.astype(int), 0]))
    yield from ((int(a), int(b)) for a, b in zip(edges[::2], edges[1::2], strict=True))
