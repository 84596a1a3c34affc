"""Activations and losses, by a learner's parts: the value, the rules, or both from one part."""

from __future__ import annotations

from typing import Any

import numpy as np

from chainrule.engine import Operation, Tensor
from chainrule.exercises.overrides.registry import Function, Override, combination, replacement


def value_of(operation: Operation) -> Override:
    """The override of an operation's value."""

    def forward_by(function: Function, reference: Any) -> Any:
        def forward(x: Any) -> Any:
            answer = answer_to_arrays(function, x)
            return reference(x) if answer is None else np.asarray(answer)

        return forward

    return replacement(operation, "forward", forward_by)


def activation_of(operation: Operation) -> Override:
    """The override of an activation whose part returns the value and the gradient."""

    def forward_by(function: Function, reference: Any) -> Any:
        def forward(x: Any, **fixed: Any) -> Any:
            pair = answer_to_arrays(function, np.zeros_like(x), x, *fixed.values())
            return reference(x, **fixed) if pair is None else np.asarray(pair[0])

        return forward

    def rules_by(function: Function, references: Any) -> Any:
        def rule(g: Any, y: Any, x: Any, **fixed: Any) -> Any:
            pair = answer_to_arrays(function, g, x, *fixed.values())
            return references[0](g, y, x, **fixed) if pair is None else np.asarray(pair[1])

        return (rule,)

    return combination(
        replacement(operation, "forward", forward_by), replacement(operation, "rules", rules_by)
    )


def loss_of(operation: Operation) -> Override:
    """The override of a loss whose part returns the value and the gradient of the logits."""

    def forward_by(function: Function, reference: Any) -> Any:
        def forward(z: Any, t: Any, **fixed: Any) -> Any:
            pair = answer_to_arrays(function, z, t)
            return reference(z, t, **fixed) if pair is None else np.asarray(pair[0])

        return forward

    def rules_by(function: Function, references: Any) -> Any:
        def rule(g: Any, y: Any, z: Any, t: Any, **fixed: Any) -> Any:
            pair = None if isinstance(g, Tensor) else answer_to_arrays(function, z, t)
            if pair is None:
                return references[0](g, y, z, t, **fixed)
            return g * np.asarray(pair[1])

        return (rule, *references[1:])

    return combination(
        replacement(operation, "forward", forward_by), replacement(operation, "rules", rules_by)
    )


def answer_to_arrays(function: Function, *arguments: Any) -> Any:
    """The part's answer to arrays; None for tensors, single numbers, and where it fails."""
    arrays = all(isinstance(x, np.ndarray) for x in arguments[:2])
    return function(*arguments) if arrays else None


def learned_slope(operation: Operation) -> Override:
    """The override of PReLU's rules, where one α is shared by all elements."""

    def rules_by(function: Function, references: Any) -> Any:
        def rule(i: int, g: Any, y: Any, x: Any, alpha: Any) -> Any:
            pair = None
            if isinstance(alpha, np.ndarray) and alpha.size == 1:
                pair = answer_to_arrays(function, g, y, x, alpha.reshape(()))
            if pair is None:
                return references[i](g, y, x, alpha)
            return np.reshape(pair[i], (x, alpha)[i].shape)

        return (
            lambda g, y, x, alpha: rule(0, g, y, x, alpha),
            lambda g, y, x, alpha: rule(1, g, y, x, alpha),
        )

    return replacement(operation, "rules", rules_by)
