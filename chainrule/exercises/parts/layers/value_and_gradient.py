"""A value and its gradient, asked for together."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from chainrule.exercises.finite_differences import numerical_vjp
from chainrule.exercises.judges import Judge, failure_in_array, kind, returned_none
from chainrule.exercises.part import Case, Failure

Forward = Callable[..., Any]


def judge_pair(value: str) -> Judge:
    """A judge of a value and its gradient, in this order."""

    def judge(answer: Any, case: Case) -> Failure | None:
        if answer is None:
            return returned_none()
        if not isinstance(answer, tuple | list) or len(answer) != 2:
            what = "a tuple of another length" if isinstance(answer, tuple) else kind(answer)
            return Failure(f"It returned {what}: return {value} and the gradient.", "wrong tuple")
        first, second = case.expected
        return failure_in_array(answer[0], first, case, value) or failure_in_array(
            answer[1], second, case, "the gradient"
        )

    return judge


def activation_case(f: Forward, g: Any, x: Any, *fixed: Any, dtype: Any = None) -> Case:
    """A case for a part that returns f(x) and the gradient of x for an upstream g."""
    slope = numerical_vjp(lambda z: f(z, *fixed), g, (x,), 0)
    rtol = 1e-4 if x.dtype == np.float32 else 1e-6
    return Case((g, x, *fixed), (f(x, *fixed), slope), dtype, rtol)


def loss_case(f: Forward, z: Any, target: Any) -> Case:
    """A case for a part that returns a loss of z and its gradient."""
    slope = numerical_vjp(lambda x: f(x, target), 1.0, (z,), 0, elementwise=False)
    return Case((z, target), (np.asarray(f(z, target)), slope))
