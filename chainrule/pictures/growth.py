"""How a number grows or shrinks over several orders of magnitude."""

from __future__ import annotations

import numpy as np

from chainrule.engine import Array
from chainrule.pictures.picture import BLUE, INK, ORANGE, Picture, as_picture, plot


def draw_visits(depths: Array, naive: Array, ordered: Array) -> Picture:
    """Visits to nodes of a ladder of diamonds: along every path, and in topological order."""
    figure, axes = plot()
    axes.semilogy(depths, naive, "s--", color=ORANGE, label="follow every path at once")
    axes.semilogy(depths, ordered, "o-", color=BLUE, label="reverse topological order")
    axes.set(xlabel="diamonds in a row", ylabel="visits to nodes")
    axes.legend()
    words = (
        f"With {depths[-1]} diamonds in a row, following every path takes {naive[-1]} visits, "
        f"reverse topological order {ordered[-1]}."
    )
    return as_picture(figure, words)


def draw_step_errors(steps: Array, one_sided: Array, central: Array) -> Picture:
    """The error of a numerical derivative against the step, both ways of taking it."""
    figure, axes = plot()
    axes.loglog(steps, one_sided, "s--", color=ORANGE, ms=4, label="(f(x+h) − f(x)) / h")
    axes.loglog(steps, central, "o-", color=BLUE, ms=4, label="(f(x+h) − f(x−h)) / 2h")
    best = steps[np.argmin(central)]
    axes.axvline(best, color=INK, lw=1, ls=":")
    axes.set(xlabel="step h", ylabel="error of the derivative")
    axes.legend()
    words = (
        f"The central difference errs least, by {central.min():.1g}, near h = {best:.0e}; "
        f"the one-sided difference always errs by {one_sided.min():.1g} or more."
    )
    return as_picture(figure, words)
