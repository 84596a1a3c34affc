"""Steps downhill, their schedule, and layers one after another, by a learner's parts."""

from __future__ import annotations

from typing import Any

import numpy as np

from chainrule.exercises.overrides.registry import Function, Override, replacement
from chainrule.nn import Sequential
from chainrule.optim import SGD
from chainrule.optim.block import Block
from chainrule.optim.group import Group
from chainrule.optim.schedules import CosineAnnealingLR

reference_update = SGD.update
steps: dict[bool, Function] = {}  # by whether there is momentum


def update(self: SGD, group: Group, block: Block, gradient: Any) -> None:
    """The step of SGD; the parts answer for plain arrays, without decay."""
    o = group.options
    part = steps.get(bool(o["momentum"]))
    others = ("weight_decay", "l1", "dampening", "nesterov")
    plain = type(gradient) is np.ndarray and not any(o[name] for name in others)
    if not (part and plain and move(part, group, block, gradient)):
        reference_update(self, group, block, gradient)


def move(part: Function, group: Group, block: Block, gradient: Any) -> bool:
    """Put what the part says into the block, and tell whether it said something."""
    momentum = group["momentum"]
    if not momentum:
        answer = part([block.data], [gradient], group["lr"])
        if answer is not None:
            block.data[...] = answer[0]
        return answer is not None
    velocity = block.memory("momentum_buffer")
    answer = part(block.data, gradient, velocity, group["lr"], momentum)
    if answer is not None:
        block.data[...], velocity[...] = answer
    return answer is not None


def step_of_sgd(momentum: bool) -> Override:
    """The override of SGD's step, with or without momentum."""

    def install(function: Function) -> None:
        steps[momentum] = function
        SGD.update = update  # type: ignore[method-assign]

    def restore() -> None:
        steps.pop(momentum, None)
        if not steps:
            SGD.update = reference_update  # type: ignore[method-assign]

    return Override(install, restore)


def cosine_factor() -> Override:
    """The override of the factor of the learning rate, as the part says for a rate of 1."""

    def factor_by(function: Function, reference: Any) -> Any:
        def factor(self: CosineAnnealingLR, step: Any) -> float:
            answer = function(int(step), self.T_max, 1.0) if 0 <= step <= self.T_max else None
            return float(reference(self, step) if answer is None else answer)

        return factor

    return replacement(CosineAnnealingLR, "factor", factor_by)


def layers_in_turn() -> Override:
    """The override of the forward pass of `Sequential`."""

    def forward_by(function: Function, reference: Any) -> Any:
        def forward(self: Sequential, x: Any) -> Any:
            answer = function(x, list(self.layers))
            return reference(self, x) if answer is None else answer

        return forward

    return replacement(Sequential, "forward", forward_by)
