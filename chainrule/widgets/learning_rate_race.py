"""Four learning rates go down the same valley at once."""

from __future__ import annotations

import numpy as np

from chainrule.engine import Array
from chainrule.pictures.picture import Picture
from chainrule.pictures.plane import Plane, side_by_side
from chainrule.pictures.training.curves import spread
from chainrule.widgets.panel import Panel, choice, point, slider

KINDS = ("blue", "orange", "ink", "grey")
SHAPES = ("round", "square", "triangle", "round")
FACTORS = (0.1, 0.3, 1.0, 3.0)
RATES = ["0.01", "0.02", "0.04", "0.08", "0.15", "0.3"]


class LearningRateRace(Panel):
    """The same start, the same steps, four learning rates: a tenth, a third, once, three times.

    Parameters
    ----------
    rate : str
        The third of the four learning rates.
    steepness : float
        The curvature across the valley; along it, it is 1.
    steps : float
        How many steps they have gone.
    start : (float, float)
        Where they start; may be dragged.

    Examples
    --------
    >>> race = LearningRateRace(rate="0.08", steepness=10)
    >>> [bool(np.isfinite(path).all()) for path in race.paths]
    [True, True, True, True]
    """

    label = "Learning-rate race"
    rate = choice("0.08", RATES, "the third learning rate")
    steepness = slider(10.0, 1, 40, 1, "steepness")
    steps = slider(20, 0, 60, 1, "steps")
    optimizer = choice("SGD", ["SGD", "momentum"], "with")
    start = point(-4.0, 1.5)

    @property
    def rates(self) -> list[float]:
        """The four learning rates."""
        return [factor * float(self.rate) for factor in FACTORS]

    @property
    def paths(self) -> list[Array]:
        """The way of each, shape (2, steps + 1)."""
        return [self.path(rate) for rate in self.rates]

    def path(self, rate: float) -> Array:
        """Gradient descent on (x² + steepness · y²) / 2."""
        curvature, keep = np.array([1.0, self.steepness]), 0.9 * (self.optimizer == "momentum")
        place, velocity = np.array(self.start), np.zeros(2)
        way = [place]
        for _ in range(round(self.steps)):
            velocity = keep * velocity + curvature * place
            place = place - rate * velocity
            way.append(place)
        return np.stack(way, axis=1)

    def height(self, place: Array) -> Array:
        """How high the ground is."""
        x, y = place
        height: Array = 0.5 * (x**2 + self.steepness * y**2)
        return height

    def shown(self) -> tuple[Picture, str]:
        """The valley with four paths, and their heights over the steps."""
        paths, turn = self.paths, np.linspace(0, 2 * np.pi, 73)
        valley = Plane((-5, 5), (-3, 3), 400, 300, "the valley from above", "θ₁", "θ₂")
        for level in (0.3, 1.5, 4, 9, 16, 30):
            ring = np.sqrt(2 * level) * np.array([np.cos(turn), np.sin(turn) / self.steepness**0.5])
            valley.line(ring, "grey")
        valley.still()
        curve = Plane((0, 100), (-4, 3), 350, 300, "height over steps, log₁₀", "step")
        said, ends = [], []
        for rate, path, kind, shape in zip(self.rates, paths, KINDS, SHAPES, strict=True):
            heights = np.log10(np.clip(self.height(path), 1e-6, 1e9))
            valley.line(until_gone(path, valley), kind)
            valley.dot(path[0, -1], path[1, -1], kind, shape)
            curve.line((list(range(len(heights))), list(heights)), kind)
            curve.dot(len(heights) - 1, heights[-1], kind, shape)
            ends.append(min(float(heights[-1]), 2.7))
            last = float(self.height(path)[-1])
            said.append(f"η = {rate:.3g}: {'gone' if last > 1e3 else f'{last:.2g}'}")
        for rate, y, end in zip(self.rates, spread(ends, 0.45, high=2.7), ends, strict=True):
            gone = ", gone" if end == 2.7 else ""
            curve.text(round(self.steps) + 3, y - 0.1, f"η = {rate:.2g}{gone}")
        valley.handle("start", self.start[0], self.start[1], "the start")
        words = f"Heights after {round(self.steps)} steps: {'; '.join(said)}. {self.limit()}"
        return side_by_side([valley, curve], words), words

    def limit(self) -> str:
        """From which rate on plain descent leaves the valley."""
        if self.optimizer == "momentum":
            return "With momentum they swing, and bear larger rates."
        return f"Beyond 2 / steepness = {2 / max(self.steepness, 1):.3g} none comes back."


def until_gone(path: Array, plane: Plane) -> Array:
    """A path up to its first place outside of the picture: what comes later would cover it."""
    x, y = path
    outside = (x < plane.x[0]) | (x > plane.x[1]) | (y < plane.y[0]) | (y > plane.y[1])
    return path[:, : int(np.argmax(outside)) + 1] if outside.any() else path
