"""Small drawings of ideas, for the stops of the timeline."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from html import escape
from itertools import pairwise

from chainrule.pictures.picture import Picture
from chainrule.pictures.plane import STYLE as PLANE

Point = tuple[float, float]
WIDTH, HEIGHT = 120, 80


STYLE = """
.cr-plane .on-paper { fill: var(--paper); }
.cr-plane .whole { stroke-dasharray: none; }
.cr-plane .thick { stroke-width: 4; }
"""


def draw_sketch(name: str, words: str, width: int = 2 * WIDTH) -> Picture:
    """The drawing of that name, so many pixels wide, with words for those who do not see it.

    Examples
    --------
    >>> draw_sketch("unit", "A circle with three inputs.").svg.count("<circle")
    4
    """
    height = width * HEIGHT // WIDTH
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="cr-plane" role="img" '
        f'aria-label="{escape(words)}" viewBox="0 0 {WIDTH} {HEIGHT}" width="{width}" '
        f'height="{height}" style="max-width:100%"><style>{PLANE}{STYLE}</style>'
        f"{''.join(SKETCHES[name])}</svg>"
    )
    return Picture(svg, words)


def path(points: Iterable[Point], kind: str = "ink") -> str:
    """A line from point to point."""
    outline = " ".join(f"{x:g},{y:g}" for x, y in points)
    return f'<polyline class="{kind}" points="{outline}"/>'


def curve(d: str, kind: str = "ink") -> str:
    """A curve in SVG's own letters."""
    return f'<path class="{kind}" d="{d}"/>'


def ring(x: float, y: float, r: float = 7, kind: str = "ink") -> str:
    """An empty circle."""
    return f'<circle class="{kind} on-paper" cx="{x:g}" cy="{y:g}" r="{r:g}"/>'


def spot(x: float, y: float, r: float = 4, kind: str = "blue") -> str:
    """A filled circle."""
    return f'<circle class="fill-{kind}" cx="{x:g}" cy="{y:g}" r="{r:g}"/>'


def box(x: float, y: float, width: float, height: float, kind: str = "ink") -> str:
    """A rectangle: empty, or filled if its kind begins with fill."""
    return f'<rect class="{kind}" x="{x:g}" y="{y:g}" width="{width:g}" height="{height:g}"/>'


def word(x: float, y: float, text: str, size: int = 13) -> str:
    """A word with its middle at x."""
    return (
        f'<text x="{x:g}" y="{y:g}" text-anchor="middle" font-size="{size}">{escape(text)}</text>'
    )


def arrow(x0: float, y0: float, x1: float, y1: float, kind: str = "ink") -> str:
    """A line with a head."""
    a = math.atan2(y1 - y0, x1 - x0)
    head = [(x1 - 7 * math.cos(a + turn), y1 - 7 * math.sin(a + turn)) for turn in (-0.5, 0.5)]
    return path([(x0, y0), (x1, y1)], kind) + path([head[0], (x1, y1), head[1]], kind + " whole")


def column(x: float, count: int, apart: float = 22) -> list[Point]:
    """Places of so many units above each other."""
    return [(x, HEIGHT / 2 + apart * (i - (count - 1) / 2)) for i in range(count)]


def network(layers: Sequence[Sequence[Point]], missing: frozenset[Point] = frozenset()) -> str:
    """Units and all wires between neighbouring layers; missing ones are dashed and have none."""
    wires = [
        path([a, b], "grey")
        for here, there in pairwise(layers)
        for a in here
        for b in there
        if not missing & {a, b}
    ]
    return "".join(wires) + "".join(
        ring(*p, kind="orange" if p in missing else "ink") for layer in layers for p in layer
    )


def grid(filled: Iterable[tuple[int, int]], x: float, y: float, n: int, side: float = 9) -> str:
    """A square of n × n boxes, some of them filled."""
    dark = set(filled)
    return "".join(
        box(x + side * i, y + side * j, side, side, "fill-blue" if (i, j) in dark else "grey")
        for i in range(n)
        for j in range(n)
    )


