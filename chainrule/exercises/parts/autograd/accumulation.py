"""The backward pass on numbers: check and known mistakes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from chainrule.exercises.judges import judge_derivatives
from chainrule.exercises.overrides.graph import backward_pass
from chainrule.exercises.part import Case, Mistake, Part, remade
from chainrule.exercises.parts.autograd.graphs import Graph, behind, breadth_first, right_order

Local = dict[str, list[float]]
Derivatives = dict[str, float]


def sum_over_paths(output: str, parents: Graph, local: Local) -> Derivatives:
    """The derivatives by linear algebra, so that no order of nodes is needed.

    With M[i, j] the local derivatives of node j for its parent i, the derivatives d of the
    output satisfy d = e + M d: the output counts 1, and every use adds its share.

    >>> sum_over_paths("y", {"x": [], "y": ["x", "x"]}, {"x": [], "y": [3.0, 3.0]})
    {'x': 6.0, 'y': 1.0}
    """
    needed = behind(output, parents)
    nodes = [node for node in parents if node in needed]
    place = {node: i for i, node in enumerate(nodes)}
    m = np.zeros((len(nodes), len(nodes)))
    for node in nodes:
        for parent, slope in zip(parents[node], local[node], strict=True):
            m[place[parent], place[node]] += slope
    start = np.array([float(node == output) for node in nodes])
    return dict(zip(nodes, np.linalg.solve(np.eye(len(nodes)) - m, start).tolist(), strict=True))


@remade
def case(output: str, graph: dict[str, list[tuple[str, float]]]) -> Case:
    """A case from node → pairs of parent and local derivative."""
    parents = {node: [parent for parent, _ in pairs] for node, pairs in graph.items()}
    local = {node: [slope for _, slope in pairs] for node, pairs in graph.items()}
    return Case((output, parents, local), sum_over_paths(output, parents, local))


def graphs() -> list[Case]:
    """The lecture's graph; x · x; a diamond with a tail; a node used at two depths; a leaf."""
    return [
        case(
            "f",
            {
                "x": [],
                "y": [],
                "z": [],
                "q": [("x", 1.0), ("y", 1.0)],
                "f": [("q", -4.0), ("z", 3.0)],
            },
        ),
        case("y", {"x": [], "y": [("x", 3.0), ("x", 3.0)]}),
        case(
            "d",
            {
                "t": [],
                "a": [("t", 2.0)],
                "b": [("a", 3.0)],
                "c": [("a", -0.5)],
                "d": [("b", 5.0), ("c", 7.0)],
                "after": [("d", 2.0), ("t", 1.0)],
            },
        ),
        case(
            "s",
            {
                "u": [],
                "r": [("u", 2.0)],
                "p": [("r", -3.0)],
                "q": [("p", 0.5)],
                "s": [("r", 4.0), ("q", 1.5)],
            },
        ),
        case("x", {"x": [], "y": [("x", 1.0)]}),
    ]


Share = Callable[[float, float], float]


def gradients(
    output: str,
    parents: Graph,
    local: Local,
    share: Share = lambda upstream, slope: upstream * slope,
    keep: Callable[[float | None, float], float] = lambda old, new: (old or 0.0) + new,
    order: list[str] | None = None,
) -> Derivatives:
    """A backward pass with something about it changed."""
    gradient: Derivatives = {output: 1.0}
    for node in order or list(parents)[::-1]:
        if node in gradient:
            for parent, slope in zip(parents[node], local[node], strict=True):
                gradient[parent] = keep(gradient.get(parent), share(gradient[node], slope))
    return gradient


def at_every_visit(output: str, parents: Graph, local: Local) -> Derivatives:
    """Whenever a node receives a share, everything it has is passed on, again."""
    gradient: Derivatives = {output: 1.0}

    def visit(node: str) -> None:
        for parent, slope in zip(parents[node], local[node], strict=True):
            gradient[parent] = gradient.get(parent, 0.0) + gradient[node] * slope
            visit(parent)

    visit(output)
    return gradient


