"""The history of deep learning, a stop a result."""

from __future__ import annotations

from html import escape
from textwrap import wrap
from typing import Any

import traitlets

from chainrule.data.history import STOPS, Stop, waits
from chainrule.pictures.plane import STYLE
from chainrule.pictures.sketches import draw_sketch
from chainrule.widgets.base import Widget
from chainrule.widgets.javascript import joined

WIDTH, LEFT, ROW = 940, 24, 22
FIRST, LAST = 1940, 2028
AXIS, STEP, HEIGHT = 132, 17, 200  # where the years run, from mark to mark in a pile, the whole


class Timeline(Widget):
    """Go from stop to stop: what was found, where it was published, and where it runs.

    At a stop whose idea caught on later, or had been there before, a bracket leads to the other.

    Parameters
    ----------
    stop : int
        Where to begin.

    Examples
    --------
    >>> timeline = Timeline()
    >>> timeline.stop = 2; timeline.here.name
    'Perceptron'
    """

    _esm = joined("timeline.js")
    stop = traitlets.Int(0).tag(sync=True)
    stops: Any = traitlets.List().tag(sync=True)
    svg = traitlets.Unicode().tag(sync=True)

    def __init__(self, stop: int = 0) -> None:
        stops = [{**one._asdict(), "sketch": drawing(one)} for one in STOPS]
        super().__init__(stop=stop, stops=stops, svg=axis())

    @property
    def here(self) -> Stop:
        """The stop that is shown."""
        return STOPS[self.stop]

    @traitlets.validate("stop")
    def _within(self, proposal: Any) -> int:
        return max(0, min(int(proposal["value"]), len(STOPS) - 1))

    def static_view(self) -> tuple[str, str]:
        """All stops as a list, a line each."""
        lines = [f"{s.year}  {s.name}. {s.result} ({s.source})" for s in STOPS]
        return listing(lines), "\n".join(["Timeline of deep learning.", *lines])


def place(year: float) -> float:
    """Pixels from the left."""
    return LEFT + (year - FIRST) / (LAST - FIRST) * (WIDTH - 2 * LEFT)


def columns() -> list[tuple[float, int]]:
    """Where each stop stands: pixels from the left, and how high in its pile."""
    found: list[tuple[float, int]] = []
    for stop in STOPS:
        x = place(stop.year)
        taken = {level for other, level in found if x - other < 16}
        found.append((x, min(set(range(len(STOPS))) - taken)))
    return found


def axis() -> str:
    """The years, and a mark for each stop; a filled one where something runs."""
    parts = [f'<line class="grey" x1="{LEFT}" x2="{WIDTH - LEFT}" y1="{AXIS}" y2="{AXIS}"/>']
    for year in range(FIRST, LAST, 10):
        parts.append(
            f'<text x="{place(year):.0f}" y="{AXIS + 20}" text-anchor="middle">{year}</text>'
        )
    for i, ((x, level), stop) in enumerate(zip(columns(), STOPS, strict=True)):
        kind = "runs" if stop.notebook else "told"
        parts.append(
            f'<circle class="stop {kind}" data-stop="{i}" cx="{x:.1f}" '
            f'cy="{AXIS - 12 - STEP * level}" r="7">'
            f"<title>{escape(f'{stop.year} {stop.name}')}</title></circle>"
        )
    parts += [bracket(idea) for idea in waits()]
    words = f"Stops of the timeline from {STOPS[0].year} to {STOPS[-1].year}."
    return framed("".join(parts), WIDTH, HEIGHT, words)


def bracket(idea: str) -> str:
    """From the first stop of an idea to the one where it caught on, under the years."""
    first, last = (stop.year for stop in STOPS if stop.idea == idea)
    x0, x1 = place(first), place(last)
    outline = f"{x0:.1f},{AXIS + 28} {x0:.1f},{AXIS + 40} {x1:.1f},{AXIS + 40} {x1:.1f},{AXIS + 28}"
    return (
        f'<g class="wait" data-idea="{escape(idea)}"><polyline class="orange" points="{outline}"/>'
        f'<text x="{(x0 + x1) / 2:.1f}" y="{AXIS + 58}" text-anchor="middle">'
        f"{escape(idea)}: {last - first} years</text></g>"
    )


def drawing(stop: Stop) -> str:
    """The picture of a stop."""
    return draw_sketch(stop.drawing, f"Drawing for {stop.name}.", 120).svg


def listing(lines: list[str]) -> str:
    """Lines of text as a picture, the long ones in two."""
    lines = [part for line in lines for part in wrap(line, 140, subsequent_indent="\u2003" * 3)]
    rows = [f'<text x="8" y="{20 + ROW * i}">{escape(line)}</text>' for i, line in enumerate(lines)]
    return framed("".join(rows), WIDTH, 12 + ROW * len(lines), "Timeline of deep learning.")


def framed(inner: str, width: int, height: int, words: str) -> str:
    """Parts of an SVG as a whole."""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="cr-plane" role="img" '
        f'aria-label="{escape(words)}" viewBox="0 0 {width} {height}" width="{width}" '
        f'height="{height}" style="max-width:100%;height:auto"><style>{STYLE}{MARKS}</style>'
        f"{inner}</svg>"
    )


MARKS = """
.cr-plane .stop { stroke: var(--blue); stroke-width: 2; fill: var(--paper); cursor: pointer; }
.cr-plane .runs { fill: var(--blue); }
.cr-plane .here { stroke: var(--orange); stroke-width: 5; r: 8.5px; }
.cr-plane .wait { visibility: hidden; }
.cr-plane .wait.shown { visibility: visible; }
"""
