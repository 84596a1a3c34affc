"""Three numbers, four points, one line: separate a gate by hand."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import numpy as np

from chainrule.data.gates import GATES, gate
from chainrule.engine import Array
from chainrule.pictures.picture import Picture
from chainrule.pictures.plane import Plane, side_by_side
from chainrule.widgets.panel import Panel, button, choice, slider

LINE, PRODUCT = "x₁, x₂", "x₁, x₂ and x₁·x₂"


class SeparateTheGates(Panel):
    """Set w₁, w₂ and b so that w₁x₁ + w₂x₂ + b is positive where the gate says 1.

    Parameters
    ----------
    gate : str
        AND, OR, XOR, NAND, NOR or XNOR.
    features : str
        What is weighted: both inputs, or their product too, with the weight v.
    w1, w2, v, b : float
        The weights and the bias.

    Examples
    --------
    >>> game = SeparateTheGates(gate="AND", w1=1, w2=1, b=-1.5)
    >>> game.right, game.best
    (4, 4)
    >>> game.gate = "XOR"; game.right, game.best
    (1, 1)
    """

    label = "Separate the gates"
    gate = choice("AND", list(GATES), "gate")
    features = choice(LINE, [LINE, PRODUCT], "features")
    w1 = slider(-1.0, -3, 3, 0.1, "w₁")
    w2 = slider(0.5, -3, 3, 0.1, "w₂")
    b = slider(0.2, -3, 3, 0.1, "b")
    v = slider(0.0, -3, 3, 0.1, "v, of x₁·x₂")
    best = 0

    def __init__(self, **settings: Any) -> None:
        super().__init__(**settings)
        self.observe(self._anew, ["gate", "features"])

    @button("start anew")
    def anew(self) -> None:
        """Other weights, and the best so far forgotten."""
        self.w1, self.w2, self.b, self.v = -1.0, 0.5, 0.2, 0.0
        self._anew()

    def score(self, x: Array) -> Array:
        """The weighted sum for each row of x."""
        product = self.v * x[:, 0] * x[:, 1] if self.features == PRODUCT else 0.0
        weighted: Array = self.w1 * x[:, 0] + self.w2 * x[:, 1] + product + self.b
        return weighted

    @property
    def right(self) -> int:
        """How many of the four answers agree with the gate."""
        x, t = gate(self.gate)
        return int(((self.score(x) > 1e-9) == t[:, 0]).sum())

    def shown(self) -> tuple[Picture, str]:
        """The four points, and shaded where the unit says 1."""
        title = f"{self.gate}: shaded where the unit says 1"
        plane = Plane((-0.5, 1.5), (-0.5, 1.5), 430, 390, title, "x₁", "x₂")
        self.shade(plane)
        x, t = gate(self.gate)
        for (x1, x2), target, said in zip(x, t[:, 0], self.score(x) > 1e-9, strict=True):
            plane.dot(x1, x2, *(("orange", "square") if target else ("blue", "round")), 10)
            verdict = "right" if said == target else f"should be {target:.0f}"
            plane.text(x1 + 0.08, x2 + 0.05, verdict)  # above the axis
        self.best = max(self.best, self.right)
        words = self.words()
        return side_by_side([plane], words), words

    def shade(self, plane: Plane) -> None:
        """Upright strips of the half-plane: in each, the sum is a straight function of x₂."""
        low, high = plane.y
        edges = np.linspace(*plane.x, 81)
        floor: list[tuple[float, float]] = []
        roof: list[tuple[float, float]] = []
        for left, right in pairwise(edges):
            x1 = (left + right) / 2
            at0, at1 = self.score(np.array([[x1, 0.0], [x1, 1.0]]))
            slope = at1 - at0
            turn = -at0 / slope if slope else (low if at0 > 0 else high)
            turn = min(max(turn, low), high)
            bottom, top = (turn, high) if slope >= 0 else (low, turn)
            floor += [(left, bottom), (right, bottom)]
            roof += [(left, top), (right, top)]
        plane.area(np.array(floor + roof[::-1]).T, "orange")
        self.border(plane)

    def border(self, plane: Plane) -> None:
        """Where the sum is 0: x₂ as a function of x₁, or the other way round if that is steep."""
        v = self.v if self.features == PRODUCT else 0.0
        along = np.linspace(-0.5, 1.5, 161)
        with np.errstate(all="ignore"):
            if abs(self.w2) >= abs(self.w1):
                x, y = along, -(self.w1 * along + self.b) / (self.w2 + v * along)
            else:
                x, y = -(self.w2 * along + self.b) / (self.w1 + v * along), along
        near = (np.abs(x) < 4) & (np.abs(y) < 4)
        for part in np.split(np.arange(161), np.flatnonzero(~near)):
            kept = part[near[part]]
            plane.line((list(x[kept]), list(y[kept])), "ink")

    def words(self) -> str:
        """How many are right, and the best so far."""
        said = f"{self.right} of 4 right; best so far {self.best} of 4."
        if self.best == 4:
            return f"{said} Separated."
        if self.features == LINE and self.gate in ("XOR", "XNOR") and self.best == 3:
            return f"{said} More than 3 are not possible with a line."
        return said

    def _anew(self, _: object = None) -> None:
        self.best = 0
        self.redraw()
