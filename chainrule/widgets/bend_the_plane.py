"""From input space to hidden space: a layer bends the plane until a line separates XOR."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from chainrule.data.gates import xor
from chainrule.engine import Array, raw
from chainrule.pictures.picture import Picture
from chainrule.pictures.plane import Plane, side_by_side
from chainrule.table import sigmoid
from chainrule.widgets.panel import Panel, button, slider

BY_HAND = (np.ones((2, 2)), np.array([-0.5, -1.5]))  # h₁ is OR, h₂ is AND


class BendThePlane(Panel):
    """The four points of XOR and the grid they lie on, on their way through a hidden layer.

    Parameters
    ----------
    weights : array, shape (2, 2), optional
        A column for each hidden unit; without them h₁ = [x₁+x₂>½] and h₂ = [x₁+x₂>3/2].
    bias : array, shape (2,), optional
    squash : callable
        What a unit does with its sum.
    way : float
        0 is the input space, 1 the hidden space.
    sharpness : float
        A factor on all weights: large ones make steps of the slopes.

    Examples
    --------
    >>> BendThePlane(way=0).margin, BendThePlane(way=1, sharpness=12).margin > 0.3
    (0.0, True)
    """

    label = "Bend the plane"
    way = slider(0.0, 0, 1, 0.01, "from input to hidden space")
    sharpness = slider(6.0, 0.5, 20, 0.5, "sharpness")

    def __init__(
        self, weights: Any = BY_HAND[0], bias: Any = BY_HAND[1],
        squash: Callable[[Any], Any] = sigmoid, **settings: Any,
    ) -> None:  # fmt: skip
        self.weights, self.bias, self.squash = np.asarray(weights), np.asarray(bias), squash
        super().__init__(**settings)

    @button("input space")
    def inputs(self) -> None:
        """The plane as it was."""
        self.way = 0.0

    @button("hidden space")
    def hidden(self) -> None:
        """As the next layer sees it."""
        self.way = 1.0

    def moved(self, x: Array) -> Array:
        """Where the rows of x are on their way."""
        h = raw(self.squash(self.sharpness * (x @ self.weights + self.bias)))
        there: Array = (1 - self.way) * x + self.way * h
        return there

    @property
    def margin(self) -> float:
        """Half the gap between the two classes; 0 if no line separates them."""
        zeros, ones = self.gap()
        return float(np.linalg.norm(zeros - ones) / 2)

    def gap(self) -> tuple[Array, Array]:
        """The two nearest points of the segments that join the points of each class."""
        x, t = xor()
        p = self.moved(x)
        return nearest(p[t[:, 0] == 0], p[t[:, 0] == 1])

    def shown(self) -> tuple[Picture, str]:
        """The bent grid, the points, and the line if there is one."""
        low, high = (-1.4, 1.4) if self.moved(GRID.reshape(-1, 2)).min() < -0.7 else (-0.5, 1.5)
        names = ("x₁ → h₁", "x₂ → h₂") if self.way < 1 else ("h₁", "h₂")
        plane = Plane((low, high), (low, high), 430, 400, "", *names)
        for line in GRID:
            plane.line(self.moved(line).T, "grey")
        if self.margin > 0.005:
            plane.line(border(*self.gap()), "ink")
        x, t = xor()
        for i, ((h1, h2), target) in enumerate(zip(self.moved(x), t[:, 0], strict=True)):
            size = 11 if i == 2 else 8  # (0, 1) and (1, 0) may come to lie on each other
            plane.dot(h1, h2, *(("orange", "square") if target else ("blue", "round")), size)
        words = self.words()
        return side_by_side([plane], words), words

    def words(self) -> str:
        """Whether a line separates them now."""
        if self.margin > 0.005:
            return f"A line separates the two classes, {self.margin:.2f} from the nearest point."
        return "No line separates the two classes: their points lie crosswise."


def grid_lines() -> Array:
    """Level and upright lines of the plane, shape (lines, points, 2)."""
    along, at = np.linspace(-0.25, 1.25, 61), np.linspace(-0.25, 1.25, 13)
    a, b = np.meshgrid(at, along, indexing="ij")
    return np.concatenate([np.stack([a, b], -1), np.stack([b, a], -1)])


GRID = grid_lines()


def nearest(first: Array, second: Array) -> tuple[Array, Array]:
    """The two points, one on each of two segments, that are closest to each other.

    Parameters
    ----------
    first, second : array, shape (2, 2)
        The ends of each segment, a row each.

    Examples
    --------
    >>> nearest(np.array([[0., 0], [1, 0]]), np.array([[0., 1], [1, 2]]))
    (array([0., 0.]), array([0., 1.]))
    """
    u, v = first[1] - first[0], second[1] - second[0]
    w = first[0] - second[0]
    cross = u[0] * v[1] - u[1] * v[0]
    if abs(cross) > 1e-9:
        s, t = (v[0] * w[1] - v[1] * w[0]) / cross, (u[0] * w[1] - u[1] * w[0]) / cross
        if 0 <= s <= 1 and 0 <= t <= 1:  # they cross
            return first[0] + s * u, first[0] + s * u
    pairs: list[tuple[Array, Array]] = [(p, foot(p, second)) for p in first] + [
        (foot(q, first), q) for q in second
    ]
    gaps = [float(np.linalg.norm(p - q)) for p, q in pairs]
    return pairs[int(np.argmin(gaps))]


def foot(p: Array, segment: Array) -> Array:
    """The point of a segment that is closest to p."""
    along = segment[1] - segment[0]
    share = float((p - segment[0]) @ along) / (float(along @ along) or 1.0)
    closest: Array = segment[0] + min(max(share, 0.0), 1.0) * along
    return closest


def border(zeros: Array, ones: Array) -> Array:
    """The line half-way between two points and square to the way from one to the other."""
    middle, (dx, dy) = (zeros + ones) / 2, ones - zeros
    along = 4 * np.array([-dy, dx]) / np.hypot(dx, dy)
    return np.stack([middle - along, middle + along], axis=1)
