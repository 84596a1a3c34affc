"""Fresh inputs for the rules of the exponential and the logarithm."""

from __future__ import annotations

import numpy as np

from autograde.checks.arrays import Rng, every_other, signed, sizes
from chainrule.exercises.finite_differences import vjp_case
from chainrule.exercises.part import Case


def exp_vjp(rng: Rng) -> list[Case]:
    """Both signs, views, float32, empty, and |x| where eˣ is all but 0 or infinite."""
    n, m = sizes(rng, 2)
    single = [signed(rng, n, m).astype(np.float32) for _ in range(2)]
    far = np.array([-1000.0, 700.0, -30.0])
    g = signed(rng, 3)
    return [
        vjp_case(np.exp, signed(rng), signed(rng)),
        vjp_case(np.exp, signed(rng, n, m), signed(rng, n, m)),
        vjp_case(np.exp, every_other(rng, n, m), every_other(rng, n, m), remark="both are views"),
        vjp_case(np.exp, signed(rng, n), rng.integers(-3, 4, n)),
        Case((g, np.exp(far), far), g * np.exp(far)),
        vjp_case(np.exp, *single, dtype=np.float32),
        vjp_case(np.exp, signed(rng, n, 0), signed(rng, n, 0)),
    ]


def log_vjp(rng: Rng) -> list[Case]:
    """Positive numbers, also very large and very small ones."""
    n, m = sizes(rng, 2)
    single = signed(rng, n).astype(np.float32), np.abs(signed(rng, n)).astype(np.float32)
    far = np.array([1e-200, 1e200, 1e-3, 1000.0])
    g = signed(rng, 4)
    view = np.abs(signed(rng, 2 * m, n)).T[:, ::2]
    return [
        vjp_case(np.log, signed(rng), np.abs(signed(rng)) + 1.5),
        vjp_case(np.log, signed(rng, n, m), np.abs(signed(rng, n, m))),
        vjp_case(np.log, every_other(rng, n, m), view, remark="both are views"),
        vjp_case(np.log, signed(rng, n), rng.integers(2, 9, n)),
        *(Case((g[[i]], np.log(far[[i]]), far[[i]]), g[[i]] / far[[i]]) for i in range(4)),
        vjp_case(np.log, *single, dtype=np.float32),
        vjp_case(np.log, signed(rng, n, 0), np.ones((n, 0))),
    ]
