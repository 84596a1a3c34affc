"""All gates with two inputs, and a line for each that has one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import product

import numpy as np

from chainrule.data.gates import GATES, gate
from chainrule.engine import Array
from chainrule.pictures.picture import BLUE, INK, ORANGE, Picture, as_picture, grid

Unit = tuple[float, float, float]  # w₁, w₂, b


def draw_gates(units: Mapping[tuple[int, ...], Sequence[Unit]]) -> Picture:
    """The sixteen gates, shaded where a unit says 1; those without a line are framed.

    Parameters
    ----------
    units : mapping of tuple to sequence of tuples
        By what a gate answers at (0, 0), (0, 1), (1, 0), (1, 1): w₁, w₂ and b of units for it, of
        which the one is drawn whose border keeps clear of the corners and yet is in the picture.
    """
    figure, panels = grid(16, columns=8, width=1.15, height=1.3)
    names: dict[tuple[int, ...], str] = {answers: name for name, answers in GATES.items()}
    x, _ = gate("AND")
    side = np.linspace(-0.5, 1.5, 101)
    x1, x2 = np.meshgrid(side, side)
    for axes, answers in zip(panels, product((0, 1), repeat=4), strict=True):
        axes.set(xlim=(-0.5, 1.5), ylim=(-0.5, 1.5), xticks=[], yticks=[], aspect="equal")
        axes.grid(visible=False)
        axes.set_title(names.get(answers, ""), fontsize=9)
        if answers in units:
            w1, w2, b = min(units[answers], key=lambda unit: abs(clearance(unit, x) - 0.35))
            score = w1 * x1 + w2 * x2 + b
            axes.contourf(x1, x2, score, levels=[0, np.inf], colors=[ORANGE], alpha=0.22)
            axes.contour(x1, x2, score, levels=[0], colors=[INK], linewidths=1.4)
        else:
            axes.text(0.5, 0.5, "no line", ha="center", va="center", fontsize=9, color=ORANGE)
        for spine in axes.spines.values():
            spine.set(visible=True, color=INK if answers in units else ORANGE,
                      linewidth=0.6 if answers in units else 2.5)  # fmt: skip
        for place, answer in zip(x, answers, strict=True):
            full, empty = (ORANGE, ORANGE), ("white", BLUE)
            inside, edge = full if answer else empty
            marker = "s" if answer else "o"
            axes.scatter(*place, marker=marker, s=30, c=inside, edgecolors=edge, zorder=3)
    without = [a for a in product((0, 1), repeat=4) if a not in units]
    told = ", ".join(names.get(a, str(a)) for a in without) or "none"
    return as_picture(
        figure, f"The 16 gates with two inputs; {len(units)} have a line. Without one: {told}."
    )


def clearance(unit: Unit, x: Array) -> float:
    """How far the border of a unit is from the nearest row of x.

    Examples
    --------
    >>> clearance((1, 0, -0.5), gate("AND")[0])
    0.5
    """
    w1, w2, b = unit
    length = float(np.hypot(w1, w2))
    return float(np.abs(x @ [w1, w2] + b).min()) / length if length else np.inf
