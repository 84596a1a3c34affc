"""The order of a graph: check and known mistakes. A graph is a dict: node → its parents."""

from __future__ import annotations

from collections import Counter
from typing import Any

import numpy as np

from chainrule.exercises.judges import kind, quote, returned_none
from chainrule.exercises.overrides.graph import topological_order
from chainrule.exercises.part import Case, Failure, Mistake, Part, remade

Graph = dict[str, list[str]]
LONG = 1200  # nodes of a chain: more than Python lets a function call itself


def behind(output: str, parents: Graph) -> set[str]:
    """The nodes that `output` depends on, itself included."""
    seen, stack = {output}, [output]
    while stack:
        found = set(parents[stack.pop()]) - seen
        seen |= found
        stack += found
    return seen


def judge_order(answer: Any, case: Case) -> Failure | None:
    """A judge of topological orders: any order that keeps the promises is right."""
    output, parents = case.inputs
    if answer is None:
        return returned_none()
    if not isinstance(answer, list | tuple) or not all(isinstance(x, str) for x in answer):
        what = kind(answer) if not isinstance(answer, list | tuple) else "a list of other things"
        return Failure(f"It returned {what} instead of a list of names of nodes.", "no list")
    needed = behind(output, parents)
    if needed - set(answer) == {output}:
        if not parents[output]:
            said = f"{output!r} is missing: it is the output, and has no parents."
            return Failure(said, "nodes missing")
        return Failure(f"The output itself, {output!r}, is missing.", "output missing")
    return failure_in_members(list(answer), needed, output) or failure_in_order(
        list(answer), parents
    )


def failure_in_members(answer: list[str], needed: set[str], output: str) -> Failure | None:
    """A node that is twice in the list, missing from it, or does not belong there."""
    given = set(answer)
    if lacking := sorted(needed - given):
        return Failure(
            f"Not in the list, although {output!r} depends on it: {quote(lacking)}.",
            "nodes missing",
        )
    if extra := sorted(given - needed):
        return Failure(
            f"In the list, although {output!r} does not depend on it: {quote(extra)}.",
            "nodes that do not belong",
        )
    if len(answer) > len(given):
        double = Counter(answer).most_common(1)[0][0]
        return Failure(
            f"{double!r} is in the list more than once. It is reached by more than one way; "
            "how do you remember that it is there already?",
            "node twice",
        )
    return None


def failure_in_order(answer: list[str], parents: Graph) -> Failure | None:
    """A node before one of its parents."""
    place = {node: i for i, node in enumerate(answer)}
    for node in answer:
        late = [p for p in parents[node] if place[p] > place[node]]
        if late:
            return Failure(
                f"{node!r} comes before its parent {late[0]!r}: when it is to be computed, "
                f"{late[0]!r} is not known yet.",
                "parent too late",
            )
    return None


def chain(length: int) -> Graph:
    """A chain of nodes, each computed from the one before."""
    return {f"n{i}": [f"n{i - 1}"] if i else [] for i in range(length)}


def along(graph: Graph) -> Case:
    """A case with a chain of this length, in whatever order it is listed."""
    return Case((f"n{len(graph) - 1}", graph), remark=f"a chain of {len(graph):,} nodes")


def random_graph(rng: np.random.Generator, nodes: int) -> Graph:
    """A graph in the order of computation; names are drawn, so that they say nothing."""
    names = [f"n{i}" for i in rng.permutation(10 * nodes)[:nodes]]
    graph: Graph = {}
    for i, name in enumerate(names):
        count = 0 if i < 2 else int(rng.integers(1, 4))
        recent = names[max(0, i - 5) : i]
        graph[name] = [str(p) for p in rng.choice(recent, count)] if count else []
    return graph


def shuffled(rng: np.random.Generator, graph: Graph) -> Graph:
    """The same graph, its nodes listed in another order."""
    names = list(graph)
    return {names[i]: graph[names[i]] for i in rng.permutation(len(names))}


@remade
def case(output: str, parents: Graph) -> Case:
    """A case, for which any order that keeps the promises is right."""
    return Case((output, parents))


