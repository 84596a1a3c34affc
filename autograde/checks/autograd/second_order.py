"""Fresh inputs for the backward pass of a backward pass."""

from __future__ import annotations

import numpy as np

from autograde.checks.arrays import Rng, every_other, signed, sizes
from chainrule.exercises.part import Case
from chainrule.exercises.parts.autograd import second_order


def mul_double_backward(rng: Rng) -> list[Case]:
    """Numbers, matrices, one upstream zero, views, float32."""
    n, m = sizes(rng, 2)
    drawn = [signed(rng, n, m) for _ in range(5)]
    return [
        second_order.case(*(signed(rng) for _ in range(5))),
        second_order.case(*drawn),
        second_order.case(np.zeros((n, m)), *drawn[1:]),
        second_order.case(drawn[0], np.zeros((n, m)), *drawn[2:]),
        second_order.case(*(every_other(rng, n, m) for _ in range(5))),
        second_order.case(*(x.astype(np.float32) for x in drawn), dtype=np.float32),
    ]
