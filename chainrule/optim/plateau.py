"""A learning rate that falls when nothing gets better any more."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from chainrule.engine import raw
from chainrule.optim.optimizer import Optimizer

TOLD = ("best", "num_bad_epochs", "cooldown_counter", "last_epoch")


class ReduceLROnPlateau:
    """Multiplies the learning rates by `factor` when a measure has not improved for a while.

    Parameters
    ----------
    optimizer : Optimizer
        Whose rates.
    mode : {"min", "max"}
        Whether the measure should fall, as a loss, or rise, as an accuracy.
    factor : float
        By what rates are multiplied; below 1.
    patience : int
        Epochs without improvement that are let pass.
    threshold : float
        How much better counts.
    threshold_mode : {"rel", "abs"}
        Whether that is a share of the best or a difference from it.
    cooldown : int
        Epochs after a reduction in which nothing is counted.
    min_lr : float
        No rate falls below it.
    eps : float
        Smaller changes of a rate are not made.

    Examples
    --------
    >>> from chainrule import Tensor
    >>> from chainrule.optim import SGD
    >>> optimizer = SGD([Tensor(1.0, requires_grad=True)], lr=1.0)
    >>> schedule = ReduceLROnPlateau(optimizer, factor=0.5, patience=1)
    >>> for loss in (3.0, 2.0, 2.0, 2.0):
    ...     schedule.step(loss)
    >>> optimizer.lr
    0.5
    """

    def __init__(
        self,
        optimizer: Optimizer,
        mode: str = "min",
        factor: float = 0.1,
        patience: int = 10,
        threshold: float = 1e-4,
        threshold_mode: str = "rel",
        cooldown: int = 0,
        min_lr: float = 0.0,
        eps: float = 1e-8,
    ) -> None:
        if not factor < 1:
            raise ValueError(f"factor must be below 1, and it is {factor}")
        if mode not in ("min", "max"):
            raise ValueError(f"mode must be 'min' or 'max', and it is {mode!r}")
        if threshold_mode not in ("rel", "abs"):
            raise ValueError(f"threshold_mode must be 'rel' or 'abs', and it is {threshold_mode!r}")
        self.optimizer, self.sign = optimizer, 1 if mode == "min" else -1
        self.factor, self.patience, self.cooldown = factor, patience, cooldown
        self.threshold, self.relative = threshold, threshold_mode == "rel"
        self.min_lr, self.eps = min_lr, eps
        self.best = self.sign * math.inf
        self.num_bad_epochs = self.cooldown_counter = self.last_epoch = 0

    def step(self, metrics: Any) -> None:
        """Take note of the measure of one more epoch."""
        measure = float(raw(metrics))
        self.last_epoch += 1
        self.num_bad_epochs += 1
        if self.is_better(measure):
            self.best, self.num_bad_epochs = measure, 0
        if self.cooldown_counter > 0:
            self.cooldown_counter -= 1
            self.num_bad_epochs = 0
        if self.num_bad_epochs > self.patience:
            self.reduce()
            self.cooldown_counter, self.num_bad_epochs = self.cooldown, 0

    def is_better(self, measure: float) -> bool:
        """Whether a measure is so much better than the best one that it counts."""
        if math.isinf(self.best):
            return self.sign * measure < self.sign * self.best
        margin = self.threshold * (self.best if self.relative else 1)
        return self.sign * measure < self.sign * self.best - margin

    def reduce(self) -> None:
        """Make all rates smaller."""
        for group in self.optimizer.param_groups:
            rate = max(group["lr"] * self.factor, self.min_lr)
            if group["lr"] - rate > self.eps:
                group["lr"] = rate

    def get_last_lr(self) -> list[float]:
        """The learning rate of every group now."""
        return [group["lr"] for group in self.optimizer.param_groups]

    def state_dict(self) -> dict[str, Any]:
        """What is remembered; the rates are in the optimiser's own state."""
        return {name: getattr(self, name) for name in TOLD}

    def load_state_dict(self, state_dict: Mapping[str, Any]) -> None:
        """Go on from there."""
        for name in TOLD:
            setattr(self, name, state_dict[name])

    def __repr__(self) -> str:
        return f"{type(self).__name__}(last_epoch={self.last_epoch}, last_lr={self.get_last_lr()})"
