"""Fresh graphs with local derivatives for the backward pass."""

from __future__ import annotations

import numpy as np

from autograde.checks.arrays import Rng
from autograde.checks.autograd.graphs import ladder, random_graph, two_depths
from chainrule.exercises.part import Case
from chainrule.exercises.parts.autograd.accumulation import Local, sum_over_paths
from chainrule.exercises.parts.autograd.graphs import Graph, chain


def with_slopes(rng: Rng, output: str, parents: Graph) -> Case:
    """A case with local derivatives drawn for every arrow."""
    local: Local = {
        node: [float(s) for s in rng.uniform(0.3, 1.5, len(ps)) * rng.choice([-1, 1], len(ps))]
        for node, ps in parents.items()
    }
    return Case((output, parents, local), sum_over_paths(output, parents, local))


def long_chain(rng: Rng, length: int) -> Case:
    """A chain whose derivatives are products of ones and minus ones."""
    parents = chain(length)
    signs = rng.choice([-1.0, 1.0], length)
    local = {name: [float(signs[i])] if i else [] for i, name in enumerate(parents)}
    products = np.append(np.cumprod(signs[:0:-1])[::-1], 1.0)
    expected = dict(zip(parents, products.tolist(), strict=True))
    output = f"n{length - 1}"
    return Case((output, parents, local), expected, remark=f"a chain of {length:,} nodes")


def backward(rng: Rng) -> list[Case]:
    """Random graphs, a parent used three times by one node, ladders, a leaf, a long chain."""
    graphs = [random_graph(rng, nodes) for nodes in (5, 7, 10, 16, 24)]
    outputs = [list(graph)[int(rng.integers(len(graph) // 2, len(graph)))] for graph in graphs]
    return [
        with_slopes(rng, "y", {"x": [], "y": ["x", "x", "x"]}),
        *(with_slopes(rng, o, g) for o, g in zip(outputs, graphs, strict=True)),
        with_slopes(rng, "s", two_depths()),
        with_slopes(rng, "a4", ladder(6)),
        with_slopes(rng, "x", {"x": [], "y": ["x"]}),
        long_chain(rng, 1500),
    ]