def other_graph(made_of: Any, rng: np.random.Generator) -> Any:
    """Another graph, and one of its later nodes."""
    graph = random_graph(rng, int(rng.integers(3, 9)))
    return list(graph)[int(rng.integers(len(graph) // 2, len(graph)))], shuffled(rng, graph)


def orders() -> list[Case]:
    """The lecture's graph; a diamond; one node used at two depths; x · x; a leaf; a long chain."""
    lecture: Graph = {"x": [], "y": [], "z": [], "q": ["x", "y"], "f": ["q", "z"]}
    diamond: Graph = {"d": ["b", "c"], "c": ["a"], "b": ["a"], "a": []}
    depths: Graph = {"a": [], "e": ["a", "d"], "d": ["c"], "c": ["b"], "b": ["a"], "u": ["e"]}
    skip: Graph = {"s": ["r", "p"], "r": [], "p": ["t"], "t": ["r"]}
    return [
        case("f", lecture),
        case("d", diamond),
        case("e", depths),
        case("s", skip),
        case("y", {"y": ["x", "x"], "x": []}),
        case("x", {"y": ["x"], "x": []}),
        along(chain(LONG)),
    ]


def breadth_first(output: str, parents: Graph) -> list[str]:
    """Nodes by the smallest number of steps from the output."""
    order, seen = [output], {output}
    for node in order:
        new = [p for p in dict.fromkeys(parents[node]) if p not in seen]
        order += new
        seen.update(new)
    return order


def depth_first(output: str, parents: Graph) -> list[str]:
    """Nodes as a stack meets them first, the children before the parents."""
    order: dict[str, bool] = {}
    stack = [output]
    while stack:
        node = stack.pop()
        if node not in order:
            order[node] = True
            stack += reversed(parents[node])
    return list(order)


def right_order(output: str, parents: Graph) -> list[str]:
    """A right order."""
    order: dict[str, bool] = {}
    stack = [output]
    while stack:
        missing = [p for p in parents[stack[-1]] if p not in order]
        if missing:
            stack += missing[:1]
        else:
            order[stack.pop()] = True
    return list(order)


def by_dictionary(output: str, parents: Graph) -> list[str]:
    """The nodes in the order in which the dictionary lists them."""
    needed = behind(output, parents)
    return [node for node in parents if node in needed]


def first_parents(output: str, parents: Graph) -> list[str]:
    """The nodes on one way, always by the first parent."""
    order = [output]
    while parents[order[-1]]:
        order.append(parents[order[-1]][0])
    return order[::-1]


BY_DISTANCE = (
    "Nodes are ordered by their distance from the output. A node used at two depths then comes "
    "too late for one of its users."
)
AS_MET = (
    "Nodes are listed as they are met on the way down. A node that is met early may be needed "
    "by one that is met later: write it down only when all its parents are written down."
)

toposort = Part(
    "toposort",
    ("output", "parents"),
    judge_order,
    orders,
    (
        Mistake(
            "output first",
            lambda output, parents: right_order(output, parents)[::-1],
            "The order is upside down: the output comes first. That is the order of the backward "
            "pass; here you want the one in which things are computed.",
        ),
        Mistake("breadth first", lambda o, parents: breadth_first(o, parents)[::-1], BY_DISTANCE),
        Mistake("breadth first, output first", breadth_first, BY_DISTANCE),
        Mistake("depth first", lambda o, parents: depth_first(o, parents)[::-1], AS_MET),
        Mistake("depth first, output first", depth_first, AS_MET),
        Mistake(
            "order of the dictionary",
            by_dictionary,
            "This is the order of the dictionary, which means nothing.",
        ),
        Mistake(
            "all nodes",
            lambda output, parents: list(parents),
            "All nodes of the dictionary are returned, in its order. You want only those that the "
            "output depends on, and the dictionary's order means nothing.",
        ),
        Mistake(
            "leaves missing",
            lambda output, parents: [n for n in right_order(output, parents) if parents[n]],
            "The nodes without parents are missing. What depends on them needs them first.",
        ),
        Mistake(
            "output missing",
            lambda output, parents: right_order(output, parents)[:-1],
            "The output itself is missing: it belongs at the end.",
        ),
        Mistake(
            "first parent only",
            first_parents,
            "Only the first parent of each node is followed; the others are needed as well.",
        ),
        Mistake(
            "sorted by name",
            lambda output, parents: sorted(behind(output, parents)),
            "The nodes are sorted by name; names say nothing about the order.",
        ),
    ),
    vary=other_graph,
    override=topological_order(),
    solution=right_order,
    number=10,
    why=(
        "A node may come as soon as all of its parents are there. The stack holds what waits; "
        "a graph as deep as you like needs no recursion."
    ),
)