def each_parent_once(output: str, parents: Graph, local: Local) -> Derivatives:
    """A parent that stands twice in the list counts once."""
    pairs = {n: dict(zip(parents[n], local[n], strict=True)) for n in parents}
    return gradients(
        output,
        {n: list(pairs[n]) for n in parents},
        {n: list(pairs[n].values()) for n in parents},
    )


def only(output: str, parents: Graph, local: Local, keep: Callable[[str], bool]) -> Derivatives:
    """The right derivatives of some nodes."""
    return {node: d for node, d in gradients(output, parents, local).items() if keep(node)}


INCOMPLETE = (
    "A node passes its derivative on before it is complete: a share that arrives later does not "
    "reach the nodes behind it. In which order must the nodes be visited?"
)


def backward_pass_in_order(output: Any, parents: Any, local: Any) -> Any:
    """From the output backwards, each node when it is complete."""
    order = right_order(output, parents)
    gradient = dict.fromkeys(order, 0.0)
    gradient[output] = 1.0
    for node in reversed(order):
        for parent, slope in zip(parents[node], local[node], strict=True):
            gradient[parent] += gradient[node] * slope
    return gradient


backward = Part(
    "backward",
    ("output", "parents", "local"),
    judge_derivatives,
    graphs,
    (
        Mistake(
            "overwritten",
            lambda o, p, d: gradients(o, p, d, keep=lambda old, new: new),
            "Where a node is used more than once, only the share of one use is left: what it had "
            "received before was overwritten.",
        ),
        Mistake(
            "first share only",
            lambda o, p, d: gradients(o, p, d, keep=lambda old, new: new if old is None else old),
            "Where a node is used more than once, only the first share counts; later ones are "
            "dropped.",
        ),
        Mistake(
            "same parent once",
            each_parent_once,
            "In x · x the parent x stands twice in the list, and only one of the two was counted.",
        ),
        Mistake(
            "no upstream",
            lambda o, p, d: gradients(o, p, d, share=lambda upstream, slope: slope),
            "The local derivatives are handed on as they are: a node's own derivative, what "
            "arrived from above, does not enter.",
        ),
        Mistake(
            "added to the upstream",
            lambda o, p, d: gradients(o, p, d, share=lambda upstream, slope: upstream + slope),
            "Upstream and local derivative are added. Along one way they multiply; it is the "
            "different ways that add.",
        ),
        Mistake(
            "passed on too early",
            lambda o, p, d: gradients(o, p, d, order=breadth_first(o, p)),
            INCOMPLETE,
        ),
        Mistake(
            "passed on again and again",
            at_every_visit,
            "Whenever a node receives a share it passes on everything it has so far, so that some "
            "shares count more than once. Visit each node once, when it is complete.",
        ),
        Mistake(
            "forward order",
            lambda o, p, d: gradients(o, p, d, order=list(p)),
            "The nodes are visited from the inputs to the output, but when it is a node's turn, "
            "nothing has arrived yet.",
        ),
        Mistake(
            "output missing",
            lambda o, p, d: only(o, p, d, lambda node: node != o),
            "The output itself is missing from the dictionary. How does it react to itself?",
        ),
        Mistake(
            "leaves only",
            lambda o, p, d: only(o, p, d, lambda node: not p[node]),
            "Only the leaves are in the dictionary; the nodes in between belong there too.",
        ),
        Mistake(
            "starts at zero",
            lambda o, p, d: dict.fromkeys(behind(o, p), 0.0),
            "All derivatives are 0: nothing times something stays nothing. With what does the "
            "output start?",
        ),
        Mistake(
            "all nodes",
            lambda o, p, d: dict.fromkeys(p, 0.0) | gradients(o, p, d),
            "The dictionary has nodes that the output does not depend on.",
        ),
        Mistake(
            "mean of the shares",
            lambda o, p, d: gradients(
                o, p, d, keep=lambda old, new: new if old is None else (old + new) / 2
            ),
            "Where a node is used more than once, the mean of the shares is taken. Each use moves "
            "the output, so the shares add up.",
        ),
    ),
    words={
        "gradient[node]": "the node's own derivative",
        "slope": "the local derivative",
        "gradient[node] * slope": "the share",
    },
    models=(backward_pass_in_order,),
    override=backward_pass(),
    number=11,
)
