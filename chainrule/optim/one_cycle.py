"""One cycle: the learning rate up to a maximum and down to almost nothing."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from chainrule.optim.group import Group
from chainrule.optim.optimizer import Optimizer
from chainrule.optim.schedules import LRScheduler


class OneCycleLR(LRScheduler):
    """From `max_lr` / `div_factor` up to `max_lr`, and down to 1 / `final_div_factor` of the first.

    Meanwhile the momentum, or β₁ of Adam, goes the other way. It counts its steps, so that it
    has to stay outside of a compiled step.

    Parameters
    ----------
    optimizer : Optimizer
        Whose rates.
    max_lr : float
        The highest rate.
    total_steps : int
        How many times `step` will be called.
    pct_start : float
        The share of steps that go up.
    anneal_strategy : {"cos", "linear"}
        Half cosines or straight lines.
    cycle_momentum : bool
        Whether the momentum goes from `max_momentum` to `base_momentum` and back.
    base_momentum, max_momentum : float
        Its bounds.
    div_factor, final_div_factor : float
        What the first rate is of the highest, and the last of the first.

    Notes
    -----
    Source: Smith & Topin, arXiv 1708.07120.

    Examples
    --------
    >>> from chainrule import Tensor
    >>> from chainrule.optim import SGD
    >>> optimizer = SGD([Tensor(1.0, requires_grad=True)], momentum=0.9)
    >>> schedule = OneCycleLR(optimizer, max_lr=1.0, total_steps=10, pct_start=0.5)
    >>> for _ in range(4):
    ...     schedule.step()
    >>> optimizer.lr, optimizer.momentum
    (1.0, 0.85)
    """

    def __init__(
        self,
        optimizer: Optimizer,
        max_lr: float,
        total_steps: int,
        pct_start: float = 0.3,
        anneal_strategy: str = "cos",
        cycle_momentum: bool = True,
        base_momentum: float = 0.85,
        max_momentum: float = 0.95,
        div_factor: float = 25.0,
        final_div_factor: float = 1e4,
    ) -> None:
        if anneal_strategy not in ("cos", "linear"):
            raise ValueError(f"anneal_strategy must be 'cos' or 'linear', not {anneal_strategy!r}")
        if cycle_momentum and not {"momentum", "betas"} & optimizer.defaults.keys():
            raise ValueError("the optimiser has no momentum: give cycle_momentum=False")
        self.total_steps, self.cosine = total_steps, anneal_strategy == "cos"
        self.top, self.end = pct_start * total_steps - 1, total_steps - 1
        first = max_lr / div_factor
        self.rates = (first, max_lr, first / final_div_factor)
        self.momenta = (max_momentum, base_momentum, max_momentum) if cycle_momentum else None
        for group in optimizer.param_groups:
            group["initial_lr"] = first
        super().__init__(optimizer)

    def rate(self, group: Group, time: Any) -> Any:
        """The rate of a time, whatever it was before."""
        return self.between(self.rates, time)

    def between(self, points: tuple[float, float, float], time: Any) -> Any:
        """Where one is at a time, on the way from the first point to the second to the third."""
        up, down = time / self.top, (time - self.top) / (self.end - self.top)
        first, top, last = points
        return np.where(
            time <= self.top,
            first + (top - first) * self.eased(up),
            top + (last - top) * self.eased(down),
        )

    def eased(self, share: Any) -> Any:
        """The share of the way, along a line or half a cosine."""
        return (1 - np.cos(math.pi * share)) / 2 if self.cosine else share

    def set_rates(self) -> None:
        """Give every group its rate of this time, and its momentum."""
        super().set_rates()
        if self.momenta is None:
            return
        momentum = float(self.between(self.momenta, self.time))
        for group in self.optimizer.param_groups:
            if "betas" in group:
                group["betas"] = (momentum, group["betas"][1])
            else:
                group["momentum"] = momentum

    def step(self) -> None:
        """Go on by one; a ValueError after the last step."""
        if self.last_epoch >= self.total_steps:
            raise ValueError(f"the cycle has {self.total_steps} steps, and they are over")
        super().step()
