"""One step of training, and what it is made of."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from chainrule import nn, optim, table
from chainrule.widgets.playground.network import linears
from chainrule.widgets.playground.objective import Squared
from chainrule.widgets.playground.surgery import Fixed

PERIOD = 500  # epochs of half a cosine; a step schedule halves five times in it


class TrainingStep:
    """A step of the optimiser on a batch, to be run as it is or compiled."""

    def __init__(
        self,
        model: nn.Sequential,
        optimizer: optim.Optimizer,
        objective: Squared,
        penalty: Callable[[], Any] | None,
        fixed: Fixed,
    ) -> None:
        self.model, self.optimizer = model, optimizer
        self.objective, self.penalty, self.fixed = objective, penalty, fixed

    def run(self, x: Any, t: Any) -> None:
        """Forward, backward, update."""
        self.optimizer.zero_grad()
        loss = self.objective.loss(self.model(x), t)
        if self.penalty is not None:
            loss = loss + self.penalty()
        loss.backward()
        self.fixed.spare()
        self.optimizer.step()
        self.fixed.put_back()


def penalty_of(model: nn.Sequential, kind: str, rate: float) -> Callable[[], Any] | None:
    """`rate` times Σ |w| (l1) or ½ Σ w² (l2) over all weights; biases are free."""
    weights = [layer.weight for layer in linears(model)]
    if kind == "none" or not rate:
        return None
    if kind == "l1":
        return lambda: rate * total([table.abs(w).sum() for w in weights])
    return lambda: 0.5 * rate * total([(w * w).sum() for w in weights])


def total(terms: list[Any]) -> Any:
    """The sum of at least one term."""
    return sum(terms[1:], terms[0])


def optimizer_of(name: str, model: nn.Module, rate: float) -> optim.Optimizer:
    """The optimiser of that name."""
    if name == "adam":
        return optim.Adam(model.parameters(), lr=rate)
    return optim.SGD(model.parameters(), lr=rate, momentum=0.9 if name == "momentum" else 0.0)


def schedule_of(name: str, optimizer: optim.Optimizer) -> optim.LRScheduler:
    """The schedule of that name, of which only the factor is asked."""
    if name == "cosine":
        return optim.CosineAnnealingLR(optimizer, T_max=PERIOD)
    return optim.StepLR(optimizer, PERIOD // 5, gamma=0.5 if name == "step" else 1.0)


def factor_at(schedule: optim.LRScheduler, epoch: int) -> Any:
    """What a schedule multiplies the learning rate by; a cosine stays where its half ends."""
    return schedule.factor(min(epoch, getattr(schedule, "T_max", epoch)))
