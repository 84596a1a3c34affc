"""A nudge that goes through three gates: what arrives at the loss is the product."""

from __future__ import annotations

from chainrule.pictures.gears import draw_gears
from chainrule.pictures.graphs.graph import bracketed, brief
from chainrule.pictures.picture import Picture
from chainrule.widgets.panel import Panel, button, slider


class GearTrain(Panel):
    """The chain p = 3w, e = 2 − p, L = e², and a nudge dw that goes along it.

    Parameters
    ----------
    w, dw : float
        The weight, and by how much it is nudged.

    Examples
    --------
    >>> train = GearTrain(w=1.0, dw=0.1)
    >>> train.factors, round(train.predicted, 6), round(train.true, 6)
    ([3.0, -1.0, -2.0], 0.6, 0.69)
    """

    label = "Gear train"
    w = slider(0.5, 0.2, 1.0, 0.05, "w")
    dw = slider(0.1, -0.2, 0.2, 0.01, "nudge dw")

    @button("half the nudge")
    def halve(self) -> None:
        """Make the nudge half as large."""
        self.dw = self.dw / 2

    @property
    def stations(self) -> list[tuple[str, float]]:
        """The quantities of the chain and their values."""
        p = 3 * self.w
        e = 2 - p
        return [("w", self.w), ("p = 3w", p), ("e = 2 − p", e), ("L = e²", e * e)]

    @property
    def factors(self) -> list[float]:
        """The local derivative of each gate."""
        return [3.0, -1.0, 2.0 * self.stations[2][1]]

    @property
    def predicted(self) -> float:
        """The change of L, if each gate multiplies the nudge by its factor."""
        first, second, third = self.factors
        return float(self.dw * first * second * third)

    @property
    def true(self) -> float:
        """The change of L."""
        moved = 2 - 3 * (self.w + self.dw)
        return float(moved * moved - self.stations[3][1])

    def shown(self) -> tuple[Picture, str]:
        """The nudge at each station, and the truth beside the last."""
        picture = draw_gears(self.stations, self.factors, self.dw, self.true)
        product = " · ".join(bracketed(factor) for factor in [self.dw, *self.factors])
        words = (
            f"dL = {product} = {brief(self.predicted)}. "
            f"In truth L changes by {brief(self.true)}, "
            f"which is off by {brief(abs(self.true - self.predicted))}."
        )
        return picture, words
