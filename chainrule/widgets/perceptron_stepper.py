"""Rosenblatt's rule, one example after the other: watch the line swing round the points."""

from __future__ import annotations

from typing import Any

import numpy as np

from chainrule.data.gates import gate
from chainrule.engine import Array
from chainrule.models.perceptron import Shown, perceptron_steps
from chainrule.pictures.picture import Picture
from chainrule.pictures.plane import Plane, side_by_side, tick
from chainrule.widgets.panel import Panel, button, choice, slider

MOST, CLOUDS = 60, "two clouds"


class PerceptronStepper(Panel):
    """Show a perceptron its examples one by one and see what each of them does to its line.

    Parameters
    ----------
    points : str
        AND, OR, XOR, or two clouds that a line can separate.
    shown_examples : int
        How many examples it has seen.
    start : sequence of three floats
        w₁, w₂ and b before the first.

    Examples
    --------
    >>> machine = PerceptronStepper(points="AND")
    >>> machine.next_mistake(); machine.weights
    array([1., 1., 1.])
    >>> machine.shown_examples = 40; machine.rests
    True
    """

    label = "Perceptron stepper"
    points = choice("AND", ["AND", "OR", "XOR", CLOUDS], "points")
    shown_examples = slider(0, 0, MOST, 1, "examples shown")

    def __init__(self, start: Any = (0, 0, 0), **settings: Any) -> None:
        self.start = np.array(start, float)
        self.rng = np.random.default_rng()
        self.clouds = separable_clouds(self.rng)
        super().__init__(**settings)
        self.observe(self._anew, ["points"])

    @button("next example")
    def next_example(self) -> None:
        """One example more."""
        self.shown_examples = min(self.shown_examples + 1, MOST)

    @button("next mistake")
    def next_mistake(self) -> None:
        """On to the next example that changes the line, or to the end if there is none."""
        ahead = enumerate(self.steps(MOST)[self.seen :], start=self.seen + 1)
        self.shown_examples = next((k for k, step in ahead if step.mistaken), MOST)

    @button("another start")
    def another_start(self) -> None:
        """Other first weights, and other clouds."""
        self.start = self.rng.normal(size=3).round(1)
        self.clouds = separable_clouds(self.rng)
        self.shown_examples = 0

    def _anew(self, _: object) -> None:
        self.shown_examples = 0

    @property
    def seen(self) -> int:
        """How many examples it has seen."""
        return int(self.shown_examples)

    @property
    def data(self) -> tuple[Array, Array]:
        """The points and their targets."""
        return self.clouds if self.points == CLOUDS else gate(self.points)

    def steps(self, examples: int) -> list[Shown]:
        """What happens with the first examples."""
        return perceptron_steps(*self.data, self.start, examples)

    @property
    def weights(self) -> Array:
        """Its w₁, w₂ and b now."""
        return self.steps(self.seen)[-1].after if self.seen else self.start

    @property
    def rests(self) -> bool:
        """Whether the last whole round of examples went by without a mistake."""
        rows = len(self.data[0])
        return self.seen >= rows and not any(s.mistaken for s in self.steps(self.seen)[-rows:])

    def shown(self) -> tuple[Picture, str]:
        """The points with the line before and after, and every mistake so far."""
        steps = self.steps(self.seen)
        words = self.words(steps)
        return side_by_side([self.scene(steps), self.record(steps)], words), words

    def scene(self, steps: list[Shown]) -> Plane:
        """The points; shaded where the unit says 1; the example that was shown has a ring."""
        side = (-0.5, 1.5) if self.points != CLOUDS else (-3.0, 3.0)
        plane = Plane(side, side, 430, 390, f"{self.points}: shaded where it says 1", "x₁", "x₂")
        corners = np.array([(a, b) for a in side for b in side])[[0, 1, 3, 2]]
        if steps and steps[-1].mistaken:
            plane.line(half_plane(corners, steps[-1].before, border=True).T, "grey")
        if (self.weights[:2] != 0).any():
            plane.area(half_plane(corners, self.weights).T, "orange")
            plane.line(half_plane(corners, self.weights, border=True).T, "ink")
        x, t = self.data
        if steps:
            shown_x1, shown_x2 = x[steps[-1].row]
            plane.dot(shown_x1, shown_x2, "ink", size=15)
        for (x1, x2), target in zip(x, t[:, 0], strict=True):
            plane.dot(x1, x2, *(("orange", "square") if target else ("blue", "round")), 9)
        return plane

    def record(self, steps: list[Shown]) -> Plane:
        """A row for each pass over the data: a square where the line was moved, else a dot."""
        rows = len(self.data[0])
        passes = MOST // rows
        names = "example within the pass", "pass over the data"
        title = "■ wrong: the line moved,   dot: right"
        plane = Plane((0.3, rows + 0.7), (0.3, passes + 0.7), 330, 390, title, *names)
        for k, step in enumerate(steps):
            kind = ("orange", "square", 6.5) if step.mistaken else ("grey", "round", 3)
            plane.dot(k % rows + 1, k // rows + 1, *kind)
        return plane

    def words(self, steps: list[Shown]) -> str:
        """What the last example did."""
        now = "w₁ = {}, w₂ = {}, b = {}".format(*(tick(round(w, 2)) for w in self.weights))
        if not steps:
            return f"No example has been shown yet. {now}."
        step, (x, t) = steps[-1], self.data
        at = "({}, {})".format(*(tick(round(v, 1)) for v in x[step.row]))
        said = f"Example {self.seen} is {at}: it says {step.answer}, the target is "
        said += f"{t[step.row, 0]:.0f}. {'It learns' if step.mistaken else 'It stays'}: {now}."
        return f"{said} A whole round without a mistake: it rests." if self.rests else said


def half_plane(corners: Array, weights: Array, border: bool = False) -> Array:
    """The part of a polygon where w₁x₁ + w₂x₂ + b is positive; its points at 0 for the `border`.

    Examples
    --------
    >>> square = np.array([(0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 1.0)])
    >>> half_plane(square, np.array([1.0, 0.0, -0.5]), border=True)
    array([[0.5, 0. ],
           [0.5, 1. ]])
    """
    score = corners @ weights[:2] + weights[2]
    kept = []
    for i, (p, s) in enumerate(zip(corners, score, strict=True)):
        q, after = corners[i - len(corners) + 1], score[i - len(corners) + 1]
        if s > 0 and not border:
            kept.append(p)
        if (s > 0) != (after > 0):
            kept.append(p + s / (s - after) * (q - p))
    return np.array(kept).reshape(-1, 2)


def separable_clouds(rng: np.random.Generator) -> tuple[Array, Array]:
    """Twelve points on two sides of a line through the origin, not too close to it."""
    angle = rng.uniform(0, 2 * np.pi)
    t = np.arange(12) % 2
    across, along = (2 * t - 1) * rng.uniform(0.4, 1.8, 12), rng.uniform(-1.8, 1.8, 12)
    turn = np.array([[np.cos(angle), np.sin(angle)], [-np.sin(angle), np.cos(angle)]])
    offset = rng.uniform(-0.6, 0.6, 2)
    return np.column_stack([across, along]) @ turn + offset, t[:, None].astype(float)
