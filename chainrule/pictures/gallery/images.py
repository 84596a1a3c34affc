"""Images side by side: digits, filters, feature maps."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from chainrule.engine import Array
from chainrule.pictures.picture import Picture, as_picture, grid

FRAME = "#c9ced4"  # the edge of an image that is as white as the page


def draw_images(
    images: Array,
    titles: Sequence[str] = (),
    columns: int = 8,
    size: float = 0.9,
    signed: bool = False,
    description: str = "",
) -> Picture:
    """Grey images in rows; dark is large, as ink is.

    Parameters
    ----------
    images : array, shape (n, height, width)
    titles : sequence of str
        One for each image, or none.
    columns : int
        How many stand in a row.
    size : float
        The height of an image, in inches.
    signed : bool
        Whether numbers have a sign that matters: orange is positive, purple negative.
    description : str
        What is to be seen, for those who do not see it.
    """
    images = np.asarray(images, float)
    n, height, width = images.shape
    room = 0.22 if titles else 0.0
    figure, panels = grid(n, columns, size * width / height + 0.08, size + room)
    if signed:
        reach = float(np.abs(images).max(initial=0.0)) or 1.0
        look = {"cmap": "PuOr_r", "vmin": -reach, "vmax": reach}
    else:
        look = {"cmap": "gray_r"}
    for i, (axes, image) in enumerate(zip(panels, images, strict=True)):
        axes.imshow(image, interpolation="nearest", **look)
        axes.set(xticks=[], yticks=[])
        axes.spines[:].set(visible=True, color=FRAME, linewidth=0.6)
        if titles:
            axes.set_title(titles[i], fontsize=9, pad=2)
    words = description or f"{n} images of {height} × {width} pixels"
    if titles:
        words += ": " + ", ".join(titles[:20])
    return as_picture(figure, f"{words}.")
