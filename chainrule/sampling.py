"""Tensors of random numbers, with PyTorch's signatures.

The numbers come from the default generator, which `chainrule.manual_seed` starts anew, or from
the `generator` that is given: one of NumPy's, or a whole number that seeds one. They are not
PyTorch's numbers. The floating dtype is float64 unless `dtype` says otherwise.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from chainrule.creation import made
from chainrule.engine import Tensor, raw
from chainrule.random import Seed
from chainrule.random import generator as generator_of
from chainrule.shapes import flat

__all__ = [
    "bernoulli",
    "multinomial",
    "normal",
    "rand",
    "rand_like",
    "randint",
    "randint_like",
    "randn",
    "randn_like",
    "randperm",
]


def rand(
    *size: Any, generator: Seed = None, dtype: Any = float, requires_grad: bool = False
) -> Tensor:
    """Numbers drawn evenly from 0 to 1, which is left out.

    >>> x = rand(2, 3)
    >>> x.shape, bool((0 <= x).all() and (x < 1).all())
    ((2, 3), True)
    """
    drawn = np.asanyarray(generator_of(generator).random(flat(size)))
    return made(drawn.astype(dtype, copy=False), requires_grad)


def randn(
    *size: Any, generator: Seed = None, dtype: Any = float, requires_grad: bool = False
) -> Tensor:
    """Numbers from the normal distribution of mean 0 and standard deviation 1.

    >>> randn(2, 3, requires_grad=True).shape
    (2, 3)
    >>> bool((randn(3, generator=7) == randn(3, generator=7)).all())
    True
    """
    drawn = np.asanyarray(generator_of(generator).standard_normal(flat(size)))
    return made(drawn.astype(dtype, copy=False), requires_grad)


def normal(
    mean: Any, std: Any, size: Any = None, generator: Seed = None, requires_grad: bool = False
) -> Tensor:
    """Numbers from normal distributions; their means and standard deviations may be tensors.

    >>> normal(2.0, 0.5, size=(2, 3)).shape, normal(np.zeros(4), 1.0).shape
    ((2, 3), (4,))
    """
    drawn = generator_of(generator).normal(raw(mean), raw(std), size)
    return made(np.asanyarray(drawn), requires_grad)


def randint(
    low: int, high: Any = None, size: Any = None, generator: Seed = None, dtype: Any = int
) -> Tensor:
    """Whole numbers from `low` up to `high`, which is left out; `randint(5, (2,))` starts at 0.

    >>> set(randint(0, 3, (1000,)).data.tolist()), randint(5, (2, 3)).shape
    ({0, 1, 2}, (2, 3))
    """
    if size is None:
        low, high, size = 0, low, high
    if size is None:
        raise TypeError("randint(low, high, size) needs a size, such as (3,)")
    drawn = generator_of(generator).integers(raw(low), raw(high), size)
    return made(np.asanyarray(drawn).astype(dtype, copy=False), False)


def randperm(n: int, generator: Seed = None, dtype: Any = int) -> Tensor:
    """The whole numbers from 0 to n − 1 in random order.

    >>> sorted(randperm(4).data.tolist())
    [0, 1, 2, 3]
    """
    return made(generator_of(generator).permutation(n).astype(dtype, copy=False), False)


def rand_like(input: Any, generator: Seed = None, requires_grad: bool = False) -> Tensor:
    """What `rand` draws, in the shape and dtype of `input`.

    >>> rand_like(np.zeros((2, 3), np.float32)).dtype
    dtype('float32')
    """
    array = raw(input)
    return rand(array.shape, generator=generator, dtype=array.dtype, requires_grad=requires_grad)


def randn_like(input: Any, generator: Seed = None, requires_grad: bool = False) -> Tensor:
    """What `randn` draws, in the shape and dtype of `input`.

    >>> randn_like(np.zeros((2, 3))).shape
    (2, 3)
    """
    array = raw(input)
    return randn(array.shape, generator=generator, dtype=array.dtype, requires_grad=requires_grad)


def randint_like(input: Any, low: int, high: int | None = None, generator: Seed = None) -> Tensor:
    """What `randint` draws, in the shape and dtype of `input`.

    >>> randint_like(np.zeros((2, 3)), 5).shape
    (2, 3)
    """
    low, high = (0, low) if high is None else (low, high)
    array = raw(input)
    return randint(low, high, array.shape, generator, array.dtype)


def bernoulli(input: Any, generator: Seed = None) -> Tensor:
    """1 with the probability that `input` gives, else 0; it has no gradient.

    Raises
    ------
    ValueError
        If a number is no probability.

    Examples
    --------
    >>> bernoulli(np.array([0.0, 1.0]))
    Tensor([0., 1.])
    """
    p = raw(input)
    if not np.all((p >= 0) & (p <= 1)):
        raise ValueError("bernoulli: probabilities lie between 0 and 1, and these do not")
    return made(np.asanyarray(generator_of(generator).random(p.shape) < p).astype(p.dtype), False)


def multinomial(
    input: Any, num_samples: int, replacement: bool = False, generator: Seed = None
) -> Tensor:
    """Places drawn with probabilities in proportion to the weights `input`, row by row.

    Parameters
    ----------
    input : Tensor
        Weights that are not negative, of shape (k,) or (n, k); a row need not sum to 1.
    num_samples : int
        How many are drawn of a row.
    replacement : bool
        Whether a place can be drawn twice.

    Returns
    -------
    Tensor
        Whole numbers of shape (num_samples,) or (n, num_samples), without a gradient.

    Raises
    ------
    ValueError
        If a row has a negative weight or fewer positive ones than are to be drawn.

    Examples
    --------
    >>> multinomial(np.array([0.0, 3.0, 0.0]), 2, replacement=True)
    Tensor([1, 1])
    """
    weights, source = np.asanyarray(raw(input)).astype(float), generator_of(generator)
    if weights.ndim not in (1, 2):
        raise ValueError(f"multinomial: weights are (k,) or (n, k), and these {weights.shape}")
    enough = (weights > 0).sum(-1) >= (1 if replacement else num_samples)
    if not (np.all(weights >= 0) and np.all(np.isfinite(weights)) and np.all(enough)):
        raise ValueError(
            f"multinomial: to draw {num_samples} a row needs weights that are not negative and "
            "enough that are positive"
        )
    k, rows = weights.shape[-1], np.atleast_2d(weights)
    drawn = [source.choice(k, num_samples, replacement, row / row.sum()) for row in rows]
    return made(np.array(drawn, int).reshape(*weights.shape[:-1], num_samples), False)
