"""Where the numbers of a wire stand: on the wire, clear of nodes and of other numbers."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import pairwise, product
from math import inf

Point = tuple[float, float]
Piece = tuple[Point, Point, Point, Point]  # the control points of a cubic Bézier curve
Box = tuple[float, float, float, float]  # left, top, right, bottom

CELL = 100  # pixels; a label with its numbers touches a few cells
PLACES = (  # along a piece of wire, the best first
    *(0.4, 0.5, 0.3, 0.6, 0.2, 0.7, 0.8),
    *(0.45, 0.55, 0.35, 0.65, 0.25, 0.75, 0.85, 0.15, 0.9, 0.1),
)


def pieces_of(points: list[Point], bow: float) -> list[Piece]:
    """The S-shaped curves through `points`, pushed down by `bow` in the middle of each."""
    pieces = []
    for (x0, y0), (x1, y1) in pairwise(points):
        middle = (x0 + x1) / 2
        pieces.append(((x0, y0), (middle, y0 + bow), (middle, y1 + bow), (x1, y1)))
    return pieces


def at(piece: Piece, t: float) -> Point:
    """A point of the curve, from its start (t = 0) to its end (t = 1).

    >>> at(((0, 0), (5, 0), (5, 8), (10, 8)), 0.5)
    (5.0, 4.0)
    """
    weights = ((1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t**2 * (1 - t), t**3)
    x, y = (sum(w * point[i] for w, point in zip(weights, piece, strict=True)) for i in (0, 1))
    return x, y


class Boxes:
    """Boxes in a plane, found by the square cells that they touch.

    >>> boxes = Boxes([(0, 0, 4, 4), (500, 500, 510, 510)])
    >>> boxes.near((3, 3, 9, 9))
    [(0, 0, 4, 4)]
    """

    def __init__(self, boxes: Iterable[Box] = ()) -> None:
        self._boxes: list[Box] = []
        self._cells: dict[tuple[int, int], list[int]] = defaultdict(list)
        for box in boxes:
            self.add(box)

    def add(self, box: Box) -> None:
        """Put a box in its cells."""
        for cell in cells_of(box):
            self._cells[cell].append(len(self._boxes))
        self._boxes.append(box)

    def near(self, box: Box) -> list[Box]:
        """The boxes that share a cell with `box`, the first added first."""
        found = {i for cell in cells_of(box) for i in self._cells.get(cell, ())}
        return [self._boxes[i] for i in sorted(found)]


def cells_of(box: Box) -> Iterator[tuple[int, int]]:
    """Columns and rows of the cells that a box touches."""
    left, top, right, bottom = (int(side // CELL) for side in box)
    return product(range(left, right + 1), range(top, bottom + 1))


def free_place(pieces: list[Piece], size: Point, taken: Boxes) -> Point:
    """The first place on the wire where a label of that size covers nothing, or covers least."""
    best, least = pieces[0][0], inf
    for piece, t in product(pieces, PLACES):
        place = at(piece, t)
        box = around(place, size)
        if (cover := covered(box, taken.near(box))) < least:
            best, least = place, cover
        if cover == 0:
            break
    return best


def around(place: Point, size: Point) -> Box:
    """The box of that width and height with its middle at `place`."""
    (x, y), (width, height) = place, size
    return x - width / 2, y - height / 2, x + width / 2, y + height / 2


def covered(box: Box, taken: Iterable[Box]) -> float:
    """How much of the other boxes `box` covers.

    >>> covered((0, 0, 4, 4), [(3, 2, 9, 9), (5, 5, 6, 6)])
    2
    """
    left, top, right, bottom = box
    return sum(
        max(0, min(right, r) - max(left, x)) * max(0, min(bottom, b) - max(top, y))
        for x, y, r, b in taken
    )
