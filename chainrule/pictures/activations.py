"""Activation functions and their slopes, drawn from the engine itself."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from html import escape
from typing import Any

import numpy as np

from chainrule.pictures.picture import Picture
from chainrule.pictures.plane import STYLE, Plane
from chainrule.transforms import grad

COLUMNS, WIDTH, HEIGHT = 4, 188, 190


def draw_activations(functions: Mapping[str, Callable[[Any], Any]], reach: float = 4.0) -> Picture:
    """Each function, solid, with its slope, dashed, as backpropagation has it.

    Parameters
    ----------
    functions : mapping of str to callable
        Functions that work element by element.
    reach : float
        How far to go to both sides of 0.
    """
    a = np.linspace(-reach, reach, 400)  # 0, where some have a corner, is not among them
    panels, said = [], []
    for i, (name, f) in enumerate(functions.items()):
        slope = grad(lambda x, f=f: f(x).sum())(a)
        plane = Plane((-reach, reach), (-1.4, 2.4), WIDTH, HEIGHT, name)
        halves = (a < 0, a > 0) if np.abs(np.diff(slope)).max() > 0.2 else (a < reach,)
        for half in halves:  # a slope that jumps is not joined
            plane.line((a[half], slope[half]), "orange")
        plane.line((a, f(a)), "blue")
        if not i:
            plane.text(0.3 - reach, 1.9, "solid: f")
            plane.text(0.3 - reach, 1.5, "dashed: f′")
        panels.append(plane)
        said.append(f"{name} (slope from {slope.min():.2g} to {slope.max():.2g})")
    return in_rows(panels, "Functions and their slopes: " + ", ".join(said) + ".")


def in_rows(panels: list[Plane], words: str) -> Picture:
    """Panels of one size, four in a row."""
    rows = -(-len(panels) // COLUMNS)
    inner = "".join(
        f'<g transform="translate(0 {HEIGHT * (i // COLUMNS)})">'
        f"{plane.svg(WIDTH * (i % COLUMNS), 0, i)}</g>"
        for i, plane in enumerate(panels)
    )
    width, height = WIDTH * min(COLUMNS, len(panels)), HEIGHT * rows
    return Picture(
        f'<svg xmlns="http://www.w3.org/2000/svg" class="cr-plane" role="img" '
        f'aria-label="{escape(words)}" viewBox="0 0 {width} {height}" width="{width}" '
        f'height="{height}" style="max-width:100%;height:auto"><style>{STYLE}</style>{inner}</svg>',
        words,
    )
