"""Steps downhill, their schedule, and layers one after another, by a learner's parts."""

from __future__ import annotations

from typing import Any

import numpy as np

from chainrule.exercises.overrides.registry import Function, Seat, asked, joined, seats
from chainrule.nn import Sequential
from chainrule.optim import SGD
from chainrule.optim.block import Block
from chainrule.optim.schedules import CosineAnnealingLR

reference_update = SGD.update


def update(self: SGD, block: Block, gradient: Any) -> None:
    """The step of SGD; the parts answer for plain arrays, without decay."""
    name = "momentum.step" if self.momentum else "sgd.step"
    plain = type(gradient) is np.ndarray and not (self.weight_decay or self.l1)
    if not (plain and name in joined and (moved(self, block, gradient) is not None)):
        reference_update(self, block, gradient)


def moved(optimizer: SGD, block: Block, gradient: Any) -> Any:
    """What the part says, put into the block; None if the part fails."""
    if not optimizer.momentum:
        answer = asked("sgd.step", joined["sgd.step"], [block.data], [gradient], optimizer.lr)
        if answer is not None:
            block.data[...] = answer[0]
        return answer
    velocity = block.state["velocity"]
    numbers = optimizer.lr, optimizer.momentum
    part = joined["momentum.step"]
    answer = asked("momentum.step", part, block.data, gradient, velocity, *numbers)
    if answer is not None:
        block.data[...], velocity[...] = answer
    return answer


def step_of_sgd() -> Seat:
    """The seat of SGD's step, with or without momentum."""

    def put(function: Function) -> None:
        SGD.update = update  # type: ignore[method-assign]

    def restore() -> None:
        if not {"sgd.step", "momentum.step"} & joined.keys():
            SGD.update = reference_update  # type: ignore[method-assign]

    return Seat(put, restore)


def method(owner: Any, attribute: str, adapter: Any) -> Seat:
    """The seat of a method; `adapter(function, reference)` takes its place."""
    reference = getattr(owner, attribute)

    def put(function: Function) -> None:
        setattr(owner, attribute, adapter(function, reference))

    def restore() -> None:
        setattr(owner, attribute, reference)

    return Seat(put, restore)


def cosine_factor(function: Function, reference: Any) -> Any:
    """The factor of the learning rate, as the part says for a rate of 1."""

    def factor(self: CosineAnnealingLR, step: int) -> float:
        answer = asked("schedule", function, min(step, self.T_max), self.T_max, 1.0)
        return float(reference(self, step) if answer is None else answer)

    return factor


def layers_in_turn(function: Function, reference: Any) -> Any:
    """The forward pass of `Sequential`."""

    def forward(self: Sequential, x: Any) -> Any:
        answer = asked("sequential", function, x, list(self.layers))
        return reference(self, x) if answer is None else answer

    return forward


seats |= {
    "sgd.step": step_of_sgd(),
    "momentum.step": step_of_sgd(),
    "schedule": method(CosineAnnealingLR, "factor", cosine_factor),
    "sequential": method(Sequential, "forward", layers_in_turn),
}
