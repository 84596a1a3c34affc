"""Fresh inputs for the rules of the exponential and the logarithm."""

from __future__ import annotations

import numpy as np

from autograde.checks.arrays import Rng, every_other, signed, sizes
from chainrule.exercises.finite_differences import vjp_case
from chainrule.exercises.part import Case


def exp_vjp(rng: Rng) -> list[Case]:
    """A number, zeros, small numbers, a matrix of both signs, views, float32."""
    n, m = sizes(rng, 2)
    single = [signed(rng, n, m).astype(np.float32) for _ in range(2)]
    return [
        vjp_case(np.exp, signed(rng), signed(rng)),
        vjp_case(np.exp, signed(rng, n), np.zeros(n)),
        vjp_case(np.exp, signed(rng, n), signed(rng, n) / 5),
        vjp_case(np.exp, signed(rng, n, m), signed(rng, n, m)),
        vjp_case(np.exp, every_other(rng, n, m), every_other(rng, n, m), remark="both are views"),
        vjp_case(np.exp, *single, dtype=np.float32),
    ]


def log_vjp(rng: Rng) -> list[Case]:
    """A positive number, matrices, also of larger numbers, views, float32."""
    n, m = sizes(rng, 2)
    single = signed(rng, n).astype(np.float32), np.abs(signed(rng, n)).astype(np.float32)
    view = np.abs(signed(rng, 2 * m, n)).T[:, ::2]
    return [
        vjp_case(np.log, signed(rng), np.abs(signed(rng)) + 1.5),
        vjp_case(np.log, signed(rng, n, m), np.abs(signed(rng, n, m))),
        vjp_case(np.log, signed(rng, n), 10 * np.abs(signed(rng, n))),
        vjp_case(np.log, every_other(rng, n, m), view, remark="both are views"),
        vjp_case(np.log, *single, dtype=np.float32),
    ]
