"""Some of the numbers: by index, by mask, by place in a matrix.

Indices and masks may be arrays or tensors; they have no derivative.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from chainrule.engine import Tensor, astype, getitem, raw, scatter, where
from chainrule.functions.movement import expand, movedim
from chainrule.functions.reductions import at
from chainrule.spelling import either_spelling
from chainrule.table import sum as sum_

__all__ = [
    "diag",
    "diagonal",
    "gather",
    "index_select",
    "masked_fill",
    "masked_select",
    "take_along_dim",
    "trace",
    "tril",
    "triu",
]


@either_spelling
def gather(input: Any, dim: int, index: Any) -> Any:
    """The numbers at `index` along `dim`: of a matrix, for dim = 1, yᵢⱼ is the x of i, index[i, j].

    In the other axes `index` is at most as long as `input`.

    >>> gather(np.array([[1, 2], [3, 4]]), 1, np.array([[1], [0]])).tolist()
    [[2], [3]]
    """
    index = np.asanyarray(raw(index))
    if max(index.ndim, 1) != max(input.ndim, 1):
        shapes = f"{input.shape} and {index.shape}"
        raise ValueError(f"gather: input and index have as many axes, and these are {shapes}")
    if not input.ndim:
        return getitem(input, index=(None,))[index]
    grid = list(np.ogrid[tuple(slice(n) for n in index.shape)])
    grid[at(dim, input)] = index
    return getitem(input, index=tuple(grid))


@either_spelling
def take_along_dim(input: Any, indices: Any, dim: int | None = None) -> Any:
    """What NumPy's `take_along_axis` takes: `gather`, with `indices` repeated to fit.

    >>> take_along_dim(np.array([[3, 1], [5, 4]]), np.array([[1]]), 1).tolist()
    [[1], [4]]
    """
    indices = np.asanyarray(raw(indices))
    if dim is None:
        return getitem(input, index=np.unravel_index(indices.ravel(), input.shape))
    axis = at(dim, input)
    shape = list(np.broadcast_shapes(input.shape[:axis], indices.shape[:axis]))
    shape += [indices.shape[axis]]
    shape += np.broadcast_shapes(input.shape[axis + 1 :], indices.shape[axis + 1 :])
    grid: list[Any] = list(np.ogrid[tuple(slice(n) for n in shape)])
    grid = [0 if n == 1 else places for n, places in zip(input.shape, grid, strict=True)]
    grid[axis] = np.broadcast_to(indices, shape)
    return getitem(input, index=tuple(grid))


@either_spelling
def index_select(input: Any, dim: int, index: Any) -> Any:
    """The slices along `dim` that `index`, a list of places, names.

    >>> index_select(np.array([[1, 2, 3]]), 1, [2, 0]).tolist()
    [[3, 1]]
    """
    places = np.atleast_1d(raw(index))
    if not input.ndim:
        return getitem(getitem(input, index=(None,)), index=places)[0]
    return getitem(input, index=(*(slice(None),) * at(dim, input), places))


def masked_fill(input: Any, mask: Any, value: Any) -> Any:
    """`input` with `value`, a number, where `mask` is true; no gradient goes to what it hides.

    >>> masked_fill(np.array([1.0, 2.0]), np.array([True, False]), float("-inf"))
    array([-inf,   2.])
    """
    if isinstance(value, Tensor) and value.dtype != input.dtype:
        value = astype(value, dtype=input.dtype)
    return where(raw(mask), value, input)


def masked_select(input: Any, mask: Any) -> Any:
    """The numbers where `mask` is true, in a row.

    >>> masked_select(np.array([1, 2, 3]), np.array([True, False, True]))
    array([1, 3])
    """
    mask = np.asanyarray(raw(mask))
    shape = np.broadcast_shapes(input.shape, mask.shape)
    return getitem(expand(input, shape), index=np.broadcast_to(mask, shape))


def tril(input: Any, diagonal: int = 0) -> Any:
    """The lower triangle of a matrix, with zeros above its diagonal, or above another.

    >>> tril(np.ones((3, 3))).tolist()
    [[1.0, 0.0, 0.0], [1.0, 1.0, 0.0], [1.0, 1.0, 1.0]]
    """
    return where(np.tri(*matrix(input, "tril"), diagonal, bool), input, 0)


def triu(input: Any, diagonal: int = 0) -> Any:
    """The upper triangle of a matrix, with zeros below its diagonal, or below another.

    >>> triu(np.ones((3, 3)), diagonal=1).tolist()
    [[0.0, 1.0, 1.0], [0.0, 0.0, 1.0], [0.0, 0.0, 0.0]]
    """
    return where(np.tri(*matrix(input, "triu"), diagonal - 1, bool), 0, input)


def diagonal(input: Any, offset: int = 0, dim1: int = 0, dim2: int = 1) -> Any:
    """The diagonal of the two axes, as the last axis; `offset` moves it to the right.

    >>> diagonal(np.array([[1, 2], [3, 4]])), diagonal(np.array([[1, 2], [3, 4]]), 1)
    (array([1, 4]), array([2]))
    """
    matrix(input, "diagonal")
    first, second = at(dim1, input), at(dim2, input)
    if first == second:
        raise ValueError(f"diagonal: dim1 and dim2 are two axes, and both are {first}")
    rows = np.arange(*np.clip((-offset, input.shape[second] - offset), 0, input.shape[first]))
    index: list[Any] = [slice(None)] * input.ndim
    index[first], index[second] = rows, rows + offset
    picked = getitem(input, index=tuple(index))
    # NumPy leaves the picked axis in the place of the two if they are neighbours, else in front.
    return movedim(picked, min(first, second) if abs(first - second) == 1 else 0, -1)


_diagonal = diagonal  # `diag` has an argument of this name


def diag(input: Any, diagonal: int = 0) -> Any:
    """The diagonal of a matrix; of a vector the matrix that has it for diagonal.

    >>> diag(np.array([1, 2])).tolist(), diag(np.array([[1, 2], [3, 4]]))
    ([[1, 0], [0, 2]], array([1, 4]))
    """
    if input.ndim == 2:
        return _diagonal(input, diagonal)
    if input.ndim != 1:
        raise ValueError(f"diag: a vector or a matrix is needed, and this has shape {input.shape}")
    n = len(input) + abs(diagonal)
    places = np.arange(len(input))
    index = (places - min(diagonal, 0), places + max(diagonal, 0))
    return scatter(input, index=index, shape=(n, n))


def trace(input: Any) -> Any:
    """The sum of a matrix's diagonal.

    >>> trace(np.array([[1, 2], [3, 4]]))
    np.int64(5)
    """
    if input.ndim != 2:
        raise ValueError(f"trace: a matrix is needed, and this has shape {input.shape}")
    return sum_(diagonal(input))


def matrix(x: Any, name: str) -> tuple[int, int]:
    """The rows and columns of the matrices of `x`."""
    if x.ndim < 2:
        raise ValueError(f"{name}: a matrix is needed, and this has shape {x.shape}")
    rows, columns = x.shape[-2:]
    return rows, columns
