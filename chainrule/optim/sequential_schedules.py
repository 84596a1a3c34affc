"""Schedules made of functions and of other schedules."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

import numpy as np

from chainrule.optim.group import Group
from chainrule.optim.optimizer import Optimizer
from chainrule.optim.schedules import LRScheduler


class LambdaLR(LRScheduler):
    """η times a function of the time; a rate that was set by hand is set anew, as in PyTorch.

    >>> from chainrule import Tensor
    >>> from chainrule.optim import SGD
    >>> optimizer = SGD([Tensor(1.0, requires_grad=True)], lr=0.5)
    >>> schedule = LambdaLR(optimizer, lambda t: 1 / (1 + t))
    >>> schedule.step(); optimizer.lr
    0.25
    """

    def __init__(
        self,
        optimizer: Optimizer,
        lr_lambda: Callable[[Any], Any] | Sequence[Callable[[Any], Any]],
    ) -> None:
        many = isinstance(lr_lambda, Sequence)
        groups = len(optimizer.param_groups)
        self.lambdas = tuple(lr_lambda) if isinstance(lr_lambda, Sequence) else (lr_lambda,)
        if many and len(self.lambdas) != groups:
            raise ValueError(f"there are {groups} groups, and {len(self.lambdas)} functions")
        super().__init__(optimizer)

    def rate(self, group: Group, time: Any) -> Any:
        """η times the group's function."""
        i = self.optimizer.param_groups.index(group) if len(self.lambdas) > 1 else 0
        return group.options["initial_lr"] * self.lambdas[i](time)

    def start(self, group: Group) -> Any:
        """η times the function at 0."""
        return self.rate(group, 0)


class SequentialLR(LRScheduler):
    """One schedule after another: the next begins anew at each milestone.

    >>> from chainrule import Tensor
    >>> from chainrule.optim import SGD, ExponentialLR, LinearLR
    >>> optimizer = SGD([Tensor(1.0, requires_grad=True)], lr=1.0)
    >>> warm_up = LinearLR(optimizer, start_factor=0.5, total_iters=2)
    >>> decay = ExponentialLR(optimizer, gamma=0.5)
    >>> schedule = SequentialLR(optimizer, [warm_up, decay], milestones=[2])
    >>> rates = []
    >>> for _ in range(5):
    ...     rates.append(optimizer.lr); schedule.step()
    >>> rates
    [0.5, 0.75, 1.0, 0.5, 0.25]
    """

    def __init__(
        self,
        optimizer: Optimizer,
        schedulers: Iterable[LRScheduler],
        milestones: Sequence[int],
    ) -> None:
        self.schedulers, self.starts = tuple(schedulers), (0, *milestones)
        if len(self.schedulers) != len(self.starts):
            raise ValueError("there must be one schedule more than milestones")
        if any(s.optimizer is not optimizer for s in self.schedulers):
            raise ValueError("all schedules must be of this optimiser")
        for group in optimizer.param_groups:
            group["lr"] = group["initial_lr"]  # before the schedules have changed it
        super().__init__(optimizer)

    def rate(self, group: Group, time: Any) -> Any:
        """The rate that the schedule of this time says."""
        chosen = group.rate
        for start, schedule in zip(self.starts, self.schedulers, strict=True):
            later = schedule.rate(group, time - start)
            said = np.where(time == start, schedule.start(group), later)
            chosen = np.where(time >= start, said, chosen)
        return chosen

    def start(self, group: Group) -> Any:
        """Where the first schedule begins."""
        return self.schedulers[0].start(group)
