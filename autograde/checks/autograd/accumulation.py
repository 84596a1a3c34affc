"""Fresh graphs with local derivatives for the backward pass."""

from __future__ import annotations

from autograde.checks.arrays import Rng
from autograde.checks.autograd.graphs import ladder, two_depths
from chainrule.exercises.part import Case
from chainrule.exercises.parts.autograd.accumulation import case, long_chain, with_slopes
from chainrule.exercises.parts.autograd.graphs import LONG, random_graph


def backward(rng: Rng) -> list[Case]:
    """Random graphs, a parent used three times by one node, a 0, ladders, a leaf, a long chain."""
    graphs = [random_graph(rng, nodes) for nodes in (5, 7, 10, 16, 24)]
    outputs = [list(graph)[int(rng.integers(len(graph) // 2, len(graph)))] for graph in graphs]
    slope, other, third = (float(s) for s in rng.permutation([-0.7, 1.3, 2.0]))
    return [
        case("y", with_slopes(rng, {"x": [], "y": ["x", "x", "x"]})),
        case("y", {"x": [], "z": [("x", slope)], "y": [("z", 0.0), ("x", other)]}),
        case("y", {"x": [], "z": [("x", 0.0)], "y": [("z", slope)], "u": [("z", other)]}),
        case("y", {"x": [], "y": [("x", slope), ("x", other)], "u": [("x", third)], "w": []}),
        *(case(o, with_slopes(rng, g)) for o, g in zip(outputs, graphs, strict=True)),
        case("s", with_slopes(rng, two_depths())),
        case("a4", with_slopes(rng, ladder(6))),
        case("x", with_slopes(rng, {"x": [], "y": ["x"]})),
        long_chain(rng, LONG),
    ]
