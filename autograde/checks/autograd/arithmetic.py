"""Fresh inputs for the rules of sums, products and powers.

They are judged by central differences with a random upstream gradient, a random covector that no
wrong Jacobian escapes.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from autograde.checks.arrays import Rng, every_other, signed, sizes, with_a_zero
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
            vjp_case(f, signed(rng, n), with_a_zero(rng, n), signed(rng, n)),
            vjp_case(f, signed(rng, n), signed(rng, n), with_a_zero(rng, n)),
            vjp_case(f, signed(rng, n, m), signed(rng, m), signed(rng, n, 1)),
            vjp_case(f, signed(rng, n, m), signed(rng), signed(rng, n, m)),
            vjp_case(f, *(every_other(rng, n, m) for _ in range(3)), remark="all are views"),
            vjp_case(f, *single, dtype=np.float32),
        ]

    return draw


add_vjp = pairs(np.add)
mul_vjp = pairs(np.multiply)


def pow_vjp(rng: Rng) -> list[Case]:
    """Each exponent of the text, with either sign of x or zero where it allows that, float32."""
    n, m = sizes(rng, 2)
    single = [signed(rng, n, m).astype(np.float32) for _ in range(2)]
    return [
        *(vjp_case(np.power, signed(rng, n, m), signed(rng, n, m), fixed=(k,)) for k in (3, 2)),
        *(vjp_case(np.power, signed(rng, n), with_a_zero(rng, n), fixed=(k,)) for k in (1, 2, 3)),
        *(vjp_case(np.power, signed(rng, m), signed(rng, m), fixed=(k,)) for k in (-1, 0)),
        vjp_case(np.power, signed(rng, n, m), np.abs(signed(rng, n, m)), fixed=(0.5,)),
        vjp_case(np.power, signed(rng), signed(rng), fixed=(3,)),
        vjp_case(np.power, every_other(rng, n, m), every_other(rng, n, m), fixed=(3,)),
        vjp_case(np.power, *single, fixed=(3,), dtype=np.float32),
    ]
