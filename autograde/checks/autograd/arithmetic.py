"""Fresh inputs for the rules of sums, products and powers.

Ordinary inputs are judged by central differences with a random upstream gradient, a random
covector that no wrong Jacobian escapes. Where differences see nothing (float32, very large or
small numbers, empty arrays), the answer is written down.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from autograde.checks.arrays import Rng, every_other, signed, sizes
from chainrule.exercises.finite_differences import vjp_case
from chainrule.exercises.part import Case


def pairs(f: np.ufunc) -> Callable[[Rng], list[Case]]:
    """Draws for an operation of two arrays, element by element."""

    def draw(rng: Rng) -> list[Case]:
        n, m = sizes(rng, 2)
        single = [signed(rng, n, m).astype(np.float32) for _ in range(3)]
        return [
            vjp_case(f, signed(rng), signed(rng), signed(rng)),
            vjp_case(f, signed(rng, n, m), signed(rng, n, m), signed(rng, n, m)),
            vjp_case(f, signed(rng, n, m), signed(rng, m), signed(rng, n, 1)),
            vjp_case(f, signed(rng, n, m), signed(rng), signed(rng, n, m)),
            vjp_case(f, *(every_other(rng, n, m) for _ in range(3)), remark="all are views"),
            vjp_case(f, signed(rng, n), rng.integers(2, 9, n), signed(rng, n)),
            vjp_case(f, *single, dtype=np.float32),
            vjp_case(f, signed(rng, 0, n), signed(rng, 0, n), signed(rng, n)),
        ]

    return draw


add_vjp = pairs(np.add)
mul_vjp = pairs(np.multiply)


def pow_vjp(rng: Rng) -> list[Case]:
    """Whole exponents with either sign of x, others with x > 0, zero, whole numbers, float32."""
    n, m = sizes(rng, 2)
    single = [signed(rng, n, m).astype(np.float32) for _ in range(2)]
    whole = rng.integers(2, 6, n)
    zero = np.zeros(2)
    g = signed(rng, 2)
    return [
        *(vjp_case(np.power, signed(rng, n, m), signed(rng, n, m), fixed=(k,)) for k in (3, 2, 4)),
        *(vjp_case(np.power, signed(rng, m), signed(rng, m), fixed=(k,)) for k in (-1, -2)),
        vjp_case(np.power, signed(rng, n, m), np.abs(signed(rng, n, m)), fixed=(0.5,)),
        vjp_case(np.power, signed(rng, m), np.abs(signed(rng, m)), fixed=(rng.uniform(1.2, 3.0),)),
        Case((g, np.ones(2), signed(rng, 2), 0), np.zeros(2)),
        Case((g, zero, zero, 1), g),
        Case((g, zero, zero, 2), zero),
        Case((g, np.array([1e6, 1e-6]), np.array([1e3, -1e-3]), 2), g * [2e3, -2e-3]),
        vjp_case(np.power, signed(rng, n), whole, fixed=(3,)),
        vjp_case(np.power, every_other(rng, n, m), every_other(rng, n, m), fixed=(3,)),
        vjp_case(np.power, *single, fixed=(3,), dtype=np.float32),
        vjp_case(np.power, signed(rng, 0), signed(rng, 0), fixed=(2,)),
    ]
