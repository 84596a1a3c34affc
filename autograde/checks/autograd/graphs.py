"""Fresh graphs for the topological order."""

from __future__ import annotations

from autograde.checks.arrays import Rng
from chainrule.exercises.part import Case
from chainrule.exercises.parts.autograd.graphs import (
    LONG,
    Graph,
    along,
    chain,
    random_graph,
    shuffled,
)


def ladder(rungs: int) -> Graph:
    """Diamonds one above the other: 2ⁿ paths through 3n nodes."""
    graph: Graph = {"a0": []}
    for i in range(rungs):
        graph |= {f"b{i}": [f"a{i}"], f"c{i}": [f"a{i}"], f"a{i + 1}": [f"b{i}", f"c{i}"]}
    return graph


def two_depths() -> Graph:
    """A node used by the output and, on a longer way, by another; nodes behind it."""
    return {"u": [], "r": ["u"], "p": ["r"], "q": ["p"], "s": ["r", "q"]}


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
        along(shuffled(rng, chain(LONG))),
    ]
