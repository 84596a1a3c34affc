"""How large networks are, and how much work they do."""

from __future__ import annotations

from collections.abc import Mapping

from chainrule.pictures.picture import BLUE, Picture, as_picture, plot


def draw_sizes(sizes: Mapping[str, tuple[int, int]]) -> Picture:
    """Networks by their parameters and their multiplications, on logarithmic axes.

    Parameters
    ----------
    sizes : mapping of str to (int, int)
        Parameters and multiplications of each.
    """
    figure, axes = plot(7.0, 4.0)
    for i, (name, (parameters, work)) in enumerate(sizes.items()):
        axes.loglog(parameters, work, "o", color=BLUE, ms=9)
        axes.annotate(
            name, (parameters, work), xytext=(-10, 6 - 16 * (i % 2)), ha="right",
            textcoords="offset points",
        )  # fmt: skip
    axes.set(xlabel="parameters", ylabel="multiplications for one picture")
    axes.margins(x=0.4, y=0.25)
    said = [f"{name} {p:.3g} and {m:.3g}" for name, (p, m) in sizes.items()]
    return as_picture(figure, "Parameters and multiplications: " + "; ".join(said) + ".")
