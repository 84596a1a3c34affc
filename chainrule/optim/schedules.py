"""Learning rates that change while training goes on."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from chainrule.optim.group import Group
from chainrule.optim.optimizer import Optimizer


class LRScheduler:
    """Multiplies learning rates so that they go as ``factor(t)`` does; each schedule has its own.

    Call `step` once after each step (or epoch) of the optimiser. From time t - 1 to t a rate is
    multiplied by factor(t) / factor(t - 1). So schedules of one optimiser multiply, and a rate
    that was set by hand stays so, as in PyTorch. All is arithmetic of arrays: a schedule may be
    part of a compiled step.

    Parameters
    ----------
    optimizer : Optimizer
        Whose rates; each group's first one is kept as its ``initial_lr``.
    """

    floor = 0.0  # towards which a rate is multiplied

    def __init__(self, optimizer: Optimizer) -> None:
        self.optimizer, self.time = optimizer, np.zeros((), int)
        for group in optimizer.param_groups:
            group.options = {"initial_lr": group["lr"], **group.options}
        self.set_rates()

    def factor(self, step: Any) -> Any:
        """By what the first learning rate is multiplied at a time, which is an array or number."""
        raise NotImplementedError(f"{type(self).__name__} has no factor method yet")

    def rate(self, group: Group, time: Any) -> Any:
        """A group's learning rate at a time, from what it is one step before."""
        now, before = self.factor(time), np.where(time == 0, 1, self.factor(time - 1))
        above = group.rate - self.floor
        again = above + (group.options["initial_lr"] - self.floor) * now  # up from the floor
        ratio = now / np.where(before == 0, 1, before)
        return self.floor + np.where(before == 0, again, above * ratio)

    def start(self, group: Group) -> Any:
        """A group's learning rate where the schedule begins."""
        return self.floor + (group.options["initial_lr"] - self.floor) * self.factor(0)

    def set_rates(self) -> None:
        """Give every group its rate of this time."""
        for group in self.optimizer.param_groups:
            group.rate[...] = self.rate(group, self.time)

    def step(self) -> None:
        """Go on by one."""
        self.time += 1
        self.set_rates()

    @property
    def last_epoch(self) -> int:
        """How many steps there have been."""
        return int(self.time)

    def get_last_lr(self) -> list[float]:
        """The learning rate of every group now."""
        return [group["lr"] for group in self.optimizer.param_groups]

    def state_dict(self) -> dict[str, Any]:
        """Where the schedule is; the rates are in the optimiser's own state."""
        return {"last_epoch": self.last_epoch}

    def load_state_dict(self, state_dict: Mapping[str, Any]) -> None:
        """Go on from there."""
        self.time[...] = state_dict["last_epoch"]

    def __repr__(self) -> str:
        return f"{type(self).__name__}(last_epoch={self.last_epoch}, last_lr={self.get_last_lr()})"


class StepLR(LRScheduler):
    """γ times less every `step_size` steps: η γ^⌊t / step_size⌋.

    >>> from chainrule import Tensor
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
        self.step_size, self.gamma = step_size, float(gamma)
        super().__init__(optimizer)

    def factor(self, step: Any) -> Any:
        """γ^⌊step / step_size⌋."""
        return self.gamma ** (np.maximum(step, 0) // self.step_size)


class MultiStepLR(LRScheduler):
    """γ times less at each of some times, the milestones.

    >>> from chainrule import Tensor
    >>> from chainrule.optim import SGD
    >>> schedule = MultiStepLR(SGD([Tensor(1.0, requires_grad=True)], lr=0.8), [1, 3], gamma=0.5)
    >>> for _ in range(3):
    ...     schedule.step()
    >>> schedule.get_last_lr()
    [0.2]
    """

    def __init__(self, optimizer: Optimizer, milestones: Sequence[int], gamma: float = 0.1) -> None:
        self.milestones, self.gamma = tuple(milestones), float(gamma)
        super().__init__(optimizer)

    def factor(self, step: Any) -> Any:
        """γ to the number of milestones that are passed."""
        return self.gamma ** sum(np.where(step >= m, 1, 0) for m in self.milestones)


class ExponentialLR(LRScheduler):
    """γ times less at each step: η γᵗ.

    >>> from chainrule import Tensor
    >>> from chainrule.optim import SGD
    >>> schedule = ExponentialLR(SGD([Tensor(1.0, requires_grad=True)], lr=0.8), gamma=0.5)
    >>> schedule.step(); schedule.step()
    >>> schedule.get_last_lr()
    [0.2]
    """

    def __init__(self, optimizer: Optimizer, gamma: float) -> None:
        self.gamma = float(gamma)
        super().__init__(optimizer)

    def factor(self, step: Any) -> Any:
        """γ^step."""
        return self.gamma ** np.maximum(step, 0)


class LinearLR(LRScheduler):
    """A warm-up: from `start_factor` times η to `end_factor` times η in `total_iters` steps.

    >>> from chainrule import Tensor
    >>> from chainrule.optim import SGD
    >>> optimizer = SGD([Tensor(1.0, requires_grad=True)], lr=1.0)
    >>> schedule = LinearLR(optimizer, start_factor=0.5, total_iters=2)
    >>> rates = []
    >>> for _ in range(4):
    ...     rates.append(optimizer.lr); schedule.step()
    >>> rates
    [0.5, 0.75, 1.0, 1.0]
    """

    def __init__(
        self,
        optimizer: Optimizer,
        start_factor: float = 1 / 3,
        end_factor: float = 1.0,
        total_iters: int = 5,
    ) -> None:
        if not 0 < start_factor <= 1 or not 0 <= end_factor <= 1:
            raise ValueError("start_factor and end_factor must be from 0 to 1, the start not 0")
        self.start_factor, self.end_factor = start_factor, end_factor
        self.total_iters = total_iters
        super().__init__(optimizer)

    def factor(self, step: Any) -> Any:
        """The point that is reached on the straight line."""
        share = np.minimum(step, self.total_iters) / self.total_iters
        return self.start_factor + (self.end_factor - self.start_factor) * share


class CosineAnnealingLR(LRScheduler):
    """From η down to `eta_min` along half a cosine: (1 + cos(π t / T)) / 2; after T up again.

    >>> from chainrule import Tensor
    >>> from chainrule.optim import SGD
    >>> optimizer = SGD([Tensor(1.0, requires_grad=True)], lr=1.0)
    >>> schedule = CosineAnnealingLR(optimizer, T_max=2)
    >>> schedule.step(); round(optimizer.lr, 9)
    0.5
    """

    def __init__(self, optimizer: Optimizer, T_max: int, eta_min: float = 0.0) -> None:
        self.T_max, self.floor = T_max, eta_min
        super().__init__(optimizer)

    def factor(self, step: Any) -> Any:
        """(1 + cos(π step / T)) / 2."""
        return (1 + np.cos(math.pi * step / self.T_max)) / 2
