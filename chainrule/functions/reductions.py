"""Many numbers to one along an axis, and running sums: variance, norms, products.

`dim` is an axis, a tuple of axes or None for all; with `keepdim` a reduced axis stays, of length 1.
"""

from __future__ import annotations

import math
import warnings
from typing import Any

import numpy as np

from chainrule.engine import Operation, astype, getitem, kept, raw, reshape, where
from chainrule.shapes import cat
from chainrule.spelling import axis_index, axis_indices, either_spelling
from chainrule.table import abs as abs_
from chainrule.table import exp, log, mean, sqrt
from chainrule.table import max as max_
from chainrule.table import min as min_
from chainrule.table import sum as sum_

__all__ = ["cumprod", "cumsum", "logsumexp", "norm", "prod", "std", "var"]

_cumsum = Operation(
    "cumsum",
    lambda x, axis: np.cumsum(x, axis),
    lambda g, y, x, axis: backwards(_cumsum(backwards(g, axis), axis=axis), axis),
    says="a number is in all running sums from its own place on: their gradients add up",
)


@either_spelling
def var(
    input: Any,
    dim: Any = None,
    unbiased: bool | None = None,
    keepdim: bool = False,
    *,
    correction: float | None = None,
) -> Any:
    """The variance: the sum of the squared distances from the mean, over n − `correction`.

    The correction is 1 unless given, as in PyTorch: the estimate from a sample. NumPy's is that
    with 0, or `unbiased=False`. Of n ≤ `correction` numbers it is not defined: nan, with a
    RuntimeWarning.

    >>> var(np.array([1.0, 2.0, 3.0, 4.0])).round(4), var(np.array([1.0, 3.0]), correction=0)
    (np.float64(1.6667), np.float64(1.0))
    """
    if isinstance(dim, bool):  # var(x, False), as PyTorch has it
        dim, unbiased = None, dim
    if correction is None:
        correction = 1 if unbiased is None else int(unbiased)
    axes = all_of(input, dim)
    n = math.prod(input.shape[axis] for axis in axes)
    if n <= correction:
        warnings.warn(
            f"the variance of {n} numbers with correction={correction} is not defined",
            RuntimeWarning,
            stacklevel=2,
        )
    distance = input - mean(input, axis=axes, keepdims=True) if n else input
    total = sum_(distance * distance, axis=axes, keepdims=keepdim)
    return total / (n - correction) if n > correction else total * math.nan


@either_spelling
def std(
    input: Any,
    dim: Any = None,
    unbiased: bool | None = None,
    keepdim: bool = False,
    *,
    correction: float | None = None,
) -> Any:
    """The standard deviation, √`var`; where that is 0 its gradient is 0, as PyTorch's.

    >>> std(np.array([1.0, 3.0]), correction=0).item()
    1.0
    """
    return root(var(input, dim, unbiased, keepdim, correction=correction))


@either_spelling
def norm(input: Any, p: Any = 2, dim: Any = None, keepdim: bool = False) -> Any:
    """The length of a vector: ``(Σ |x|ᵖ)^(1/p)``; of all numbers unless `dim` is given.

    p = 1 adds up the sizes, infinity (`float("inf")`) takes the largest, minus infinity the
    smallest, 0 counts what is not 0, "fro" is 2. At the vector of zeros its gradient is 0.

    Raises
    ------
    ValueError
        If `p` is none of these; the nuclear norm, "nuc", is not here.

    Examples
    --------
    >>> norm(np.array([3.0, 4.0])).item(), norm(np.array([[3.0, -4.0]]), 1, dim=1)
    (5.0, array([7.]))
    """
    p = 2 if p == "fro" or p is None else p
    if not isinstance(p, int | float):
        raise ValueError(f'norm: p is a number or "fro", and this is {p!r}')
    options = {"axis": all_of(input, dim), "keepdims": keepdim}
    if p == 2:
        return root(sum_(input * input, **options))
    size = abs_(input)
    if math.isinf(p):
        return (max_ if p > 0 else min_)(size, **options)
    if p == 0:
        return sum_(where(raw(size) != 0, 1.0, size), **options)
    return size_of(size, p, options)


def size_of(size: Any, p: float, options: dict[str, Any]) -> Any:
    """The p-norm of sizes: without a gradient where it, or a number of it, is 0."""
    if p == 1:
        return sum_(size, **options)
    zero = raw(size) == 0
    powers = where(zero, 0.0 if p > 0 else math.inf, where(zero, 1.0, size) ** p)
    total = sum_(powers, **options)
    return where(raw(total) == 0, 0.0, where(raw(total) == 0, 1.0, total) ** (1 / p))


