"""A large graph with parts of it folded into single nodes, which say what they hold.

What repeats is folded first, the shortest repetition first: the products of a sum, then the
neurons of a layer, then the examples of a batch. The last of each repetition stays open, as the
example of the others. A fold is a stretch in the order in which the operations were made, so no
wire leads out of it and back: the folded graph has no circle.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import replace
from functools import reduce

import numpy as np

from chainrule.pictures.graphs.graph import Edge, Graph, Node
from chainrule.pictures.graphs.repeats import Part, in_stretches, without_repeats

PLURALS = {"leaf": "leaves", "operation": "operations"}
FEW = 3  # leaves with the same users that stand for themselves


def folded(graph: Graph, max_nodes: int) -> Graph:
    """The graph, folded as little as gives it at most `max_nodes` nodes.

    Leaves that only one fold uses are in it; those with names stay, if there are not too many.

    >>> from chainrule import Tensor, tanh
    >>> y = x = Tensor(0.5, requires_grad=True, name="x")
    >>> for _ in range(100):
    ...     y = tanh(y * x)
    >>> from chainrule.pictures.graphs.graph import graph_of
    >>> [(node.label, node.holds) for node in folded(graph_of(y), max_nodes=10).nodes][:2]
    [('x', ''), ('99 times × → tanh', '198 operations')]
    """
    if max_nodes < 1:
        raise ValueError(f"max_nodes is {max_nodes}: a picture has at least 1 node")
    if graph.size <= max_nodes:
        return graph
    symbols = {node.key: symbol_of(node) for node in graph.nodes if node.kind == "operation"}
    parts = [Part(symbol, (key,)) for key, symbol in symbols.items()]
    answer = quotient(graph, parts, max_nodes)
    while answer.size > max_nodes and (shorter := without_repeats(parts)):
        parts = shorter
        answer = quotient(graph, parts, max_nodes)
    room = max_nodes // 3
    while answer.size > max_nodes:
        answer = quotient(graph, in_stretches(parts, room, symbols), max_nodes)
        room //= 2
    answer.note = (
        f"{graph.size:,} nodes, folded into {answer.size:,}: max_nodes={graph.size} shows them all"
    )
    return answer


def symbol_of(node: Node) -> str:
    """What the operation of a node is called, whatever numbers stand in it."""
    assert node.tensor.operation is not None
    return node.tensor.operation.symbol


def quotient(graph: Graph, parts: list[Part], max_nodes: int) -> Graph:
    """The graph with a node for each part; a fold has the key of its newest operation."""
    home = {key: part.keys[-1] for part in parts for key in part.keys} | {"out": "out"}
    only = parts[0] if len(parts) == 1 else None  # which takes in its leaves, come what may
    folds = {part.keys[-1]: part for part in parts if len(part.keys) > 1 or part is only}
    users: dict[str, set[str]] = defaultdict(set)
    for edge in graph.edges:
        users[edge.source].add(home[edge.target])
    leaves = [node for node in graph.nodes if node.key not in home]
    home |= homes_of_leaves(leaves, users, folds, max_nodes)
    held = Counter(home[leaf.key] for leaf in leaves)
    nodes = [
        shown(node, folds.get(node.key), held[node.key])
        for node in graph.nodes
        if home[node.key] == node.key
    ]
    return Graph(nodes, wires(graph.edges, home), graph.gradients)


def homes_of_leaves(
    leaves: list[Node], users: dict[str, set[str]], folds: dict[str, Part], max_nodes: int
) -> dict[str, str]:
    """The node that each leaf is in: itself, the fold that alone uses it, one for many alike."""
    named = {leaf.key for leaf in leaves if leaf.label}
    kept = named if len(named) <= max_nodes // 4 else set()
    home: dict[str, str] = {}
    alike: dict[frozenset[str], list[str]] = defaultdict(list)
    for leaf in leaves:
        used = frozenset(users[leaf.key])
        if leaf.key not in kept and len(used) == 1 and used <= folds.keys():
            (home[leaf.key],) = used
        else:
            home[leaf.key] = leaf.key
            if leaf.key not in kept:
                alike[used].append(leaf.key)
    for found in alike.values():
        if len(found) > FEW:
            home |= dict.fromkeys(found, found[0])
    return home


def shown(node: Node, fold: Part | None, held: int) -> Node:
    """The node, or what a fold says in its place: its kind and how much it holds."""
    if fold:
        holds = ", ".join(
            [counted(len(fold.keys), "operation"), *([counted(held, "leaf")] if held else [])]
        )
        return replace(node, kind="fold", label=fold.label, holds=holds)
    if held > 1:
        return replace(node, kind="leaves", label=counted(held, "leaf"))
    return node


def counted(number: int, what: str) -> str:
    """So many leaves or operations."""
    return f"{number:,} {what if number == 1 else PLURALS[what]}"


def wires(edges: list[Edge], home: dict[str, str]) -> list[Edge]:
    """The edges between different nodes; those of a fold to the same node are one."""
    bundles: dict[tuple[str, str, int], list[Edge]] = defaultdict(list)
    alone = {key for key, count in Counter(home.values()).items() if count == 1}
    for i, edge in enumerate(edges):
        source, target = home[edge.source], home[edge.target]
        if source != target:
            single = source in alone and target in alone
            bundles[source, target, i if single else -1].append(edge)
    return [bundle(source, target, found) for (source, target, _), found in bundles.items()]


def bundle(source: str, target: str, edges: list[Edge]) -> Edge:
    """Several wires as one: of one tensor with the sum of its gradients, else with their number."""
    count = len({edge.source for edge in edges})
    shares = [edge.gradient for edge in edges if edge.gradient is not None]
    gradient = reduce(np.add, shares) if shares and count == 1 else None
    return replace(edges[0], source=source, target=target, gradient=gradient, count=count)
