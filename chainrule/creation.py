"""Tensors made from numbers, sizes and arrays, with PyTorch's signatures.

The floating dtype of everything made here is float64 unless `dtype` says otherwise; PyTorch's is
float32. A dtype is one of NumPy's. Sizes are written `zeros(2, 3)` or `zeros((2, 3))`.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from chainrule import refusals
from chainrule.engine import Array, Tensor, around, raw
from chainrule.functions.reductions import of_dtype
from chainrule.methods import records
from chainrule.refusals import check_foreign, copied
from chainrule.shapes import flat

__all__ = [
    "arange",
    "as_tensor",
    "empty",
    "empty_like",
    "eye",
    "from_numpy",
    "full",
    "full_like",
    "linspace",
    "ones",
    "ones_like",
    "tensor",
    "zeros",
    "zeros_like",
]


def tensor(data: Any, dtype: Any = None, requires_grad: bool = False) -> Tensor:
    """A tensor that holds a copy of `data`: a number, list, array or tensor.

    Raises
    ------
    TypeError
        If `requires_grad` is asked of anything but a floating dtype.

    Warns
    -----
    UserWarning
        If `data` is a tensor with a graph, which the copy has not.

    Examples
    --------
    >>> tensor([[1.0, 2.0], [3.0, 4.0]]).shape, tensor([1, 2]).dtype, tensor([1, 2], float).dtype
    ((2, 2), dtype('int64'), dtype('float64'))
    """
    return made(copied(data, dtype, records(data)), requires_grad)


def as_tensor(data: Any, dtype: Any = None) -> Any:
    """`data` as a tensor, copied only if it must be: an array is shared, a tensor keeps its graph.

    >>> x = tensor([1.0])
    >>> as_tensor(x) is x, as_tensor([1, 2]).shape
    (True, (2,))
    """
    wanted = np.dtype(dtype or data.dtype) if isinstance(data, Tensor) else None
    if wanted and wanted == data.dtype:
        return data
    if wanted and wanted.kind == "f":  # whole numbers have no gradient
        return of_dtype(data, wanted)
    return around(np.asarray(check_foreign(raw(data)), dtype))


def from_numpy(ndarray: Array) -> Tensor:
    """A tensor that shares the memory of an array: what changes one changes the other.

    Raises
    ------
    TypeError
        If it is no array; `tensor` takes lists and numbers.

    Examples
    --------
    >>> array = np.zeros(2)
    >>> x = from_numpy(array)
    >>> array[0] = 7
    >>> x
    Tensor([7., 0.])
    """
    if not isinstance(ndarray, np.ndarray):
        kind = type(ndarray).__name__
        raise TypeError(f"from_numpy shares the memory of an array, and this is a {kind}: tensor()")
    return around(ndarray)


def zeros(*size: Any, dtype: Any = None, requires_grad: bool = False) -> Tensor:
    """Zeros.

    >>> zeros(2, 3).shape, zeros((2, 3), dtype=int).dtype
    ((2, 3), dtype('int64'))
    """
    return made(np.zeros(flat(size), dtype), requires_grad)


def ones(*size: Any, dtype: Any = None, requires_grad: bool = False) -> Tensor:
    """Ones.

    >>> ones(3)
    Tensor([1., 1., 1.])
    """
    return made(np.ones(flat(size), dtype), requires_grad)


def empty(*size: Any, dtype: Any = None, requires_grad: bool = False) -> Tensor:
    """A tensor to be filled: its numbers are whatever the memory held.

    >>> empty(2, 3).shape
    (2, 3)
    """
    return made(np.empty(flat(size), dtype), requires_grad)


def full(size: Any, fill_value: Any, dtype: Any = None, requires_grad: bool = False) -> Tensor:
    """One number everywhere, of that number's dtype.

    >>> full((2,), 0.5), full((2,), 7)
    (Tensor([0.5, 0.5]), Tensor([7, 7]))
    """
    return made(np.full(size, constant(fill_value), dtype), requires_grad)


def eye(n: int, m: int | None = None, dtype: Any = None, requires_grad: bool = False) -> Tensor:
    """The identity matrix, n × n or, with `m`, its first `m` columns.

    >>> eye(2)
    Tensor([[1., 0.],
            [0., 1.]])
    """
    return made(np.eye(n, m, dtype=dtype or float), requires_grad)


def arange(
    start: Any, end: Any = None, step: Any = 1, dtype: Any = None, requires_grad: bool = False
) -> Tensor:
    """Numbers from `start` (0 if only one is given) up to `end`, which is left out.

    >>> arange(3), arange(1.0, 2.0, 0.25)
    (Tensor([0, 1, 2]), Tensor([1.  , 1.25, 1.5 , 1.75]))
    """
    values: Any = np.arange  # its many signatures say nothing of what is meant here
    first, last = (0, start) if end is None else (start, end)
    return made(values(*map(constant, (first, last, step)), dtype), requires_grad)


def linspace(
    start: Any, end: Any, steps: int, dtype: Any = None, requires_grad: bool = False
) -> Tensor:
    """So many numbers from `start` to `end` at equal distances, both included.

    >>> linspace(0, 1, 5)
    Tensor([0.  , 0.25, 0.5 , 0.75, 1.  ])
    """
    return made(np.linspace(constant(start), constant(end), steps, dtype=dtype), requires_grad)


def zeros_like(input: Any, dtype: Any = None, requires_grad: bool = False) -> Tensor:
    """Zeros, as many as `input` has and of its dtype.

    >>> zeros_like(tensor([1, 2]))
    Tensor([0, 0])
    """
    return made(np.zeros_like(raw(input), dtype), requires_grad)


def ones_like(input: Any, dtype: Any = None, requires_grad: bool = False) -> Tensor:
    """Ones, as many as `input` has and of its dtype.

    >>> ones_like(tensor([[1.0, 2.0]]))
    Tensor([[1., 1.]])
    """
    return made(np.ones_like(raw(input), dtype), requires_grad)


def empty_like(input: Any, dtype: Any = None, requires_grad: bool = False) -> Tensor:
    """A tensor to be filled, of the shape and dtype of `input`.

    >>> empty_like(zeros(2, 3)).shape
    (2, 3)
    """
    return made(np.empty_like(raw(input), dtype), requires_grad)


def full_like(
    input: Any, fill_value: Any, dtype: Any = None, requires_grad: bool = False
) -> Tensor:
    """One number, in the shape and dtype of `input`.

    >>> full_like(zeros(2), 7)
    Tensor([7., 7.])
    """
    return made(np.full_like(raw(input), constant(fill_value), dtype), requires_grad)


def constant(x: Any) -> Any:
    """The number in `x`; a TypeError where that would cut it out of a graph."""
    if records(x):
        refusals.check_no_graph(x)
    return raw(x)


def made(array: Any, requires_grad: bool) -> Tensor:
    """A tensor that holds `array` itself, which nobody else has."""
    return Tensor(array, requires_grad) if requires_grad else around(array)
