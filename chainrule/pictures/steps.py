"""What a step along the gradient does, short or long."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from chainrule.engine import Array
from chainrule.pictures.picture import Picture
from chainrule.pictures.plane import Plane, side_by_side


def draw_steps(lengths: Array, losses: Mapping[str, Array], slopes: Mapping[str, float]) -> Picture:
    """A panel a loss: what it is after a step of each length, and what its gradient promised.

    Parameters
    ----------
    lengths : array, shape (n,)
        The first is 0.
    losses : mapping of str to array, shape (n,)
        By title.
    slopes : mapping of str to float
        How each loss begins to change with the length of the step.
    """
    planes, said = [], []
    for title, loss in losses.items():
        start, best = float(loss[0]), int(np.argmin(loss))
        top = 1.15 * float(loss.max())
        plane = Plane((0, float(lengths[-1])), (-0.25 * top, top), 375, 300,
            title, "length of the step, η", "L after the step")  # fmt: skip
        plane.line(([0, lengths[-1]], [start, start]), "grey")
        end = (start + 0.25 * top) / -slopes[title]  # where the straight line leaves the picture
        plane.line(([0, end], [start, start + slopes[title] * end]), "orange")
        plane.line((lengths, loss), "blue")
        plane.dot(0, start, "ink", size=5)
        plane.text(0.98 * float(lengths[-1]), start + 0.03 * top, "L before the step", "end")
        plane.text(end + 0.02 * float(lengths[-1]), -0.2 * top, "what the gradient promised")
        planes.append(plane)
        verdict = "rises above its start" if loss[-1] > start else "never rises again"
        said.append(f"{title}: lowest at a step of {lengths[best]:.2g}, and {verdict}")
    return side_by_side(planes, "Loss after one step. " + "; ".join(said) + ".")
