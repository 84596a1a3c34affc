"""A knob, the needle that it moves, and the places where it has been."""

from __future__ import annotations

import math
from collections.abc import Mapping
from html import escape

from chainrule.pictures.graphs.graph import brief
from chainrule.pictures.picture import Picture
from chainrule.pictures.plane import Plane, side_by_side

TURN = 150  # degrees to either side that a knob or a needle can go


def draw_dials(
    w: float, reach: float, losses: tuple[float, float], most: float, seen: Mapping[float, float]
) -> Picture:
    """A knob at `w`, a needle at the loss, a second one after a nudge, and what was seen before.

    Parameters
    ----------
    w, reach : float
        Where the knob stands, between −reach and reach.
    losses : (float, float)
        The loss there and after the nudge.
    most : float
        The end of the needle's scale.
    seen : mapping of float to float
        Knob positions tried before, each with its loss.
    """
    here, nudged = losses
    knob, gauge = dial(f"the knob: w = {brief(w)}"), dial(f"the needle: L = {brief(here)}")
    track = Plane((-reach, reach), (0, most), 340, 230, "where you have been", "w", "L")
    ring(knob, 0.52)
    hand(knob, w / reach, 0.18, 0.52, "ink", 5)
    scale(knob, [(part, brief(part * reach)) for part in (-1, 0, 1)])
    ring(gauge, 0.7, whole=False)
    hand(gauge, 2 * nudged / most - 1, 0.0, 0.68, "orange", 3)
    hand(gauge, 2 * here / most - 1, 0.0, 0.68, "ink", 4)
    scale(gauge, [(2 * part - 1, brief(part * most)) for part in (0, 0.5, 1)])
    for place, loss in seen.items():
        track.dot(place, loss, "grey", size=3.5)
    track.dot(w, here, "ink", size=6)
    words = (
        f"The knob stands at w = {brief(w)}, the needle at L = {brief(here)}; "
        f"after the nudge it would stand at {brief(nudged)}."
    )
    return side_by_side([knob, gauge, track], words, gap=0)


def dial(title: str) -> Plane:
    """A square without numbers at its edges."""
    plane = Plane((-1, 1), (-1, 1), 204, 222, title, bare=True)
    plane.zero_lines = lambda: ""  # type: ignore[method-assign]
    return plane


def ring(plane: Plane, radius: float, whole: bool = True) -> None:
    """The knob's rim, or the arc along which a needle goes."""
    half = math.radians(180 if whole else TURN)
    angles = [half * k / 40 for k in range(-40, 41)]
    plane.line(([radius * math.sin(a) for a in angles], [radius * math.cos(a) for a in angles]),
        "grey")  # fmt: skip


def hand(plane: Plane, part: float, inner: float, outer: float, kind: str, width: float) -> None:
    """A pointer at a part of its way, from −1 to 1."""
    angle = math.radians(TURN * max(-1.0, min(1.0, part)))
    (x1, y1), (x2, y2) = (
        plane.place(r * math.sin(angle), r * math.cos(angle)) for r in (inner, outer)
    )
    plane.parts.append(
        f'<line class="{kind}" style="stroke-width:{width:g};stroke-linecap:round" '
        f'x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}"/>'
    )


def scale(plane: Plane, marks: list[tuple[float, str]]) -> None:
    """Numbers around a dial, each at its part of the way."""
    for part, words in marks:
        angle = math.radians(TURN * part)
        px, py = plane.place(0.86 * math.sin(angle), 0.86 * math.cos(angle))
        plane.parts.append(
            f'<text x="{px:.1f}" y="{py + 4:.1f}" text-anchor="middle">{escape(words)}</text>'
        )
