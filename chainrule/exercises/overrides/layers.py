"""Activations and losses, by a learner's parts: the value, the rules, or both from one part."""

from __future__ import annotations

from typing import Any

import numpy as np

from chainrule import table
from chainrule.exercises.overrides.registry import Function, Seat, asked, seats
from chainrule.exercises.overrides.rules import rules_of
from chainrule.nn.functional import activations, losses
from chainrule.tensor import Operation, Tensor


def value_of(name: str, operation: Operation) -> Seat:
    """The seat of an operation's value."""
    reference = operation.forward

    def put(function: Function) -> None:
        def forward(x: Any) -> Any:
            answer = asked(name, function, x) if isinstance(x, np.ndarray) else None
            return reference(x) if answer is None else np.asarray(answer)

        operation.forward = forward

    def restore() -> None:
        operation.forward = reference

    return Seat(put, restore)


def activation_of(name: str, operation: Operation) -> Seat:
    """The seat of an activation whose part returns the value and the gradient."""
    value: Any = operation.forward
    rules: Any = operation.rules

    def put(function: Function) -> None:
        def forward(x: Any, **fixed: Any) -> Any:
            pair = answered(name, function, np.zeros_like(x), x, *fixed.values())
            return value(x, **fixed) if pair is None else np.asarray(pair[0])

        def rule(g: Any, y: Any, x: Any, **fixed: Any) -> Any:
            pair = answered(name, function, g, x, *fixed.values())
            return rules[0](g, y, x, **fixed) if pair is None else np.asarray(pair[1])

        operation.forward, operation.rules = forward, (rule,)

    def restore() -> None:
        operation.forward, operation.rules = value, rules

    return Seat(put, restore)


def loss_of(name: str, operation: Operation) -> Seat:
    """The seat of a loss whose part returns the value and the gradient of the logits."""
    value: Any = operation.forward
    rules: Any = operation.rules

    def put(function: Function) -> None:
        def forward(z: Any, t: Any, **fixed: Any) -> Any:
            pair = answered(name, function, z, t)
            return value(z, t, **fixed) if pair is None else np.asarray(pair[0])

        def rule(g: Any, y: Any, z: Any, t: Any, **fixed: Any) -> Any:
            pair = None if isinstance(g, Tensor) else answered(name, function, z, t)
            return rules[0](g, y, z, t, **fixed) if pair is None else g * np.asarray(pair[1])

        operation.forward, operation.rules = forward, (rule, *rules[1:])

    def restore() -> None:
        operation.forward, operation.rules = value, rules

    return Seat(put, restore)


def answered(name: str, function: Function, *arguments: Any) -> Any:
    """What the part answers to arrays; None for tensors, single numbers, and where it fails."""
    arrays = all(isinstance(x, np.ndarray) for x in arguments[:2])
    return asked(name, function, *arguments) if arrays else None


def learned_slope(operation: Operation) -> Seat:
    """The seat of PReLU's rules, where one α is shared by all elements."""
    rules: Any = operation.rules

    def put(function: Function) -> None:
        def rule(i: int, g: Any, y: Any, x: Any, alpha: Any) -> Any:
            pair = None
            if isinstance(alpha, np.ndarray) and alpha.size == 1:
                pair = answered("prelu.vjp", function, g, y, x, alpha.reshape(()))
            if pair is None:
                return rules[i](g, y, x, alpha)
            return np.reshape(pair[i], (x, alpha)[i].shape)

        operation.rules = (
            lambda g, y, x, alpha: rule(0, g, y, x, alpha),
            lambda g, y, x, alpha: rule(1, g, y, x, alpha),
        )

    def restore() -> None:
        operation.rules = rules

    return Seat(put, restore)


for _operation in (table.sigmoid, table.softplus):
    seats[_operation.name] = value_of(_operation.name, _operation)
for _operation in (table.sigmoid, table.tanh, table.softplus):
    seats[f"{_operation.name}.vjp"] = rules_of(f"{_operation.name}.vjp", _operation)
seats |= {
    "relu": activation_of("relu", table.relu),
    "leaky_relu": activation_of("leaky_relu", activations._leaky_relu),
    "elu": activation_of("elu", activations._elu),
    "prelu.vjp": learned_slope(activations._prelu),
    "bce_with_logits": loss_of("bce_with_logits", losses._bce_with_logits),
    "cross_entropy": loss_of("cross_entropy", losses._cross_entropy),
}
