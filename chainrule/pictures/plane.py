"""A plane with axes as SVG, quick to draw: for pictures that follow a hand."""

from __future__ import annotations

import math
from collections.abc import Sequence
from html import escape
from zlib import crc32

import numpy as np

from chainrule.engine import Array
from chainrule.pictures.picture import Picture

Points = Array | tuple[Sequence[float] | Array, Sequence[float] | Array]

CORNERS: dict[str, list[tuple[float, float]]] = {
    "square": [(-1, -1), (1, -1), (1, 1), (-1, 1)],
    "triangle": [(0, -1.2), (1.1, 0.9), (-1.1, 0.9)],
    "down": [(0, 1.2), (1.1, -0.9), (-1.1, -0.9)],
}
LEFT, RIGHT, TOP, BOTTOM = 56, 12, 26, 40  # room around the plane

STYLE = """
.cr-plane { --blue: #0b5cad; --orange: #a63c00; --ink: #1f2328; --grey: #7d858e; --paper: #fff;
  font: 12px system-ui, "DejaVu Sans", sans-serif; }
body[data-jp-theme-light="false"] .cr-plane { --blue: #82bdff; --orange: #ffb182; --ink: #e6e8eb;
  --grey: #9aa3ad; --paper: #111; }
.cr-plane text { fill: var(--ink); stroke: var(--paper); stroke-width: 4; stroke-linejoin: round;
  paint-order: stroke; }
.cr-plane rect + text { stroke: none; }
.cr-plane .title { font-weight: 600; font-size: 13px; }
.cr-plane .frame { fill: none; stroke: var(--grey); opacity: .6; }
.cr-plane .zero { stroke: var(--grey); opacity: .5; }
.cr-plane :is(.blue, .orange, .ink, .grey) { fill: none; stroke-width: 2.2; }
.cr-plane .blue { stroke: var(--blue); }
.cr-plane .orange { stroke: var(--orange); stroke-dasharray: 7 4; }
.cr-plane .ink { stroke: var(--ink); }
.cr-plane .grey { stroke: var(--grey); stroke-width: 1.2; }
.cr-plane .fill-blue { fill: var(--blue); }
.cr-plane .fill-orange { fill: var(--orange); }
.cr-plane .fill-ink { fill: var(--ink); }
.cr-plane .fill-grey { fill: var(--grey); }
.cr-plane .mark { stroke: var(--paper); stroke-width: 1.5; }
.cr-plane .light { opacity: .22; }
.cr-plane .cr-handle { fill: var(--ink); stroke: var(--paper); stroke-width: 2; cursor: grab;
  touch-action: none; }
.cr-plane .cr-handle:focus-visible { outline: none; stroke: var(--orange); stroke-width: 4; }
"""


