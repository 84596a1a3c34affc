"""Fresh inputs for the rule of a product of matrices.

Square matrices fit whichever way they are transposed, and show by their numbers what is wrong;
of the others all axes differ, so that a factor on the wrong side or transposed does not fit.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from autograde.checks.arrays import Array, Rng, every_other, signed, sizes
from chainrule.exercises.finite_differences import vjp_case
from chainrule.exercises.part import Case


def matmul_vjp(rng: Rng) -> list[Case]:
    """Square and other matrices, single rows and columns, views, float32."""

    def case(n: int, k: int, m: int, make: Callable[..., Array] = signed, **how: Any) -> Case:
        arrays = make(rng, n, m), make(rng, n, k), make(rng, k, m)
        return vjp_case(np.matmul, *arrays, elementwise=False, **how)

    def single(rng: Rng, *shape: int) -> Array:
        return signed(rng, *shape).astype(np.float32)

    n, k, m = sizes(rng, 3)
    return [
        case(2, 2, 2),
        case(3, 3, 3),
        case(n, k, m),
        case(1, k, m),
        case(n, 1, m),
        case(n, k, 1),
        case(n, k, m, every_other, remark="all are views"),
        case(n, k, m, single, dtype=np.float32),
    ]
