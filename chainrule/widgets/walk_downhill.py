"""A landscape to walk on: one sees the slope under one's feet, and takes steps."""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np

from chainrule import table
from chainrule.engine import Array
from chainrule.pictures.picture import Picture
from chainrule.pictures.plane import Plane, side_by_side
from chainrule.pictures.training.paths import contours
from chainrule.transforms import grad
from chainrule.widgets.panel import Panel, button, choice, point

BOX = (-3.0, 3.0), (-2.2, 2.2)
RATES = ["0.02", "0.1", "0.3", "1", "4"]
FASTEST = 60.0


def height(x: Any, y: Any) -> Any:
    """How high the ground is: a wide bowl with a deep valley on the right and a shallow one."""
    deep = table.exp(-((x - 1.5) ** 2 + (y - 0.7) ** 2) / 0.8)
    shallow = table.exp(-((x + 1.6) ** 2 / 0.7 + (y + 0.5) ** 2 / 1.6))
    return 2 + 0.06 * (x**2 + y**2) - 1.8 * deep - 1.1 * shallow


def slope(place: Any) -> Array:
    """The gradient of the height at a place, by the engine."""
    found: Array = np.array(grad(height, argnums=(0, 1))(*np.array(place, float)))
    return found


@cache
def rings() -> list[Array]:
    """Lines of equal height."""
    return contours(height, BOX, np.arange(0.2, 3.2, 0.15))


class WalkDownhill(Panel):
    """Walk against the slope; where the walker starts may be dragged.

    Parameters
    ----------
    place : (float, float)
        Where the walker is.
    rate : str
        The learning rate.
    memory : str
        How much of the last step is kept: the momentum μ.

    Examples
    --------
    >>> walk = WalkDownhill(place=(2.0, 2.0), rate="0.1")
    >>> walk.ten_steps()
    >>> walk.trail[0], walk.height < 1.5
    ((2.0, 2.0), True)
    """

    label = "Walk downhill"
    rate = choice("0.1", RATES, "learning rate η")
    memory = choice("0", ["0", "0.5", "0.9"], "momentum μ")
    place = point(-0.2, 1.9)

    def __init__(self, **settings: Any) -> None:
        self.trail: list[tuple[float, float]] = []
        self.velocity = np.zeros(2)
        super().__init__(**settings)

    @property
    def height(self) -> float:
        """How high the walker is."""
        return float(height(*np.array(self.place)))

    @button("one step")
    def one_step(self) -> None:
        """A step against the slope."""
        self.walk(1)

    @button("ten steps")
    def ten_steps(self) -> None:
        """Ten of them."""
        self.walk(10)

    def walk(self, steps: int) -> None:
        """So many steps; each is cut at a length that can still be drawn."""
        for _ in range(steps):
            here = np.array(self.trail[-1])
            self.velocity = float(self.memory) * self.velocity + slope(here)
            move = -float(self.rate) * self.velocity
            move *= min(1.0, FASTEST / (float(np.linalg.norm(move)) or 1.0))
            x, y = here + move
            self.trail.append((float(x), float(y)))
        self.place = self.trail[-1]

    @button("back to the start")
    def back(self) -> None:
        """Begin again where this walk began."""
        self.place = self.trail[0]
        self.begin()

    def begin(self) -> None:
        """A new walk from here."""
        self.trail, self.velocity = [self.place], np.zeros(2)

    def shown(self) -> tuple[Picture, str]:
        """The map with the walk, and the height over the steps."""
        if not self.trail or self.place != self.trail[-1]:
            self.begin()  # moved by hand
        here, downhill = np.array(self.place), -slope(self.place)
        plane = Plane(*BOX, 470, 370, "the landscape from above", "θ₁", "θ₂")
        for ring in rings():
            plane.line(ring, "grey")
        plane.still()
        plane.line(np.array(self.trail).T, "blue")
        for x, y in self.trail[-60:]:
            plane.dot(x, y, "blue", size=3)
        length = float(np.linalg.norm(downhill))
        if length > 1e-3:
            tip = here + downhill * (0.35 + 0.4 * length) / length
            plane.line(np.stack([here, tip], axis=1), "ink")
            plane.dot(float(tip[0]), float(tip[1]), "orange", size=5)
        plane.handle("place", float(here[0]), float(here[1]), "the walker")
        return side_by_side([plane, self.over_steps()], self.words(length)), self.words(length)

    def over_steps(self) -> Plane:
        """The heights of the walk."""
        heights = [float(height(*np.array(place))) for place in self.trail]
        plane = Plane((0, max(20, len(heights))), (0, 3.2), 290, 370, "height", "step")
        plane.line((list(range(len(heights))), heights), "blue")
        plane.dot(len(heights) - 1, heights[-1], "ink", size=5)
        return plane

    def words(self, length: float) -> str:
        """Where the walk has come to."""
        steps = len(self.trail) - 1
        told = f"Step {steps}: height {self.height:.3f}, slope {length:.3f}."
        (x0, x1), (y0, y1) = BOX
        if not (x0 <= self.place[0] <= x1 and y0 <= self.place[1] <= y1):
            return f"{told} The walker has left the map."
        if length < 0.005:
            return f"{told} The ground is level here, as far as feet can tell."
        return f"{told} The orange dot lies straight downhill."
