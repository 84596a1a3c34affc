"""What was found on a page, and how well."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from chainrule.engine import Array
from chainrule.pictures.picture import BLUE, Picture, as_picture, plot

# The page is light at night, too, and so what is drawn on it keeps its colours.
EDGE, NAME, PAPER = "#a73d00", "#0b5cae", "#fefefe"


def draw_boxes(
    canvas: Array, boxes: Sequence[tuple[object, int, int, float]], side: int = 20
) -> Picture:
    """A grey page with square boxes around what was found.

    Parameters
    ----------
    canvas : array, shape (height, width)
    boxes : sequence of (name, top, left, chance)
    side : int
        The length of a box's side, in pixels.
    """
    from matplotlib.patches import Rectangle
    from matplotlib.patheffects import withStroke

    figure, axes = plot(4.6, 4.6)
    axes.imshow(canvas, cmap="gray_r")
    axes.set_axis_off()
    for name, top, left, chance in boxes:
        axes.add_patch(Rectangle((left, top), side, side, fill=False, ec=EDGE, lw=2))
        said = str(name) if chance >= 1 else f"{name} {chance:.0%}"
        halo = [withStroke(linewidth=3, foreground=PAPER)]
        axes.text(left, top - 1.5, said, c=NAME, size=11, weight="bold", path_effects=halo)
    names = ", ".join(str(box[0]) for box in boxes) or "nothing"
    return as_picture(figure, f"A page with {len(boxes)} boxes: {names}.")


def draw_precision_recall(precision: Array, recall: Array) -> Picture:
    """Precision against recall, from the surest box to the least sure."""
    figure, axes = plot(5.0, 3.4)
    axes.plot(recall, precision, color=BLUE, lw=2)
    axes.set(xlabel="recall: share that is found", ylabel="precision: share that is right")
    axes.set(xlim=(0, 1.02), ylim=(0, 1.05))
    at = int(np.argmin(np.abs(recall - 0.8))) if len(recall) else 0
    words = f"Precision is {precision[at]:.2f} at a recall of {recall[at]:.2f}."
    return as_picture(figure, words)
