"""Embedding: a learned row for each of a number of things."""

from __future__ import annotations

from typing import Any

import numpy as np

from chainrule.engine import Array, Operation, raw
from chainrule.refusals import check_foreign
from chainrule.whole import as_a_whole

ONE_HOT_BYTES = 1024  # up to this length of a one-hot row, a matrix product beats np.add.at


def summed_rows(g: Array, index: Array, length: int) -> Array:
    """A matrix of so many rows; the rows of `g` are added to those that `index` names."""
    rows, numbers = g.reshape(index.size, g.shape[-1]), index.reshape(-1)
    if length * g.itemsize <= ONE_HOT_BYTES:
        chosen = np.zeros_like(rows, shape=(len(rows), length))
        chosen[np.arange(len(rows)), numbers] = 1
        product: Array = chosen.T @ rows
        return product
    total = np.zeros_like(rows, shape=(length, rows.shape[1]))
    np.add.at(total, numbers, rows)
    return total


_embedding: Operation = Operation(
    "embedding",
    lambda weight, index: weight[index],
    lambda g, y, weight, index: _summed_rows(g, index, length=len(weight)),
)
_summed_rows: Operation = Operation(
    "embedding's gradient",
    summed_rows,
    lambda g, y, upstream, index, length: _embedding(g, index),
)


def embedding(input: Any, weight: Any) -> Any:
    """The rows of `weight` that the numbers in `input` name.

    Parameters
    ----------
    input : array of int, any shape
    weight : Tensor, shape (rows, n)

    Returns
    -------
    Tensor, shape ``(*input.shape, n)``

    Raises
    ------
    IndexError
        If a number is no integer, or there is no such row; rows are not counted from the end.

    Examples
    --------
    >>> embedding([1, 0, 1], np.array([[0.0, 1.0], [2.0, 3.0]])).tolist()
    [[2.0, 3.0], [0.0, 1.0], [2.0, 3.0]]
    """
    index = raw(check_foreign(input)) if hasattr(input, "shape") else np.asarray(input)
    if index.dtype.kind not in "iu":
        raise IndexError(
            f"rows are numbered by integers, and these are {index.dtype}: "
            "convert them with .astype(int)"
        )
    return _embedding(weight, known_rows(index, len(weight)))


@as_a_whole
def known_rows(index: Array, rows: int) -> Array:
    """Numbers of rows themselves; an IndexError if there is no such row."""
    if index.size and not 0 <= index.min() <= index.max() < rows:
        span = f"{index.min()} to {index.max()}"
        raise IndexError(f"numbers run from {span}, and there are {rows} rows, 0 to {rows - 1}")
    return index
