"""Turn the weight of one neuron and watch its loss: what a slope is, felt."""

from __future__ import annotations

import math
from typing import Any

from chainrule.pictures.dials import draw_dials
from chainrule.pictures.graphs.graph import brief
from chainrule.pictures.picture import Picture
from chainrule.widgets.panel import Panel, button, slider

INPUT, TARGET, REACH, NUDGE = 2.0, 0.8, 3.0, 0.1
MOST = 0.7  # of the scale: no loss is larger than 0.64


class KnobAndNeedle(Panel):
    """A neuron σ(2w) that is to say 0.8; the needle shows L = (σ(2w) − 0.8)².

    Parameters
    ----------
    w : float
        Where the knob stands, from −3 to 3.

    Examples
    --------
    >>> knob = KnobAndNeedle(w=-3.0)
    >>> knob.loss > 0.6, abs(knob.slope) < 0.02
    (True, True)
    """

    label = "Knob and needle"
    w = slider(-1.0, -REACH, REACH, 0.05, "w")

    def __init__(self, **settings: Any) -> None:
        self.seen: dict[float, float] = {}
        super().__init__(**settings)

    @button("nudge it up")
    def nudge_up(self) -> None:
        """Turn the knob up by a tenth."""
        self.w = min(REACH, self.w + NUDGE)

    @button("nudge it down")
    def nudge_down(self) -> None:
        """Turn the knob down by a tenth."""
        self.w = max(-REACH, self.w - NUDGE)

    @button("forget where I was")
    def forget(self) -> None:
        """Wipe the track."""
        self.seen = {}

    @property
    def loss(self) -> float:
        """What the needle shows."""
        return loss_at(self.w)

    @property
    def slope(self) -> float:
        """By how much L moves per unit of w, for a nudge so small that the bend is not seen."""
        return (loss_at(self.w + 1e-5) - loss_at(self.w - 1e-5)) / 2e-5

    def shown(self) -> tuple[Picture, str]:
        """Knob, needle and track, and what a nudge would do."""
        self.seen[round(self.w, 4)] = self.loss
        nudged = loss_at(self.w + NUDGE)
        picture = draw_dials(self.w, REACH, (self.loss, nudged), MOST, self.seen)
        change = nudged - self.loss
        way = "rises" if change > 0 else "falls"
        words = (
            f"Turn w up by {NUDGE:g}, and L {way} by {brief(abs(change))} (dashed needle): "
            f"{brief(change)} / {NUDGE:g} = {brief(change / NUDGE)} per unit of w."
        )
        return picture, words


def loss_at(w: float) -> float:
    """The loss of the neuron with that weight."""
    return (1 / (1 + math.exp(-INPUT * w)) - TARGET) ** 2
