"""Copies of nodes in place of wires that would cross the whole picture.

A circuit diagram does the same with its supply: the symbol stands wherever it is needed.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from chainrule.pictures.graphs.columns import Ends, Key

CROWDED = 4  # bends an edge: with more, wires are cut that span more than FAR columns
FAR, STEEP = 8, 5  # columns, rows


class Copy(NamedTuple):
    """A node drawn again, for one of its targets."""

    of: Key
    target: Key


def without_far(edges: Ends, depth: Mapping[Key, int]) -> Ends:
    """The edges, the long ones from copies if there are too many bends: at most `FAR` an edge.

    >>> chain = [(i, i + 1) for i in range(99)]
    >>> without_far([*chain, (0, 9), (0, 99)], dict(enumerate(range(100))))[-2:]
    [(0, 9), (0, 99)]
    """
    spans = [depth[target] - depth[source] for source, target in edges]
    crowded = sum(spans) - len(spans) > CROWDED * len(spans)
    return cut(edges, [crowded and span > FAR for span in spans])


def without_steep(edges: Ends, at: Mapping[Key, tuple[float, float]]) -> Ends:
    """The edges, steep ones from copies; of the edges of a node the most level one stays."""
    rows = [abs(at[target][1] - at[source][1]) for source, target in edges]
    level: dict[Key, float] = {}
    for (source, _), height in zip(edges, rows, strict=True):
        level[source] = min(height, level.get(source, height))
    return cut(
        edges,
        [
            height > max(STEEP, level[source])
            for (source, _), height in zip(edges, rows, strict=True)
        ],
    )


def cut(edges: Ends, which: list[bool]) -> Ends:
    """The edges, those to be cut from a copy of their source."""
    return [
        (Copy(source, target), target) if is_cut else (source, target)
        for (source, target), is_cut in zip(edges, which, strict=True)
    ]
