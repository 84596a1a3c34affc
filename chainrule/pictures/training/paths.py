"""Ways down a valley, each on a map of its own."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np

from chainrule.engine import Array
from chainrule.pictures.graphs.graph import brief
from chainrule.pictures.picture import Picture
from chainrule.pictures.plane import Plane, side_by_side

Height = Callable[[Array, Array], Array]
Box = tuple[tuple[float, float], tuple[float, float]]
WIDTH, MOST = 760, 3  # of all maps together, and maps in a row


def contours(height: Height, box: Box, levels: Array) -> list[Array]:
    """Lines of equal height, each of shape (2, points)."""
    from matplotlib.figure import Figure

    x, y = (np.linspace(*side, 121) for side in box)
    drawn = Figure().subplots().contour(x, y, height(*np.meshgrid(x, y)), levels=np.unique(levels))
    return [np.asarray(line).T for lines in drawn.allsegs for line in lines if len(line) > 1]


def draw_paths(
    height: Height, paths: Mapping[str, Array], box: Box, goal: tuple[float, float] = (0, 0)
) -> Picture:
    """A map a path, with lines of equal height and the lowest point.

    Parameters
    ----------
    height : callable
        From two arrays of coordinates to the height.
    paths : mapping of str to array, shape (steps + 1, 2)
    box : ((float, float), (float, float))
        What is shown: left and right, below and above.
    goal : (float, float)
        The lowest point.
    """
    corners = np.array([height(np.array(a), np.array(b)) for a in box[0] for b in box[1]])
    lowest = float(height(*np.array(goal, float)))
    top = float(corners.max()) - lowest
    rings = contours(height, box, lowest + top * np.geomspace(0.002, 1, 9))
    planes, said = [], []
    for name, path in paths.items():
        plane = Plane(*box, WIDTH // min(len(paths), MOST) - 7, 290, name, "θ₁", "θ₂")
        for ring in rings:
            plane.line(ring, "grey")
        plane.line(path.T, "blue")
        for x, y in path:
            plane.dot(float(x), float(y), "blue", size=2.6)
        plane.dot(float(path[0, 0]), float(path[0, 1]), "ink", "square", 5)
        plane.dot(goal[0], goal[1], "orange", "triangle", 6)
        end = float(height(*path[-1]))
        plane.text(
            box[0][0] + 0.03 * (box[0][1] - box[0][0]), box[1][0] + 0.04 * (box[1][1] - box[1][0]),
            f"height after {len(path) - 1} steps: {brief(end)}",
        )  # fmt: skip
        planes.append(plane)
        said.append(f"{name}: height {brief(float(height(*path[0])))} to {brief(end)}")
    return side_by_side(planes, f"Ways down in {len(path) - 1} steps. {'; '.join(said)}.")
