"""The column of each node of a layered graph, and the bends of wires that span several."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence

Key = Hashable
Ends = Sequence[tuple[Key, Key]]  # the edges: (source, target)
Neighbours = dict[Key, list[Key]]

LARGE = 60  # nodes: from here on what depends on leaves alone stands where it is used


def depths(edges: Ends, alone: Iterable[Key]) -> dict[Key, int]:
    """The column of each node, in the order in which a reader of the formula meets them.

    After its sources, but for a leaf, which stands right before its first use; in a large graph
    also what is made of leaves alone, such as a product of a sum of products.
    """
    sources, targets = neighbours(edges, alone)
    depth: dict[Key, int] = {}
    waiting = {key: len(found) for key, found in sources.items()}
    ready = [key for key, count in waiting.items() if count == 0]
    for key in ready:  # grows while it is read: a topological order
        depth[key] = max((depth[source] + 1 for source in sources[key]), default=0)
        for target in targets[key]:
            waiting[target] -= 1
            if waiting[target] == 0:
                ready.append(target)
    for key in reversed(ready):
        late = len(ready) > LARGE and not any(sources[source] for source in sources[key])
        if targets[key] and (late or not sources[key]):
            depth[key] = min(depth[target] for target in targets[key]) - 1
    return {key: depth[key] for key in reading_order(sources, targets)}


def neighbours(edges: Ends, alone: Iterable[Key]) -> tuple[Neighbours, Neighbours]:
    """The sources and the targets of each node."""
    sources: Neighbours = {key: [] for key in alone}
    targets: Neighbours = {key: [] for key in sources}
    for source, target in edges:
        for table in (sources, targets):
            table.setdefault(source, [])
            table.setdefault(target, [])
        sources[target].append(source)
        targets[source].append(target)
    return sources, targets


def reading_order(sources: Neighbours, targets: Neighbours) -> list[Key]:
    """The keys as a reader of the formula meets them: from the ends back, first input first."""
    stack, order = [key for key in sources if not targets[key]][::-1], dict[Key, None]()
    while stack:
        key = stack.pop()
        if key not in order:
            order[key] = None
            stack.extend(sources[key][::-1])
    return list(order)


def routes(edges: Ends, depth: Mapping[Key, int]) -> list[list[Key]]:
    """What each edge runs through: its ends, and a bend in every column between."""
    return [
        [source, *(("bend", source, target, i, x) for x in between(source, target, depth)), target]
        for i, (source, target) in enumerate(edges)
    ]


def between(source: Key, target: Key, depth: Mapping[Key, int]) -> range:
    """The columns between two nodes."""
    return range(depth[source] + 1, depth[target])
