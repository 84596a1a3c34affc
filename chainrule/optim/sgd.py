"""Stochastic gradient descent."""

from __future__ import annotations

from typing import Any

import numpy as np

from chainrule.engine import Array
from chainrule.optim.block import Block
from chainrule.optim.group import Group, Option
from chainrule.optim.optimizer import Optimizer


class SGD(Optimizer):
    """θ ← θ - η v, with v ← μ v + (1 - τ) (g + λ θ + λ₁ sign θ), where g is the gradient.

    Parameters
    ----------
    params : iterable of Tensor, or of dict
        What is to be learned, or groups of it; see `Optimizer`.
    lr : float
        The learning rate η.
    momentum : float
        μ: how much of the last step's direction is kept.
    dampening : float
        τ: how much of a new gradient is left out, but of the first.
    weight_decay : float
        λ: the weight of ½‖θ‖² in the loss.
    nesterov : bool
        Look ahead: the step is g + μ v in place of v.
    maximize : bool
        Go uphill: g becomes -g.
    l1 : float
        λ₁: the weight of ‖θ‖₁ in the loss, which PyTorch has not.

    Raises
    ------
    TypeError, ValueError
        As `Optimizer` does; and if `nesterov` has no momentum, or a dampening.

    Examples
    --------
    >>> from chainrule import Tensor
    >>> x = Tensor(3.0, requires_grad=True)
    >>> optimizer = SGD([x], lr=0.1)
    >>> for _ in range(100):
    ...     optimizer.zero_grad()
    ...     ((x - 1) ** 2).backward()
    ...     optimizer.step()
    >>> round(x.item(), 6)
    1.0
    """

    momentum, dampening, weight_decay, l1 = Option(), Option(), Option(), Option()
    nesterov, maximize = Option(), Option()

    def __init__(
        self,
        params: Any,
        lr: float = 1e-3,
        momentum: float = 0.0,
        dampening: float = 0.0,
        weight_decay: float = 0.0,
        nesterov: bool = False,
        *,
        maximize: bool = False,
        l1: float = 0.0,
    ) -> None:
        if nesterov and (not momentum or dampening):
            raise ValueError("nesterov needs a momentum, and no dampening")
        defaults = {"lr": lr, "momentum": momentum, "dampening": dampening}
        defaults |= {"weight_decay": weight_decay, "nesterov": nesterov}
        super().__init__(params, {**defaults, "maximize": maximize, "l1": l1})

    def remembers(self, group: Group) -> list[str]:
        """The direction of earlier steps."""
        return ["momentum_buffer"] if group["momentum"] else []

    def update(self, group: Group, block: Block, gradient: Array) -> None:
        """Move the parameters of a block a step downhill."""
        o, direction = group.options, gradient
        if o["weight_decay"]:
            direction = direction + o["weight_decay"] * block.data
        if o["l1"]:
            direction = direction + o["l1"] * np.sign(block.data)
        if o["momentum"]:
            velocity = block.memory("momentum_buffer")
            velocity *= o["momentum"]
            velocity += dampened(direction, o["dampening"], block) if o["dampening"] else direction
            direction = direction + o["momentum"] * velocity if o["nesterov"] else velocity
        block.data -= group.rate.astype(block.data.dtype, copy=False) * direction


def dampened(direction: Array, dampening: float, block: Block) -> Array:
    """What is added to a velocity: all of the first direction, and less of later ones."""
    share = np.where(block.steps > 0, 1 - dampening, 1.0)
    block.steps += 1
    return share.astype(block.data.dtype) * direction
