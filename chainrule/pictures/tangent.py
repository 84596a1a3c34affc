"""A curve, its tangent, and the gap between them after a step."""

from __future__ import annotations

import math
from html import escape
from zlib import crc32

import numpy as np

from chainrule.engine import Array
from chainrule.pictures.graphs.graph import brief
from chainrule.pictures.picture import Picture

WIDTH, HEIGHT, MARGIN, TOP = 560, 260, 34, 26  # the legend stands above TOP

STYLE = """
.cr-tangent { --value: #0b5cad; --gradient: #a63c00; --ink: #1f2328;
  font: 13px system-ui, "DejaVu Sans", sans-serif; }
body[data-jp-theme-light="false"] .cr-tangent { --value: #82bdff; --gradient: #ffb182;
  --ink: #e6e8eb; }
.cr-tangent text { fill: var(--ink); }
.cr-tangent .axis { stroke: var(--ink); opacity: .35; }
.cr-tangent .curve { fill: none; stroke: var(--value); stroke-width: 2.4; }
.cr-tangent .line { stroke: var(--gradient); stroke-width: 2; stroke-dasharray: 7 4; }
.cr-tangent .gap { stroke: var(--ink); stroke-width: 3; }
.cr-tangent .here { fill: var(--ink); }
.cr-tangent .true { fill: var(--value); }
.cr-tangent .predicted { fill: var(--gradient); }
"""


def draw_tangent(
    xs: Array, ys: Array, at: tuple[float, float], slope: float, to: tuple[float, float], name: str
) -> Picture:
    """The curve (xs, ys), its tangent at `at`, and what each says about the point `to`.

    Parameters
    ----------
    xs, ys : array, shape (n,)
        The curve; places where it is not finite are left out.
    at : (x, y)
        Where the tangent touches.
    slope : float
        Of the tangent.
    to : (x, y)
        A point of the curve; the tangent's value there is drawn beside it.
    name : str
        Of the horizontal axis.
    """
    predicted = at[1] + slope * (to[0] - at[0])
    finite = np.isfinite(ys)
    low, high = bounds(ys[finite], [at[1], to[1], predicted])

    def place(x: float, y: float) -> tuple[float, float]:
        across = (x - xs[0]) / (xs[-1] - xs[0])
        up = (y - low) / (high - low)
        return MARGIN + across * (WIDTH - 2 * MARGIN), HEIGHT - MARGIN - up * (HEIGHT - 2 * MARGIN)

    xs_drawn, ys_drawn = xs[finite], ys[finite]
    jumps = np.flatnonzero(np.abs(np.diff(ys_drawn)) > high - low) + 1  # at a pole
    curve = "".join(
        polyline([place(x, y) for x, y in zip(*branch, strict=True)])
        for branch in zip(np.split(xs_drawn, jumps), np.split(ys_drawn, jumps), strict=True)
    )
    ends = [place(x, at[1] + slope * (x - at[0])) for x in (float(xs[0]), float(xs[-1]))]
    gap = [place(to[0], y) for y in (to[1], predicted)]
    words = (
        f"At {name} = {brief(to[0])} the curve is at {brief(to[1])}, "
        f"the tangent says {brief(predicted)}."
    )
    bottom = HEIGHT - MARGIN
    frame = f"cr-frame-{crc32(curve.encode()):x}"  # an id of its own
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="cr-tangent" role="img" '
        f'aria-label="{escape(words)}" viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" '
        f'height="{HEIGHT}" style="max-width:100%;height:auto"><style>{STYLE}</style>'
        f'<clipPath id="{frame}"><rect x="{MARGIN}" y="{TOP}" width="{WIDTH - 2 * MARGIN}" '
        f'height="{bottom - TOP}"/></clipPath>'
        f'<line class="axis" x1="{MARGIN}" y1="{bottom}" x2="{WIDTH - MARGIN}" y2="{bottom}"/>'
        f'<g clip-path="url(#{frame})">{curve}'
        f"{segment('line', *ends)}{segment('gap', *gap)}</g>"
        f"{dot('here', *place(*at))}{dot('true', *gap[0])}{square('predicted', *gap[1])}"
        f"{caption(MARGIN, bottom + 18, brief(xs[0]))}"
        f"{caption(WIDTH - MARGIN, bottom + 18, brief(xs[-1]), 'end')}"
        f"{caption(WIDTH / 2, bottom + 18, name, 'middle')}"
        f"{caption(MARGIN, 16, '● the function    - - ■ its tangent    ┃ the gap')}</svg>"
    )
    return Picture(svg, words)


def bounds(curve: Array, marked: list[float]) -> tuple[float, float]:
    """The lowest and highest to show, with air, and never equal; near a pole not all of it."""
    most = np.percentile(curve, [5, 95]) if curve.size else np.zeros(2)
    pole = curve.size and np.ptp(curve) > 8 * np.ptp(most) > 0
    ys = [*(most if pole else curve), *filter(math.isfinite, marked)] or [0.0]
    low, high = float(min(ys)), float(max(ys))
    air = 0.08 * (high - low) or 1.0
    return low - air, high + air


def polyline(points: list[tuple[float, float]]) -> str:
    """A piece of the curve."""
    text = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
    return f'<polyline class="curve" points="{text}"/>'


def segment(which: str, start: tuple[float, float], end: tuple[float, float]) -> str:
    """A straight line."""
    (x1, y1), (x2, y2) = start, end
    if not math.isfinite(y1 + y2):
        return ""
    return f'<line class="{which}" x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}"/>'


def dot(which: str, x: float, y: float) -> str:
    """A round mark."""
    return (
        "" if not math.isfinite(y) else f'<circle class="{which}" cx="{x:.1f}" cy="{y:.1f}" r="5"/>'
    )


def square(which: str, x: float, y: float) -> str:
    """A square mark."""
    return (
        ""
        if not math.isfinite(y)
        else f'<rect class="{which}" x="{x - 4.5:.1f}" y="{y - 4.5:.1f}" width="9" height="9"/>'
    )


def caption(x: float, y: float, text: str, anchor: str = "start") -> str:
    """A piece of text."""
    return f'<text x="{x:g}" y="{y:g}" text-anchor="{anchor}">{escape(text)}</text>'
