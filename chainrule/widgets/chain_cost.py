"""What a chain of Jacobians costs from one end and from the other."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from chainrule.pictures.picture import Picture
from chainrule.pictures.plane import Plane, side_by_side
from chainrule.widgets.panel import Panel, button, text


class ChainCost(Panel):
    """Multiplications for the Jacobian of a chain of layers, from the input and from the output.

    Parameters
    ----------
    widths : sequence of int, or str
        How many numbers there are before the first layer, between layers, and after the last.

    Examples
    --------
    >>> ChainCost(widths=[1000, 500, 100, 1]).costs
    (50100000, 550000)
    """

    label = "Cost of a chain"
    widths = text("1000, 500, 100, 1", "widths, input to output")

    def __init__(self, widths: Sequence[int] | str = "1000, 500, 100, 1") -> None:
        said = widths if isinstance(widths, str) else ", ".join(map(str, widths))
        super().__init__(widths=said)

    @button("a loss")
    def loss(self) -> None:
        """Many inputs, one output."""
        self.widths = "1000, 500, 100, 1"

    @button("all alike")
    def even(self) -> None:
        """As many of each."""
        self.widths = "300, 300, 300, 300"

    @button("a curve")
    def curve(self) -> None:
        """One input, many outputs."""
        self.widths = "1, 100, 500, 1000"

    @property
    def numbers(self) -> list[int]:
        """The widths as numbers; none if they cannot be read."""
        try:
            found = [int(part) for part in self.widths.replace("→", ",").split(",")]
        except ValueError:
            return []
        return found if len(found) >= 3 and min(found) > 0 else []

    @property
    def costs(self) -> tuple[int, int]:
        """Multiplications from the input's end and from the output's."""
        w = self.numbers
        steps = [p * q for p, q in pairwise(w)]
        return w[0] * sum(steps[1:]), w[-1] * sum(steps[:-1])

    def shown(self) -> tuple[Picture, str]:
        """Two bars."""
        plane = Plane((0, 1.25), (0, 2), 640, 130, "multiplications", bare=True)
        if not self.numbers:
            words = "Three or more whole numbers are needed, with commas: 1000, 500, 100, 1."
            return side_by_side([plane], words), words
        forward, reverse = self.costs
        for y, cost, kind, name in (
            (1.1, forward, "orange", "forward, from the input"),
            (0.1, reverse, "blue", "reverse, from the output"),
        ):
            plane.box((0, cost / max(forward, reverse)), (y, y + 0.45), kind)
            plane.text(0.01, y + 0.55, f"{name}: {cost:,}")
        if forward == reverse:
            words = "Both ends cost the same."
        else:
            ratio, better = max(self.costs) / min(self.costs), min(self.costs)
            which = "Reverse" if better == reverse else "Forward"
            words = f"{which} is better: the other takes {ratio:.3g} times as many."
        return side_by_side([plane], words), words
