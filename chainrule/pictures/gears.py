"""A nudge that goes through a chain of gates and is multiplied at each."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from chainrule.pictures.graphs.graph import bracketed, brief
from chainrule.pictures.picture import Picture
from chainrule.pictures.plane import Plane, side_by_side


def draw_gears(
    stations: Sequence[tuple[str, float]], factors: Sequence[float], nudge: float, true: float
) -> Picture:
    """A bar a station: the nudge that arrives there, if each gate multiplies by its factor.

    Parameters
    ----------
    stations : sequence of (str, float)
        What each quantity is called, with its value.
    factors : sequence of float
        The local derivative of the gate between each two.
    nudge : float
        At the first station.
    true : float
        By how much the last quantity really changes.
    """
    limit = 1.8
    plane = Plane((0, len(stations)), (-1.5 * limit, 1.5 * limit), 760, 300, bare=True)
    radius = min(27.0, 0.32 * (plane.place(1, 0)[0] - plane.place(0, 0)[0]))
    arriving = nudge
    said = []
    for i, (name, value) in enumerate(stations):
        if i:
            gear(plane, i, factors[i - 1], radius)
            arriving *= factors[i - 1]
        bar(plane, i + 0.5, arriving, "orange")
        plane.text(i + 0.5, 1.34 * limit, name, "middle")
        plane.text(i + 0.5, 1.17 * limit, f"= {brief(value)}", "middle")
        plane.text(i + 0.5, -1.38 * limit, f"d{name[0]} = {brief(arriving)}", "middle")
        said.append(f"d{name[0]} = {brief(arriving)}")
    bar(plane, len(stations) - 0.22, true, "blue", "true")
    words = f"The nudge on its way: {', '.join(said)}. In truth the last changes by {brief(true)}."
    return side_by_side([plane], words)


def gear(plane: Plane, x: float, factor: float, radius: float) -> None:
    """A wheel with the factor of a gate in it, between two bars."""
    px, py = plane.place(x, 0)
    teeth = "".join(
        f'<rect x="-4" y="{-radius - 7:.0f}" width="8" height="9" transform="rotate({45 * k})"/>'
        for k in range(8)
    )
    plane.parts.append(
        f'<g transform="translate({px:.1f} {py:.1f})"><g class="fill-grey">{teeth}</g>'
        f'<circle r="{radius:.0f}" style="fill:var(--paper);stroke:var(--grey);stroke-width:3"/>'
        f'<text y="5" text-anchor="middle">× {escape(bracketed(factor))}</text></g>'
    )


def bar(plane: Plane, x: float, height: float, kind: str, name: str = "") -> None:
    """A nudge as a bar that stands on the line of 0, or hangs from it."""
    half = 0.1 if not name else 0.05
    plane.box((x - half, x + half), (min(height, 0.0), max(height, 0.0)), kind)
    if name:
        beyond = height + (0.2 if height >= 0 else -0.4)
        plane.text(x, beyond, name, "middle")
