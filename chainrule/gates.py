"""Gates that choose: what is shut out is 0, though it were infinite.

A product with 0 or 1 would make nan of 0 · ∞. np.where takes twice as long as the product on
large arrays of random signs, which no processor predicts; the bits of the numbers, masked as
integers, take no longer.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from chainrule.engine import where

INTEGERS: dict[Any, Any] = {
    np.dtype(np.float32): np.int32,
    np.dtype(np.float64): np.int64,
}
MANY, LARGE = 4096, 16384  # numbers, from which on masking by bits is faster than np.where


def gate(open_: Any, x: Any) -> Any:
    """`x` where `open_`, else 0; for arrays and tensors.

    >>> gate(np.array([True, False]), np.array([2.0, np.inf])).tolist()
    [2.0, 0.0]
    """
    if not masks_bits(open_, x) or x.size < MANY:
        return where(open_, x, 0)
    integers = INTEGERS[x.dtype]
    return (-open_.astype(integers) & x.view(integers)).view(x.dtype)


def choice(condition: Any, a: Any, b: Any) -> Any:
    """`a` where the condition holds, else `b`; for arrays and tensors.

    >>> choice(np.array([True, False]), np.array([2.0, np.inf]), np.array([3.0, 4.0])).tolist()
    [2.0, 4.0]
    """
    if not masks_bits(condition, a, b) or a.size < LARGE or a.dtype != b.dtype:
        return where(condition, a, b)
    integers = INTEGERS[a.dtype]
    first, second = a.view(integers), b.view(integers)
    return (-condition.astype(integers) & (first ^ second) ^ second).view(a.dtype)


def masks_bits(*arrays: Any) -> bool:
    """Whether these are plain arrays, the others than the first of float32 or float64."""
    return all(type(x) is np.ndarray for x in arrays) and all(
        x.dtype in INTEGERS for x in arrays[1:]
    )
