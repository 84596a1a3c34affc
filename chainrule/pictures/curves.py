"""Curves beside each other, each with its name at its end."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from chainrule.engine import Array
from chainrule.pictures.growth import LogPlane
from chainrule.pictures.picture import Picture
from chainrule.pictures.plane import Plane, side_by_side

KINDS = ("blue", "orange", "ink", "grey")
SHAPES = ("round", "square", "triangle", "down")
LETTER, AIR = 7.5, 24  # pixels: how wide a letter of a name is, and what is around a name


def draw_curves(
    curves: Mapping[str, Array], *, every: float = 1, xlabel: str = "step", ylabel: str = "loss",
    log: bool = False, reach: tuple[float, float] | None = None,
) -> Picture:  # fmt: skip
    """A line a name; what leaves the picture at its upper edge is said at that place.

    Parameters
    ----------
    curves : mapping of str to array, shape (points,)
    every : float
        How far two points lie apart on the level axis.
    xlabel, ylabel : str
        What is written along the axes.
    log : bool
        Whether the upright axis is logarithmic.
    reach : (float, float), optional
        The lowest and highest number that is shown; all unless given.
    """
    arrays = [np.asarray(curve, float) for curve in curves.values()]
    low, high = reach or range_of(arrays)
    shown = [np.where(np.isfinite(a), a, 1e9) for a in arrays]
    if log:
        low, high = np.log10(low), np.log10(high)
        shown = [np.log10(np.maximum(a, 1e-30)) for a in shown]
    end = every * max(len(a) - 1 for a in arrays)
    room = (AIR + LETTER * max(map(len, curves))) / 692  # of the width, for the names
    plane = (LogPlane if log else Plane)((0, end / (1 - room)), (low, high), 760, 340, "",
        xlabel, ylabel)  # fmt: skip
    heights = []
    for curve, kind, shape in zip(shown, KINDS, SHAPES, strict=False):
        x = every * np.arange(len(curve))
        plane.line((x, curve), kind)
        plane.dot(float(x[-1]), float(np.clip(curve[-1], low, high)), kind, shape, 5)
        heights.append(float(np.clip(curve[-1], low, high)))
    gone = [bool(a[-1] > high + 1e-9) for a in shown]
    tall = high - low
    within = low + 0.03 * tall, high - 0.05 * tall
    for name, y, out in zip(curves, spread(heights, 0.062 * tall, *within), gone, strict=True):
        plane.text(end * 1.02, y - 0.015 * tall, name + " ↑" * out)
    ends = [f"{name} ends at {array[-1]:.3g}" for name, array in zip(curves, arrays, strict=True)]
    return side_by_side([plane], f"{ylabel} over {xlabel}s: {'; '.join(ends)}.")


def range_of(arrays: Sequence[Array]) -> tuple[float, float]:
    """The lowest and highest finite number, with some air."""
    all_of_them = np.concatenate(arrays)
    found = all_of_them[np.isfinite(all_of_them)]
    air = 0.06 * (found.max() - found.min()) or 1.0
    return float(found.min() - air), float(found.max() + air)


def spread(
    heights: Sequence[float], gap: float, low: float = -np.inf, high: float = np.inf
) -> list[float]:
    """Heights so far apart that names can stand there, in the same order, from low to high.

    >>> spread([1.0, 1.1, 5.0], 0.5)
    [0.8, 1.3, 5.0]
    >>> spread([1.0, 1.1, 5.0], 0.5, low=1.0, high=4.5)
    [1.0, 1.5, 4.5]
    """
    order = np.argsort(heights, kind="stable")
    placed = np.asarray(heights, float)[order]
    for _ in range(100):  # each pair that is too close moves apart by as much on either side
        lack = gap - np.diff(placed)
        if (lack <= 1e-9).all():
            break
        for k in np.flatnonzero(lack > 1e-9):
            short = gap - (placed[k + 1] - placed[k])
            placed[k] -= max(short, 0) / 2
            placed[k + 1] += max(short, 0) / 2
    steps = gap * np.arange(len(placed))
    placed = np.minimum(np.maximum(placed, low + steps), high - steps[::-1])
    back = np.empty(len(placed))
    back[order] = placed
    return [round(float(y), 9) for y in back]
