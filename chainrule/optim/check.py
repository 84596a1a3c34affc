"""Whether an optimiser trains what gets a gradient."""

from __future__ import annotations

from typing import Any

from chainrule.anomaly import untrained
from chainrule.engine import Tensor
from chainrule.optim.optimizer import Optimizer


def check(optimizer: Optimizer, source: Any = None) -> str:
    """What an optimiser does not train, in a sentence; empty if all is well.

    To be asked after a backward pass, and before `zero_grad`. Parameters without a gradient stay
    where they are; leaves that have one and belong to no optimiser are lost on it. Inside
    `detect_anomaly` it is told without being asked.

    Parameters
    ----------
    optimizer : Optimizer
        Whose parameters.
    source : Tensor or Module, optional
        A loss, to look at all that it was computed from; or a net, which knows names.

    Returns
    -------
    str
        Names those parameters and leaves.

    Examples
    --------
    >>> from chainrule.optim import SGD
    >>> v, w = Tensor(1.0, True, name="v"), Tensor(2.0, True, name="w")
    >>> optimizer = SGD([v], lr=0.1)
    >>> loss = w * w
    >>> loss.backward()
    >>> check(optimizer, loss)
    'v got no gradient, so that it was not trained; w got one, and no optimiser has it'
    """
    leaves, names = list(optimizer.params), {}
    if isinstance(source, Tensor):
        leaves += leaves_behind(source)
    elif source is not None:
        names = {p: name for name, p in source.named_parameters()}
        leaves += names
    return untrained(optimizer.params, [x for x in leaves if x.grad is not None], names)


def leaves_behind(output: Tensor) -> list[Tensor]:
    """The leaves that want a gradient and that a tensor was computed from."""
    seen, stack = {output}, [output]
    while stack:
        for x in stack.pop().inputs:
            if isinstance(x, Tensor) and x.requires_grad and x not in seen:
                seen.add(x)
                stack.append(x)
    return [x for x in seen if x.is_leaf]
