"""What a probability costs, and how a loss falls."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from chainrule.engine import Array
from chainrule.pictures.picture import BLUE, GREY, INK, ORANGE, Picture, as_picture, plot
from chainrule.pictures.plane import Plane, side_by_side
from chainrule.table import sigmoid


def draw_sigmoid() -> Picture:
    """The sigmoid, with the step that it replaces."""
    figure, axes = plot(7.4, 2.9)
    a = np.linspace(-6, 6, 241)
    axes.plot([-6, 0, 0, 6], [0, 0, 1, 1], color=GREY, ls="--", lw=1.8)
    axes.plot(a, sigmoid(a), color=BLUE, lw=2.6)
    axes.text(-0.15, 0.86, "the hard yes or no", color=INK, ha="right")
    axes.text(2.3, 0.72, "σ(a): how sure", color=BLUE)
    for at, told, aside in ((-2, "rather no", (-8, 10)), (0, "cannot say", (10, -4)),
                            (4, "almost sure: yes", (-30, -20))):  # fmt: skip
        axes.plot(at, sigmoid(float(at)), "o", color=BLUE)
        axes.annotate(f"{told}, {sigmoid(float(at)):.2f}", (at, sigmoid(float(at))), aside,
                      textcoords="offset points", ha="right" if at < 0 else "left")  # fmt: skip
    axes.set(xlabel="the sum a = w₁x₁ + w₂x₂ + b", ylabel="probability of a 1", xlim=(-6, 6.4))
    return as_picture(
        figure, "The sigmoid rises smoothly from 0 to 1 and is one half where the sum is 0."
    )


def draw_surprise() -> Picture:
    """What it costs to have given an outcome the probability P, for both outcomes."""
    figure, axes = plot(7.4, 3.2)
    p = np.linspace(0.005, 0.995, 397)
    axes.plot(p, -np.log(p), color=ORANGE, lw=2.4)
    axes.plot(p, -np.log(1 - p), color=BLUE, lw=2.4, ls="--")
    axes.text(0.07, 3.0, "the target was 1:  −log P", color=ORANGE)
    axes.text(0.93, 3.0, "the target was 0:  −log(1 − P)", color=BLUE, ha="right")
    for at, told, aside in ((0.5, "half and half, 0.69", (0, 12)),
                            (0.9, "sure and right, 0.11", (8, 12)),
                            (0.02, "sure and wrong, 3.91", (12, 4))):  # fmt: skip
        axes.plot(at, -np.log(at), "o", color=INK)
        axes.annotate(told, (at, -np.log(at)), aside, textcoords="offset points",
                      ha="center" if at > 0.1 else "left")  # fmt: skip
    axes.set(xlabel="P, the probability given to a 1", ylabel="cost", ylim=(-0.15, 4.5))
    words = "The cost is small where the outcome got a probability near 1, and grows without limit."
    return as_picture(figure, words)


def draw_loss(
    losses: Sequence[float], levels: Mapping[str, float] | None = None,
    others: Sequence[Sequence[float]] = (),
) -> Picture:  # fmt: skip
    """One run of training: the loss at each step, with levels to compare it with.

    Parameters
    ----------
    losses : sequence of float
    levels : mapping of str to float, optional
        Heights by what they mean.
    others : sequence of sequences of float, optional
        Further runs, no better, drawn thin.
    """
    figure, axes = plot(8.6, 2.8)
    for run in others:
        axes.plot(run, color=ORANGE, lw=1.1)
    axes.plot(losses, color=BLUE, lw=2.4)
    for name, height in (levels or {}).items():
        axes.axhline(height, color=GREY, lw=1.2, ls="--")
        axes.annotate(f"{height:.2f}: {name}", (1, height), (6, 0), va="center",
                      xycoords=("axes fraction", "data"), textcoords="offset points")  # fmt: skip
    if others:
        axes.set_title(f"thick: the best run; thin: {len(others)} from other starts", fontsize=10)
    else:
        axes.annotate(f"start {losses[0]:.2f}", (0, losses[0]), (8, 2), textcoords="offset points")
    axes.annotate(f"end {losses[-1]:.3f}", (len(losses) - 1, losses[-1]), (0, 6), ha="right",
                  textcoords="offset points", color=BLUE)  # fmt: skip
    axes.set(xlabel="step", ylabel="loss", xlim=(0, len(losses) - 1),
             ylim=(min(0.0, min(losses)), 1.08 * max(map(max, [losses, *others]))))  # fmt: skip
    words = f"The loss over {len(losses)} steps: from {losses[0]:.3g} to {losses[-1]:.3g}."
    if others:
        words += f" From other starts it ends at {', '.join(f'{run[-1]:.3g}' for run in others)}."
    return as_picture(figure, words)


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