class Plane:
    """Draws into a rectangle with its own coordinates.

    Lines are ``blue`` (solid), ``orange`` (dashed), ``ink`` or ``grey`` (thin), so that no
    picture needs its colours to be understood.

    Parameters
    ----------
    x, y : (float, float)
        What lies at the left and right edge, at the lower and upper one.
    width, height : int
        Of the whole, in pixels.
    title, xlabel, ylabel : str
        What is written around it.

    Examples
    --------
    >>> plane = Plane((0, 1), (0, 1), title="A square")
    >>> plane.line(([0, 1], [0, 1]), "blue")
    >>> "polyline" in side_by_side([plane], "A diagonal.").svg
    True
    """

    def __init__(
        self, x: tuple[float, float], y: tuple[float, float], width: int = 360, height: int = 300,
        title: str = "", xlabel: str = "", ylabel: str = "",
    ) -> None:  # fmt: skip
        self.x, self.y, self.width, self.height = x, y, width, height
        self.words, self.parts = (title, xlabel, ylabel), [""]

    def place(self, x: float, y: float) -> tuple[float, float]:
        """Pixels of a point; far outside is brought near, or browsers lose it."""
        across = (x - self.x[0]) / (self.x[1] - self.x[0])
        up = (y - self.y[0]) / (self.y[1] - self.y[0])
        across, up = (min(max(part, -9.0), 9.0) for part in (across, up))
        return (
            LEFT + across * (self.width - LEFT - RIGHT),
            self.height - BOTTOM - up * (self.height - TOP - BOTTOM),
        )

    def line(self, outline: Points, kind: str) -> None:
        """A line through points, all x and all y, without those that are not finite."""
        pairs = zip(*outline, strict=True)
        points = " ".join(
            "{:.1f},{:.1f}".format(*self.place(x, y)) for x, y in pairs if math.isfinite(x + y)
        )
        self.parts.append(f'<polyline class="{kind}" points="{points}"/>')

    def area(self, outline: Points, kind: str) -> None:
        """What lies within a closed line, lightly filled."""
        pairs = (self.place(x, y) for x, y in zip(*outline, strict=True))
        points = " ".join(f"{x:.1f},{y:.1f}" for x, y in pairs)
        self.parts.append(f'<polygon class="fill-{kind} light" points="{points}"/>')

    def box(
        self,
        x: tuple[float, float],
        y: tuple[float, float],
        kind: str,
        extra: str = "",
        tip: str = "",
    ) -> None:
        """A filled rectangle; `extra` are further attributes, `tip` is shown under the mouse."""
        (left, bottom), (right, top) = self.place(x[0], y[0]), self.place(x[1], y[1])
        self.parts.append(
            f'<rect class="fill-{kind}" x="{left:.1f}" y="{top:.1f}" width="{right - left:.1f}" '
            f'height="{max(bottom - top, 0):.1f}" {extra}><title>{escape(tip)}</title></rect>'
        )

    def dot(self, x: float, y: float, kind: str, shape: str = "round", size: float = 6) -> None:
        """A mark: round, square or a triangle, whichever tells its kind without its colour."""
        if not math.isfinite(x + y):
            return
        px, py = self.place(x, y)
        if shape == "round":
            body = f'<circle class="fill-{kind} mark" cx="{px:.1f}" cy="{py:.1f}" r="{size}"/>'
        else:
            points = " ".join(f"{px + size * a:.1f},{py + size * b:.1f}" for a, b in CORNERS[shape])
            body = f'<polygon class="fill-{kind} mark" points="{points}"/>'
        self.parts.append(body)

    def text(self, x: float, y: float, words: str, anchor: str = "start") -> None:
        """Words at a point of the plane."""
        px, py = self.place(x, y)
        self.parts.append(
            f'<text x="{px:.1f}" y="{py:.1f}" text-anchor="{anchor}">{escape(words)}</text>'
        )

    def handle(self, name: str, x: float, y: float, label: str, step: float = 0.1) -> None:
        """A point to be dragged, or moved by arrow keys; `name` is the trait that follows it."""
        px, py = self.place(x, y)
        low, high = self.place(self.x[0], self.y[0]), self.place(self.x[1], self.y[1])
        scale = ",".join(f"{v:g}" for v in (*self.x, low[0], high[0], *self.y, low[1], high[1]))
        said = f"{label}: {x:.2f}, {y:.2f}"
        self.parts.append(
            f'<circle class="cr-handle" tabindex="0" role="slider" aria-label="{escape(label)}" '
            f'aria-valuenow="{x:.3g}" aria-valuetext="{escape(said)}" data-name="{name}" '
            f'data-scale="{scale}" data-step="{step:g}" data-at="{x:g},{y:g}" '
            f'data-lm-suppress-shortcuts="true" cx="{px:.1f}" cy="{py:.1f}" r="10"/>'
        )

    def svg(self, left: float, number: int) -> str:
        """The plane as a group, so far from the left."""
        (x0, y0), (x1, y1) = self.place(self.x[0], self.y[0]), self.place(self.x[1], self.y[1])
        title, xlabel, ylabel = map(escape, self.words)
        across, middle = (x0 + x1) / 2, (y0 + y1) / 2
        inner = [part for part in self.parts if "cr-handle" not in part]
        handles = "".join(part for part in self.parts if "cr-handle" in part)
        clip = f"cr-plane-{number}-{crc32(repr((self.x, self.y, inner)).encode()):x}"  # its own
        return (
            f'<g transform="translate({left:g} 0)"><clipPath id="{clip}"><rect x="{x0:.1f}" '
            f'y="{y1:.1f}" width="{x1 - x0:.1f}" height="{y0 - y1:.1f}"/></clipPath>'
            f"{self.zero_lines()}"
            f'<g clip-path="url(#{clip})">{"".join(inner)}</g>'
            f'<rect class="frame" x="{x0:.1f}" y="{y1:.1f}" width="{x1 - x0:.1f}" '
            f'height="{y0 - y1:.1f}"/>{self.ticks()}{handles}'
            f'<g text-anchor="middle"><text class="title" x="{across:.1f}" y="16">{title}</text>'
            f'<text x="{across:.1f}" y="{self.height - 6}">{xlabel}</text>'
            f'<text transform="translate(12 {middle:.1f}) rotate(-90)">{ylabel}</text></g></g>'
        )

    def zero_lines(self) -> str:
        """Where x and y are 0, if that is to be seen."""
        found = []
        if self.x[0] < 0 < self.x[1]:
            found.append((*self.place(0, self.y[0]), *self.place(0, self.y[1])))
        if self.y[0] < 0 < self.y[1]:
            found.append((*self.place(self.x[0], 0), *self.place(self.x[1], 0)))
        return "".join(
            f'<line class="zero" x1="{a:.1f}" y1="{b:.1f}" x2="{c:.1f}" y2="{d:.1f}"/>'
            for a, b, c, d in found
        )

    def ticks(self) -> str:
        """Numbers along both axes."""
        parts = []
        for value in round_numbers(*self.x):
            px, py = self.place(value, self.y[0])
            parts.append(
                f'<text x="{px:.1f}" y="{py + 15:.1f}" text-anchor="middle">{tick(value)}</text>'
            )
        for value in round_numbers(*self.y):
            px, py = self.place(self.x[0], value)
            parts.append(
                f'<text x="{px - 5:.1f}" y="{py + 4:.1f}" text-anchor="end">{tick(value)}</text>'
            )
        return "".join(parts)


