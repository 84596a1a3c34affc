"""Activations and losses, by a learner's parts: the value, the rules, or both from one part."""

from __future__ import annotations

from functools import partial
from typing import Any

import numpy as np

from chainrule.engine import Operation, Tensor
from chainrule.exercises.overrides.registry import (
    Function,
    Override,
    Shared,
    as_array,
    combination,
    followed_or_whole,
    replacement,
)


def value_of(operation: Operation) -> Override:
    """The override of an operation's value."""

    def forward_by(function: Function, reference: Any) -> Any:
        def forward(x: Any) -> Any:
            answer = answer_to_arrays(function, x)
            return reference(x) if answer is None else as_array(answer)

        return followed_or_whole(forward)

    return replacement(operation, "forward", forward_by)


def activation_of(operation: Operation) -> Override:
    """The override of an activation whose part returns the value and the gradient."""

    def forward_by(function: Function, reference: Any) -> Any:
        def forward(x: Any, **fixed: Any) -> Any:
            pair = answer_to_arrays(function, np.zeros_like(x), x, *fixed.values())
            return reference(x, **fixed) if pair is None else as_array(pair[0])

        return followed_or_whole(forward)

    def rules_by(function: Function, references: Any) -> Any:
        def rule(g: Any, y: Any, x: Any, **fixed: Any) -> Any:
            pair = answer_to_arrays(function, g, x, *fixed.values())
            return references[0](g, y, x, **fixed) if pair is None else as_array(pair[1])

        return (followed_or_whole(rule),)

    return combination(
        replacement(operation, "forward", forward_by), replacement(operation, "rules", rules_by)
    )


def loss_of(operation: Operation) -> Override:
    """The override of a loss whose part returns the value and the gradient of the logits."""

    def forward_by(function: Function, reference: Any) -> Any:
        def forward(z: Any, t: Any, **fixed: Any) -> Any:
            pair = function(0, z, t)
            return reference(z, t, **fixed) if pair is None else as_array(pair[0])

        return followed_or_whole(forward)

    def rules_by(function: Function, references: Any) -> Any:
        def rule(g: Any, y: Any, z: Any, t: Any, **fixed: Any) -> Any:
            pair = None if isinstance(g, Tensor) else function(1, z, t)
            if pair is None:
                return references[0](g, y, z, t, **fixed)
            return g * as_array(pair[1])

        return (followed_or_whole(rule), *references[1:])

    both = combination(
        replacement(operation, "forward", forward_by), replacement(operation, "rules", rules_by)
    )

    def install(function: Function) -> None:
        both.install(Shared(partial(answer_to_arrays, function), 2))

    return Override(install, both.restore, operation)


def answer_to_arrays(function: Function, *arguments: Any) -> Any:
    """The part's answer to arrays; None for tensors, single numbers, and where it fails."""
    arrays = all(isinstance(x, np.ndarray) for x in arguments[:2])
    return function(*arguments) if arrays else None


def learned_slope(operation: Operation) -> Override:
    """The override of PReLU's rules, where one α is shared by all elements."""

    def rules_by(function: Function, references: Any) -> Any:
        def pair_of(g: Any, y: Any, x: Any, alpha: Any) -> Any:
            one = isinstance(alpha, np.ndarray) and alpha.size == 1
            return answer_to_arrays(function, g, y, x, alpha.reshape(())) if one else None

        shared = Shared(pair_of, 2)

        def rule_of(i: int) -> Any:
            def rule(g: Any, y: Any, x: Any, alpha: Any) -> Any:
                pair = shared(i, g, y, x, alpha)
                if pair is None:
                    return references[i](g, y, x, alpha)
                return as_array(pair[i]).reshape((x, alpha)[i].shape)

            return followed_or_whole(rule)

        return rule_of(0), rule_of(1)

    return replacement(operation, "rules", rules_by)
