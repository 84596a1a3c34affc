"""A picture that shows itself in a notebook, with words for those who do not see it."""

from __future__ import annotations

import io
import re
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:  # widgets draw without it
    from matplotlib.figure import Figure

STYLE: dict[Any, Any] = {
    "axes.grid": True, "axes.spines.top": False, "axes.spines.right": False,
    "font.size": 11, "grid.alpha": 0.25, "legend.frameon": False, "svg.hashsalt": "chainrule",
}  # fmt: skip
INK, BLUE, ORANGE, GREY = "#1f2328", "#0b5cad", "#a63c00", "#8a929b"

# What a figure's colours become on a dark page; inside an SVG, where no one else's page is touched.
DARK = {"#000000": "#e6e8eb", "#ffffff": "#111111", INK: "#e6e8eb", BLUE: "#82bdff",
        ORANGE: "#ffb182", GREY: "#9aa3ad"}  # fmt: skip
NIGHT = 'body[data-jp-theme-light="false"] .cr-figure'
DARK_STYLE = f"{NIGHT} {{ fill: #e6e8eb; }}\n" + "\n".join(
    f'{NIGHT} [style*="{part}: {light}"] {{ {part}: {dark} !important; }}'
    for light, dark in DARK.items()
    for part in ("fill", "stroke")
)

MARKER = re.compile(r'(<path id="m\w+" d="[^"]*") style="[^"]*"')  # each use of one has a style

WINDOW = 'tabindex="0" style="overflow:auto;max-height:80vh"'  # keys scroll it, too


@dataclass(frozen=True)
class Picture:
    """An SVG with its description; shows itself in a notebook and can `save` itself to a file.

    One that `scrolls` is larger than a page, and not made smaller.
    """

    svg: str
    description: str
    scrolls: bool = False

    def _repr_mimebundle_(self, **_: Any) -> dict[str, str]:
        html = f"<div {WINDOW}>{self.svg}</div>" if self.scrolls else self.svg
        return {"text/html": html, "image/svg+xml": self.svg, "text/plain": self.description}

    def save(self, path: str | Path) -> None:
        """Write the SVG to `path`."""
        Path(path).write_text(self.svg, encoding="utf-8")


def plot(width: float = 7.0, height: float = 3.6) -> tuple[Figure, Any]:
    """An empty figure in the course's style, and its axes; sizes in inches."""
    from matplotlib import rc_context
    from matplotlib.figure import Figure

    with rc_context(STYLE):
        figure = Figure(figsize=(width, height), layout="constrained")
        return figure, figure.subplots()


def grid(count: int, columns: int, width: float, height: float) -> tuple[Figure, list[Any]]:
    """A figure with `count` panels in rows of `columns`, and the panels; sizes of one in inches."""
    from matplotlib import rc_context
    from matplotlib.figure import Figure

    columns = min(columns, count)
    rows = -(-count // columns)
    with rc_context(STYLE):
        figure = Figure(figsize=(columns * width, rows * height + 0.4), layout="constrained")
        panels = list(np.ravel(figure.subplots(rows, columns, squeeze=False)))
    for unused in panels[count:]:
        unused.remove()
    return figure, panels[:count]


def as_picture(figure: Figure, description: str) -> Picture:
    """A finished matplotlib figure as a picture that follows JupyterLab's light and dark theme."""
    from matplotlib import rc_context

    buffer = io.StringIO()
    with rc_context(STYLE):
        figure.savefig(buffer, format="svg", metadata={"Date": None})
    svg = buffer.getvalue()
    label = f'<svg class="cr-figure" role="img" aria-label="{escape(description)}" '
    label += 'style="max-width:100%;height:auto"'
    svg = MARKER.sub(r"\1", svg[svg.index("<svg") :].replace("<svg", label, 1))
    return Picture(svg.replace("<defs>", f"<style>{DARK_STYLE}</style><defs>", 1), description)