@either_spelling
def logsumexp(input: Any, dim: Any = None, keepdim: bool = False) -> Any:
    """The logarithm of Σ eˣ, also where eˣ itself would overflow. Its gradient is the softmax.

    >>> logsumexp(np.array([1000.0, 1000.0])).round(4)
    np.float64(1000.6931)
    """
    axes = all_of(input, dim)
    largest = np.max(raw(input), axes, keepdims=True, initial=-np.inf)
    largest = np.where(np.isfinite(largest), largest, 0).astype(raw(input).dtype)
    total = sum_(exp(input - largest), axis=axes, keepdims=keepdim)
    with np.errstate(divide="ignore"):  # log 0 = −∞ is meant
        return log(total) + largest.reshape(total.shape)


@either_spelling
def prod(input: Any, dim: int | None = None, keepdim: bool = False, dtype: Any = None) -> Any:
    """The product. The gradient of a factor is the product of the others, also where one is 0.

    Halves are multiplied with one another until one number is left, so that the derivatives, of
    whatever order, are those of ×.

    >>> from chainrule import Tensor
    >>> x = Tensor([2.0, 0.0, 3.0], requires_grad=True)
    >>> prod(x).backward()
    >>> x.grad
    array([0., 6., 0.])
    """
    axis, input = 0 if dim is None else at(dim, input), of_dtype(input, dtype)
    x = reshape(input, shape=(-1,) if dim is None or not input.ndim else input.shape)
    shape = kept(input, None if dim is None or not input.ndim else axis)
    while x.shape[axis] > 1:
        half = x.shape[axis] // 2
        paired = piece(x, axis, 0, half) * piece(x, axis, half, 2 * half)
        rest = piece(x, axis, 2 * half, None)
        x = cat([paired, rest], axis) if rest.shape[axis] else paired
    if not x.shape[axis]:  # of no factors it is 1
        x = sum_(x, axis=axis, keepdims=True) + 1
    return reshape(x, shape=shape if keepdim else without(shape, dim, axis))


@either_spelling
def cumsum(input: Any, dim: int, dtype: Any = None) -> Any:
    """Running sums along an axis: yᵢ = x₀ + … + xᵢ.

    >>> cumsum(np.array([1.0, 2.0, 3.0]), 0)
    array([1., 3., 6.])
    """
    axis, x = at(dim, input), of_dtype(input, dtype)
    return _cumsum(x, axis=axis) if x.ndim else x


@either_spelling
def cumprod(input: Any, dim: int, dtype: Any = None) -> Any:
    """Running products along an axis: yᵢ = x₀ · … · xᵢ, with right gradients also at zeros.

    >>> cumprod(np.array([1.0, 2.0, 3.0]), 0)
    array([1., 2., 6.])
    """
    axis, reach, x = at(dim, input), 1, of_dtype(input, dtype)
    while input.ndim and reach < input.shape[axis]:  # x holds products of the last `reach` factors
        later = piece(x, axis, reach, None) * piece(x, axis, 0, -reach)
        x, reach = cat([piece(x, axis, 0, reach), later], axis), 2 * reach
    return x


def root(x: Any) -> Any:
    """√x, whose gradient is 0 at 0, where the root itself has none."""
    zero = raw(x) == 0
    return where(zero, 0.0, sqrt(where(zero, 1.0, x)))


@either_spelling
def all_of(x: Any, dim: Any) -> tuple[int, ...]:
    """The axes that `dim` means: all of them for None or ()."""
    if dim is None or dim == () or dim == [] or not x.ndim:
        return tuple(range(x.ndim))
    return axis_indices(dim, x.ndim)


def of_dtype(x: Any, dtype: Any) -> Any:
    """`x`, converted if a dtype is asked for."""
    return x if dtype is None else astype(x, dtype=dtype)


@either_spelling
def at(dim: int, x: Any) -> int:
    """An axis counted from the front; a single number has one, too."""
    return axis_index(dim, max(x.ndim, 1))


@either_spelling
def piece(x: Any, axis: int, start: int, stop: int | None) -> Any:
    """A stretch of `x` along an axis."""
    return getitem(x, index=(*(slice(None),) * axis, slice(start, stop)))


@either_spelling
def backwards(x: Any, axis: int) -> Any:
    """`x` with an axis in reverse."""
    return getitem(x, index=(*(slice(None),) * axis, slice(None, None, -1)))


@either_spelling
def without(shape: tuple[int, ...], dim: int | None, axis: int) -> tuple[int, ...]:
    """The shape of a reduction that keeps no axis."""
    return () if dim is None else shape[:axis] + shape[axis + 1 :]
