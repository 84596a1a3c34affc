"""Arrays to try a part on, drawn so that mistakes do not look alike."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from chainrule.exercises.part import Case

Rng = np.random.Generator
Array = np.ndarray[Any, Any]
Draw = Callable[[Rng], list[Case]]  # what a part is tried on in one check


def signed(rng: Rng, *shape: int) -> Array:
    """Numbers of either sign that keep away from 0, where mistakes look alike."""
    return np.asarray(rng.uniform(0.3, 2.5, shape) * rng.choice([-1.0, 1.0], shape))


def with_a_zero(rng: Rng, n: int) -> Array:
    """Numbers of either sign, one of them exactly 0."""
    return np.where(np.arange(n) == rng.integers(n), 0.0, signed(rng, n))


def apart(rng: Rng, *shape: int) -> Array:
    """Numbers of which no two are near each other, so that nudging changes no order."""
    count = int(np.prod(shape))
    return np.asarray(rng.permutation(np.arange(count) - count // 2) * 0.37 + 0.11).reshape(shape)


def sizes(rng: Rng, n: int) -> list[int]:
    """Lengths of axes, all different, so that a transposed array never fits."""
    return [int(k) for k in rng.permutation([2, 3, 4, 5])[:n]]


def every_other(rng: Rng, *shape: int) -> Array:
    """A view: every other column of a transposed array."""
    rows, columns = shape
    return signed(rng, 2 * columns, rows).T[:, ::2]


def zeros_and_ones(rng: Rng, n: int) -> Array:
    """Targets of two classes, some of each."""
    return rng.permutation(np.arange(n) % 2)
