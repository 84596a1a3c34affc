"""The definition of the derivative as the oracle of the visible checks: nudge and see."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from chainrule.exercises.part import Case, remade

# Bound here, once: a learner's numerical_gradient that joins the engine later is not asked.
from chainrule.gradcheck import central_differences

Forward = Callable[..., Any]
STEP = 1e-5


def numerical_vjp(
    f: Forward, g: Any, inputs: tuple[Any, ...], i: int, elementwise: bool = True
) -> np.ndarray[Any, Any]:
    """The gradient of the sum of g · f(inputs) for input `i`, by central differences.

    Where broadcasting repeats the input, each repetition is nudged by itself. Of an elementwise
    function all are nudged at once: what becomes of each is its own.

    >>> numerical_vjp(np.multiply, np.ones(2), (np.array(2.0), np.array([3.0, 4.0])), 0).round(6)
    array([3., 4.])
    """
    doubles = [np.array(x, dtype=float) for x in inputs]
    if elementwise:
        before, x, after = doubles[:i], np.broadcast_to(doubles[i], np.shape(g)), doubles[i + 1 :]
        above, below = (f(*before, x + step, *after) for step in (STEP, -STEP))
        return np.asarray(g * (above - below) / (2 * STEP), dtype=float)
    return central_differences(lambda: float(np.sum(g * f(*doubles))), doubles[i], STEP)


@remade
def vjp_case(
    f: Forward,
    g: Any,
    *inputs: Any,
    fixed: tuple[Any, ...] = (),
    elementwise: bool = True,
    dtype: Any = None,
    remark: str = "",
) -> Case:
    """A case for a vjp rule of `f`; `fixed` are further arguments that need no gradient."""
    y = np.asarray(f(*inputs, *fixed))
    gradients = tuple(
        numerical_vjp(lambda *xs: f(*xs, *fixed), g, inputs, i, elementwise)
        for i in range(len(inputs))
    )
    expected = gradients if len(gradients) > 1 else gradients[0]
    rtol = 1e-4 if np.result_type(g, *inputs) == np.float32 else 1e-6
    return Case((g, y, *inputs, *fixed), expected, dtype, rtol, remark)
