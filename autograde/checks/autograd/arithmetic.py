"""Fresh inputs for the rules of operations.

Ordinary inputs are judged by central differences with a random upstream gradient, a random
covector that no wrong Jacobian escapes. Where differences see nothing (float32, very large or
small numbers, empty arrays), the answer is written down.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from autograde.checks.arrays import Array, Rng, every_other, signed, sizes
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


def powers(rng: Rng) -> list[Case]:
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


def exponentials(rng: Rng) -> list[Case]:
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


def logarithms(rng: Rng) -> list[Case]:
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


def products(rng: Rng) -> list[Case]:
    """Square and other matrices, single rows and columns, views, no rows at all, float32."""

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
        case(0, k, m),
        case(n, k, m, single, dtype=np.float32),
    ]
