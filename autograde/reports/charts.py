"""The drawings of the report: SVG that is part of the page, in the page's own colours."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from statistics import median

from markupsafe import Markup, escape

from autograde.course.points import format_points

BINS = 10
HEIGHT, TOP, BOTTOM = 220, 24, 44  # pixels: of the drawing, above and below its bars
FLOOR = HEIGHT - BOTTOM


def counts(points: Sequence[float], worth: float, bins: int = BINS) -> list[int]:
    """The number of scores in each tenth of the points; full marks count in the last.

    >>> counts([0.0, 9.0, 10.0, 95.0, 100.0], worth=100.0)
    [2, 1, 0, 0, 0, 0, 0, 0, 0, 2]
    """
    found = [0] * bins
    for score in points:
        found[max(0, min(bins - 1, int(bins * score / worth)))] += 1
    return found


def histogram(points: Sequence[float], worth: float) -> Markup:
    """A histogram of students by points.

    Places are given in per cent of the width and heights in pixels, so that the letters keep
    their size on a narrow screen.
    """
    found = counts(points, worth)
    middle = 100 * median(points) / worth
    parts = [
        f'<svg class="histogram" role="img" aria-labelledby="h-title" height="{HEIGHT}">',
        f'<title id="h-title">{escape(histogram_in_words(found, points, worth))}</title>',
        *_bars(found),
        f'<line class="axis" x1="0" x2="100%" y1="{FLOOR}" y2="{FLOOR}"/>',
        *_ticks(worth),
        f'<line class="median" x1="{middle:.2f}%" x2="{middle:.2f}%" y1="{TOP - 8}" y2="{FLOOR}"/>',
        *_numbers(found),
        "</svg>",
    ]
    return Markup("".join(parts))


def histogram_in_words(found: Sequence[int], points: Sequence[float], worth: float) -> str:
    """The histogram in words, for those who do not see it.

    >>> histogram_in_words([1, 0, 2], [1.0, 8.0, 9.0], worth=9.0)
    'Histogram of points: 0 to 3: 1, 3 to 6: 0, 6 to 9: 2. Median 8 of 9.'
    """
    edges = [format_points(worth * i / len(found)) for i in range(len(found) + 1)]
    ranges = ", ".join(f"{edges[i]} to {edges[i + 1]}: {count}" for i, count in enumerate(found))
    middle = format_points(median(points))
    return f"Histogram of points: {ranges}. Median {middle} of {format_points(worth)}."


def _bars(found: Sequence[int]) -> Iterator[str]:
    wide = 100 / len(found)
    for place, count in enumerate(found):
        if count:
            yield (
                f'<rect class="bar" x="{(place + 0.06) * wide:.2f}%" y="{_top(count, found):.1f}" '
                f'width="{wide * 0.88:.2f}%" height="{FLOOR - _top(count, found):.1f}" rx="2"/>'
            )


def _numbers(found: Sequence[int]) -> Iterator[str]:
    """How many there are, above each bar and in front of the median."""
    for place, count in enumerate(found):
        if count:
            yield (
                f'<text class="count" x="{100 * (place + 0.5) / len(found):.2f}%" '
                f'y="{_top(count, found) - 6:.1f}" text-anchor="middle">{count}</text>'
            )


def _top(count: int, found: Sequence[int]) -> float:
    return FLOOR - (FLOOR - TOP) * count / max(1, *found)


def _ticks(worth: float) -> Iterator[str]:
    """Points under every second edge of the bars."""
    for edge in range(0, BINS + 1, 2):
        anchor = {0: "start", BINS: "end"}.get(edge, "middle")
        yield (
            f'<text class="tick" x="{100 * edge / BINS:.0f}%" y="{FLOOR + 18}" '
            f'text-anchor="{anchor}">{format_points(worth * edge / BINS)}</text>'
        )


def bar(share: float) -> Markup:
    """A share as a bar; the number has to stand beside it."""
    return Markup(
        '<svg class="share" aria-hidden="true" height="10"><rect class="track" width="100%" '
        f'height="10" rx="2"/><rect class="bar" width="{100 * share:.1f}%" height="10" rx="2"/>'
        "</svg>"
    )
