"""Nudge one input: what the gradient predicts beside what happens."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import traitlets

from chainrule.engine import Tensor, newest_first, raw
from chainrule.pictures.graphs.graph import brief
from chainrule.pictures.picture import Picture
from chainrule.pictures.room import room_of
from chainrule.pictures.tangent import draw_tangent
from chainrule.transforms import gradients
from chainrule.widgets.base import FormulaWidget, computing
from chainrule.widgets.expression import pretty, trace
from chainrule.widgets.javascript import joined


class Nudge(FormulaWidget):
    """Move one input by dx: the predicted change g·dx beside the true one f(x+dx) − f(x).

    Parameters
    ----------
    expression : str
        The formula.
    **values : float
        The values of its variables.

    Attributes
    ----------
    which : str
        The input that is nudged.
    dx : float
        By how much.
    reach : float
        The largest dx of the slider.

    Examples
    --------
    >>> nudge = Nudge("x * x", x=3)
    >>> nudge.dx = 0.5
    >>> nudge.predicted, nudge.true, nudge.gap(0.5) / nudge.gap(0.25)
    (3.0, 3.25, 4.0)
    """

    _esm = joined("nudge.js")
    picture = traitlets.Dict().tag(sync=True)
    which = traitlets.Unicode().tag(sync=True)
    dx = traitlets.Float(0.5).tag(sync=True)
    reach = traitlets.Float(1.0).tag(sync=True)

    def __init__(self, expression: str, **values: float) -> None:
        super().__init__(expression, values)
        self.observe(self._moved, ["which", "dx", "reach", "room"])

    @property
    def slope(self) -> float:
        """The gradient with respect to the nudged input."""
        leaf = next(x for x in leaves_of(self.output) if x.name == pretty(self.which))
        with computing():
            (slope,) = gradients(self.output, [leaf])
        return float(slope)

    @property
    def predicted(self) -> float:
        """The change that the gradient foretells, g·dx."""
        return self.slope * self.dx

    @property
    def true(self) -> float:
        """The change that comes about, f(x+dx) − f(x)."""
        return self.change(self.dx)

    def change(self, dx: float) -> float:
        """By how much the output changes when the input changes by `dx`."""
        with computing():
            return float(self.along(self.values[self.which] + dx) - self.output.item())

    def gap(self, dx: float) -> float:
        """How far the prediction for `dx` is off."""
        return abs(self.change(dx) - self.slope * dx)

    def along(self, x: Any) -> Any:
        """The output for other values of the nudged input."""
        return raw(trace(self.formula, {**self.values, self.which: x}))

    def _moved(self, change: Any) -> None:
        """Keep the step within reach; of the two, what was just set stands."""
        with computing():
            if change.name == "dx":
                self.reach = max(self.reach, abs(self.dx))
            elif change.name == "reach":
                self.dx = max(-self.reach, min(self.dx, self.reach))
            self.redraw()

    def redraw(self) -> None:
        """Draw curve, tangent and gap, and tell the numbers."""
        if self.which not in self.values:
            self.which = next(iter(self.values))
        with room_of(self.room):
            svg = self.drawn().svg
        self.picture = {"svg": svg, "rows": self.rows(), "sentence": self.sentence()}

    def drawn(self) -> Picture:
        """The curve with its tangent, around the present value."""
        x, y = self.values[self.which], float(self.output.item())
        xs = np.linspace(x - 1.15 * self.reach, x + 1.15 * self.reach, 201)
        ys = np.broadcast_to(self.along(xs), xs.shape)
        end = (x + self.dx, y + self.true)
        return draw_tangent(xs, ys, (x, y), self.slope, end, pretty(self.which))

    def rows(self) -> list[list[str]]:
        """The step, half of it and a quarter: predicted, true, and the gap."""
        steps = [self.dx, self.dx / 2, self.dx / 4]
        return [
            [
                f"{number:.6g}".replace("-", "−")
                for number in (dx, self.slope * dx, self.change(dx), self.gap(dx))
            ]
            for dx in steps
        ]

    def sentence(self) -> str:
        """What the numbers say."""
        if not all(map(math.isfinite, (self.slope, self.true))):
            return "The function or its gradient is not finite here: choose other numbers."
        if self.dx == 0:
            return "dx is 0, so nothing changes: move the slider."
        first, second = self.gap(self.dx), self.gap(self.dx / 2)
        if max(first, self.gap(self.reach), self.gap(-self.reach)) < self.rounding:
            return "Prediction and truth agree: along this input the function is a straight line."
        shrinks = f"{first / second:.2f} times smaller" if second > 0 else "no longer there"
        return f"Half the step, and the gap is {shrinks}. {self.in_the_end()}"

    def in_the_end(self) -> str:
        """What halving does to the gap when the step is small already, and why."""
        small = math.copysign(0.01 * self.reach, self.dx)
        first, second = self.gap(small), self.gap(small / 2)
        if first < self.rounding:
            return "Close by, the function is a straight line: the gap comes from farther away."
        if first < 3 * second:
            return "For small steps it only halves: there is a kink here, which no slope fits."
        if first > 6 * second:
            times = brief(round(first / second))
            return (
                f"For small steps it comes to {times}, more than the usual 4: the second "
                "derivative is 0 here, so no part of the gap goes with dx²."
            )
        return (
            "For small steps it comes to 4: the gradient is right to first order, the rest goes "
            "with dx²."
        )

    @property
    def rounding(self) -> float:
        """What a gap may come to by rounding alone."""
        return 1e-13 * max(1.0, abs(float(self.output.item())), abs(self.slope))

    def static_view(self) -> tuple[str, str]:
        """The picture as it stands."""
        picture = self.drawn()
        return picture.svg, picture.description


def leaves_of(output: Tensor) -> list[Tensor]:
    """The leaves of a graph, which may be one leaf only."""
    inputs = [x for node in newest_first(output) for x in node.inputs if isinstance(x, Tensor)]
    return [x for x in [output, *inputs] if x.is_leaf]
