"""A ReLU that is killed by one long step, and ways to revive it."""

from __future__ import annotations

from typing import Any

import numpy as np

from chainrule.engine import Array
from chainrule.pictures.picture import Picture
from chainrule.pictures.plane import Plane, side_by_side
from chainrule.widgets.panel import Panel, button, slider

X = np.linspace(-1, 1, 21)
TARGET = 0.5 * X + 0.5  # what the unit is to learn
WRONG = (0.5, -1.0)  # an example whose label is wrong: at x = 0.5 it should say −1
BOUND = 6.0


class DyingReLU(Panel):
    """One unit, f(w x + b), that learns a line from 21 points; its slope on the left is yours.

    Parameters
    ----------
    slope : float
        On the left: 0 is ReLU, 0.01 the usual leaky ReLU.
    length : float
        The learning rate of the long step.
    w, b : float
        Weight and bias now.

    Examples
    --------
    >>> unit = DyingReLU(length=0.1)
    >>> unit.long_step(); unit.dead  # a short step is survived
    0
    >>> unit.anew(); unit.length = 1.0; unit.long_step(); unit.dead
    21
    >>> before = unit.w; unit.train(); unit.w == before  # no gradient, no way back
    True
    >>> unit.slope = 0.1; unit.train(); unit.train(); unit.dead < 21
    True
    """

    label = "Kill and revive a ReLU"
    slope = slider(0.0, 0.0, 0.3, 0.01, "slope on the left")
    length = slider(1.0, 0.05, 1.5, 0.05, "η of the long step")
    w = slider(0.4, -BOUND, BOUND, 0.05, "w")
    b = slider(0.6, -BOUND, BOUND, 0.05, "b")

    @button("one step on a wrong label")
    def long_step(self) -> None:
        """A step against the gradient of one example, whose label is wrong."""
        x, t = WRONG
        a = self.w * x + self.b
        g = 2 * (self.f(a) - t) * (1.0 if a > 0 else self.slope)
        self.move(self.w - self.length * g * x, self.b - self.length * g)

    @button("train 200 steps")
    def train(self) -> None:
        """Gradient descent on the squared error, with a moderate rate."""
        w, b = self.w, self.b
        for _ in range(200):
            gw, gb = self.gradient(w, b)
            w, b = w - 0.1 * gw, b - 0.1 * gb
        self.move(w, b)

    @button("start anew")
    def anew(self) -> None:
        """As at the beginning."""
        self.move(0.4, 0.6)

    def move(self, w: float, b: float) -> None:
        """Put weight and bias somewhere, within their bounds."""
        self.w, self.b = (min(max(float(v), -BOUND), BOUND) for v in (w, b))

    def f(self, a: Array | float) -> Any:
        """The activation."""
        return np.where(np.asarray(a) > 0, a, self.slope * np.asarray(a))

    def output(self, w: float, b: float) -> Array:
        """What the unit answers at each point."""
        answers: Array = self.f(w * X + b)
        return answers

    def gradient(self, w: float, b: float) -> tuple[float, float]:
        """Of the mean squared error for w and b."""
        a = w * X + b
        g = 2 * (self.output(w, b) - TARGET) * np.where(a > 0, 1.0, self.slope) / len(X)
        return float(g @ X), float(g.sum())

    @property
    def dead(self) -> int:
        """At how many of the 21 points its input is negative."""
        return int((self.w * X + self.b <= 0).sum())

    def shown(self) -> tuple[Picture, str]:
        """The points, what the unit answers, and how large its gradient is."""
        fit = Plane((-1.1, 1.1), (-1.3, 1.6), 380, 280, "what it should say, and what it says", "x")
        fit.line((list(X), list(self.output(self.w, self.b))), "blue")
        fit.dot(*WRONG, "ink", "triangle", 7)
        fit.text(WRONG[0] - 0.08, WRONG[1] - 0.05, "the wrong label", "end")
        for x, t in zip(X[::2], TARGET[::2], strict=True):
            fit.dot(x, t, "orange", "square", 4)
        inputs = Plane((-1.1, 1.1), (-5, 3), 300, 280, "its input, w x + b", "x")
        a = self.w * X + self.b
        inputs.line((list(X), list(a)), "ink")
        for x, value in zip(X, a, strict=True):
            inputs.dot(x, value, *(("blue", "round") if value > 0 else ("orange", "square")), 3)
        size = float(np.hypot(*self.gradient(self.w, self.b)))
        error = float(np.mean((self.output(self.w, self.b) - TARGET) ** 2))
        words = (
            f"Its input is negative at {self.dead} of 21 points; its error is {error:.3f}, its "
            f"gradient {size:.3g}. {self.verdict(size)}"
        )
        return side_by_side([fit, inputs], words), words

    def verdict(self, size: float) -> str:
        """What that means for it."""
        if self.dead == len(X) and size == 0:
            return "It is dead: no gradient, whatever the error. A slope on the left revives it."
        if self.dead == len(X):
            return (
                "It lies wholly on the left, but a gradient gets through: train, and it comes back."
            )
        return "It learns." if size > 1e-3 else "It has learned what it can."
