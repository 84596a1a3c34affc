"""Stochastic gradient descent."""

from __future__ import annotations

from collections.abc import Iterable

from chainrule.tensor import Tensor


class SGD:
    """θ ← θ - η ∂L/∂θ.

    Parameters
    ----------
    params : iterable of Tensor
        What is to be learned.
    lr : float
        The learning rate η.

    Raises
    ------
    ValueError
        If there are no parameters, or η is negative.

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
        """Move every parameter that has a gradient one step downhill."""
        for parameter in self.params:
            if parameter.grad is not None:
                parameter.data -= self.lr * parameter.grad