def wave(x0: float, x1: float, y: float, height: float, turns: float, kind: str = "blue") -> str:
    """A wave that swells and fades."""
    steps = [i / 60 for i in range(61)]
    return path(
        ((x0 + (x1 - x0) * s,
          y - height * math.sin(math.pi * s) * math.sin(2 * math.pi * turns * s)) for s in steps),
        kind,
    )  # fmt: skip


def face(x: float, y: float, smile: float, kind: str) -> str:
    """A face, glad or sad."""
    mouth = curve(f"M{x - 9} {y + 7} Q{x} {y + 7 + smile} {x + 9} {y + 7}", kind + " whole")
    return (
        ring(x, y, 20, kind) + spot(x - 7, y - 5, 2, "ink") + spot(x + 7, y - 5, 2, "ink") + mouth
    )


NET = [column(22, 2, 30), column(60, 3), column(98, 1)]
TOWER = [column(12 + 19.2 * i, 3, 20) for i in range(6)]
SEVEN = [(0, 0), (1, 0), (2, 0), (3, 0), (4, 0), (4, 1), (3, 2), (3, 3), (2, 4), (2, 5)]
SPECKLED = [(0, 2), (0, 5), (1, 0), (1, 3), (2, 2), (2, 4), (3, 0), (3, 5), (4, 1), (4, 3), (5, 4)]
HOUSE = [(2, 1), (3, 1), (1, 2), (4, 2), (1, 3), (4, 3), (1, 4), (2, 4), (3, 4), (4, 4)]

