"""Where everything of a graph's picture stands, in pixels: nodes, wires and their labels."""

from __future__ import annotations

from bisect import bisect
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import NamedTuple

from chainrule.pictures.graphs.columns import Key
from chainrule.pictures.graphs.duplicates import Copy
from chainrule.pictures.graphs.graph import Edge, Graph, Node, brief
from chainrule.pictures.graphs.labels import (
    Box,
    Boxes,
    Piece,
    Point,
    around,
    at,
    covered,
    free_place,
    pieces_of,
)
from chainrule.pictures.graphs.layout import Layout, layered

# In pixels; LETTER is a wide digit's width, LINE the height of a label
ROW, MARGIN, AIR, RADIUS, LETTER, LINE = 92, 34, 10, 21, 9, 21
WIDER, TRIES = 60, 6  # pixels; how often columns may be set apart
UNDER = 28  # pixels from the middle of a leaf to the sum below it
SMALL = 0.8  # of a letter: the second line in a fold


class Sum(NamedTuple):
    """What the wires of a leaf bring back together, and where it stands."""

    text: str
    x: float
    y: float

    @property
    def box(self) -> Box:
        """The room that it takes."""
        return around((self.x, self.y), (LETTER * len(self.text), LINE))


@dataclass
class Placement:
    """Nodes by key, and for each edge its curve and the box of its labels.

    `again` are nodes drawn a second time, near a use that is far from the first; `sums` stand
    below leaves, by the number of the wire that completes them.
    """

    places: dict[Key, Point]
    again: list[tuple[Node, Point]]
    width: float
    curves: list[list[Piece]] = field(default_factory=list)
    labels: list[Box] = field(default_factory=list)
    sums: dict[int, Sum] = field(default_factory=dict)
    top: float = 0.0
    bottom: float = 0.0


def placed(graph: Graph) -> Placement:
    """Nodes in columns and rows; on each wire its labels, clear of nodes and of each other.

    Where labels find no free place the columns stand wider apart.
    """
    plan = layered([(e.source, e.target) for e in graph.edges], [n.key for n in graph.nodes])
    wider = [0.0] * plan.columns
    answer, crowded = attempt(graph, plan, wider)
    for _ in range(TRIES):
        if not crowded:
            break
        for x in crowded:
            wider[x] += WIDER
        answer, crowded = attempt(graph, plan, wider)
    if graph.note:
        answer.width = max(answer.width, LETTER * len(graph.note) + MARGIN)
        answer.bottom += LINE
    return answer


def attempt(graph: Graph, plan: Layout, wider: list[float]) -> tuple[Placement, set[int]]:
    """Everything in its place, and the columns behind which a label covers something."""
    nodes: dict[Key, Node] = {node.key: node for node in graph.nodes}
    copies = {key: nodes[key.of] for key in plan.at if isinstance(key, Copy)}
    half = {key: half_width(node) for key, node in (nodes | copies).items()}
    fans = fans_out(plan)
    columns = column_centres(half, graph.edges, fans, plan, wider)
    places = {key: (columns[int(x)], MARGIN + y * ROW) for key, (x, y) in plan.at.items()}
    bodies = [around(places[key], (2 * half[key], 2 * RADIUS)) for key in half]
    width = columns[-1] + LETTER * len(graph.nodes[-1].label) + MARGIN
    answer = Placement(places, [(node, places[key]) for key, node in copies.items()], width)
    answer.sums = sums_below(graph, places)
    bodies += [total.box for total in answer.sums.values()]
    taken, heights = Boxes(bodies), [y for _, top, _, bottom in bodies for y in (top, bottom)]
    crowded = set()
    bent = bows(graph.edges, [places[path[1]][1] for path in plan.wires])
    for edge, path, fan, bow in zip(graph.edges, plan.wires, fans, bent, strict=True):
        pieces = pieces_of(between([places[key] for key in path], half, path), bow)
        box = label_box(edge, pieces[::-1] if fan else pieces, taken)
        if covered(box, taken.near(box)):
            crowded.add(bisect(columns, (box[0] + box[2]) / 2) - 1)
        taken.add(box)
        heights += [box[1], box[3], *(at(piece, 0.5)[1] for piece in pieces)]
        answer.curves.append(pieces)
        answer.labels.append(box)
    answer.top, answer.bottom = min(heights) - AIR, max(heights) + AIR
    return answer, crowded


