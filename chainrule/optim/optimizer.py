"""What all optimisers have in common."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np

from chainrule.optim.block import Block, blocks_of
from chainrule.tensor import Tensor
from chainrule.values import Array


class Optimizer:
    """Parameters and a learning rate; `update` says how a block of them moves.

    The `data` of small parameters become views of one array, which is updated as a whole.

    Parameters
    ----------
    params : iterable of Tensor
        What is to be learned.
    lr : float
        The learning rate; an attribute that may be changed between steps.
    state : iterable of str
        Names of arrays that the optimiser remembers from step to step.

    Raises
    ------
    ValueError
        If there are no parameters, or the learning rate is negative.
    """

    def __init__(self, params: Iterable[Tensor], lr: float, state: Iterable[str] = ()) -> None:
        self.params = list(params)
        if not self.params:
            raise ValueError("the optimiser was given no parameters")
        if not lr >= 0:
            raise ValueError(f"the learning rate must not be negative, and it is {lr}")
        self.rate = np.array(lr, float)  # an array, so that a compiled step reads it anew
        self.blocks = blocks_of(self.params, tuple(state))

    @property
    def lr(self) -> Any:
        """The learning rate: a number; while a step is recorded an array without axes."""
        return float(self.rate) if type(self.rate) is np.ndarray else self.rate + 0.0

    @lr.setter
    def lr(self, value: Any) -> None:
        self.rate[...] = value

    def zero_grad(self) -> None:
        """Forget all gradients; without this they add up from step to step."""
        for parameter in self.params:
            parameter.grad = None

    def step(self) -> None:
        """Move every parameter that has a gradient."""
        if any(block.has_gaps() for block in self.blocks):
            self.blocks = [part for block in self.blocks for part in block.split()]
        for block in self.blocks:
            block.adopt()
            gradient = block.gathered()
            if gradient is not None:
                self.update(block, gradient)

    def update(self, block: Block, gradient: Array) -> None:
        """Move the parameters of a block; each optimiser has its own way."""
        raise NotImplementedError
