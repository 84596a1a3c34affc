"""What a probability costs, and how a loss falls."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from chainrule.pictures.picture import BLUE, GREY, INK, ORANGE, Picture, as_picture, plot
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
