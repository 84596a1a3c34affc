"""The backward pass: the chain rule, applied once to every node of a graph, newest first."""

from collections.abc import Iterator
from typing import Any

import numpy as np

from chainrule import shapes
from chainrule.grad_mode import onlooker
from chainrule.seeds import upstream
from chainrule.tensor import Tensor
from chainrule.values import raw

Nodes = Iterator[tuple[Tensor, Any]]


def backward(output: Tensor, gradient: Any = None) -> None:
    """Add the gradient of `output` to the `grad` of every leaf that requires it."""
    for node, g in sweep(output, upstream(output, gradient)):
        if node.is_leaf and node.grad is None:
            node.grad = g.copy() if isinstance(g, np.ndarray) else np.array(g)  # g may be shared
        elif node.is_leaf:
            node.grad += g


def sweep(output: Tensor, gradient: Any, create_graph: bool = False) -> Nodes:
    """Yield every node with its gradient, newest first.

    A computed node comes once, when all who used it have had their say, so that its gradient
    is complete. A leaf comes at each use, with that use's share: no need to keep them all.
    """
    pending = {output: gradient}
    for node in newest_first(output):
        g = pending.pop(node)
        for x, share in pull(node, g, create_graph):
            if x.operation is None:
                yield x, share
            else:
                pending[x] = pending[x] + share if x in pending else share
        yield node, g


def newest_first(output: Tensor) -> list[Tensor]:
    """`output` and every computed tensor behind it: a reverse topological order.

    Whatever uses a tensor was made after it, so the order of birth is a topological one.
    """
    seen, stack = {output}, [output]
    while stack:
        for x in stack.pop().inputs:
            if isinstance(x, Tensor) and x.birth and x not in seen:
                seen.add(x)
                stack.append(x)
    return sorted(seen, key=lambda node: node.birth, reverse=True)


def pull(node: Tensor, g: Any, create_graph: bool = False) -> Nodes:
    """Yield each input of `node` that wants a gradient, with g times the local derivative."""
    if node.operation is None:
        return
    y, inputs = (node, node.inputs) if create_graph else (node.data, [raw(x) for x in node.inputs])
    for i, x in enumerate(node.inputs):
        if isinstance(x, Tensor) and x.requires_grad:
            share = unbroadcast(node.operation.rule(i)(g, y, *inputs, **node.options), x)
            if look := onlooker.get():
                look(share, node, i)
            yield x, share


def unbroadcast(g: Any, x: Tensor) -> Any:
    """Sum `g` over the axes along which broadcasting repeated `x`; keep the dtype of `x`.

    >>> unbroadcast(np.ones((4, 3)), Tensor([1.0, 2.0, 3.0]))
    array([4., 4., 4.])
    """
    if g.shape != x.shape:
        extra = g.ndim - x.ndim
        stretched = (i for i, n in enumerate(x.shape, extra) if n == 1 != g.shape[i])
        g = g.sum((*range(extra), *stretched)).reshape(x.shape)
    return g if g.dtype == x.dtype else shapes.astype(g, dtype=x.dtype)
