"""A plane with axes as SVG, quick to draw: for pictures that follow a hand."""

from __future__ import annotations

import math
from collections.abc import Sequence
from html import escape
from zlib import crc32

from chainrule.engine import Array
from chainrule.pictures.picture import Picture
from chainrule.pictures.room import fits, fitted

Points = Array | tuple[Sequence[float] | Array, Sequence[float] | Array]

CORNERS: dict[str, list[tuple[float, float]]] = {
    "square": [(-1, -1), (1, -1), (1, 1), (-1, 1)],
    "triangle": [(0, -1.2), (1.1, 0.9), (-1.1, 0.9)],
    "down": [(0, 1.2), (1.1, -0.9), (-1.1, -0.9)],
}
STILL, STIRS = "<!--still-->", "<!--stirs-->"  # around what stays as it is while a hand moves

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
.cr-plane .cr-handle { fill: var(--ink); stroke: var(--paper); stroke-width: 2; cursor: grab; }
.cr-plane .cr-handle circle { touch-action: none; }
.cr-plane .cr-handle:focus-visible { outline: none; stroke: var(--orange); stroke-width: 4; }
.cr-plane .cr-handle .reach { fill: transparent; stroke: none; }
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
    bare : bool
        Without numbers at the axes, and with no room left for them.

    Examples
    --------
    >>> plane = Plane((0, 1), (0, 1), title="A square")
    >>> plane.line(([0, 1], [0, 1]), "blue")
    >>> "polyline" in side_by_side([plane], "A diagonal.").svg
    True
    """

    def __init__(
        self, x: tuple[float, float], y: tuple[float, float], width: int = 360, height: int = 300,
        title: str = "", xlabel: str = "", ylabel: str = "", bare: bool = False,
    ) -> None:  # fmt: skip
        self.bare = bare
        self.left = LEFT if not bare else 24 if ylabel else RIGHT
        self.bottom = BOTTOM if not bare else 24 if xlabel else RIGHT
        self.top = RIGHT if bare and not title else TOP
        self.x, self.y, self.width, self.height = x, y, fitted(width), height
        if self.width < width and is_round(x, y, width, height):
            self.height -= width - self.width
        self.words, self.parts = (title, xlabel, ylabel), [""]

    def place(self, x: float, y: float) -> tuple[float, float]:
        """Pixels of a point; far outside is brought near, or browsers lose it."""
        across = (x - self.x[0]) / (self.x[1] - self.x[0])
        up = (y - self.y[0]) / (self.y[1] - self.y[0])
        across, up = (min(max(part, -9.0), 9.0) for part in (across, up))
        return (
            self.left + across * (self.width - self.left - RIGHT),
            self.height - self.bottom - up * (self.height - self.top - self.bottom),
        )

    def line(self, outline: Points, kind: str) -> None:
        """A line through points, all x and all y, without those that are not finite."""
        pairs = zip(*outline, strict=True)
        places = [self.place(x, y) for x, y in pairs if math.isfinite(x + y)]
        points = " ".join(f"{x:.1f},{y:.1f}" for x, y in thinned(places))
        self.parts.append(f'<polyline class="{kind}" points="{points}"/>')

    def still(self) -> None:
        """What has been drawn so far does not change when the picture follows a hand.

        It stands between `STILL` and `STIRS`: a widget sends it once.
        """
        self.parts = [STILL, *self.parts, STIRS]

    def area(self, outline: Points, kind: str, light: bool = True) -> None:
        """What lies within a closed line, filled lightly or wholly."""
        pairs = (self.place(x, y) for x, y in zip(*outline, strict=True))
        points = " ".join(f"{x:.1f},{y:.1f}" for x, y in pairs)
        look = f"fill-{kind} light" if light else f"fill-{kind}"
        self.parts.append(f'<polygon class="{look}" points="{points}"/>')

    def box(
        self,
        x: tuple[float, float],
        y: tuple[float, float],
        kind: str,
        extra: str = "",
        tip: str = "",
    ) -> None:
        """A filled rectangle; `extra` are further attributes, `tip` is shown under the mouse."""
        corners = self.place(x[0], y[0]), self.place(x[1], y[1])
        (left, bottom), (right, top) = ((round(px, 1), round(py, 1)) for px, py in corners)
        said = tip and f"<title>{escape(tip)}</title>"
        self.parts.append(
            f'<rect class="fill-{kind}" x="{left:.1f}" y="{top:.1f}" width="{right - left:.1f}" '
            f'height="{max(bottom - top, 0):.1f}" {extra}>{said}</rect>'
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
            f'<g class="cr-handle" tabindex="0" role="slider" aria-label="{escape(label)}" '
            f'aria-valuenow="{x:.3g}" aria-valuetext="{escape(said)}" data-name="{name}" '
            f'data-scale="{scale}" data-step="{step:g}" data-at="{x:g},{y:g}" '
            f'data-lm-suppress-shortcuts="true"><circle class="reach" cx="{px:.1f}" cy="{py:.1f}" '
            f'r="16"/><circle cx="{px:.1f}" cy="{py:.1f}" r="9"/></g>'
        )

    def svg(self, left: float, top: float, number: int) -> str:
        """The plane as a group, so far from the left and from the top."""
        (x0, y0), (x1, y1) = self.place(self.x[0], self.y[0]), self.place(self.x[1], self.y[1])
        title, xlabel, ylabel = map(escape, self.words)
        across, middle = (x0 + x1) / 2, (y0 + y1) / 2
        inner = [part for part in self.parts if "cr-handle" not in part]
        handles = "".join(part for part in self.parts if "cr-handle" in part)
        parts = self.x, self.y, self.width, self.height, inner
        clip = f"cr-plane-{number}-{crc32(repr(parts).encode()):x}"  # its own
        return (
            f'<g transform="translate({left:g} {top:g})"><clipPath id="{clip}"><rect x="{x0:.1f}" '
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
        if self.bare:
            return ""
        parts = []
        for value in round_numbers(*self.x):
            px, py = self.place(value, self.y[0])
            parts.append(
                f'<text x="{px:.1f}" y="{py + 17:.1f}" text-anchor="middle">{tick(value)}</text>'
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


def is_round(x: tuple[float, float], y: tuple[float, float], width: int, height: int) -> bool:
    """Whether both axes show the same numbers, or have as many pixels a unit: circles are round."""
    across = (width - LEFT - RIGHT) / (x[1] - x[0])
    up = (height - TOP - BOTTOM) / (y[1] - y[0])
    return x == y or abs(across / up - 1) < 0.05


def thinned(points: list[tuple[float, float]]) -> list[tuple[float, float]]:
    """A line's points without those that it would pass by at a fifth of a pixel anyway.

    >>> thinned([(0, 0), (1, 0.1), (2, 0), (2, 1), (2, 3), (2, 2)])
    [(0, 0), (2, 0), (2, 3), (2, 2)]
    """
    if len(points) < 3:
        return points
    (x0, y0), (x1, y1) = points[0], points[-1]
    dx, dy = x1 - x0, y1 - y0
    square = dx * dx + dy * dy or 1.0
    most, at = 0.2, 0
    for i, (x, y) in enumerate(points):
        along = min(max(((x - x0) * dx + (y - y0) * dy) / square, 0.0), 1.0)
        away = math.hypot(x - x0 - along * dx, y - y0 - along * dy)
        if away > most:
            most, at = away, i
    if not at:
        return [points[0], points[-1]]
    return thinned(points[: at + 1])[:-1] + thinned(points[at:])


def side_by_side(planes: Sequence[Plane], words: str, gap: int = 10) -> Picture:
    """Planes in as many rows as they need, as one picture, with words for those who do not see it.

    Examples
    --------
    >>> from chainrule.pictures.room import room_of
    >>> with room_of(400):
    ...     picture = side_by_side([Plane((0, 1), (0, 1), 360, 300) for _ in range(2)], "Two.")
    >>> 'viewBox="0 0 360 610"' in picture.svg
    True
    """
    inner: list[str] = []
    width, top = 0, -gap
    for row in in_rows(planes, gap):
        left, top = 0, top + gap
        for plane in row:
            inner.append(plane.svg(left, top, len(inner)))
            left += plane.width + gap
        width, top = max(width, left - gap), top + max(plane.height for plane in row)
    return Picture(
        f'<svg xmlns="http://www.w3.org/2000/svg" class="cr-plane" role="group" '
        f'aria-label="{escape(words)}" viewBox="0 0 {width} {top}" width="{width}" '
        f'height="{top}" style="max-width:100%;height:auto">{STILL}<style>{STYLE}</style>{STIRS}'
        f"{''.join(inner)}</svg>",
        words,
    )


def in_rows(planes: Sequence[Plane], gap: int) -> list[list[Plane]]:
    """Planes in rows that find room; at least one in each."""
    rows: list[list[Plane]] = []
    for plane in planes:
        taken = sum(other.width + gap for other in rows[-1]) if rows else 0
        if rows and fits(taken + plane.width):
            rows[-1].append(plane)
        else:
            rows.append([plane])
    return rows
