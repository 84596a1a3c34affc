"""The backward pass: the chain rule, applied once to every node of a graph, newest first.

>>> from chainrule import Tensor
>>> x = Tensor(3.0, requires_grad=True)
>>> y = x * x                           # x is used twice: its gradient is a sum of two
>>> y.backward()
>>> x.grad.item()
6.0
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from chainrule import table
from chainrule.tensor import Tensor, raw


def backward(output: Tensor, gradient: Any = None) -> None:
    """Add the gradient of `output` to the `grad` of every leaf that requires it."""
    for node, g in sweep(output, upstream(output, gradient)):
        if not node.is_leaf:
            continue
        if node.grad is None:
            node.grad = np.array(g)  # a copy: g may be shared with another leaf, or a view
        else:
            node.grad += g


def sweep(
    output: Tensor, gradient: Any, create_graph: bool = False
) -> Iterator[tuple[Tensor, Any]]:
    """Yield every node with its gradient, newest first.

    A computed node comes once, when all who used it have had their say, so that its gradient
    is complete. A leaf comes at each use with that use's share: to hold such shares back
    until the end would keep them all in memory at once.
    """
    pending = {output: gradient}
    for node in newest_first(output):
        g = pending.pop(node)
        for x, share in pull(node, g, create_graph):
            if x.is_leaf:
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
            if isinstance(x, Tensor) and x.requires_grad and not x.is_leaf and x not in seen:
                seen.add(x)
                stack.append(x)
    return sorted(seen, key=lambda node: node.birth, reverse=True)


def pull(node: Tensor, g: Any, create_graph: bool = False) -> Iterator[tuple[Tensor, Any]]:
    """Yield each input of `node` that wants a gradient, with g times the local derivative."""
    if node.operation is None:
        return
    y, inputs = (node, node.inputs) if create_graph else (node.data, [raw(x) for x in node.inputs])
    for i, x in enumerate(node.inputs):
        if isinstance(x, Tensor) and x.requires_grad:
            share = node.operation.rule(i)(g, y, *inputs, **node.options)
            yield x, unbroadcast(share, x)


def unbroadcast(g: Any, x: Tensor) -> Any:
    """Sum `g` over the axes along which broadcasting repeated `x`; keep the dtype of `x`.

    >>> unbroadcast(np.ones((4, 3)), Tensor([1.0, 2.0, 3.0]))
    array([4., 4., 4.])
    """
    if g.shape != x.shape:
        extra = g.ndim - x.ndim
        repeated = (i + extra for i, n in enumerate(x.shape) if n == 1 != g.shape[i + extra])
        g = g.sum(axis=(*range(extra), *repeated), keepdims=True).reshape(x.shape)
    return g if g.dtype == x.dtype else table.astype(g, dtype=x.dtype)


def upstream(output: Tensor, gradient: Any) -> Any:
    """The gradient to start from: the one that was given, checked, or 1 for a single number."""
    if not output.requires_grad:
        raise RuntimeError(
            "nothing to differentiate: no input of this tensor has requires_grad=True "
            "(or it was computed under no_grad)"
        )
    if gradient is None:
        if output.size != 1:
            raise RuntimeError(
                f"the gradient of a tensor of shape {output.shape} needs an upstream gradient: "
                "make one number of it with .sum() or .mean(), or call backward(g)"
            )
        return np.ones_like(output.data)
    if np.shape(raw(gradient)) != output.shape:
        raise ValueError(
            f"the upstream gradient has shape {np.shape(raw(gradient))}, "
            f"the tensor has {output.shape}: they must be equal"
        )
    return gradient if isinstance(gradient, Tensor) else np.asarray(gradient, output.dtype)
