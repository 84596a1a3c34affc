"""What several models say over the plane, side by side."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from chainrule.engine import Array, raw
from chainrule.grad_mode import no_grad
from chainrule.pictures.picture import BLUE, INK, ORANGE, Picture, as_picture, grid, plot

Model = Callable[[Any], Any]
Answers = Callable[[Array, Array], Any]


def draw_decisions(models: Mapping[str, tuple[Model, Array, Array]], size: int = 60) -> Picture:
    """A panel a model: shaded where its score is positive, with the points it is about.

    Parameters
    ----------
    models : mapping of str to (callable, array, array)
        By title: the model, from (n, 2) to scores; points of shape (n, 2); targets 0 and 1.
    size : int
        Of a point.
    """
    side = min(3.2, 10 / min(len(models), 4))
    figure, panels = grid(len(models), columns=4, width=side, height=side - 0.1)
    said = []
    for axes, (title, (model, x, t)) in zip(panels, models.items(), strict=True):
        t = np.ravel(t)
        with no_grad():
            right = int(((np.ravel(raw(model(x))) > 0) == (t > 0)).sum())
            shade(axes, model, x)
        for value, marker, colour in ((0, "o", BLUE), (1, "s", ORANGE)):
            axes.scatter(*x[t == value].T, marker=marker, s=size, c="white", edgecolors=colour,
                         linewidths=1 + size / 60, zorder=3)  # fmt: skip
        axes.set_title(title, fontsize=11)
        axes.set(xlabel=f"{right} of {len(t)} right", aspect="equal")
        axes.grid(visible=False)
        axes.locator_params(nbins=3)
        said.append(f"{title} {right} of {len(t)}")
    return as_picture(
        figure, f"Where each says 1 is shaded; targets 1 are squares. Right: {', '.join(said)}."
    )


def draw_answers(
    models: Mapping[str, tuple[Answers, Array, Array]], above: float = 0.0, size: int = 60
) -> Picture:
    """Like `draw_decisions`, for functions of x₁ and x₂: shaded where they are `above` a number.

    Parameters
    ----------
    models : mapping of str to (callable, array, array)
        By title: the function, of two arrays of numbers; points of shape (n, 2); targets 0 and 1.
    above : float
        Where the border is: 0 for a sum, ½ for a probability.
    size : int
        Of a point.
    """

    def by_rows(answers: Answers) -> Model:
        return lambda rows: answers(rows[:, 0], rows[:, 1]) - above

    return draw_decisions({name: (by_rows(m), x, t) for name, (m, x, t) in models.items()}, size)


def shade(axes: Any, model: Model, x: Array) -> None:
    """Tinted where the score is positive, and a line where it is 0."""
    room = 0.25 * float(np.ptp(x))
    side = np.linspace(x.min() - room, x.max() + room, 161)
    plane = np.stack(np.meshgrid(side, side), axis=-1).reshape(-1, 2)
    score = np.ravel(raw(model(plane))).reshape(161, 161)
    axes.set(xlim=(side[0], side[-1]), ylim=(side[0], side[-1]))
    if score.min() < 0 < score.max():
        axes.contourf(side, side, score, levels=[0, np.inf], colors=[ORANGE], alpha=0.22)
        axes.contour(side, side, score, levels=[0], colors=[INK], linewidths=1.6)


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
    from matplotlib.colors import LinearSegmentedColormap

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
