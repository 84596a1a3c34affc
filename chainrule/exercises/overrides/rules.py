"""Rules of operations, answered by a learner's part."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from chainrule import table
from chainrule.exercises.overrides.registry import Function, Seat, asked, seats
from chainrule.nn.functional import activations
from chainrule.tensor import Operation, Tensor

NDIMS = {  # of what a part answers that is not for arrays of any shape
    "matmul.vjp": [2, 2, 2, 2],
    "linear.vjp": [2, 2, 2, 2, 1],
    "mean.vjp": [1, 1, 2],
}
Fits = Callable[[dict[str, Any], Any], bool]


def without_options(options: dict[str, Any], x: Any) -> bool:
    """Whether the engine asks for what a part without options answers."""
    return not options


def along_rows(options: dict[str, Any], x: Any) -> bool:
    """Whether the engine asks for the last axis."""
    return options.get("axis") in (-1, np.ndim(x) - 1)


def over_rows(options: dict[str, Any], x: Any) -> bool:
    """Whether the engine asks for the first axis of a matrix, which is gone afterwards."""
    return np.ndim(x) == 2 and options.get("axis") == 0 and not options.get("keepdims")


def rules_of(name: str, operation: Operation, fits: Fits = without_options) -> Seat:
    """The seat of the rules of an operation, all of which one part answers."""
    reference = operation.rules

    def put(function: Function) -> None:
        operation.rules = tuple(
            rule and rule_adapter(name, function, i, rule, fits) for i, rule in enumerate(reference)
        )

    def restore() -> None:
        operation.rules = reference

    return Seat(put, restore)


def rule_adapter(name: str, function: Function, i: int, rule: Any, fits: Fits) -> Any:
    """The rule for input `i`, answered by a part that answers for all inputs at once."""

    def adapted(g: Any, y: Any, *inputs: Any, **options: Any) -> Any:
        arrays = arguments_of(name, i, g, y, inputs) if fits(options, inputs[0]) else None
        answer = None if arrays is None else asked(name, function, *arrays)
        if answer is None:
            return rule(g, y, *inputs, **options)
        return np.asarray(
            answer[place(name, i)] if len(inputs) > 1 and name != "pow.vjp" else answer
        )

    return adapted


def place(name: str, i: int) -> int:
    """Where a part's answer has the gradient of input `i`: where has none for its condition."""
    return i - 1 if name == "where.vjp" else i


def arguments_of(name: str, i: int, g: Any, y: Any, inputs: tuple[Any, ...]) -> list[Any] | None:
    """The arguments as arrays; None where the part was not asked for such ones."""
    if any(isinstance(x, Tensor) for x in (g, y, *inputs)):
        return None
    if name == "pow.vjp":
        x, n = inputs
        return [g, y, x, n] if i == 0 and isinstance(n, int | float) else None
    arrays = [x if hasattr(x, "dtype") else np.asarray(x, g.dtype) for x in (g, y, *inputs)]
    ndims = NDIMS.get(name)
    return arrays if ndims is None or ndims == [x.ndim for x in arrays] else None


def maximum_of_rows(operation: Operation) -> Seat:
    """The seat of max along the last axis, which the part keeps as a column."""
    seat = rules_of("max.vjp", operation, along_rows)

    def put(function: Function) -> None:
        def of_columns(g: Any, y: Any, x: Any) -> Any:
            return function(*(z.reshape(*x.shape[:-1], 1) for z in (g, y)), x)

        seat.put(of_columns)

    return Seat(put, seat.restore)


for _operation in (
    table.add,
    table.mul,
    table.pow,
    table.exp,
    table.log,
    table.matmul,
    table.where,
):
    seats[f"{_operation.name}.vjp"] = rules_of(f"{_operation.name}.vjp", _operation)
seats |= {
    "max.vjp": maximum_of_rows(table.max),
    "mean.vjp": rules_of("mean.vjp", table.mean, over_rows),
    "linear.vjp": rules_of("linear.vjp", table.linear),
    "softmax.vjp": rules_of("softmax.vjp", activations._softmax, along_rows),
    "log_softmax.vjp": rules_of("log_softmax.vjp", activations._log_softmax, along_rows),
}
