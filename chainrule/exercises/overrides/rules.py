"""Rules of operations, answered by a learner's part."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from chainrule.engine import Operation, Tensor
from chainrule.exercises.overrides.registry import (
    Function,
    Override,
    Shared,
    as_array,
    followed_or_whole,
    replacement,
)

Fits = Callable[[dict[str, Any], Any], bool]
Arguments = Callable[..., "list[Any] | None"]


def without_options(options: dict[str, Any], x: Any) -> bool:
    """Whether the engine asks for what a part without options answers."""
    return not options


def along_rows(options: dict[str, Any], x: Any) -> bool:
    """Whether the engine asks for the last axis."""
    return options.get("axis") in (-1, np.ndim(x) - 1)


def over_rows(options: dict[str, Any], x: Any) -> bool:
    """Whether the engine asks for the first axis of a matrix, which is gone afterwards."""
    return np.ndim(x) == 2 and options.get("axis") == 0 and not options.get("keepdims")


def as_arrays(g: Any, *others: Any) -> list[Any] | None:
    """All arguments as arrays."""
    return [x if hasattr(x, "dtype") else np.asarray(x, g.dtype) for x in (g, *others)]


def of_dimensions(*ndims: int) -> Arguments:
    """Arguments as arrays, if they have so many axes."""

    def arguments(*given: Any) -> list[Any] | None:
        arrays = as_arrays(*given)
        return arrays if arrays and [x.ndim for x in arrays] == [*ndims] else None

    return arguments


def with_plain_exponent(g: Any, y: Any, x: Any, n: Any) -> list[Any] | None:
    """The arguments of a power's rule, if the exponent is a plain number."""
    return [g, y, x, n] if isinstance(n, int | float) else None


def rules_of(
    operation: Operation,
    fits: Fits = without_options,
    arguments: Arguments = as_arrays,
    inputs: tuple[int, ...] = (),
) -> Override:
    """The override of an operation's rules, all of which one part answers.

    Parameters
    ----------
    operation : Operation
        Whose rules they are.
    fits : callable
        Whether the part can answer for these options.
    arguments : callable
        What the part gets for g, y and the inputs; None where it was not asked for such ones.
    inputs : tuple of int
        For which inputs the part returns gradients; for all that have one unless given.
    """
    answered = inputs or tuple(i for i, rule in enumerate(operation.rules) if rule)

    def rule_of(function: Shared, i: int, reference: Any) -> Any:
        def rule(g: Any, y: Any, *xs: Any, **options: Any) -> Any:
            answer = None
            if not isinstance(y, Tensor) and not isinstance(g, Tensor) and fits(options, xs[0]):
                answer = function(answered.index(i), g, y, *xs)
            if answer is None:
                return reference(g, y, *xs, **options)
            return as_array(answer if len(answered) == 1 else answer[answered.index(i)])

        return followed_or_whole(rule)

    def rules(function: Function, references: tuple[Any, ...]) -> tuple[Any, ...]:
        def answer(*asked: Any) -> Any:
            given = arguments(*asked)
            return None if given is None else function(*given)

        shared = Shared(answer, len(answered))
        return tuple(
            rule_of(shared, i, rule) if i in answered else rule for i, rule in enumerate(references)
        )

    return replacement(operation, "rules", rules)


def maximum_of_rows(operation: Operation) -> Override:
    """The override of max along the last axis, which the part keeps as a column."""
    override = rules_of(operation, along_rows)

    def install(function: Function) -> None:
        def of_columns(g: Any, y: Any, x: Any) -> Any:
            return function(*(z.reshape(*x.shape[:-1], 1) for z in (g, y)), x)

        override.install(of_columns)

    return Override(install, override.restore, operation)
