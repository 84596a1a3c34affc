"""A feature that one adds, and what becomes possible with it."""

from __future__ import annotations

import numpy as np

from chainrule.engine import Array
from chainrule.pictures.picture import BLUE, GREY, INK, ORANGE, Picture, as_picture, plot


def draw_extra_feature(x: Array, t: Array) -> Picture:
    """The four points of XOR, once more, with x₁ + x₂ across and the product x₁·x₂ upwards.

    Parameters
    ----------
    x : array, shape (4, 2)
    t : array, shape (4, 1)
    """
    figure, axes = plot(5.4, 3.2)
    across, up = x.sum(axis=1), x.prod(axis=1)
    s = np.array([-0.4, 2.6])
    axes.plot(s, (s - 0.5) / 2, color=INK, label="x₁ + x₂ − 2 x₁x₂ = ½")
    for value, marker, colour in ((0, "o", BLUE), (1, "s", ORANGE)):
        at = t[:, 0] == value
        axes.scatter(across[at], up[at], marker=marker, s=130, c="white", edgecolors=colour,
                     linewidths=2.5, zorder=3, label=f"target {value}")  # fmt: skip
    for (x1, x2), a, u in zip(x, across, up, strict=True):
        lift = 12 if (x1, x2) != (1, 0) else -22
        axes.annotate(f"({x1:g}, {x2:g})", (a, u), (8, lift), textcoords="offset points")
    axes.set(xlabel="x₁ + x₂", ylabel="x₁ · x₂", ylim=(-0.45, 1.45), xlim=(-0.4, 2.7))
    axes.legend(loc="upper left")
    return as_picture(
        figure, "With the product as a second coordinate, a straight line separates XOR's points."
    )


def draw_updates(history: Array, period: int) -> Picture:
    """Two weights and a bias, update by update; every second period is shaded.

    Parameters
    ----------
    history : array, shape (updates, 3)
        w₁, w₂ and b.
    period : int
        After how many updates they come back; 0 if they do not.
    """
    figure, axes = plot(7.0, 3.0)
    for values, name, colour, line in zip(
        np.asarray(history).T, ("w₁", "w₂", "b"), (BLUE, ORANGE, INK), ("-", "--", ":"), strict=True
    ):
        axes.step(
            range(len(history)), values, where="post", color=colour, ls=line, lw=2, label=name
        )
    for start in range(0, len(history) if period else 0, 2 * period or 1):
        axes.axvspan(start, min(start + period, len(history) - 1), color=GREY, alpha=0.15, lw=0)
    axes.set(xlabel="examples shown", ylabel="value", xlim=(0, len(history) - 1))
    axes.legend(ncols=3, loc="upper right", bbox_to_anchor=(1, 1.16))
    words = f"w₁, w₂ and b over {len(history) - 1} examples; they repeat every {period}."
    return as_picture(figure, words)


def draw_shares(widths: Array, shares: Array, runs: int) -> Picture:
    """The share of runs that reached their goal, with its standard error.

    Parameters
    ----------
    widths : array of int
    shares : array
        From 0 to 1, one for each width.
    runs : int
        How many runs there were for each width.
    """
    figure, axes = plot(6.4, 3.2)
    shares = np.asarray(shares, float)
    error = np.sqrt(shares * (1 - shares) / runs)
    axes.bar(widths, shares, color=BLUE, alpha=0.75, width=0.6)
    axes.errorbar(widths, shares, error, fmt="none", color=INK, capsize=4)
    axes.set(xlabel="hidden units", ylabel=f"share of {runs} runs", ylim=(0, 1.1), xticks=widths)
    said = ", ".join(f"{w}: {s:.0%}" for w, s in zip(widths, shares, strict=True))
    return as_picture(figure, f"Share of {runs} runs that solve XOR by hidden units: {said}.")
