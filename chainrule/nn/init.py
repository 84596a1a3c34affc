"""First weights: large enough that signals survive many layers, small enough not to explode.

Each function fills a parameter in place and returns it. For a weight of shape (out, in, …) the
fans are ``in`` and ``out`` times the size of what follows (a kernel's, in a convolution).
"""

from __future__ import annotations

import math

from chainrule.engine import Tensor
from chainrule.random import Seed, generator

GAINS = {"linear": 1.0, "sigmoid": 1.0, "tanh": 5 / 3, "relu": math.sqrt(2)}


def calculate_gain(nonlinearity: str, param: float = 0.01) -> float:
    """The factor by which weights grow to make up for what an activation takes away.

    1 for linear and sigmoid, 5/3 for tanh, √2 for relu, √(2 / (1 + slope²)) for leaky_relu,
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
    """
    bound = gain * math.sqrt(6 / sum(fans(weight)))
    weight.data[...] = generator(seed).uniform(-bound, bound, weight.shape)
    return weight


def xavier_normal_(weight: Tensor, gain: float = 1.0, seed: Seed = None) -> Tensor:
    """Normal of variance gain² 2 / (fan in + fan out)."""
    std = gain * math.sqrt(2 / sum(fans(weight)))
    weight.data[...] = generator(seed).normal(0, std, weight.shape)
    return weight


def kaiming_uniform_(weight: Tensor, nonlinearity: str = "relu", seed: Seed = None) -> Tensor:
    """Uniform of variance gain² / fan in; He's initialisation.

    Source: He, Zhang, Ren & Sun, ICCV 2015.
    """
    bound = calculate_gain(nonlinearity) * math.sqrt(3 / fans(weight)[0])
    weight.data[...] = generator(seed).uniform(-bound, bound, weight.shape)
    return weight


def kaiming_normal_(weight: Tensor, nonlinearity: str = "relu", seed: Seed = None) -> Tensor:
    """Normal of variance gain² / fan in."""
    std = calculate_gain(nonlinearity) / math.sqrt(fans(weight)[0])
    weight.data[...] = generator(seed).normal(0, std, weight.shape)
    return weight
