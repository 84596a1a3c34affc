"""What a tensor has in common with the array inside it: shape, comparisons, printing."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[Any]


def raw(x: Any) -> Any:
    """The array inside a tensor; anything else as it is."""
    return x.data if isinstance(x, Values) else x


def copied(data: Any, floating: bool = False) -> Array:
    """A copy of an array, list or number; a TypeError if it should be floating and is not."""
    array = data.copy() if isinstance(data, np.ndarray) else np.array(data)
    if floating and array.dtype.kind != "f":
        raise TypeError(
            f"only a floating tensor can have a gradient, and this one is {array.dtype}: "
            "write 2.0 instead of 2, or convert it with .astype(float)"
        )
    return array


class Values:
    """An array called `data`, with its shape, its comparisons and its way of printing.

    >>> x = Values()
    >>> x.data = np.array([1.0, 2.0])
    >>> x.shape, x > 1.5
    ((2,), array([False,  True]))
    """

    data: Array
    requires_grad: bool = False
    operation: Any = None
    name: str = ""
    __array_ufunc__ = None  # array * tensor is the tensor's business

    # fmt: off
    @property
    def shape(self) -> tuple[int, ...]: return self.data.shape
    @property
    def dtype(self) -> np.dtype[Any]: return self.data.dtype
    @property
    def ndim(self) -> int: return self.data.ndim
    @property
    def size(self) -> int: return self.data.size

    # Comparisons answer with plain boolean arrays: they have no derivative.
    def __eq__(self, other: object) -> Any: return self.data == raw(other)
    def __ne__(self, other: object) -> Any: return self.data != raw(other)
    def __lt__(self, other: Any) -> Any: return self.data < raw(other)
    def __le__(self, other: Any) -> Any: return self.data <= raw(other)
    def __gt__(self, other: Any) -> Any: return self.data > raw(other)
    def __ge__(self, other: Any) -> Any: return self.data >= raw(other)
    __hash__ = object.__hash__

    def item(self) -> Any: return self.data.item()
    def __len__(self) -> int: return len(self.data)
    def __bool__(self) -> bool: return bool(self.data)
    def __float__(self) -> float: return float(self.data)
    # fmt: on

    def __array__(self, dtype: Any = None, copy: bool | None = None) -> Array:
        if self.requires_grad:
            raise TypeError("an array would forget this tensor's graph: use .data or .detach()")
        return np.array(self.data, dtype=dtype, copy=copy)

    def __repr__(self) -> str:
        values = np.array2string(self.data, separator=", ", prefix="Tensor(")
        if self.operation is not None:
            values += f", operation={self.operation.name}"
        elif self.requires_grad:
            values += ", requires_grad=True"
        return f"Tensor({values}{f', name={self.name!r}' if self.name else ''})"
