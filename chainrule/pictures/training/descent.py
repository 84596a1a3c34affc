"""How optimisers go downhill: loss curves, and paths over a valley."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from chainrule.engine import Array
from chainrule.pictures.picture import BLUE, GREY, INK, ORANGE, Picture, as_picture, plot

LINES: list[dict[str, Any]] = [
    {"color": ORANGE, "ls": (0, (1, 1.2))},
    {"color": INK, "ls": (0, (5, 2))},
    {"color": BLUE, "ls": "-"},
    {"color": GREY, "ls": (0, (6, 1.5, 1, 1.5))},
]


def draw_runs(losses: Mapping[str, Array], every: int = 1, top: float | None = None) -> Picture:
    """The median loss of several runs of each kind, with the range of all runs shaded.

    Parameters
    ----------
    losses : mapping of str to array, shape (runs, points)
        By learning rate, by activation, or whatever is compared.
    every : int
        How many steps lie between two points.
    top : float, optional
        The largest loss that is shown; twice the first one unless given.
    """
    figure, axes = plot(7.0, 4.0)
    first = max(float(np.median(runs[:, 0])) for runs in losses.values())
    top = 2 * first if top is None else top
    said = []
    for (name, runs), line in zip(losses.items(), LINES, strict=False):
        shown = np.nan_to_num(np.asarray(runs, float), nan=1e9, posinf=1e9)
        middle = np.median(shown, axis=0)
        steps = every * np.arange(len(middle))
        axes.fill_between(steps, shown.min(0), shown.max(0), alpha=0.15, lw=0,
                          color=line["color"])  # fmt: skip
        axes.plot(steps, middle, lw=2.5, label=name, **line)
        said.append(f"{name}: {'leaves the picture' if middle[-1] > top else f'{middle[-1]:.3g}'}")
    axes.set(xlabel="step", ylabel="loss", ylim=(0, top))
    axes.legend()
    words = (
        "Loss over the steps for each learning rate; the medians end at " + "; ".join(said) + "."
    )
    return as_picture(figure, words)


def draw_valley(height: Callable[[Array, Array], Array], paths: Mapping[str, Array]) -> Picture:
    """Paths of optimisers on a map with lines of equal height.

    Parameters
    ----------
    height : callable
        From two arrays of coordinates to the height.
    paths : mapping of str to array, shape (steps, 2)
    """
    every = np.concatenate(list(paths.values()))
    low, high = every.min(0), every.max(0)
    margin = 0.15 * (high - low) + 0.2
    x, y = (np.linspace(low[i] - margin[i], high[i] + margin[i], 201) for i in (0, 1))
    heights = height(*np.meshgrid(x, y))
    figure, axes = plot(7.0, 4.0)
    axes.grid(visible=False)
    levels = np.geomspace(max(heights.min(), heights.max() * 1e-4), heights.max(), 14)
    axes.contour(x, y, heights, levels=levels, colors=GREY, linewidths=0.8, alpha=0.7)
    for (name, path), line, marker in zip(paths.items(), LINES, "os^D", strict=False):
        axes.plot(*path.T, lw=1.8, marker=marker, ms=4, markevery=5, label=name, **line)
    axes.plot(0, 0, marker="*", ms=14, color=INK, ls="", label="lowest point")
    axes.set(xlabel="θ₁", ylabel="θ₂")
    axes.legend(loc="upper right")
    ends = [f"{n} ends at height {float(height(*p[-1])):.2g}" for n, p in paths.items()]
    words = f"{len(paths)} paths down a valley: {'; '.join(ends)}."
    return as_picture(figure, words)
