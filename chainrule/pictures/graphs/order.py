"""The order of the nodes within each column of a layered graph, such that few wires cross."""

from __future__ import annotations

from bisect import bisect_right, insort
from collections import defaultdict
from collections.abc import Iterable, Mapping

from chainrule.pictures.graphs.columns import Key

Columns = list[list[Key]]
Links = list[tuple[Key, Key]]  # from a column to the next one

SWEEPS = 8


def in_order(depth: Mapping[Key, int], wires: list[list[Key]], links: Links) -> Columns:
    """The keys of each column from top to bottom, the best of some sweeps of barycentres."""
    columns: Columns = [[] for _ in range(max(depth.values(), default=0) + 1)]
    for key, x in depth.items():
        columns[x].append(key)
    for path in wires:
        for x, key in enumerate(path[1:-1], depth[path[0]] + 1):
            columns[x].append(key)
    best, fewest = columns, crossings(columns, links)
    for sweep in range(SWEEPS):
        if fewest == 0:
            break
        columns = reordered(columns, links, rightwards=sweep % 2 == 1)
        if (count := crossings(columns, links)) < fewest:
            best, fewest = columns, count
    return best


def reordered(columns: Columns, links: Links, rightwards: bool) -> Columns:
    """Every column sorted by the mean place of its neighbours in the column before."""
    place = {key: i for column in columns for i, key in enumerate(column)}
    near: dict[Key, list[Key]] = {key: [] for key in place}
    for source, target in links:
        near[target if rightwards else source].append(source if rightwards else target)
    answer: Columns = []
    for column in columns if rightwards else columns[::-1]:
        means = {
            key: sum(place[n] for n in near[key]) / len(near[key]) if near[key] else place[key]
            for key in column
        }
        ordered = sorted(column, key=means.__getitem__)
        place.update({key: i for i, key in enumerate(ordered)})
        answer.append(ordered)
    return answer if rightwards else answer[::-1]


def crossings(columns: Columns, links: Links) -> int:
    """How many pairs of wires cross.

    >>> crossings([["a", "b"], ["c", "d"]], [("a", "d"), ("b", "c"), ("b", "d")])
    1
    """
    place = {key: (x, i) for x, column in enumerate(columns) for i, key in enumerate(column)}
    gaps: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for source, target in links:
        x, i = place[source]
        gaps[x].append((i, place[target][1]))
    return sum(inversions(end for _, end in sorted(gap)) for gap in gaps.values())


def inversions(numbers: Iterable[int]) -> int:
    """How many pairs stand in falling order.

    >>> inversions([3, 1, 2, 2])
    3
    """
    seen: list[int] = []
    count = 0
    for number in numbers:
        count += len(seen) - bisect_right(seen, number)
        insort(seen, number)
    return count