def round_numbers(low: float, high: float, about: int = 5) -> list[float]:
    """Round numbers between two others, about so many.

    >>> round_numbers(-1.2, 1.2)
    [-1.0, -0.5, 0.0, 0.5, 1.0]
    """
    raw = (high - low) / about
    power = 10.0 ** math.floor(math.log10(raw))
    step = next(m * power for m in (1, 2, 5, 10) if m * power >= 0.95 * raw)
    first = math.ceil(low / step - 1e-9)
    last = math.floor(high / step + 1e-9)
    return [round(k * step, 10) + 0.0 for k in range(first, last + 1)]


def tick(value: float) -> str:
    """A number on an axis, with a true minus."""
    return f"{value:g}".replace("-", "−")


def side_by_side(planes: Sequence[Plane], words: str, gap: int = 10) -> Picture:
    """Planes in a row as one picture, with words for those who do not see it."""
    lefts = np.cumsum([0, *(plane.width + gap for plane in planes)])
    width, height = int(lefts[-1] - gap), max(plane.height for plane in planes)
    inner = "".join(
        plane.svg(left, i) for i, (plane, left) in enumerate(zip(planes, lefts[:-1], strict=True))
    )
    return Picture(
        f'<svg xmlns="http://www.w3.org/2000/svg" class="cr-plane" role="group" '
        f'aria-label="{escape(words)}" viewBox="0 0 {width} {height}" width="{width}" '
        f'height="{height}" style="max-width:100%;height:auto"><style>{STYLE}</style>{inner}</svg>',
        words,
    )
