"""The history of deep learning, a stop a result."""

from __future__ import annotations

from html import escape
from typing import Any

import traitlets

from chainrule.data.history import STOPS, Stop
from chainrule.pictures.plane import STYLE
from chainrule.widgets.base import Widget
from chainrule.widgets.javascript import joined

WIDTH, LEFT, ROW = 940, 24, 22
FIRST, LAST = 1940, 2024


class Timeline(Widget):
    """Go from stop to stop: what was found, where it was published, and where it runs.

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
        stops = [one._asdict() for one in STOPS]
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


def columns() -> list[tuple[float, int]]:
    """Where each stop stands: pixels from the left, and how high in its pile."""
    found: list[tuple[float, int]] = []
    for stop in STOPS:
        x = LEFT + (stop.year - FIRST) / (LAST - FIRST) * (WIDTH - 2 * LEFT)
        taken = {level for other, level in found if x - other < 16}
        found.append((x, min(set(range(len(STOPS))) - taken)))
    return found


def axis() -> str:
    """The years, and a mark for each stop; a filled one where something runs."""
    parts = [f'<line class="grey" x1="{LEFT}" x2="{WIDTH - LEFT}" y1="96" y2="96"/>']
    for year in range(FIRST, LAST, 10):
        x = LEFT + (year - FIRST) / (LAST - FIRST) * (WIDTH - 2 * LEFT)
        parts.append(f'<text x="{x:.0f}" y="116" text-anchor="middle">{year}</text>')
    for i, ((x, level), stop) in enumerate(zip(columns(), STOPS, strict=True)):
        kind = "runs" if stop.notebook else "told"
        parts.append(
            f'<circle class="stop {kind}" data-stop="{i}" cx="{x:.1f}" cy="{84 - 17 * level}" '
            f'r="7"><title>{escape(f"{stop.year} {stop.name}")}</title></circle>'
        )
    return framed("".join(parts), WIDTH, 124, "Stops of the timeline from 1943 to 2021.")


def listing(lines: list[str]) -> str:
    """Lines of text as a picture."""
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
"""
