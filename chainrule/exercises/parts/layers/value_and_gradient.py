"""A value and its gradient, asked for together."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from chainrule.exercises.finite_differences import numerical_vjp
from chainrule.exercises.part import Case, remade

Forward = Callable[..., Any]


@remade
def activation_case(f: Forward, g: Any, x: Any, *fixed: Any, dtype: Any = None) -> Case:
    """A case for a part that returns f(x) and the gradient of x for an upstream g.

    At a kink, which is at 0, the slope is that of the left side: `fixed[0]`, or else 0.
    """
    slope = numerical_vjp(lambda z: f(z, *fixed), g, (x,), 0)
    slope = np.where(x == 0, g * (fixed[0] if fixed else 0.0), slope)
    rtol = 1e-4 if x.dtype == np.float32 else 1e-6
    return Case((g, x, *fixed), (f(x, *fixed), slope), dtype, rtol)


@remade
def loss_case(f: Forward, z: Any, target: Any, dtype: Any = None) -> Case:
    """A case for a part that returns a loss of z and its gradient."""
    slope = numerical_vjp(lambda x: f(x, target), 1.0, (z,), 0, elementwise=False)
    rtol = 1e-4 if z.dtype == np.float32 else 1e-6
    return Case((z, target), (np.asarray(f(z, target)), slope), dtype, rtol)
