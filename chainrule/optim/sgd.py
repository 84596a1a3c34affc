"""Stochastic gradient descent."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from chainrule.engine import Array, Tensor
from chainrule.optim.block import Block
from chainrule.optim.optimizer import Optimizer


class SGD(Optimizer):
    """θ ← θ - η v, with v ← μ v + g + λ θ + λ₁ sign θ, where g is the gradient.

    Parameters
    ----------
    params : iterable of Tensor
        What is to be learned.
    lr : float
        The learning rate η.
    momentum : float
        μ: how much of the last step's direction is kept.
    weight_decay : float
        λ: the weight of ½‖θ‖² in the loss.
    l1 : float
        λ₁: the weight of ‖θ‖₁ in the loss.

    Raises
    ------
    ValueError
        If there are no parameters, or the learning rate is negative.

    Examples
    --------
    >>> x = Tensor(3.0, requires_grad=True)
    >>> optimizer = SGD([x], lr=0.1)
    >>> for _ in range(100):
    ...     optimizer.zero_grad()
    ...     ((x - 1) ** 2).backward()
    ...     optimizer.step()
    >>> round(x.item(), 6)
    1.0
    """

    def __init__(
        self,
        params: Iterable[Tensor],
        lr: float,
        momentum: float = 0.0,
        weight_decay: float = 0.0,
        l1: float = 0.0,
    ) -> None:
        super().__init__(params, lr, ["velocity"] if momentum else [])
        self.momentum, self.weight_decay, self.l1 = momentum, weight_decay, l1

    def update(self, block: Block, gradient: Array) -> None:
        """Move the parameters of a block a step downhill."""
        direction = gradient
        if self.weight_decay:
            direction = direction + self.weight_decay * block.data
        if self.l1:
            direction = direction + self.l1 * np.sign(block.data)
        if self.momentum:
            velocity = block.state["velocity"]
            velocity *= self.momentum
            velocity += direction
            direction = velocity
        block.data -= self.rate.astype(block.data.dtype) * direction
