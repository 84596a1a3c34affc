"""How mini-batches scatter: their losses, and their gradients about the full one."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from chainrule.engine import Array
from chainrule.pictures.growth import LogPlane
from chainrule.pictures.picture import Picture
from chainrule.pictures.plane import Plane, side_by_side, tick


def draw_noisy_loss(losses: Array, window: int = 50) -> Picture:
    """The loss of each mini-batch, and its mean over some steps before.

    Parameters
    ----------
    losses : array, shape (steps,)
    window : int
        How many steps the mean takes in.
    """
    losses = np.asarray(losses, float)
    mean = np.convolve(losses, np.ones(window) / window, mode="valid")
    end, top = len(losses) - 1, 1.05 * float(losses.max())
    plane = Plane((0, 1.03 * end), (0, top), 760, 330, "", "step", "loss")
    plane.line((np.arange(len(losses)), losses), "grey")
    plane.line((np.arange(window - 1, len(losses)), mean), "blue")
    plane.text(end, 0.93 * top, "thin: each mini-batch", "end")
    plane.text(end, 0.86 * top, f"thick: the mean of {window} steps", "end")
    rises = float(np.mean(np.diff(losses) > 0))
    words = (
        f"Loss over {len(losses)} mini-batches: it rises in {rises:.0%} of the steps, while its "
        f"mean over {window} falls from {mean[0]:.3g} to {mean[-1]:.3g}."
    )
    return side_by_side([plane], words)


class Measured(LogPlane):
    """A plane with both axes logarithmic that writes the measured numbers themselves."""

    marks: tuple[Array, Array]

    def ticks(self) -> str:
        """A number at each mark."""
        parts = []
        for value in self.marks[0]:
            px, py = self.place(float(np.log10(value)), self.y[0])
            parts.append(
                f'<text x="{px:.1f}" y="{py + 15:.1f}" text-anchor="middle">{value:g}</text>'
            )
        for value in self.marks[1]:
            px, py = self.place(self.x[0], float(np.log10(value)))
            told = tick(float(f"{value:.2g}"))
            parts.append(f'<text x="{px - 5:.1f}" y="{py + 4:.1f}" text-anchor="end">{told}</text>')
        return "".join(parts)


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
    b, measured = np.asarray(sizes, float), np.asarray(noise, float)
    x, y = np.log10(b), np.log10(measured)
    plane = Measured((x[0] - 0.15, x[-1] + 0.35), (y[-1] - 0.15, y[0] + 0.2), 760, 330, "",
        "size of the batch, B", "distance from it, in lengths of the full gradient")  # fmt: skip
    plane.marks = b, measured
    line = y[0] - (x - x[0]) / 2
    plane.line((x, line), "orange")
    for across, up in zip(x, y, strict=True):
        plane.dot(float(across), float(up), "blue")
    plane.text(float(x[1]) + 0.05, float(line[1]) + 0.06, "dashed: 1/√B, slope −½")
    plane.text(
        float(x[0]) + 0.05,
        float(y[0]) + 0.06,
        f"dots: measured, slope {slope:.2f}".replace("-", "−"),
    )
    words = (
        f"The scatter of mini-batch gradients falls from {measured[0]:.2g} at B = {b[0]:g} to "
        f"{measured[-1]:.2g} at B = {b[-1]:g}, with slope {slope:.2f} on logarithmic axes."
    )
    return side_by_side([plane], words)
