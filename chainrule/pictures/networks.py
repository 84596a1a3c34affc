"""Networks as circles and lines, and the two pipelines as boxes and arrows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any

import numpy as np

from chainrule.engine import Array
from chainrule.pictures.picture import BLUE, GREY, INK, ORANGE, Picture, as_picture, grid, plot

Places = list[list[tuple[float, float]]]


def draw_network(
    names: Sequence[Sequence[str]], weights: Sequence[Array], thresholds: Sequence[Sequence[str]]
) -> Picture:
    """A small net with its weights on the wires and a condition under each unit.

    Parameters
    ----------
    names : sequence of sequences of str
        The units of each layer, inputs first.
    weights : sequence of arrays
        From each layer to the next, shape (inputs, outputs); a 0 is no wire.
    thresholds : sequence of sequences of str
        What is written under the units of each layer but the first.
    """
    figure, axes = bare(6.6, 2.9)
    places = places_of([len(layer) for layer in names], 2.4, 1.3)
    for (here, there), table in zip(pairwise(places), weights, strict=True):
        for (i, j), w in np.ndenumerate(np.asarray(table)):
            if w:
                wire(axes, here[i], there[j], f"{w:g}".replace("-", "−"), 0.3 if i < 1 else 0.38)
    for k, (layer, row) in enumerate(zip(names, places, strict=True)):
        for i, (name, (x, y)) in enumerate(zip(layer, row, strict=True)):
            unit(axes, x, y, name)
            if k:
                axes.text(x, y - 0.44, thresholds[k - 1][i], ha="center", va="center", fontsize=10)
    words = "; ".join(
        f"{name} = {said}"
        for layer, row in zip(names[1:], thresholds, strict=True)
        for name, said in zip(layer, row, strict=True)
    )
    counts = ", ".join(f"{len(layer)} hidden" for layer in names[1:-1])
    ends = f"{len(names[0])} inputs, {counts} units, {len(names[-1])} output"
    return as_picture(figure, f"A net with {ends}: {words}.")


def draw_depths(nets: Mapping[str, Sequence[int]]) -> Picture:
    """Nets of different depth, all in the same style.

    Parameters
    ----------
    nets : mapping of str to sequence of int
        The widths of each net's layers, inputs first.
    """
    figure, panels = grid(len(nets), columns=1, width=7.2, height=1.3)
    for axes, (name, sizes) in zip(panels, nets.items(), strict=True):
        clean(axes)
        places = places_of(sizes, 1.0, 0.5)
        for here, there in pairwise(places):
            for x0, y0 in here:
                for x1, y1 in there:
                    axes.plot([x0, x1], [y0, y1], color=GREY, lw=0.5, zorder=1)
        for k, row in enumerate(places):
            colour = INK if k == 0 else ORANGE if k == len(places) - 1 else BLUE
            axes.scatter(*np.array(row).T, s=70, c="white", edgecolors=colour, lw=2, zorder=2)
        axes.set_title(f"{name}: {counted(sizes)}", loc="left", fontsize=11)
        axes.set(xlim=(-0.5, max(map(len, nets.values())) - 0.5), ylim=(-1.3, 1.3))
    said = ", ".join(f"{name} with {counted(sizes)}" for name, sizes in nets.items())
    return as_picture(figure, f"Nets as circles and wires: {said}.")


def draw_pipelines() -> Picture:
    """From data to answer with features made by hand, and with features that are learned."""
    figure, axes = bare(8.4, 2.7)
    by_hand = ("data", "features,\nby an expert", "linear model", "answer")
    learned = ("data", "layers that\nmake features", "linear model", "answer")
    for y, boxes, trained, title in (
        (1.0, by_hand, (2,), "classic pipeline"), (-0.4, learned, (1, 2), "network pipeline"),
    ):  # fmt: skip
        axes.text(-0.75, y + 0.58, title, fontsize=11, weight="bold")
        for i, words in enumerate(boxes):
            colour, line = (ORANGE, "-") if i in trained else (GREY, "--")
            style = {"boxstyle": "round,pad=0.5", "fc": "white", "ec": colour, "ls": line, "lw": 2}
            axes.text(1.9 * i, y, words, ha="center", va="center", bbox=style, fontsize=10.5)
            if i:
                arrow = {"arrowstyle": "->", "color": INK}
                axes.annotate("", (1.9 * i - 0.72, y), (1.9 * (i - 1) + 0.72, y), arrowprops=arrow)
    axes.text(5.7, -1.1, "solid frame: learned from data", ha="right", fontsize=10, color=ORANGE)
    axes.set(xlim=(-0.9, 6.4), ylim=(-1.25, 1.8))
    return as_picture(
        figure,
        "Two pipelines: features by an expert, then a learned linear model; and features and "
        "linear model learned together.",
    )


def counted(sizes: Sequence[int]) -> str:
    """How many hidden layers there are, in words."""
    hidden = len(sizes) - 2
    return f"{hidden} hidden layer{'s' * (hidden != 1)}"


def bare(width: float, height: float) -> tuple[Any, Any]:
    """A figure without axes; sizes in inches."""
    figure, axes = plot(width, height)
    clean(axes)
    return figure, axes


def clean(axes: Any) -> None:
    """No ticks, no frame, no grid."""
    axes.set_axis_off()
    axes.grid(visible=False)


def places_of(sizes: Sequence[int], across: float, apart: float) -> Places:
    """Where the units of each layer stand, layers from left to right."""
    return [
        [(across * k, apart * ((n - 1) / 2 - i)) for i in range(n)] for k, n in enumerate(sizes)
    ]


def unit(axes: Any, x: float, y: float, name: str) -> None:
    """A circle with a name."""
    axes.scatter([x], [y], s=900, c="white", edgecolors=INK, lw=2, zorder=3)
    axes.text(x, y, name, ha="center", va="center", zorder=4)
    axes.set(xlim=(-0.6, x + 0.9), ylim=(-1.3, 1.1))


def wire(
    axes: Any, start: tuple[float, float], end: tuple[float, float], weight: str, share: float
) -> None:
    """A line with its weight on it, dashed if that is negative."""
    colour, line = (ORANGE, "--") if weight[0] == "−" else (BLUE, "-")
    axes.plot([start[0], end[0]], [start[1], end[1]], color=colour, ls=line, lw=2, zorder=1)
    x, y = (a + share * (b - a) for a, b in zip(start, end, strict=True))
    style = {"fc": "white", "ec": "none", "pad": 4}
    axes.text(x, y, weight, ha="center", va="center", bbox=style, fontsize=10, zorder=2)
