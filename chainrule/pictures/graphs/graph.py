"""The computation graph behind a tensor, as data: nodes, edges, values and gradients."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np

from chainrule.engine import Array, Tensor, chain_rule, newest_first, onlooker, raw
from chainrule.grad_mode import setting


@dataclass(frozen=True)
class Node:
    """A leaf, an operation, or the end of the last wire (`tensor` is then the output's).

    Or a fold of several operations, `tensor` being the newest one's; `holds` then tells of how
    many.
    """

    key: str
    kind: str
    label: str
    tensor: Tensor
    holds: str = ""


@dataclass(frozen=True, eq=False)
class Edge:
    """A wire: what flows forward along it and the gradient that flows back along it.

    Where nodes are folded it may stand for several wires, of `count` tensors.
    """

    source: str
    target: str
    position: int
    value: Array
    gradient: Array | None
    count: int = 1


@dataclass
class Graph:
    """Nodes oldest first, edges, the complete gradient of each node by its key, and a note."""

    nodes: list[Node] = field(default_factory=list)
    edges: list[Edge] = field(default_factory=list)
    gradients: dict[str, Array] = field(default_factory=dict)
    note: str = ""

    @property
    def size(self) -> int:
        """The number of nodes, without the end of the last wire."""
        return len(self.nodes) - 1

    @cached_property
    def tensors(self) -> dict[str, Tensor]:
        """The tensor of each node."""
        return {node.key: node.tensor for node in self.nodes}

    @cached_property
    def into(self) -> dict[str, list[Edge]]:
        """The wires that arrive at each node."""
        found: dict[str, list[Edge]] = {node.key: [] for node in self.nodes}
        for edge in self.edges:
            found[edge.target].append(edge)
        return found

    @cached_property
    def out_of(self) -> dict[str, list[Edge]]:
        """The wires that leave each node."""
        found: dict[str, list[Edge]] = {node.key: [] for node in self.nodes}
        for edge in self.edges:
            found[edge.source].append(edge)
        return found

    @cached_property
    def sums(self) -> dict[int, tuple[Node, Array]]:
        """Leaves that are used several times: what all their wires bring back together.

        By the number of the wire that is the last to bring something back.
        """
        last: dict[str, int] = {}
        for i, edge in enumerate(self.edges):  # those into older nodes first
            j = last.setdefault(edge.source, i)
            if self.edges[j].target == edge.target:
                last[edge.source] = i
        return {
            last[node.key]: (node, self.gradients[node.key])
            for node in self.nodes
            if node.kind == "leaf" and len(self.out_of[node.key]) > 1 and node.key in self.gradients
        }


def graph_of(output: Tensor) -> Graph:
    """The graph behind `output`, each wire with its value and its share of the gradient.

    Works on a graph as it stands: no `grad` is touched. For an output of several numbers the
    gradient is that of their sum.

    >>> x = Tensor(3.0, requires_grad=True, name="x")
    >>> graph = graph_of(x * x)
    >>> [node.label for node in graph.nodes], [edge.gradient.item() for edge in graph.edges]
    (['x', '×', ''], [3.0, 3.0, 1.0])
    """
    computed = newest_first(output)[::-1]
    leaves = [x for node in computed for x in node.inputs if isinstance(x, Tensor) and x.is_leaf]
    tensors = list(dict.fromkeys([*leaves, *computed]))
    keys = {tensor: f"n{i}" for i, tensor in enumerate(tensors)}
    graph = Graph([Node(keys[t], kind(t), label(t), t) for t in tensors])
    gradients, shares = complete_gradients(output)
    graph.gradients = {keys[t]: g for t, g in gradients.items()}
    for node in computed:
        for position, x in enumerate(node.inputs):
            if isinstance(x, Tensor):
                edge = Edge(keys[x], keys[node], position, x.data, shares.get((node, position)))
                graph.edges.append(edge)
    graph.nodes.append(Node("out", "output", output.name, output))
    graph.edges.append(Edge(keys[output], "out", 0, output.data, gradients.get(output)))
    return graph


def complete_gradients(
    output: Tensor,
) -> tuple[dict[Tensor, Array], dict[tuple[Tensor, int], Array]]:
    """The gradient of every tensor, leaves' shares summed; and each share by its node and place."""
    found: dict[Tensor, Array] = {}
    shares: dict[tuple[Tensor, int], Array] = {}

    def look(values: Any, node: Any, position: Any) -> None:
        if isinstance(node, Tensor):
            x, share = node.inputs[position], np.asarray(values)
            shares[node, position] = share
            found[x] = np.asarray(found[x] + share if x in found else share)

    if output.requires_grad:
        found[output] = np.ones_like(output.data)
        with setting(onlooker, look):
            chain_rule(output, found[output], {})
    return found, shares


def kind(tensor: Tensor) -> str:
    """`operation`, or `leaf`, or `constant` for a leaf that wants no gradient."""
    if tensor.operation is not None:
        return "operation"
    return "leaf" if tensor.requires_grad else "constant"


def label(tensor: Tensor) -> str:
    """What stands in the node: a leaf's name, or the operation with its plain numbers."""
    if tensor.operation is None:
        return tensor.name
    name, symbol = tensor.operation.name, tensor.operation.symbol
    if name not in {"add", "sub", "mul", "div", "pow"}:
        return symbol
    a, b = tensor.inputs
    if not isinstance(b, Tensor):
        return f"·{superscript(b)}" if name == "pow" else f"{symbol} {bracketed(b)}"
    if not isinstance(a, Tensor):
        return left_number(name, symbol, a)
    return symbol


def left_number(name: str, symbol: str, number: Any) -> str:
    """The label when the plain number stands on the left, as in 1 / x."""
    if name in {"add", "mul"}:
        return f"{symbol} {bracketed(number)}"
    return {"sub": f"{brief(number)} − ·", "div": f"{brief(number)} / ·"}.get(
        name, f"{bracketed(number)}^·"
    )


def superscript(n: Any) -> str:
    """A power as it is written: 2 becomes ², 0.5 becomes ^0.5."""
    text = brief(n)
    digits = str.maketrans("0123456789−", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻")
    return text.translate(digits) if set(text) <= set("0123456789−") else f"^{text}"


def bracketed(n: Any) -> str:
    """A number, in brackets if it is negative."""
    text = brief(n)
    return f"({text})" if text.startswith("−") else text


def brief(value: Any) -> str:
    """A number in four digits, or the shape of an array.

    >>> brief(-0.196611933241), brief(np.ones((2, 3))), brief(-12.0)
    ('−0.1966', '(2, 3)', '−12')
    """
    array = np.asarray(raw(value))
    if array.size != 1:
        return str(array.shape)
    return f"{array.item():.4g}".replace("-", "−")
