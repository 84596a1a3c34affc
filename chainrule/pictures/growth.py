"""How a number grows or shrinks over several orders of magnitude."""

from __future__ import annotations

from typing import Any

import numpy as np

from chainrule.engine import Array, Tensor
from chainrule.pictures.picture import Picture
from chainrule.pictures.plane import Plane, round_numbers, side_by_side, tick
from chainrule.pictures.svg import draw_graph
from chainrule.table import tanh

WIDTH, HEIGHT = 760, 330
UPPER = str.maketrans("0123456789-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻")


class LogPlane(Plane):
    """A plane whose upright axis is logarithmic, and with `both` the level one, too.

    What it is given are logarithms to base 10; what it writes at the axes are the numbers.

    Examples
    --------
    >>> plane = LogPlane((0, 1), (0, 3))
    >>> "10³" in plane.ticks()
    True
    """

    both = False

    def ticks(self) -> str:
        """Powers of ten along a logarithmic axis, plain numbers along another."""
        parts = []
        for value in powers(*self.x) if self.both else round_numbers(*self.x, 8):
            px, py = self.place(value, self.y[0])
            words = power_of_ten(value) if self.both else tick(value)
            parts.append(
                f'<text x="{px:.1f}" y="{py + 15:.1f}" text-anchor="middle">{words}</text>'
            )
        for value in powers(*self.y):
            px, py = self.place(self.x[0], value)
            words = power_of_ten(value)
            parts.append(
                f'<text x="{px - 5:.1f}" y="{py + 4:.1f}" text-anchor="end">{words}</text>'
            )
        return "".join(parts)


def powers(low: float, high: float) -> list[float]:
    """Whole exponents between two others, at most eight of them."""
    step = -(-(high - low) // 8) or 1
    return [float(k) for k in np.arange(np.ceil(low / step) * step, high + 1e-9, step)]


def power_of_ten(exponent: float) -> str:
    """A power of ten as it is written.

    >>> power_of_ten(-5.0), power_of_ten(0.0)
    ('10⁻⁵', '1')
    """
    return f"10{str(int(exponent)).translate(UPPER)}" if exponent else "1"


def draw_diamonds(count: int) -> Picture:
    """A chain of diamonds: a value goes through two tanh gates, which are added together again."""
    y: Any = Tensor(1.0, requires_grad=True, name="y")
    for _ in range(count):
        y = tanh(y) + tanh(y)
    return draw_graph(y, gradients=False)


def draw_visits(depths: Array, naive: Array, ordered: Array) -> Picture:
    """Visits to the nodes of a chain of diamonds: along every path, and in topological order."""
    last = float(depths[-1])
    top = float(np.log10(naive.max()))
    plane = LogPlane((0, last + 0.5), (0, 1.12 * top), WIDTH, HEIGHT,
        "", "diamonds in a row", "visits to nodes")  # fmt: skip
    for visits, kind, shape in ((naive, "orange", "square"), (ordered, "blue", "round")):
        heights = np.log10(visits)
        plane.line((depths, heights), kind)
        for x, y in zip(depths, heights, strict=True):
            plane.dot(float(x), float(y), kind, shape, 4.5)
    x, y = last, float(np.log10(naive[-1]))
    plane.text(x - 0.5, y, f"every path: {naive[-1]:,} visits", "end")
    plane.text(x, float(np.log10(ordered[-1])) + 0.07 * top,
        f"every node once: {ordered[-1]:,} visits", "end")  # fmt: skip
    words = (
        f"With {depths[-1]} diamonds in a row, following every path takes {naive[-1]:,} visits, "
        f"reverse topological order {ordered[-1]:,}."
    )
    return side_by_side([plane], words)


def draw_step_errors(steps: Array, one_sided: Array, central: Array) -> Picture:
    """The error of a numerical derivative against the step, both ways of taking it."""
    floor = 1e-16  # an error of exactly 0 has no logarithm
    x = np.log10(steps)
    plane = LogPlane((x[0] - 0.2, x[-1] + 0.2), (-14, 0.5), WIDTH, HEIGHT,
        "", "step h", "error of the slope")  # fmt: skip
    plane.both = True
    for errors, kind, shape in ((one_sided, "orange", "square"), (central, "blue", "round")):
        heights = np.log10(np.maximum(errors, floor))
        plane.line((x, heights), kind)
        for across, up in zip(x, heights, strict=True):
            plane.dot(float(across), float(up), kind, shape, 3.5)
    best = float(x[np.argmin(central)])
    plane.line(([best, best], [-14, 0.5]), "grey")
    plane.text(best - 0.15, -13.4, f"best h, about {power_of_ten(round(best))}", "end")
    plane.text(-3.3, -3.1, "one side: falls as h", "end")
    plane.text(-0.95, -10.3, "both sides: falls as h²", "end")
    plane.text(-11.2, -1.2, "rounding: grows as 1/h")
    words = (
        f"The central difference errs least, by {central.min():.1g}, near h = {10**best:.0e}; "
        f"the one-sided difference always errs by {one_sided.min():.1g} or more."
    )
    return side_by_side([plane], words)


def draw_memory(depths: Array, kept: Array, passing: Array) -> Picture:
    """What a forward pass holds at its end: for a backward pass, and without one.

    Parameters
    ----------
    depths : array, shape (n,)
        How many gates.
    kept, passing : array, shape (n,)
        Megabytes, with the graph and without it.
    """
    last, top = float(depths[-1]), 1.15 * float(kept.max())
    plane = Plane((0, 1.04 * last), (0, top), WIDTH, 280, "", "gates in a row", "megabytes held")
    for held, kind, shape in ((kept, "orange", "square"), (passing, "blue", "round")):
        plane.line((depths, held), kind)
        for x, y in zip(depths, held, strict=True):
            plane.dot(float(x), float(y), kind, shape, 4.5)
    plane.text(
        0.93 * last, 0.97 * float(kept[-1]), f"to be able to go back: {kept[-1]:.3g} MB", "end"
    )
    plane.text(last, float(passing[-1]) + 0.05 * top,
        f"only to know the result: {passing[-1]:.2f} MB", "end")  # fmt: skip
    words = (
        f"With {depths[-1]:,} gates the forward pass holds {kept[-1]:.3g} megabytes for the way "
        f"back, and {passing[-1]:.2f} without it; with {depths[0]:,} gates {kept[0]:.3g} and "
        f"{passing[0]:.2f}."
    )
    return side_by_side([plane], words)
