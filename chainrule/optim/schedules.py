"""Learning rates that change while training goes on, and gradients that are kept in bounds."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np

from chainrule.optim.optimizer import Optimizer
from chainrule.tensor import Tensor


class LRScheduler:
    """Sets the optimiser's learning rate to ``factor(step)`` times its first value.

    Call `step` once after each step (or epoch) of the optimiser.
    """

    def __init__(self, optimizer: Optimizer) -> None:
        self.optimizer, self.first = optimizer, optimizer.lr
        self.epoch = np.zeros((), int)  # an array, so that a compiled step counts on
        self.optimizer.lr = self.first * self.factor(self.epoch)

    @property
    def last_epoch(self) -> int:
        """How many steps there were."""
        return int(self.epoch)

    def factor(self, step: Any) -> Any:
        """By what the first learning rate is multiplied; each schedule has its own.

        The step is an array without axes: NumPy's functions take it, and a compiled step
        computes the factor anew, which it could not if this were to branch on the step.
        """
        raise NotImplementedError

    def step(self) -> None:
        """Go on by one."""
        self.epoch += 1
        self.optimizer.lr = self.first * self.factor(self.epoch)


class StepLR(LRScheduler):
    """γ times less every `step_size` steps: η γ^⌊t / step_size⌋.

    >>> from chainrule.optim import SGD
    >>> optimizer = SGD([Tensor(1.0, requires_grad=True)], lr=0.8)
    >>> schedule = StepLR(optimizer, step_size=2, gamma=0.5)
    >>> rates = []
    >>> for _ in range(5):
    ...     rates.append(optimizer.lr); schedule.step()
    >>> rates
    [0.8, 0.8, 0.4, 0.4, 0.2]
    """

    def __init__(self, optimizer: Optimizer, step_size: int, gamma: float = 0.1) -> None:
        self.step_size, self.gamma = step_size, gamma
        super().__init__(optimizer)

    def factor(self, step: Any) -> Any:
        """γ^⌊step / step_size⌋."""
        return self.gamma ** (step // self.step_size)


class CosineAnnealingLR(LRScheduler):
    """From η down to 0 along half a cosine: η (1 + cos(π t / T)) / 2; it stays at 0 after T.

    >>> from chainrule.optim import SGD
    >>> optimizer = SGD([Tensor(1.0, requires_grad=True)], lr=1.0)
    >>> schedule = CosineAnnealingLR(optimizer, T_max=2)
    >>> schedule.step(); round(optimizer.lr, 9)
    0.5
    """

    def __init__(self, optimizer: Optimizer, T_max: int) -> None:
        self.T_max = T_max
        super().__init__(optimizer)

    def factor(self, step: Any) -> Any:
        """(1 + cos(π step / T)) / 2."""
        return (1 + np.cos(np.pi * np.minimum(step / self.T_max, 1))) / 2


def clip_grad_norm_(parameters: Iterable[Tensor], max_norm: float) -> Any:
    """Scale all gradients alike so that their common norm is at most `max_norm`.

    Returns
    -------
    float
        The norm before, √Σ g² over all elements of all gradients; an array of one number.

    Examples
    --------
    >>> x = Tensor([3.0, 4.0], requires_grad=True)
    >>> (x * x / 2).sum().backward()
    >>> float(clip_grad_norm_([x], 1.0)), x.grad.round(3).tolist()
    (5.0, [0.6, 0.8])
    """
    gradients = [p.grad for p in parameters if p.grad is not None]
    norm = np.sqrt(sum(np.vdot(g, g) for g in gradients))
    scale = max_norm / np.maximum(norm, max_norm)
    for gradient in gradients:
        gradient *= scale.astype(gradient.dtype)
    return norm
