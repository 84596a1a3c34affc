"""What all optimisers have in common."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from chainrule.tensor import Tensor
from chainrule.values import Array


class Optimizer:
    """A list of parameters and a learning rate; `update` says how one of them moves.

    Parameters
    ----------
    params : iterable of Tensor
        What is to be learned.
    lr : float
        The learning rate; an attribute that may be changed between steps.

    Raises
    ------
    ValueError
        If there are no parameters, or the learning rate is negative.
    """

    def __init__(self, params: Iterable[Tensor], lr: float) -> None:
        self.params, self.lr = list(params), lr
        if not self.params:
            raise ValueError("the optimiser was given no parameters")
        if not lr >= 0:
            raise ValueError(f"the learning rate must not be negative, and it is {lr}")

    def zero_grad(self) -> None:
        """Forget all gradients; without this they add up from step to step."""
        for parameter in self.params:
            parameter.grad = None

    def step(self) -> None:
        """Move every parameter that has a gradient."""
        for i, parameter in enumerate(self.params):
            if parameter.grad is not None:
                self.update(i, parameter, parameter.grad)

    def update(self, i: int, parameter: Tensor, gradient: Array) -> None:
        """Move parameter number `i`; each optimiser has its own way."""
        raise NotImplementedError


def zeros_like(params: Iterable[Tensor]) -> list[Array]:
    """An array of zeros for each parameter: the state of an optimiser before its first step."""
    return [np.zeros_like(parameter.data) for parameter in params]
