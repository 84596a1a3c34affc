"""Fresh graphs for the topological order."""

from __future__ import annotations

from autograde.checks.arrays import Rng
from chainrule.exercises.part import Case
from chainrule.exercises.parts.autograd.graphs import Graph, chain


def random_graph(rng: Rng, nodes: int) -> Graph:
    """A graph in the order of computation; names are drawn, so that they say nothing."""
    names = [f"n{i}" for i in rng.permutation(10 * nodes)[:nodes]]
    graph: Graph = {}
    for i, name in enumerate(names):
        count = 0 if i < 2 else int(rng.integers(1, 4))
        recent = names[max(0, i - 5) : i]
        graph[name] = [str(p) for p in rng.choice(recent, count)] if count else []
    return graph


def ladder(rungs: int) -> Graph:
    """Diamonds one above the other: 2ⁿ paths through 3n nodes."""
    graph: Graph = {"a0": []}
    for i in range(rungs):
        graph |= {f"b{i}": [f"a{i}"], f"c{i}": [f"a{i}"], f"a{i + 1}": [f"b{i}", f"c{i}"]}
    return graph


def two_depths() -> Graph:
    """A node used by the output and, on a longer way, by another; nodes behind it."""
    return {"u": [], "r": ["u"], "p": ["r"], "q": ["p"], "s": ["r", "q"]}


def shuffled(rng: Rng, graph: Graph) -> Graph:
    """The same graph, its nodes listed in another order."""
    names = list(graph)
    return {names[i]: graph[names[i]] for i in rng.permutation(len(names))}


def toposort(rng: Rng) -> list[Case]:
    """Random graphs, a node used at two depths, ladders, x · x, a leaf, a long chain."""
    graphs = [random_graph(rng, nodes) for nodes in (6, 8, 12, 20, 30)]
    outputs = [list(graph)[int(rng.integers(len(graph) // 2, len(graph)))] for graph in graphs]
    return [
        *(Case((o, shuffled(rng, g))) for o, g in zip(outputs, graphs, strict=True)),
        Case(("s", shuffled(rng, two_depths()))),
        Case(("a3", shuffled(rng, ladder(5)))),
        Case(("a12", shuffled(rng, ladder(12)))),
        Case(("y", {"y": ["x", "x"], "x": []})),
        Case(("x", {"y": ["x"], "x": []})),
        Case(("n1999", shuffled(rng, chain(2000))), remark="a chain of 2,000 nodes"),
    ]
