"""Functions of vectors: a linear map, lengths, angles; and a border of constants."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from chainrule import table
from chainrule.engine import Array, Operation, broadcast_to, getitem, raw
from chainrule.spelling import either_spelling

Widths = tuple[tuple[int, int], ...]

_pad: Operation = Operation(
    "pad",
    lambda x, widths, value: bordered(x, widths, value),
    lambda g, y, x, widths, value: getitem(g, index=inside(x.shape, widths)),
)
_length: Operation = Operation(
    "length",
    lambda x, axis: np.sqrt((x * x).sum(axis, keepdims=True)),
    lambda g, y, x, axis: g * (x / (y + (raw(y) == 0))),  # 0 at 0
)


def linear(input: Any, weight: Any, bias: Any = None) -> Any:
    """The product x Wᵀ + b, for rows x.

    Parameters
    ----------
    input : Tensor, shape (..., n)
    weight : Tensor, shape (m, n)
    bias : Tensor, shape (m,), optional

    Returns
    -------
    Tensor, shape (..., m)

    Raises
    ------
    ValueError
        If the shapes do not fit.

    Examples
    --------
    >>> linear(np.array([1.0, 2.0]), np.array([[3.0, 4.0]]), np.array([0.5]))
    array([11.5])
    """
    return table.linear(input, weight) if bias is None else table.linear(input, weight, bias)


@either_spelling
def normalize(input: Any, p: float = 2.0, axis: int = 1, eps: float = 1e-12) -> Any:
    """Vectors along an axis, divided by their length ``(Σ |x|ᵖ)^(1/p)``, or by ε if that is more.

    A p that is not positive is a ValueError.

    >>> normalize(np.array([[3.0, 4.0], [0.0, 0.0]])).tolist()
    [[0.6, 0.8], [0.0, 0.0]]
    """
    return input / table.maximum(length(input, p, axis), eps)


@either_spelling
def cosine_similarity(x1: Any, x2: Any, axis: int = 1, eps: float = 1e-8) -> Any:
    """The cosine of the angle between vectors along an axis: ``x₁ · x₂ / (|x₁| |x₂|)``.

    A length below ε counts as ε. The shapes are broadcast.

    >>> cosine_similarity(np.array([[1.0, 0.0]]), np.array([[1.0, 1.0]])).round(4)
    array([0.7071])
    """
    shape = np.broadcast_shapes(np.shape(raw(x1)), np.shape(raw(x2)))
    first, second = (normalize(broadcast_to(x, shape=shape), 2.0, axis, eps) for x in (x1, x2))
    return table.sum(first * second, axis=axis)


@either_spelling
def length(x: Any, p: float, axis: int) -> Any:
    """The p-norm along an axis, which stays with length 1."""
    if not p > 0:
        raise ValueError(f"the p of a p-norm is positive, and this is {p}")
    if p == 2:
        return _length(x, axis=axis)
    return table.pow(table.sum(table.abs(x) ** p, axis=axis, keepdims=True), 1 / p)


def pad(input: Any, pad: Sequence[int], mode: str = "constant", value: float | None = None) -> Any:
    """A border of constants around the input; where its width is negative, a strip is cut off.

    Parameters
    ----------
    input : Tensor
    pad : sequence of int
        Two widths for each axis, before and after, *from the last axis on*:
        (left, right), (left, right, top, bottom), …
    mode : {"constant"}
        PyTorch has others too; ours has this one.
    value : float, optional
        What the border consists of; 0 unless given.

    Raises
    ------
    ValueError
        If the widths are not pairs, are more than two an axis, or cut off more than there is; if
        the mode is another.

    Examples
    --------
    >>> pad(np.array([[1.0, 2.0]]), (1, 0, 0, 1)).tolist()
    [[0.0, 1.0, 2.0], [0.0, 0.0, 0.0]]
    """
    if mode != "constant":
        raise ValueError(f'pad: mode is "constant", and this is {mode!r}')
    shape = np.shape(raw(input))
    if len(pad) % 2 or len(pad) > 2 * len(shape):
        raise ValueError(
            f"pad: an input of shape {shape} takes up to {len(shape)} pairs of widths, and these "
            f"are {tuple(pad)}"
        )
    pairs = [(pad[i], pad[i + 1]) for i in range(0, len(pad), 2)]
    widths = ((0, 0),) * (len(shape) - len(pairs)) + tuple(reversed(pairs))
    cut = [(max(-a, 0), max(-b, 0)) for a, b in widths]
    if any(before + after > n for n, (before, after) in zip(shape, cut, strict=True)):
        raise ValueError(f"pad: {tuple(pad)} cuts off more than the shape {shape} has")
    if any(map(any, cut)):
        kept = (slice(a, n - b) for n, (a, b) in zip(shape, cut, strict=True))
        input = getitem(input, index=tuple(kept))
    return padded(input, tuple((max(a, 0), max(b, 0)) for a, b in widths), value or 0.0)


def padded(x: Any, widths: Widths, value: float) -> Any:
    """`x` with so many constants before and after it on each axis."""
    return _pad(x, widths=widths, value=value) if any(map(any, widths)) else x


def bordered(x: Array, widths: Widths, value: float) -> Array:
    """A copy of `x` in the middle of constants."""
    shape = tuple(n + before + after for n, (before, after) in zip(x.shape, widths, strict=True))
    whole = np.full_like(x, value, shape=shape)
    whole[inside(x.shape, widths)] = x
    return whole


def inside(shape: tuple[int, ...], widths: Widths) -> tuple[slice, ...]:
    """Where an array of this shape lies within its border."""
    return tuple(slice(a, a + n) for n, (a, _) in zip(shape, widths, strict=True))
