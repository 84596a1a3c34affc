"""A matrix of derivatives: which output moves with which input."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from chainrule.engine import Array
from chainrule.pictures.picture import Picture
from chainrule.pictures.plane import Plane, side_by_side

MOST = 100  # entries whose numbers are written into the picture


def draw_jacobian(
    jacobian: Array, outputs: Sequence[str] = (), inputs: Sequence[str] = (), title: str = ""
) -> Picture:
    """A Jacobian as a table: a row for each output, a column for each input.

    Blue is positive, orange negative, as the numbers say; entries that are exactly 0 stay empty.

    Parameters
    ----------
    jacobian : array, shape (outputs, inputs)
    outputs, inputs : sequence of str
        Their names; y₁, y₂, … and x₁, x₂, … unless given.
    """
    matrix = np.asarray(jacobian, float)
    rows, columns = matrix.shape
    largest = float(np.abs(matrix).max(initial=0.0)) or 1.0
    room = 46, 12, 26, 40  # as a plane leaves
    size = min(760, room[0] + room[1] + 84 * columns), room[2] + room[3] + min(30 * rows, 400)
    plane = Plane((0, columns), (0, rows), *size, "", title)
    written = matrix.size <= MOST
    for (i, j), value in np.ndenumerate(matrix):
        if value:
            shade = f'opacity="{0.12 + 0.45 * abs(value) / largest:.2f}"'
            across, up = (j + 0.02, j + 0.98), (rows - i - 0.96, rows - i - 0.04)
            plane.box(across, up, "blue" if value > 0 else "orange", shade, short(value))
            if written:
                plane.text(j + 0.5, rows - i - 0.5 - 4 / 30, short(value), "middle")
    names = outputs or numbered("y", rows), inputs or numbered("x", columns)
    plane.ticks = lambda: headings(plane, *names) if written else ""  # type: ignore[method-assign]
    filled = matrix[matrix != 0]
    words = (
        f"{title or 'A Jacobian'}: {rows} outputs by {columns} inputs, "
        f"{matrix.size - filled.size} of {matrix.size} entries are 0"
    )
    words += f", the others from {filled.min():.3g} to {filled.max():.3g}." if filled.size else "."
    return side_by_side([plane], words)


def headings(plane: Plane, outputs: Sequence[str], inputs: Sequence[str]) -> str:
    """The names of inputs above the columns, those of outputs beside the rows."""
    rows = len(outputs)
    parts = []
    for j, name in enumerate(inputs):
        px, py = plane.place(j + 0.5, rows)
        parts.append(f'<text x="{px:.1f}" y="{py - 6:.1f}" text-anchor="middle">{name}</text>')
    for i, name in enumerate(outputs):
        px, py = plane.place(0, rows - i - 0.5)
        parts.append(f'<text x="{px - 6:.1f}" y="{py + 4:.1f}" text-anchor="end">{name}</text>')
    return "".join(parts)


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
