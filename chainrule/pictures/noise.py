"""How mini-batch gradients scatter about the full one."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from chainrule.pictures.picture import BLUE, GREY, Picture, as_picture, plot


def draw_gradient_noise(sizes: Sequence[int], noise: Sequence[float], slope: float) -> Picture:
    """How far mini-batch gradients scatter, against the size of the batch, on logarithmic axes.

    Parameters
    ----------
    sizes : sequence of int
        Batch sizes.
    noise : sequence of float
        The typical distance from the full gradient, as a share of its length.
    slope : float
        Of the straight line through them on these axes.
    """
    figure, axes = plot()
    b, measured = np.asarray(sizes, float), np.asarray(noise, float)
    axes.loglog(
        b, measured, "o", color=BLUE, ms=8, label=f"measured (slope {slope:.2f})".replace("-", "−")
    )
    line = measured[0] * np.sqrt(b[0] / b)
    axes.loglog(b, line, "--", color=GREY, label="1/√B (slope −0.5)")
    axes.set(xlabel="batch size B", ylabel="distance from the full gradient")
    axes.set_xticks(b, [f"{size:g}" for size in b])
    axes.set_yticks(measured, [f"{distance:.2g}" for distance in measured])
    axes.minorticks_off()
    axes.legend()
    words = (
        f"The scatter of mini-batch gradients falls from {measured[0]:.2g} at B = {b[0]:g} to "
        f"{measured[-1]:.2g} at B = {b[-1]:g}, with slope {slope:.2f} on logarithmic axes."
    )
    return as_picture(figure, words)
