"""The definition of the derivative as the oracle of the visible checks: nudge and see."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from chainrule.exercises.part import Case, remade

Forward = Callable[..., Any]
STEP = 1e-5
ROUNDING = 4 * np.finfo(float).eps / STEP  # of a slope, for each unit of the value


def numerical_vjp(
    f: Forward, g: Any, inputs: tuple[Any, ...], i: int, elementwise: bool = True
) -> np.ndarray[Any, Any]:
    """The gradient of the sum of g · f(inputs) for input `i`, by central differences.

    Where broadcasting repeats the input, each repetition is nudged by itself. Of an elementwise
    function all are nudged at once: what becomes of each is its own. A slope that is no larger
    than what rounding alone can make, a few units in the last place of f over the step, is 0.

    >>> numerical_vjp(np.multiply, np.ones(2), (np.array(2.0), np.array([3.0, 4.0])), 0).round(6)
    array([3., 4.])
    """
    doubles = [np.array(x, dtype=float) for x in inputs]
    before, x, after = doubles[:i], doubles[i], doubles[i + 1 :]

    def slopes(x: Any, step: Any) -> np.ndarray[Any, Any]:
        """Of each term g · f, when all of `x` takes this step."""
        above, below = (np.asarray(f(*before, end, *after)) for end in (x + step, x - step))
        rounding = ROUNDING * np.abs(g * above)
        slope = g * (above - below) / (2 * STEP)
        return np.asarray(np.where(np.abs(slope) <= rounding, 0.0, slope), dtype=float)

    if elementwise:
        return slopes(np.broadcast_to(x, np.shape(g)), STEP)
    steps = STEP * np.eye(x.size).reshape(-1, *x.shape)
    return np.array([slopes(x, step).sum() for step in steps]).reshape(x.shape)


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
