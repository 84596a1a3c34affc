"""First weights: large enough that signals survive many layers, small enough not to explode.

Each function fills a parameter in place and returns it. For a weight of shape (out, in, …) the
fans are ``in`` and ``out`` times the size of what follows (a kernel's, in a convolution). Names and
parameters are PyTorch's, with a `seed` for its `generator`.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from chainrule.engine import Tensor
from chainrule.random import Seed, generator
from chainrule.refusals import note_change

GAINS = {"linear": 1.0, "sigmoid": 1.0, "tanh": 5 / 3, "relu": math.sqrt(2), "conv2d": 1.0}


def calculate_gain(nonlinearity: str, param: float = 0.01) -> float:
    """The factor by which weights grow to make up for what an activation takes away.

    1 for linear, conv2d and sigmoid, 5/3 for tanh, √2 for relu, √(2 / (1 + slope²)) for leaky_relu,
    as in PyTorch.

    >>> calculate_gain("relu") == math.sqrt(2)
    True
    """
    if nonlinearity == "leaky_relu":
        return math.sqrt(2 / (1 + param**2))
    if nonlinearity not in GAINS:
        known = ", ".join([*GAINS, "leaky_relu"])
        raise ValueError(f"no gain is known for {nonlinearity!r}; there are {known}")
    return GAINS[nonlinearity]


def fans(weight: Tensor) -> tuple[int, int]:
    """How many inputs an output has, and how many outputs an input has.

    >>> from chainrule import nn
    >>> fans(nn.Linear(3, 2).weight)
    (3, 2)
    """
    if weight.ndim < 2:
        raise ValueError(
            f"fans need a weight of shape (out, in, …), and this one is {weight.shape}"
        )
    field = math.prod(weight.shape[2:])
    return weight.shape[1] * field, weight.shape[0] * field


def xavier_uniform_(weight: Tensor, gain: float = 1.0, seed: Seed = None) -> Tensor:
    """Uniform on ± gain √(6 / (fan in + fan out)), that is, of variance 2 / (fan in + fan out).

    Source: Glorot & Bengio, AISTATS 2010.

    >>> float(abs(xavier_uniform_(Tensor(np.zeros((4, 2)))).data).max()) <= 1
    True
    """
    bound = gain * math.sqrt(6 / sum(fans(weight)))
    return uniform_(weight, -bound, bound, seed)


def xavier_normal_(weight: Tensor, gain: float = 1.0, seed: Seed = None) -> Tensor:
    """Normal of variance gain² 2 / (fan in + fan out).

    >>> round(float(xavier_normal_(Tensor(np.zeros((300, 200))), seed=0).data.var()), 3)
    0.004
    """
    return normal_(weight, 0, gain * math.sqrt(2 / sum(fans(weight))), seed)


def kaiming_uniform_(
    weight: Tensor,
    a: float = 0,
    mode: str = "fan_in",
    nonlinearity: str = "leaky_relu",
    seed: Seed = None,
) -> Tensor:
    """Uniform of variance gain² / fan in; He's initialisation.

    Parameters
    ----------
    weight : Tensor
    a : float
        The slope of a leaky ReLU, for negative inputs; 0 is a ReLU.
    mode : {"fan_in", "fan_out"}
        Which of the two fans: signals keep their size on the way there, or gradients on theirs.
    nonlinearity : str
        What comes after the weights; see `calculate_gain`.
    seed : int or numpy.random.Generator, optional

    Notes
    -----
    Source: He, Zhang, Ren & Sun, ICCV 2015.

    Examples
    --------
    >>> float(abs(kaiming_uniform_(Tensor(np.zeros((4, 6)))).data).max()) <= 1
    True
    """
    bound = math.sqrt(3) * kaiming_std(weight, a, mode, nonlinearity)
    return uniform_(weight, -bound, bound, seed)


def kaiming_normal_(
    weight: Tensor,
    a: float = 0,
    mode: str = "fan_in",
    nonlinearity: str = "leaky_relu",
    seed: Seed = None,
) -> Tensor:
    """Normal of variance gain² / fan in; parameters as for `kaiming_uniform_`.

    >>> round(float(kaiming_normal_(Tensor(np.zeros((300, 200))), seed=0).data.var()), 2)
    0.01
    """
    return normal_(weight, 0, kaiming_std(weight, a, mode, nonlinearity), seed)


def kaiming_std(weight: Tensor, a: float, mode: str, nonlinearity: str) -> float:
    """The standard deviation gain / √fan."""
    modes = "fan_in", "fan_out"
    if mode not in modes:
        raise ValueError(f"mode is fan_in or fan_out, and this is {mode!r}")
    return calculate_gain(nonlinearity, a) / math.sqrt(fans(weight)[modes.index(mode)])


def zeros_(weight: Tensor) -> Tensor:
    """All 0.

    >>> zeros_(Tensor([5.0, 7.0])).data.tolist()
    [0.0, 0.0]
    """
    return filled(weight, 0)


def ones_(weight: Tensor) -> Tensor:
    """All 1.

    >>> ones_(Tensor([5.0, 7.0])).data.tolist()
    [1.0, 1.0]
    """
    return filled(weight, 1)


def constant_(weight: Tensor, val: float) -> Tensor:
    """All the same number.

    >>> constant_(Tensor([5.0, 7.0]), 0.5).data.tolist()
    [0.5, 0.5]
    """
    return filled(weight, val)


def uniform_(weight: Tensor, a: float = 0.0, b: float = 1.0, seed: Seed = None) -> Tensor:
    """Uniform from a to b.

    >>> float(abs(uniform_(Tensor(np.zeros(99)), -2, 2).data).max()) < 2
    True
    """
    return filled(weight, generator(seed).uniform(a, b, weight.shape))


def normal_(weight: Tensor, mean: float = 0.0, std: float = 1.0, seed: Seed = None) -> Tensor:
    """Normal.

    >>> round(float(normal_(Tensor(np.zeros(10_000)), 3, 0.1).data.mean()), 1)
    3.0
    """
    return filled(weight, generator(seed).normal(mean, std, weight.shape))


def trunc_normal_(
    weight: Tensor,
    mean: float = 0.0,
    std: float = 1.0,
    a: float = -2.0,
    b: float = 2.0,
    seed: Seed = None,
) -> Tensor:
    """Normal, but drawn again where it fell outside of a … b.

    >>> float(abs(trunc_normal_(Tensor(np.zeros(99)), a=-1, b=1).data).max()) <= 1
    True
    """
    rng = generator(seed)
    values = rng.normal(mean, std, weight.shape)
    if not a < b or mean + 8 * std < a or b < mean - 8 * std:
        raise ValueError(f"a normal of mean {mean} and std {std} never falls into {a} … {b}")
    while (outside := (values < a) | (values > b)).any():
        values[outside] = rng.normal(mean, std, outside.sum())
    return filled(weight, values)


def eye_(weight: Tensor) -> Tensor:
    """The identity matrix, cut off or filled up with 0 if there are more rows or columns.

    >>> eye_(Tensor([[5.0, 7.0]])).data.tolist()
    [[1.0, 0.0]]
    """
    if weight.ndim != 2:
        raise ValueError(f"an identity is a matrix, and this one has shape {weight.shape}")
    return filled(weight, np.eye(weight.shape[0], weight.shape[1]))


def orthogonal_(weight: Tensor, gain: float = 1.0, seed: Seed = None) -> Tensor:
    """Rows (or columns, if they are fewer) at right angles and of length `gain`.

    All axes but the first count as columns. Source: Saxe, McClelland & Ganguli, ICLR 2014.

    >>> w = orthogonal_(Tensor(np.zeros((2, 3)))).data
    >>> np.allclose(w @ w.T, np.eye(2))
    True
    """
    fans(weight)
    rows, columns = weight.shape[0], math.prod(weight.shape[1:])
    q, r = np.linalg.qr(generator(seed).normal(size=(max(rows, columns), min(rows, columns))))
    q *= np.sign(np.diag(r))  # or it would not be drawn evenly from all of them
    return filled(weight, gain * (q if rows >= columns else q.T).reshape(weight.shape))


def filled(weight: Tensor, values: Any) -> Tensor:
    """A tensor with other numbers in its place."""
    weight.data[...] = values
    note_change(weight)
    return weight
