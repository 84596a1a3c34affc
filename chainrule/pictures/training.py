"""How training went: the loss of every run, and what the net has learned."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from matplotlib.colors import LinearSegmentedColormap

from chainrule.engine import Array, raw
from chainrule.grad_mode import no_grad
from chainrule.pictures.picture import BLUE, INK, ORANGE, Picture, as_picture, plot
from chainrule.pictures.plane import Plane, side_by_side
from chainrule.table import sigmoid


def draw_losses(
    losses: Array, solved: Array | None = None, level: float = 0.0, name: str = ""
) -> Picture:
    """One line a run, runs that failed dashed, the median of all thick.

    The axis ends at twice the level, if there is one: the first steps may lie above.

    Parameters
    ----------
    losses : array, shape (runs, steps)
    solved : array of bool, shape (runs,), optional
        Which runs reached their goal.
    level : float, optional
        A loss to compare with, drawn as a level line.
    name : str
        Of that line.
    """
    losses = np.asarray(losses)
    good = np.ones(len(losses), bool) if solved is None else np.asarray(solved, bool)
    median, steps = np.median(losses, axis=0), np.arange(losses.shape[1])
    top = 2 * level or 1.6 * float(median.max())
    plane = Plane((0, float(steps[-1])), (0, top), 760, 330, "", "step", "loss")
    for run, fine in zip(losses, good, strict=True):
        plane.line((steps, run), "grey" if fine else "orange")
    plane.line((steps, median), "blue")
    last = float(steps[-1])
    plane.text(0.98 * last, float(median[-1]) + 0.04 * top, "thick: the middle of all runs", "end")
    if level:
        plane.line(([0, last], [level, level]), "ink")
        plane.text(0.98 * last, level + 0.03 * top, f"{name}: {level:g}", "end")
    told = f"{good.sum()} of {len(good)} runs solve it (grey); those that do not are dashed"
    plane.text(0.98 * last, 0.92 * top, told, "end")
    ends = losses[:, -1]
    words = (
        f"Loss of {len(losses)} runs over {losses.shape[1]} steps; the median ends at "
        f"{np.median(ends):.3g}, the best at {ends.min():.3g}, the worst at {ends.max():.3g}."
    )
    return side_by_side([plane], words)


def draw_probability(model: Callable[[Array, Array], Array], x: Array, t: Array) -> Picture:
    """How probable a model finds a 1, over the plane around its two-dimensional data.

    Parameters
    ----------
    model : callable
        From two arrays, x₁ and x₂, to probabilities.
    x : array, shape (n, 2)
    t : array, shape (n, 1), of 0 and 1
    """
    low, high = x.min() - 0.5, x.max() + 0.5
    side = np.linspace(low, high, 121)
    figure, axes = plot(5.2, 4.2)
    axes.grid(visible=False)
    P = model(*np.meshgrid(side, side))
    colours = LinearSegmentedColormap.from_list("answers", [BLUE, "#ffffff", ORANGE])
    shade = axes.contourf(side, side, P, levels=np.linspace(0, 1, 11), cmap=colours, alpha=0.6)
    axes.contour(side, side, P, levels=[0.5], colors=INK, linewidths=2)
    for value, marker, colour in ((0, "o", BLUE), (1, "s", ORANGE)):
        at = x[t[:, 0] == value]
        axes.scatter(*at.T, marker=marker, s=110, c="white", edgecolors=colour, linewidths=2,
                     zorder=3, label=f"target {value}")  # fmt: skip
    axes.set(xlabel="x₁", ylabel="x₂", aspect="equal")
    axes.legend(loc="upper center", bbox_to_anchor=(0.5, 1.13), ncols=2)
    figure.colorbar(shade, ax=axes, label="P(t = 1 | x)")
    right = float(np.mean((model(x[:, 0], x[:, 1]) > 0.5) == (t[:, 0] > 0)))
    words = f"The net's probability over the plane; it is right on {right:.0%} of the points."
    return as_picture(figure, words)


def draw_decision(model: Callable[[Any], Any], x: Array, t: Array) -> Picture:
    """What a net with one logit says over the plane around its two-dimensional data.

    Parameters
    ----------
    model : callable
        From an array of shape (n, 2) to logits of shape (n, 1).
    x : array, shape (n, 2)
    t : array, shape (n, 1), of 0 and 1
    """

    def probability(x1: Array, x2: Array) -> Array:
        rows = np.stack([x1, x2], axis=-1).reshape(-1, 2)
        with no_grad():
            P: Array = sigmoid(raw(model(rows))).reshape(x1.shape)
        return P

    return draw_probability(probability, x, t)
