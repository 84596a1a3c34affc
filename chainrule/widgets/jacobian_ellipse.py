"""A small circle around a point, and the ellipse that a function makes of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from chainrule.engine import Array
from chainrule.jacobians import jacobian
from chainrule.pictures.picture import Picture
from chainrule.pictures.plane import Plane, side_by_side
from chainrule.shapes import stack
from chainrule.table import cos, exp, sin, tanh
from chainrule.widgets.panel import Panel, choice, point, slider

MAPS: dict[str, tuple[Callable[[Any], Any], tuple[str, str], tuple[str, str]]] = {
    "polar": (
        lambda p: stack([p[0] * cos(p[1]), p[0] * sin(p[1])]),
        ("distance r", "angle"),
        ("r cos(angle)", "r sin(angle)"),
    ),
    "squares": (
        lambda p: stack([p[0] * p[0] - p[1] * p[1], 2 * p[0] * p[1]]),
        ("x₁", "x₂"),
        ("x₁² − x₂²", "2 x₁ x₂"),
    ),
    "shear": (lambda p: stack([p[0] + p[1], p[1]]), ("x₁", "x₂"), ("x₁ + x₂", "x₂")),
    "tanh": (
        lambda p: stack([tanh(2 * p[0] + p[1]), tanh(p[0] - p[1])]),
        ("x₁", "x₂"),
        ("tanh(2x₁ + x₂)", "tanh(x₁ − x₂)"),
    ),
    "waves": (
        lambda p: stack([exp(0.5 * p[0]) * cos(p[1]), p[1] + 0.5 * sin(2 * p[0])]),
        ("x₁", "x₂"),
        ("e^(x₁/2) cos x₂", "x₂ + sin(2x₁)/2"),
    ),
}
SQUARE = 320, 328  # pixels that make a circle round
TURN = np.linspace(0, 2 * np.pi, 73)


class JacobianEllipse(Panel):
    """Drag a point: a small circle of steps around it becomes an ellipse, by the Jacobian there.

    Parameters
    ----------
    function : str
        One of polar, squares, shear, tanh and waves.
    place : (float, float)
        The point.
    radius : float
        Of the circle.

    Examples
    --------
    >>> widget = JacobianEllipse(function="polar", place=(2.0, 0.5))
    >>> round(float(np.linalg.det(widget.jacobian)), 6)  # the distance r
    2.0
    """

    label = "Circle to ellipse"
    function = choice("polar", list(MAPS), "function")
    radius = slider(0.5, 0.05, 1.0, 0.05, "radius of the circle")
    place = point(1.5, 0.6)

    @property
    def jacobian(self) -> Array:
        """The table of derivatives at the point."""
        table: Array = jacobian(MAPS[self.function][0])(np.array(self.place))
        return table

    def shown(self) -> tuple[Picture, str]:
        """The circle, its image, and the ellipse of the Jacobian over it."""
        f, inputs, outputs = MAPS[self.function]
        here = np.array(self.place)
        circle = self.radius * np.stack([np.cos(TURN), np.sin(TURN)])
        truth, ellipse = f(here[:, None] + circle), self.jacobian @ circle + f(here)[:, None]
        left = Plane((-3, 3), (-3, 3), *SQUARE, title="steps around the point", xlabel=inputs[0],
                     ylabel=inputs[1])  # fmt: skip
        left.area(here[:, None] + circle, "blue")
        left.line(here[:, None] + circle, "blue")
        left.handle("place", here[0], here[1], "the point")
        reach = max(3.0, float(np.abs(truth).max()), float(np.abs(ellipse).max())) * 1.05
        right = Plane((-reach, reach), (-reach, reach), *SQUARE, title="what becomes of them",
                      xlabel=outputs[0], ylabel=outputs[1])  # fmt: skip
        right.area(truth, "blue")
        right.line(truth, "blue")
        right.line(ellipse, "orange")
        right.dot(f(here)[0], f(here)[1], "ink")
        return side_by_side([left, right, self.table(inputs, outputs)], self.words()), self.words()

    def table(self, inputs: tuple[str, str], outputs: tuple[str, str]) -> Plane:
        """The Jacobian as four fields; hovering over one says what it means."""
        names = "Jacobian", "moves when this input does", "output"
        plane = Plane((0, 2), (0, 2), 300, 328, *names, bare=True)
        largest = float(np.abs(self.jacobian).max()) or 1.0
        for (i, j), value in np.ndenumerate(self.jacobian):
            said = f"{outputs[i]} changes by {value:.2f} for each 1 of {inputs[j]}"
            kind = "orange" if value < 0 else "blue"
            extra = f'opacity="{0.08 + 0.35 * abs(value) / largest:.2f}" tabindex="0" role="img" '
            extra += f'aria-label="{said}"'
            plane.box((j + 0.04, j + 0.96), (1.04 - i, 1.96 - i), kind, extra, said)
            plane.text(j + 0.5, 1.45 - i, f"{value:.2f}".replace("-", "−"), "middle")
        return plane

    def words(self) -> str:
        """The area of both."""
        d = float(np.linalg.det(self.jacobian))
        flipped = " The minus says that it is turned over, as in a mirror." if d < 0 else ""
        return (
            f"The determinant is {d:.2f}: the ellipse (dashed) has {abs(d):.2f} times the area of "
            f"the circle.{flipped} The solid line is what really becomes of the circle."
        ).replace("-", "−")
