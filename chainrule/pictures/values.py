"""The graph of the engine that lecture 2 grows, with what its own numbers hold."""

from __future__ import annotations

from typing import Any

import numpy as np

from chainrule.engine import Tensor
from chainrule.pictures.graphs.graph import Edge, Graph, Node, brief
from chainrule.pictures.graphs.placement import placed
from chainrule.pictures.picture import Picture
from chainrule.pictures.svg import description, drawn


def draw_values(output: Any, **names: Any) -> Picture:
    """What lies behind a `Value`: on each wire what goes back along it, in each leaf what it holds.

    Parameters
    ----------
    output : Value
        Has ``data``, ``grad``, ``inputs``, ``local`` and ``gate``.
    **names : Value
        What leaves are called.

    Examples
    --------
    >>> from types import SimpleNamespace as Value
    >>> a = Value(data=3.0, grad=3.0, inputs=(), local=(), gate="")
    >>> square = Value(data=9.0, grad=1.0, inputs=(a, a), local=(3.0, 3.0), gate="×")
    >>> draw_values(square, a=a).description
    'a = 3, gradient 3; × = 9, gradient 1'
    """
    called = {id(value): name for name, value in names.items()}
    order = behind(output)
    keys = {id(value): f"n{i}" for i, value in enumerate(order)}
    graph = Graph(gradients={keys[id(value)]: np.asarray(value.grad) for value in order})
    for value in order:
        key, name = keys[id(value)], called.get(id(value), "")
        kind, label = ("operation", value.gate) if value.inputs else ("leaf", held(name, value))
        graph.nodes.append(Node(key, kind, label, Tensor(value.data, name=name)))
        for i, (x, local) in enumerate(zip(value.inputs, value.local, strict=True)):
            share = np.asarray(value.grad * local)
            graph.edges.append(Edge(keys[id(x)], key, i, np.asarray(x.data), share))
    graph.nodes.append(Node("out", "output", "", Tensor(output.data)))
    last = np.asarray(output.data), np.asarray(output.grad)
    graph.edges.append(Edge(keys[id(output)], "out", 0, *last))
    words, plan = description(graph, gradients=True), placed(graph)
    plan.sums = {}  # the leaves say themselves what they hold
    return Picture(drawn(graph, plan, True, words), words)


def held(name: str, value: Any) -> str:
    """A leaf's name and the gradient that it holds."""
    return f"{name or brief(value.data)}.grad = {brief(value.grad)}"


def behind(output: Any) -> list[Any]:
    """The number and all that it was computed from, each after its inputs."""
    found: list[Any] = []
    for x in output.inputs:
        found += [y for y in behind(x) if not any(y is z for z in found)]
    return [*found, output]
