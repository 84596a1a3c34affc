"""The way through the graph, and the shapes on it, by a learner's parts."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import Any

import numpy as np

from chainrule import engine
from chainrule.engine import Tensor
from chainrule.exercises.overrides.registry import Function, Override, as_array, replacement

gradcheck = import_module("chainrule.gradcheck")  # the module; the package has a function so named


def sums_over_repetitions() -> Override:
    """The override of `unbroadcast(g, x)`, which also keeps the dtype."""

    def unbroadcast_by(function: Function, reference: Function) -> Function:
        def unbroadcast(g: Any, x: Tensor) -> Any:
            if isinstance(g, np.ndarray | np.generic) and g.shape != x.shape:
                answer = function(g, x.shape)
                g = g if answer is None else as_array(answer)
            return reference(g, x)

        return unbroadcast

    return replacement(engine, "unbroadcast", unbroadcast_by)


def topological_order() -> Override:
    """The override of `newest_first(output)`: a topological order, reversed."""

    def newest_first_by(function: Function, reference: Function) -> Function:
        def newest_first(output: Tensor) -> list[Tensor]:
            nodes: list[Tensor] = reference(output)
            name = {node: f"node {node.birth}" for node in nodes}
            parents = {name[node]: [name[x] for x in behind(node) if x in name] for node in nodes}
            order = function(name[output], parents)
            by_name = {text: node for node, text in name.items()}
            return nodes if order is None else [by_name[text] for text in reversed(order)]

        return newest_first

    return replacement(engine, "newest_first", newest_first_by)


def behind(node: Tensor) -> list[Tensor]:
    """The inputs of a node that get a gradient."""
    return [x for _, x in node.edges]


class Slope:
    """The derivative of a node for one input: multiplied by a gradient, it passes that on.

    So the multiplication that a learner wrote for numbers works for arrays of any shape.
    """

    __array_ufunc__ = None  # array * slope is the slope's business

    def __init__(self, node: Tensor, i: int, seed: Any) -> None:
        self.node, self.i, self.seed = node, i, seed

    def __rmul__(self, upstream: Any) -> Any:
        node, x = self.node, self.node.inputs[self.i]
        g = self.seed * upstream if isinstance(upstream, int | float) else upstream
        assert node.operation is not None
        rule = node.operation.rule(self.i)
        share = rule(g, node.data, *node.arrays, **node.options)
        if share.shape == x.data.shape and share.dtype == x.data.dtype:
            return share
        return engine.unbroadcast(share, x)

    __mul__ = __rmul__


def backward_pass() -> Override:
    """The override of `chain_rule(output, gradient)`, which takes every gradient to its place."""

    def chain_rule_by(function: Function, reference: Function) -> Function:
        def chain_rule(
            output: Tensor, gradient: Any, found: Any = None, graph: bool = False
        ) -> None:
            answer = None
            if not graph:
                names, parents, local = plain_graph(output, gradient)
                answer = function(names[output], parents, local)
            if answer is None:
                reference(output, gradient, found, graph)
                return
            for node, name in reversed(names.items()):
                if found is not None or node.is_leaf:
                    g = gradient * answer[name] if node is output else answer[name]
                    engine.keep(node, g, found)

        return chain_rule

    return replacement(engine, "chain_rule", chain_rule_by)


def plain_graph(output: Tensor, gradient: Any) -> tuple[Any, Any, Any]:
    """The graph as the part gets it: names, parents, and a slope beside each parent."""
    computed = engine.newest_first(output)[::-1]
    nodes = dict.fromkeys([x for node in computed for x in behind(node) if x.is_leaf] + computed)
    names = {node: f"node {i}" for i, node in enumerate(nodes)}
    parents = {names[node]: [names[x] for x in behind(node)] for node in nodes}
    local = {names[node]: [Slope(node, i, gradient) for i, _ in node.edges] for node in nodes}
    return names, parents, local


def differences() -> Override:
    """The override of `central_differences(value, x, eps)`, where `value` reads `x` by itself."""

    def central_differences_by(function: Function, reference: Function) -> Function:
        def central_differences(value: Callable[[], float], x: Any, eps: float) -> Any:
            before = x.copy()

            def f(z: Any) -> float:
                x[...] = z
                return value()

            answer = function(f, before.copy(), eps)
            x[...] = before
            return reference(value, x, eps) if answer is None else np.asarray(answer)

        return central_differences

    return replacement(gradcheck, "central_differences", central_differences_by)
