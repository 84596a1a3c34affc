"""The layout of an array: how it lies in memory, without what is in it."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.lib.array_utils import byte_bounds

from chainrule.engine import Array


@dataclass(frozen=True)
class Layout:
    """How an array lies in memory: what it has besides elements.

    Its elements lie between the bytes `low` and `high` of its buffer.
    """

    shape: tuple[int, ...]
    strides: tuple[int, ...]
    dtype: np.dtype[Any]
    low: int
    high: int
    is_contiguous: bool

    @classmethod
    def of(cls, array: Array, start: int) -> Layout:
        """The layout of an array in a buffer that begins at an address."""
        low, high = (bound - start for bound in byte_bounds(array))
        contiguous = array.flags.c_contiguous
        return cls(array.shape, array.strides, array.dtype, low, high, contiguous)

    def reshaped(self, shape: tuple[int, ...]) -> Layout:
        """The layout in another shape of an array without gaps."""
        strides = tuple(self.dtype.itemsize * math.prod(shape[i + 1 :]) for i in range(len(shape)))
        return Layout(shape, strides, self.dtype, self.low, self.high, True)

    @property
    def ndim(self) -> int:
        """The number of axes."""
        return len(self.shape)

    @property
    def size(self) -> int:
        """The number of elements."""
        return math.prod(self.shape)

    @property
    def nbytes(self) -> int:
        """The bytes of all elements."""
        return self.size * self.dtype.itemsize

    @property
    def is_dense(self) -> bool:
        """Whether the elements lie side by side, in whatever order."""
        return self.high - self.low == self.nbytes and self.size > 0

    @property
    def form(self) -> tuple[Any, ...]:
        """What two arrays must share to stand for one another."""
        return self.shape, self.strides, self.dtype
