"""Where the nodes of a layered graph go: columns by depth, few crossings, straight wires.

The three steps of Sugiyama, Tagawa & Toda (IEEE Trans. SMC 11:109, 1981): layers, order
within a layer, coordinates. A wire that spans several layers runs through a bend in each.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from chainrule.pictures.graphs.columns import LARGE, Ends, Key, depths, routes
from chainrule.pictures.graphs.duplicates import without_far, without_steep
from chainrule.pictures.graphs.order import in_order


@dataclass(frozen=True)
class Layout:
    """Positions in units of one column and one row; `wires` are what each edge runs through."""

    at: dict[Key, tuple[float, float]]
    wires: list[list[Key]]
    columns: int
    rows: float


def layered(edges: Ends, alone: Iterable[Key] = ()) -> Layout:
    """Lay out a directed acyclic graph from left to right.

    In a large graph, or one with many long wires, nodes stand a second time near a use that is
    far from the first: as a `Copy`, with which the wire then begins.

    Parameters
    ----------
    edges : sequence of (source, target)
        An edge may stand more than once.
    alone : iterable
        Nodes that may have no edge.

    Examples
    --------
    >>> plan = layered([("x", "+"), ("y", "+"), ("+", "out")])
    >>> plan.at["+"], plan.columns, plan.rows
    ((1.0, 0.5), 3, 1.0)
    """
    keys = [*alone]
    depth = depths(edges, keys)
    edges = without_far(edges, depth)
    if len(depth) > LARGE:
        edges = without_steep(edges, laid_out(edges, keys).at)
    return laid_out(edges, keys)


def laid_out(edges: Ends, alone: Iterable[Key]) -> Layout:
    """Layers, order within each, heights."""
    depth = depths(edges, alone)
    wires = routes(edges, depth)
    pieces = [piece for path in wires for piece in pairwise(path)]
    order = in_order(depth, wires, pieces)
    height = straightened(order, pieces)
    at = {key: (float(x), height[key]) for x, column in enumerate(order) for key in column}
    return Layout(at, wires, len(order), max(height.values()) - min(height.values()))


def straightened(columns: list[list[Key]], pieces: list[tuple[Key, Key]]) -> dict[Key, float]:
    """Heights that make wires as level as rows of height 1 in the given order allow."""
    height: dict[Key, float] = {key: float(i) for column in columns for i, key in enumerate(column)}
    sources: dict[Key, list[Key]] = {key: [] for key in height}
    targets: dict[Key, list[Key]] = {key: [] for key in height}
    for source, target in pieces:
        sources[target].append(source)
        targets[source].append(target)

    def settle(column: list[Key], *neighbours: dict[Key, list[Key]]) -> None:
        near = {key: [n for side in neighbours for n in side[key]] or [key] for key in column}
        wanted = [sum(height[n] for n in near[key]) / len(near[key]) for key in column]
        height.update(zip(column, spaced(wanted), strict=True))

    for _ in range(24):
        before = list(height.values())
        for column in columns:
            settle(column, sources, targets)
        if list(height.values()) == before:
            break
    for column in columns:  # last, from left to right: a chain behind a junction runs level
        settle(column, sources)
    top = min(height.values(), default=0.0)
    return {key: round(y - top, 3) for key, y in height.items()}


def spaced(wanted: Sequence[float]) -> list[float]:
    """The increasing heights, 1 or more apart, that are nearest to `wanted` in least squares.

    Pool adjacent violators: w - i must not decrease, so blocks that do are averaged.

    >>> spaced([0.0, 0.0, 5.0])
    [-0.5, 0.5, 5.0]
    """
    blocks: list[tuple[float, int]] = []
    for i, w in enumerate(wanted):
        mean, size = w - i, 1
        while blocks and blocks[-1][0] > mean:
            before, count = blocks.pop()
            mean, size = (mean * size + before * count) / (size + count), size + count
        blocks.append((mean, size))
    means = [mean for mean, size in blocks for _ in range(size)]
    return [mean + i for i, mean in enumerate(means)]
