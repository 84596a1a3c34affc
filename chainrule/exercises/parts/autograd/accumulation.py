"""The backward pass on numbers: check and known mistakes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from chainrule.exercises.judges import judge_derivatives
from chainrule.exercises.overrides.graph import backward_pass
from chainrule.exercises.part import Case, Mistake, Part, remade
from chainrule.exercises.parts.autograd.graphs import (
    LONG,
    Graph,
    behind,
    breadth_first,
    chain,
    other_graph,
    right_order,
)

Rng = np.random.Generator
Pairs = dict[str, list[tuple[str, float]]]  # node -> parent and local derivative, for each parent
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
def case(output: str, graph: Pairs) -> Case:
    """A case from node → pairs of parent and local derivative."""
    parents = {node: [parent for parent, _ in pairs] for node, pairs in graph.items()}
    local = {node: [slope for _, slope in pairs] for node, pairs in graph.items()}
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


def with_slopes(rng: Rng, graph: Graph) -> Pairs:
    """Local derivatives drawn for every arrow."""

    def slope() -> float:
        return float(rng.uniform(0.3, 1.5) * rng.choice([-1, 1]))

    return {node: [(parent, slope()) for parent in ps] for node, ps in graph.items()}


def other_pairs(made_of: Any, rng: Rng) -> Any:
    """Another graph, in the order of computation, or the same with other slopes."""
    output, graph = made_of
    if rng.integers(3) == 0:
        return output, with_slopes(rng, {node: [p for p, _ in ps] for node, ps in graph.items()})
    output, parents = other_graph(made_of, rng)
    return output, with_slopes(rng, {node: parents[node] for node in computed_first(parents)})


def computed_first(parents: Graph) -> list[str]:
    """All nodes, each after its parents."""
    return list(dict.fromkeys(node for end in parents for node in right_order(end, parents)))


def graphs() -> list[Case]:
    """The lecture's graph; x · x and y − y · y; a diamond with a tail; two depths; 0; a leaf."""
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
        case("y", {"x": [], "y": [("x", 2.0), ("x", -0.5)], "after": []}),
        case("y", {"x": [], "z": [("x", 2.0)], "y": [("z", 0.0)]}),
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
        long_chain(np.random.default_rng(0), LONG),
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


def from_a_stack(output: str, parents: Graph, local: Local) -> Derivatives:
    """The same, with the nodes that are still to be visited on a stack."""
    gradient: Derivatives = {output: 1.0}
    stack = [output]
    for _ in range(20_000):
        if not stack:
            break
        node = stack.pop()
        for parent, slope in zip(parents[node], local[node], strict=True):
            gradient[parent] = gradient.get(parent, 0.0) + gradient[node] * slope
            stack.append(parent)
    return gradient


def each_parent_once(output: str, parents: Graph, local: Local) -> Derivatives:
    """A parent that stands twice in the list counts once."""
    pairs = {n: dict(zip(parents[n], local[n], strict=True)) for n in parents}
    return gradients(
        output,
        {n: list(pairs[n]) for n in parents},
        {n: list(pairs[n].values()) for n in parents},
    )


def by_walking(output: str, parents: Graph, local: Local) -> Derivatives:
    """Every path is walked, and at each visit the whole of what the node has is handed on."""
    gradient: Derivatives = {}
    stack = [(output, 1.0)]
    for _ in range(20_000):
        if not stack:
            break
        node, share = stack.pop()
        gradient[node] = gradient.get(node, 0.0) + share
        pairs = zip(parents[node], local[node], strict=True)
        stack += [(parent, gradient[node] * slope) for parent, slope in pairs]
    return gradient


def first_slope(output: str, parents: Graph, local: Local) -> Derivatives:
    """A parent that stands twice in the list has its first local derivative both times."""
    slopes = {n: [local[n][parents[n].index(p)] for p in parents[n]] for n in parents}
    return gradients(output, parents, slopes)


def until_a_leaf(output: str, parents: Graph, local: Local) -> Derivatives:
    """The first node that has nothing, or no parents, ends it all."""
    gradient: Derivatives = {output: 1.0}
    for node in reversed(parents):
        if node not in gradient or not parents[node]:
            break
        for parent, slope in zip(parents[node], local[node], strict=True):
            gradient[parent] = gradient.get(parent, 0.0) + gradient[node] * slope
    return gradient


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


def backward_from_the_newest(output: Any, parents: Any, local: Any) -> Any:
    """From the newest node backwards; what has received nothing is passed over."""
    gradient = {output: 1.0}
    for node in reversed(parents):
        if node in gradient:
            for parent, slope in zip(parents[node], local[node], strict=True):
                gradient[parent] = gradient.get(parent, 0.0) + gradient[node] * slope
    return gradient


AGAIN = (
    "Whenever a node receives a share it passes on everything it has so far, so that some "
    "shares count more than once. Visit each node once, when it is complete."
)

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
            "passed on too early",
            lambda o, p, d: gradients(o, p, d, order=breadth_first(o, p)),
            INCOMPLETE,
        ),
        Mistake("passed on again and again", at_every_visit, AGAIN),
        Mistake("passed on again and again", by_walking, AGAIN),
        Mistake("passed on again and again", from_a_stack, AGAIN),
        Mistake(
            "first slope twice",
            first_slope,
            "Where a parent stands twice in the list, its first local derivative is used both "
            "times: each place has one of its own.",
        ),
        Mistake(
            "stops too early",
            until_a_leaf,
            "It ends at the first node that has received nothing or has no parents; nodes that "
            "were computed before it wait in vain.",
        ),
        Mistake(
            "begins at the newest node",
            lambda o, p, d: gradients(list(p)[-1], p, d),
            "It begins at the last node of the dictionary, which need not be `output`.",
        ),
        Mistake(
            "zeros left out",
            lambda o, p, d: {n: x for n, x in gradients(o, p, d).items() if x},
            "Nodes whose derivative is 0 are missing. The output depends on them, and 0 is an "
            "answer, too.",
        ),
        Mistake(
            "shares multiplied",
            lambda o, p, d: gradients(o, p, d, keep=lambda old, new: (old or 1.0) * new),
            "Where a node is used more than once, the shares are multiplied. Each use moves the "
            "output, so they add up.",
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
        "gradient.get(parent, 0.0)": "what the parent has received so far",
        "node in gradient": "that the node has received something",
        "reversed(order)": "the nodes",
        "reversed(parents)": "the nodes",
    },
    models=(backward_from_the_newest, backward_pass_in_order),
    vary=other_pairs,
    override=backward_pass(),
    number=11,
    why=(
        "In reverse order every node has its whole gradient before it hands it on. A node "
        "that is used twice gets two shares, which are added."
    ),
)
