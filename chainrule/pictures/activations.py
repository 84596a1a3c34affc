"""Activation functions and their slopes, drawn from the engine itself."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from chainrule.pictures.picture import BLUE, GREY, ORANGE, Picture, as_picture, grid
from chainrule.transforms import grad


def draw_activations(functions: Mapping[str, Callable[[Any], Any]], reach: float = 4.0) -> Picture:
    """Each function, solid, with its slope, dashed, as backpropagation has it.

    Parameters
    ----------
    functions : mapping of str to callable
        Functions that work element by element.
    reach : float
        How far to go to both sides of 0.
    """
    a = np.linspace(-reach, reach, 401)
    figure, panels = grid(len(functions), columns=4, width=1.9, height=1.8)
    said = []
    for axes, (name, f) in zip(panels, functions.items(), strict=False):
        slope = grad(lambda x, f=f: f(x).sum())(a)
        axes.axhline(0, color=GREY, lw=0.8)
        axes.plot(a, f(a), color=BLUE, lw=2.2)
        axes.plot(a, slope, color=ORANGE, lw=1.8, ls="--")
        axes.set(ylim=(-1.4, 2.4), xlim=(-reach, reach))
        axes.set_title(name, fontsize=11)
        said.append(f"{name} (slope from {slope.min():.2g} to {slope.max():.2g})")
    f_and_slope = panels[0].lines[1:]
    figure.legend(f_and_slope, ["f", "slope f′"], loc="outside lower center", ncols=2)
    return as_picture(figure, "Functions and their slopes: " + ", ".join(said) + ".")
