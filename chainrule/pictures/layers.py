"""What happens from layer to layer of a deep network."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from chainrule.engine import Array
from chainrule.pictures.descent import LINES
from chainrule.pictures.picture import BLUE, GREY, Picture, as_picture, grid, plot


def draw_by_layer(values: Mapping[str, Array], label: str, layers: Sequence[int] = ()) -> Picture:
    """A number for each layer, on a logarithmic axis: median of several runs, range shaded.

    Parameters
    ----------
    values : mapping of str to array, shape (runs, layers)
    label : str
        What the numbers are.
    layers : sequence of int
        How many layers, if not 1, 2, 3, …
    """
    figure, axes = plot()
    said = []
    for (name, runs), line, marker in zip(values.items(), LINES, "os^D", strict=False):
        places = layers or range(1, runs.shape[1] + 1)
        middle = np.median(runs, axis=0)
        axes.fill_between(places, runs.min(0), runs.max(0), alpha=0.15, lw=0, color=line["color"])
        axes.semilogy(places, middle, marker=marker, ms=5, lw=2, label=name, **line)
        said.append(f"{name} from {middle[0]:.2g} in the first to {middle[-1]:.2g} in the last")
    axes.set(xlabel="layers" if layers else "layer", ylabel=label, xticks=places)
    axes.legend()
    return as_picture(figure, f"{label} by layer: {'; '.join(said)}.")


def draw_histograms(layers: Sequence[Array], title: str = "") -> Picture:
    """How the outputs of each layer are spread, layers from left to right.

    Parameters
    ----------
    layers : sequence of arrays
        The outputs of one layer each.
    """
    figure, panels = grid(len(layers), columns=5, width=1.4, height=1.2)
    reach = max(float(np.abs(layers[0]).max()), 1e-9)
    for i, (axes, outputs) in enumerate(zip(panels, layers, strict=False), 1):
        spread = float(np.std(outputs))
        axes.hist(np.ravel(outputs), bins=40, range=(-reach, reach), color=BLUE)
        axes.axvline(0, color=GREY, lw=0.8)
        axes.set_title(f"layer {i}: σ = {spread:.2g}", fontsize=9)
        axes.set_yticks([])
        axes.tick_params(labelsize=8)
    figure.suptitle(title, fontsize=11)
    first, last = float(np.std(layers[0])), float(np.std(layers[-1]))
    words = (
        f"{title or 'Outputs'} of {len(layers)} layers: the spread goes from {first:.2g} in the "
        f"first to {last:.2g} in the last."
    )
    return as_picture(figure, words)
