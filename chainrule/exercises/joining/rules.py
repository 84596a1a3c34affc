"""Rules of operations, answered by a learner's part."""

from __future__ import annotations

from typing import Any

import numpy as np

from chainrule import table
from chainrule.exercises.joining.seats import Function, Seat, asked, seats
from chainrule.tensor import Operation, Tensor


def rules_of(name: str, operation: Operation) -> Seat:
    """The seat of the rules of an operation, all of which one part answers."""
    reference = operation.rules

    def put(function: Function) -> None:
        operation.rules = tuple(
            rule_adapter(name, function, i, rule) for i, rule in enumerate(reference)
        )

    def restore() -> None:
        operation.rules = reference

    return Seat(put, restore)


def rule_adapter(name: str, function: Function, i: int, rule: Any) -> Any:
    """The rule for input `i`, answered by a part that answers for all inputs at once."""

    def adapted(g: Any, y: Any, *inputs: Any, **options: Any) -> Any:
        arrays = None if options else arguments_of(name, i, g, y, inputs)
        answer = None if arrays is None else asked(name, function, *arrays)
        if answer is None:
            return rule(g, y, *inputs, **options)
        return np.asarray(answer[i] if len(inputs) > 1 and name != "pow.vjp" else answer)

    return adapted


def arguments_of(name: str, i: int, g: Any, y: Any, inputs: tuple[Any, ...]) -> list[Any] | None:
    """The arguments as arrays; None where the part was not asked for such ones."""
    if any(isinstance(x, Tensor) for x in (g, y, *inputs)):
        return None
    if name == "pow.vjp":
        x, n = inputs
        return [g, y, x, n] if i == 0 and isinstance(n, int | float) else None
    arrays = [x if hasattr(x, "dtype") else np.asarray(x, g.dtype) for x in (g, y, *inputs)]
    return arrays if name != "matmul.vjp" or all(x.ndim == 2 for x in arrays) else None


for _operation in (table.add, table.mul, table.pow, table.exp, table.log, table.matmul):
    seats[f"{_operation.name}.vjp"] = rules_of(f"{_operation.name}.vjp", _operation)
