"""The way through the graph, and the shapes on it, by a learner's parts."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from importlib import import_module
from typing import Any

import numpy as np

from chainrule import backward, transforms
from chainrule.exercises.overrides.registry import Function, Seat, asked, seats
from chainrule.tensor import Tensor
from chainrule.values import raw

gradcheck = import_module("chainrule.gradcheck")  # the module; the package has a function so named

places: dict[str, tuple[tuple[Any, str], ...]] = {
    "unbroadcast": ((backward, "unbroadcast"),),
    "toposort": ((backward, "newest_first"),),
    "backward": ((backward, "sweep"), (transforms, "sweep")),
    "numerical_gradient": ((gradcheck, "central_differences"),),
}
reference = {name: getattr(*places[name][0]) for name in places}


def functions_at(name: str, adapter: Callable[[Function], Function]) -> Seat:
    """The seat of a function that modules of the engine look up by its name."""

    def put(function: Function) -> None:
        for owner, attribute in places[name]:
            setattr(owner, attribute, adapter(function))

    def restore() -> None:
        for owner, attribute in places[name]:
            setattr(owner, attribute, reference[name])

    return Seat(put, restore)


def unbroadcast_adapter(function: Function) -> Function:
    """`unbroadcast(g, x)` of the engine, which also keeps the dtype."""

    def adapted(g: Any, x: Tensor) -> Any:
        if isinstance(g, np.ndarray | np.generic) and g.shape != x.shape:
            answer = asked("unbroadcast", function, g, x.shape)
            g = g if answer is None else np.asarray(answer)
        return reference["unbroadcast"](g, x)

    return adapted


def toposort_adapter(function: Function) -> Function:
    """`newest_first(output)` of the engine: a topological order, reversed."""

    def adapted(output: Tensor) -> list[Tensor]:
        nodes: list[Tensor] = reference["toposort"](output)
        name = {node: f"node {node.birth}" for node in nodes}
        parents = {name[node]: [name[x] for x in behind(node) if x in name] for node in nodes}
        order = asked("toposort", function, name[output], parents)
        by_name = {text: node for node, text in name.items()}
        return nodes if order is None else [by_name[text] for text in reversed(order)]

    return adapted


def behind(node: Tensor) -> list[Tensor]:
    """The inputs of a node that get a gradient."""
    return [x for x in node.inputs if isinstance(x, Tensor) and x.requires_grad]


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
        share = rule(g, node.data, *map(raw, node.inputs), **node.options)
        return backward.unbroadcast(share, x)

    __mul__ = __rmul__


def sweep_adapter(function: Function) -> Function:
    """`sweep(output, gradient)` of the engine: every node with its gradient."""

    def adapted(
        output: Tensor, gradient: Any, create_graph: bool = False
    ) -> Iterator[tuple[Tensor, Any]]:
        answer = None
        if not create_graph:
            names, parents, local = plain_graph(output, gradient)
            answer = asked("backward", function, names[output], parents, local)
        if answer is None:
            yield from reference["backward"](output, gradient, create_graph)
            return
        for node, name in reversed(names.items()):
            yield node, gradient * answer[name] if node is output else answer[name]

    return adapted


def plain_graph(output: Tensor, gradient: Any) -> tuple[Any, Any, Any]:
    """The graph as the part gets it: names, parents, and a slope beside each parent."""
    computed = backward.newest_first(output)[::-1]
    nodes = dict.fromkeys([x for node in computed for x in behind(node) if x.is_leaf] + computed)
    names = {node: f"node {i}" for i, node in enumerate(nodes)}
    parents = {names[node]: [names[x] for x in behind(node)] for node in nodes}
    local = {
        names[node]: [
            Slope(node, i, gradient)
            for i, x in enumerate(node.inputs)
            if isinstance(x, Tensor) and x.requires_grad
        ]
        for node in nodes
    }
    return names, parents, local


def differences_adapter(function: Function) -> Function:
    """`central_differences(value, x, eps)` of the engine, where `value` reads `x` by itself."""

    def adapted(value: Callable[[], float], x: Any, eps: float) -> Any:
        kept = x.copy()

        def f(z: Any) -> float:
            x[...] = z
            return value()

        answer = asked("numerical_gradient", function, f, kept.copy(), eps)
        x[...] = kept
        if answer is None:
            return reference["numerical_gradient"](value, x, eps)
        return np.asarray(answer)

    return adapted


seats |= {
    "unbroadcast": functions_at("unbroadcast", unbroadcast_adapter),
    "toposort": functions_at("toposort", toposort_adapter),
    "backward": functions_at("backward", sweep_adapter),
    "numerical_gradient": functions_at("numerical_gradient", differences_adapter),
}