def sums_below(graph: Graph, places: dict[Key, Point]) -> dict[int, Sum]:
    """The gradient of each leaf that is used several times, below its box."""
    if graph.note:  # folded
        return {}
    found = {}
    for i, (node, gradient) in graph.sums.items():
        text, (x, y) = f"∂ {brief(gradient)}", places[node.key]
        found[i] = Sum(text, max(x, x - RADIUS + LETTER * len(text) / 2), y + UNDER)
    return found


def column_centres(
    half: dict[Key, float], edges: list[Edge], fans: list[bool], plan: Layout, wider: list[float]
) -> list[float]:
    """Where each column stands, so that nodes and the labels between them have room."""
    body, gap = [0.0] * plan.columns, [0.0] * plan.columns
    for key, width in half.items():
        column = int(plan.at[key][0])
        body[column] = max(body[column], width)
    for edge, path, fan in zip(edges, plan.wires, fans, strict=True):
        room = (40 if fan else 20) + LETTER * max(map(len, texts_of(edge)))
        for x in range(int(plan.at[path[0]][0]), int(plan.at[path[-1]][0])):
            gap[x] = max(gap[x], room)
    centres = [MARGIN / 2 + body[0]]
    for x in range(1, plan.columns):
        centres.append(centres[-1] + body[x - 1] + gap[x - 1] + wider[x - 1] + body[x])
    return centres


def half_width(node: Node) -> float:
    """Half the width of a node's body: a circle, unless its label is long."""
    return (
        0
        if node.kind == "output"
        else max(RADIUS, LETTER * max(len(node.label), SMALL * len(node.holds)) / 2 + 9)
    )


def between(points: list[Point], half: dict[Key, float], path: list[Key]) -> list[Point]:
    """The wire's points, its ends on the rims of its nodes."""
    (x0, y0), (x1, y1) = points[0], points[-1]
    return [(x0 + half[path[0]], y0), *points[1:-1], (x1 - half[path[-1]], y1)]


def bows(edges: list[Edge], towards: list[float]) -> list[float]:
    """How far each wire bends away from others between the same two nodes, as in x × x.

    Where the wires of a node go `towards` other heights on one side only, as in x × x × x, all of
    these bend to the other side.
    """
    twins: dict[tuple[str, str], list[int]] = defaultdict(list)
    fans: dict[str, list[float]] = defaultdict(list)
    for i, edge in enumerate(edges):
        twins[edge.source, edge.target].append(i)
        fans[edge.source].append(towards[i])
    answer = [0.0] * len(edges)
    for (source, _), found in twins.items():
        here, others = towards[found[0]], fans[source]
        side = (here > min(others)) - (here < max(others))  # -1 if the others are below
        for place, i in enumerate(found):
            answer[i] = (place + (side - 1) * (len(found) - 1) / 2) * ROW
    return answer


def label_box(edge: Edge, pieces: list[Piece], taken: Boxes) -> Box:
    """Room for both labels on a wire, as near as can be to the beginning of `pieces`."""
    size = LETTER * max(map(len, texts_of(edge))), 2 * LINE
    return around(free_place(pieces, size, taken), size)


def fans_out(plan: Layout) -> list[bool]:
    """Whether each wire is one of several that leave the same body."""
    leaving = Counter(path[0] for path in plan.wires)
    return [leaving[path[0]] > 1 for path in plan.wires]


def texts_of(edge: Edge) -> list[str]:
    """The labels of a wire."""
    if edge.count > 1:
        return [f"{edge.count:,} wires", ""]
    return [brief(edge.value), "" if edge.gradient is None else f"∂ {brief(edge.gradient)}"]