SKETCHES: dict[str, Sequence[str]] = {
    "unit": (*(path([(14, y), (60, 40)]) for y in (14, 40, 66)), arrow(76, 40, 112, 40, "blue"),
             ring(60, 40, 16), word(60, 45, "≥ 2"), *(spot(14, y, 5) for y in (14, 40)),
             spot(14, 66, 5, "grey")),
    "together": (*(path([a, b], "grey") for a in column(30, 2, 44) for b in column(90, 2, 44)),
                 path([(30, 18), (90, 18)], "blue thick"), spot(30, 18, 9), spot(90, 18, 9),
                 ring(30, 62, 9), ring(90, 62, 9)),
    "line": (path([(20, 66), (104, 12)]), path([(12, 36), (108, 46)], "grey"),
             *(spot(x, y, 5) for x, y in ((26, 22), (46, 14), (56, 34))),
             *(box(x, y, 10, 10, "fill-orange") for x, y in ((72, 52), (92, 38), (56, 62)))),
    "downhill": (curve("M10 12 Q56 116 110 12"), spot(26, 37, 5, "orange"),
                 arrow(32, 40, 44, 56, "orange whole"), spot(58, 63, 5)),
    "bent": (path([(8, 60), (60, 60), (108, 12)], "blue thick"), path([(60, 72), (60, 8)], "grey"),
             path([(8, 60), (112, 60)], "grey")),
    "book": (curve("M60 18 Q36 6 12 16 L12 66 Q36 56 60 68 Q84 56 108 66 L108 16 Q84 6 60 18 Z"),
             path([(60, 18), (60, 68)]), word(35, 44, "1 0"), word(85, 44, "0 1")),
    "backwards": (*(ring(x, 40, 9) for x in (18, 60, 102)),
                  *(arrow(x + 11, 32, x + 29, 32, "grey") for x in (18, 60)),
                  *(arrow(x - 11, 50, x - 29, 50, "orange whole") for x in (60, 102))),
    "detectors": (grid(SEVEN, 8, 13, 6), box(24, 11, 22, 22, "orange whole"),
                  arrow(66, 40, 84, 40, "grey"), *(box(88, y, 20, 14) for y in (12, 33, 54)),
                  path([(92, 24), (104, 14)], "blue"), path([(92, 40), (104, 40)], "blue"),
                  path([(98, 57), (98, 66)], "blue")),
    "sound": (wave(6, 114, 30, 22, 7), *(box(12 + 12 * i, 74 - h, 8, h, "fill-orange")
              for i, h in enumerate((6, 12, 18, 14, 20, 10, 12, 6)))),
    "valleys": (curve("M6 14 Q26 96 46 36 Q58 10 70 36 Q92 96 114 14"), spot(46, 36, 5, "orange"),
                arrow(41, 43, 34, 56, "orange whole"), spot(27, 62, 5)),
    "grid": (grid(HOUSE, 33, 13, 6),),
    "net": (network(NET),),
    "curve": (curve("M8 62 C30 62 34 14 52 14 S78 60 112 34", "blue thick"),
              path([(8, 58), (22, 58), (22, 36), (36, 36), (36, 16), (62, 16), (62, 34), (76, 34),
                    (76, 48), (98, 48), (98, 40), (112, 40)], "orange")),
    "loop": (curve("M46 28 C20 -4 100 -4 74 28", "blue"), ring(60, 42, 18),
             path([(68, 21), (74, 29), (82, 22)], "blue"), word(60, 47, "keep", 12),
             arrow(6, 42, 38, 42), arrow(80, 42, 112, 42)),
    "digit": (grid(SEVEN, 12, 13, 6), arrow(72, 40, 88, 40, "grey"), word(102, 49, "7", 26)),
    "tower": (network(TOWER),),
    "photos": (box(34, 8, 74, 48, "ink on-paper"), box(22, 16, 74, 48, "ink on-paper"),
               box(10, 24, 74, 48, "ink on-paper"), spot(66, 38, 6, "orange"),
               curve("M12 70 L34 46 L48 60 L58 50 L82 70 Z", "blue")),
    "hourglass": (curve("M14 10 L54 32 L54 48 L14 70 Z"), curve("M106 10 L66 32 L66 48 L106 70 Z"),
                  *(spot(60, y, 3, "orange") for y in (34, 40, 46))),
    "faces": (face(32, 40, 10, "blue"), face(88, 40, -8, "ink"), arrow(54, 34, 66, 34, "grey"),
              arrow(66, 46, 54, 46, "grey")),
    "dropped": (network(NET, frozenset({NET[1][1], NET[0][1]})),),
    "arcs": (word(16, 66, "the", 12), word(44, 66, "cat", 12), word(72, 66, "she", 12),
             word(102, 66, "fed", 12),
             curve("M72 52 Q58 16 44 52", "blue thick"), curve("M102 52 Q73 -6 44 52", "blue"),
             curve("M102 52 Q87 30 72 52", "grey")),
    "shortcut": (*(box(x, 34, 20, 24) for x in (26, 56)), arrow(4, 46, 26, 46),
                 path([(46, 46), (56, 46)]), arrow(76, 46, 91, 46), ring(98, 46, 7),
                 word(98, 50, "+", 12), curve("M12 46 C20 2 90 2 98 38", "orange whole")),
    "board": (*(path([(24 + 12 * i, 4), (24 + 12 * i, 76)], "grey") for i in range(7)),
              *(path([(24, 4 + 12 * i), (96, 4 + 12 * i)], "grey") for i in range(7)),
              *(spot(x, y, 5, "ink") for x, y in ((48, 28), (60, 40), (72, 28))),
              *(ring(x, y, 5) for x, y in ((60, 28), (48, 40), (72, 52)))),
    "gap": (word(28, 46, "a cat", 15), box(54, 28, 34, 24, "orange"), word(104, 46, "fish", 15)),
    "next word": (word(36, 46, "once upon a", 11), arrow(74, 42, 90, 42, "grey"),
                  word(106, 46, "…", 18), path([(96, 52), (116, 52)], "orange whole")),
    "noise": (grid(SPECKLED, 6, 18, 6, 7), arrow(54, 39, 66, 39, "grey"),
              grid(HOUSE, 72, 18, 6, 7)),
    "pencil": (curve("M84 8 L100 24 L48 68 L28 72 L36 54 Z"), path([(36, 54), (48, 68)]),
               curve("M8 74 Q18 60 28 72", "blue")),
    "chain": (curve("M8 50 C20 10 32 10 36 40 S54 74 62 44 S76 6 84 32 S102 66 112 30",
                    "blue thick"),
              *(spot(x, y, 5, "orange") for x, y in ((8, 50), (36, 40), (62, 44), (84, 32)))),
    "medal": (path([(40, 4), (58, 34)], "blue thick"), path([(80, 4), (62, 34)], "blue thick"),
              ring(60, 52, 20, "ink"), ring(60, 52, 14, "grey"), word(60, 57, "’24", 13)),
}  # fmt: skip
