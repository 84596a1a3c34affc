"""All operations by their names: the engine's entries, and more of them.

An entry reads as in `engine.py`: name, function of arrays, then for each input the rule that turns
the gradient ``g`` of the output ``y`` into the gradient of that input; then the words from which
formulas, layers and widgets know it. An operation of your own is the equal of these once
`chainrule.register` has it.

>>> from chainrule import Tensor
>>> x = Tensor([0.0, 1.0], requires_grad=True)
>>> tanh(x).sum().backward()
>>> x.grad.round(4)
array([1.  , 0.42])
"""

from __future__ import annotations

from inspect import signature
from math import prod
from typing import Any

import numpy as np

from chainrule.engine import *  # noqa: F403  (its entries, by their names)
from chainrule.engine import (
    Array,
    Operation,
    astype,
    broadcast_to,
    getitem,
    kept,
    neg,
    permute,
    raw,
    reshape,
    scatter,
    sigmoid,
    spread,
    swap,
    where,
)

# fmt: off
linear = Operation("linear", lambda x, w, b=0.0: x @ w.T + b,
    lambda g, y, x, w, b=0.0: g @ w,
    lambda g, y, x, w, b=0.0: swap(rows(g)) @ rows(x),
    lambda g, y, x, w, b=0.0: g)
sin = Operation("sin", np.sin, lambda g, y, x: g * cos(x),
    says="sin x has the local derivative cos x")
cos = Operation("cos", np.cos, lambda g, y, x: -g * sin(x),
    says="cos x has the local derivative −sin x")
abs = Operation("abs", np.abs, lambda g, y, x: g * np.sign(raw(x)),
    says="|x| has the sign of x for local derivative: +1 or −1, and 0 at 0")
softplus = Operation("softplus", lambda x: np.logaddexp(0, x),
    lambda g, y, x: g * sigmoid(x),
    says="softplus has the local derivative σ(x)",
    layer="Softplus", formula="log(1 + eˣ), a smooth ReLU", example=(0.0, 0.6931))


# Choosing: the gradient goes where the value came from, halves of it on a tie
minimum = Operation("minimum", np.minimum,
    lambda g, y, a, b: where(a < b, g, where(a == b, g / 2, 0)),
    lambda g, y, a, b: where(b < a, g, where(a == b, g / 2, 0)), symbol="min",
    says="min routes: the smaller input gets the whole gradient, the other one nothing")
clip = Operation("clip", lambda x, low, high: np.clip(x, low, high),
    lambda g, y, x, low, high: where((x >= low) & (x <= high), g, 0))

# Reductions
mean = Operation("mean", lambda x, axis=None, keepdims=False: np.mean(x, axis, keepdims=keepdims),
    lambda g, y, x, axis=None, keepdims=False: spread(g * (y.size / (x.size or 1)), x, axis))
max = Operation("max", lambda x, axis=None, keepdims=False: np.max(x, axis, keepdims=keepdims),
    lambda g, y, x, axis=None, keepdims=False: to_winners(g, y, x, axis))
min = Operation("min", lambda x, axis=None, keepdims=False: np.min(x, axis, keepdims=keepdims),
    lambda g, y, x, axis=None, keepdims=False: to_winners(g, y, x, axis))
# fmt: on


def rows(x: Any) -> Any:
    """`x` as one matrix: all leading axes become rows."""
    return x if x.ndim == 2 else reshape(x, shape=(prod(x.shape[:-1]), x.shape[-1]))


def to_winners(g: Any, y: Any, x: Any, axis: Any) -> Any:
    """The gradient where `x` is the maximum (or minimum) y, else 0; n that tie get 1/n each."""
    best: Array = raw(x) == raw(y).reshape(kept(x, axis))
    ties = np.maximum(np.sum(best, axis=axis, keepdims=True), 1)  # none where y is nan
    return where(best, broadcast_to(reshape(g, shape=kept(x, axis)) / ties, shape=x.shape), 0)


def is_function_of_one_number(operation: Operation) -> bool:
    """Whether an operation is applied to each element alone: one input and no option."""
    f, inputs = operation.forward, len(operation.rules)
    if isinstance(f, np.ufunc):
        inputs = f.nin
    elif (known := parameters_of(f)) is not None:
        inputs = len(known)
    return len(operation.rules) == inputs == 1


def parameters_of(f: Any) -> list[Any] | None:
    """The parameters of a function, or None if it does not say which it has."""
    try:
        found = list(signature(f).parameters.values())
    except ValueError:  # it is not written in Python
        return None
    return None if any(x.kind is x.VAR_POSITIONAL for x in found) else found


MOVES = astype, reshape, permute, broadcast_to, getitem, scatter  # they only move numbers about
OPERATIONS = {
    name: x for name, x in dict(globals()).items() if isinstance(x, Operation) and x not in MOVES
}
FUNCTIONS = {  # of one number, by their names; −x is written with its sign
    name: x for name, x in OPERATIONS.items() if is_function_of_one_number(x) and x is not neg
}
__all__ = list(OPERATIONS)
