"""Clouds of points beside each other, over the points that they should resemble."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from chainrule.engine import Array
from chainrule.pictures.picture import BLUE, ORANGE, Picture, as_picture, grid, plot


def draw_points(clouds: Mapping[str, Array], real: Array) -> Picture:
    """A panel for each cloud, with the real points as crosses.

    Parameters
    ----------
    clouds : mapping of str to array, shape (n, 2)
    real : array, shape (n, 2)
    """
    figure, panels = grid(len(clouds), columns=4, width=1.9, height=1.9)
    reach = 1.6 * float(np.abs(real).max())
    for axes, (name, points) in zip(panels, clouds.items(), strict=True):
        axes.plot(*real.T, "x", color=ORANGE, ms=4, alpha=0.7)
        axes.plot(*np.asarray(points).T, ".", color=BLUE, ms=2, alpha=0.5, rasterized=True)
        axes.set_title(name, fontsize=10)
        axes.set(xlim=(-reach, reach), ylim=(-reach, reach), aspect="equal", xticks=[], yticks=[])
    names = ", ".join(clouds)
    return as_picture(figure, f"Clouds of points over the real ones, which are crosses: {names}.")


def draw_labelled_points(points: Array, labels: Array) -> Picture:
    """Points of the plane, each drawn as the digit that it stands for.

    Parameters
    ----------
    points : array, shape (n, 2)
    labels : array of int, shape (n,)
    """
    from matplotlib import colormaps

    figure, axes = plot(6.0, 5.0)
    axes.grid(visible=False)
    colours = colormaps["viridis"](np.linspace(0, 0.85, 10))
    for (x, y), label in zip(np.asarray(points), labels, strict=True):
        axes.text(x, y, str(label), color=colours[int(label)], ha="center", va="center", fontsize=8)
    low, high = np.min(points, axis=0), np.max(points, axis=0)
    axes.set(xlim=(low[0], high[0]), ylim=(low[1], high[1]), xlabel="z₁", ylabel="z₂")
    return as_picture(figure, f"{len(points)} digits on a map, each at the place of its code.")
