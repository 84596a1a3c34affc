"""A feature that one adds, and what becomes possible with it."""

from __future__ import annotations

import numpy as np

from chainrule.engine import Array
from chainrule.pictures.picture import BLUE, INK, ORANGE, Picture, as_picture, plot


def draw_extra_feature(x: Array, t: Array) -> Picture:
    """The four points of XOR, once more, with x₁ + x₂ across and the product x₁·x₂ upwards.

    Parameters
    ----------
    x : array, shape (4, 2)
    t : array, shape (4, 1)
    """
    figure, axes = plot(7.4, 3.2)
    across, up = x.sum(axis=1), x.prod(axis=1)
    s = np.array([-0.4, 2.6])
    axes.plot(s, (s - 0.5) / 2, color=INK)
    axes.text(0.95, 0.52, "x₁ + x₂ − 2 x₁x₂ = ½", ha="right")
    for value, marker, colour in ((0, "o", BLUE), (1, "s", ORANGE)):
        at = t[:, 0] == value
        axes.scatter(across[at], up[at], marker=marker, s=130, c="white", edgecolors=colour,
                     linewidths=2.5, zorder=3)  # fmt: skip
    for (x1, x2), a, u in zip(x, across, up, strict=True):
        lift = 10 if (x1, x2) != (1, 0) else -22
        axes.annotate(f"({x1:g}, {x2:g})", (a, u), (9, lift), textcoords="offset points")
    axes.annotate("lifted by the product", (2, 0.9), (2, 0.1), ha="center", color=BLUE,
                  arrowprops={"arrowstyle": "->", "color": BLUE})  # fmt: skip
    axes.set(xlabel="x₁ + x₂", ylabel="x₁ · x₂", ylim=(-0.45, 1.45), xlim=(-0.4, 2.7))
    return as_picture(
        figure, "With the product as a second coordinate, a straight line separates XOR's points."
    )


def draw_shares(widths: Array, shares: Array, runs: int) -> Picture:
    """The share of runs that reached their goal, and how far chance may move it (Wilson, 95 %).

    Parameters
    ----------
    widths : array of int
    shares : array
        From 0 to 1, one for each width.
    runs : int
        How many runs there were for each width.
    """
    figure, axes = plot(7.4, 3.0)
    shares = np.asarray(shares, float)
    middle = (shares + 2 / runs) / (1 + 4 / runs)
    reach = 2 * np.sqrt(shares * (1 - shares) / runs + 1 / runs**2) / (1 + 4 / runs)
    bars = axes.bar(widths, shares, color=BLUE, alpha=0.75, width=0.6)
    for bar, share, top in zip(bars, shares, middle + reach, strict=True):
        style = {"color": "white", "weight": "bold"} if share > 0.2 else {"color": INK}
        height = share / 2 if share > 0.2 else top + 0.03
        axes.text(bar.get_x() + 0.3, height, f"{round(share * runs)}", ha="center", **style)
    axes.errorbar(widths, middle, reach, fmt="none", color=INK, capsize=4)
    axes.set(xlabel="hidden units", ylabel=f"share of {runs} runs", ylim=(0, 1.1), xticks=widths)
    said = ", ".join(f"{w}: {s:.0%}" for w, s in zip(widths, shares, strict=True))
    return as_picture(figure, f"Share of {runs} runs that solve XOR by hidden units: {said}.")
