"""How many solved each part, by class: a row a part, a dot a class."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from markupsafe import Markup, escape

from autograde.item_statistics import Part, Statistics

ROW, TOP, BOTTOM = 34, 8, 28  # pixels
LEFT, RIGHT = 24, 4  # per cent of the width, beside the scale
RADIUS = 6
KINDS = 5  # ways to draw a dot; earlier classes share the last


def dots(found: Statistics) -> Markup:
    """The drawing; places are per cent of the width, so that letters keep their size."""
    parts = [part for part in found.parts if any(year.graded for year in part.years)]
    height = TOP + ROW * len(parts) + BOTTOM
    kinds = {name: kind for kind, (name, _) in enumerate(reversed(found.classes))}
    inside = [*_scale(height), *(text for row in enumerate(parts) for text in _row(*row, kinds))]
    return Markup(
        f'<svg class="dots" role="img" aria-labelledby="d-title" height="{height}">'
        f'<title id="d-title">{escape(described(parts))}</title>{"".join(inside)}</svg>'
    )


def described(parts: Sequence[Part]) -> str:
    """The drawing in words, for those who do not see it."""
    rows = (
        f"{part.question} "
        + ", ".join(f"{year.share:.0%} in {year.name}" for year in part.years if year.graded)
        for part in parts
    )
    return f"Share of students who solved each part: {'; '.join(rows)}."


def dot(kind: int, x: str, y: float) -> Markup:
    """A dot; this class is 0 and full, the year before it 1, and so on."""
    return Markup(
        f'<circle class="dot dot-{min(kind, KINDS - 1)}" cx="{x}" cy="{y:.0f}" r="{RADIUS}"/>'
    )


def _place(share: float) -> str:
    return f"{LEFT + (100 - LEFT - RIGHT) * share:.2f}%"


def _scale(height: int) -> Iterator[str]:
    for percent in range(0, 101, 25):
        x = _place(percent / 100)
        yield f'<line class="grid" x1="{x}" x2="{x}" y1="{TOP}" y2="{height - BOTTOM}"/>'
        yield (
            f'<text class="tick" x="{x}" y="{height - BOTTOM + 18}" text-anchor="middle">'
            f"{percent} %</text>"
        )


def _row(place: int, part: Part, kinds: dict[str, int]) -> Iterator[str]:
    middle = TOP + ROW * (place + 0.5)
    years = [year for year in part.years if year.graded]
    shares = [year.share for year in years]
    name = f"{part.number} {part.question}"
    yield f'<text class="row" x="0" y="{middle + 4:.0f}">{escape(_short(name))}</text>'
    yield (
        f'<line class="reach" x1="{_place(min(shares))}" x2="{_place(max(shares))}" '
        f'y1="{middle:.0f}" y2="{middle:.0f}"/>'
    )
    for year in sorted(years, key=lambda year: -kinds[year.name]):  # this class on top
        yield str(dot(kinds[year.name], _place(year.share), middle))


def _short(name: str, length: int = 22) -> str:
    return name if len(name) <= length else name[: length - 1] + "…"
