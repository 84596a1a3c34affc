"""Paths of an optimiser, each on the bowl that it really walks in."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from chainrule.engine import Array
from chainrule.pictures.picture import Picture
from chainrule.pictures.plane import Plane, side_by_side

LEVELS = (0.05, 0.3, 0.6, 1.0, 1.5, 2.1)


def draw_bowls(bowls: Mapping[str, tuple[Array, Array]]) -> Picture:
    """A panel a bowl: lines of equal height around the lowest point, and a path.

    Parameters
    ----------
    bowls : mapping of str to (array, shape (2, 2); array, shape (steps, 2))
        By title: the matrix H of the height ½ vᵀ H v, and where the path went, both seen from the
        lowest point.
    """
    planes, said = [], []
    for title, (hessian, path) in bowls.items():
        reach = 1.5
        plane = Plane((-reach, reach), (-reach, reach), 375, 375, title,
            "w₁, from its best value", "w₂, from its best value")  # fmt: skip
        start = float(path[0] @ hessian @ path[0])
        for level in LEVELS:
            plane.line(contour(hessian, level * start), "grey")
        plane.line(path.T, "blue")
        for x, y in path:
            plane.dot(x, y, "blue", size=2.5)
        plane.dot(path[0][0], path[0][1], "orange", "square", 6)
        plane.text(path[0][0] - 0.1, path[0][1] - 0.04, "start", "end")
        plane.dot(0, 0, "ink", "triangle", 7)
        plane.text(0.1, -0.2, "lowest point")
        planes.append(plane)
        steep = np.linalg.eigvalsh(hessian)
        said.append(
            f"{title}: the bowl is {np.sqrt(steep[1] / steep[0]):.2g} times as long as wide, and "
            f"{len(path) - 1} steps end at a distance of {np.hypot(*path[-1]):.2g}"
        )
    return side_by_side(planes, "; ".join(said) + ".")


def contour(hessian: Array, height: float) -> tuple[Array, Array]:
    """The points v with vᵀ H v = height.

    >>> x, y = contour(np.eye(2), 4.0)
    >>> bool(np.allclose(x**2 + y**2, 4))
    True
    """
    angles = np.linspace(0, 2 * np.pi, 121)
    rays = np.array([np.cos(angles), np.sin(angles)])
    x, y = rays * np.sqrt(height / np.einsum("in,ij,jn->n", rays, hessian, rays))
    return x, y
