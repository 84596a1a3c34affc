"""A matrix of derivatives: which output moves with which input."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from chainrule.engine import Array
from chainrule.pictures.picture import INK, Picture, as_picture, plot

MOST = 100  # entries whose numbers are written into the picture


def draw_jacobian(
    jacobian: Array, outputs: Sequence[str] = (), inputs: Sequence[str] = (), title: str = ""
) -> Picture:
    """A Jacobian as a table: a row for each output, a column for each input.

    Purple is negative, orange positive; entries that are exactly 0 stay pale and empty.

    Parameters
    ----------
    jacobian : array, shape (outputs, inputs)
    outputs, inputs : sequence of str
        Their names; y₁, y₂, … and x₁, x₂, … unless given.
    """
    matrix = np.asarray(jacobian, float)
    rows, columns = matrix.shape
    outputs, inputs = outputs or numbered("y", rows), inputs or numbered("x", columns)
    figure, axes = plot(min(7.0, 1.6 + 0.75 * columns), min(4.6, 0.9 + 0.5 * rows))
    axes.grid(visible=False)
    largest = float(np.abs(matrix).max(initial=0.0)) or 1.0
    axes.imshow(matrix, cmap="PuOr_r", vmin=-1.6 * largest, vmax=1.6 * largest, aspect="auto")
    if matrix.size <= MOST:
        for (i, j), value in np.ndenumerate(matrix):
            if value != 0:
                axes.text(j, i, short(value), ha="center", va="center", color=INK, fontsize=10)
        axes.set_xticks(range(columns), inputs)
        axes.set_yticks(range(rows), outputs)
    axes.xaxis.tick_top()
    axes.tick_params(length=0)
    axes.set_xlabel(title)
    zeros = np.count_nonzero(matrix == 0)
    words = (
        f"{title or 'A Jacobian'}: {rows} outputs by {columns} inputs, {zeros} of {matrix.size} "
        f"entries are 0, the others from {matrix.min():.3g} to {matrix.max():.3g}."
    )
    return as_picture(figure, words)


def numbered(letter: str, count: int) -> list[str]:
    """Names with an index below the line.

    >>> numbered("x", 3)
    ['x₁', 'x₂', 'x₃']
    """
    below = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")
    return [letter + str(i + 1).translate(below) for i in range(count)]


def short(value: float) -> str:
    """A number for a small field.

    >>> short(-0.25), short(3.0), short(1e-9)
    ('−0.25', '3', '1e-09')
    """
    return f"{value:.2g}".replace("-", "−", 1) if value < 0 else f"{value:.2g}"
