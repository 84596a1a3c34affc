"""More functions of one number, applied to each, in the manner of the table of derivatives.

>>> from chainrule import Tensor
>>> x = Tensor([0.0, 1.0], requires_grad=True)
>>> log1p(x).sum().backward()
>>> x.grad
array([1. , 0.5])
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from chainrule.engine import Operation, raw
from chainrule.table import sqrt, where

__all__ = [
    "acos",
    "acosh",
    "asin",
    "asinh",
    "atan",
    "atanh",
    "ceil",
    "clamp",
    "clone",
    "cosh",
    "expm1",
    "floor",
    "lerp",
    "log1p",
    "log2",
    "log10",
    "reciprocal",
    "round",
    "rsqrt",
    "sign",
    "sinh",
    "square",
    "tan",
    "trunc",
]

# fmt: off
expm1 = Operation("expm1", np.expm1, lambda g, y, x: g * (y + 1),
    says="eˣ − 1 has the local derivative eˣ: the output plus 1")
log1p = Operation("log1p", np.log1p, lambda g, y, x: g / (1 + x),
    says="log(1 + x) has the local derivative 1/(1 + x)")
log2 = Operation("log2", np.log2, lambda g, y, x: g / (x * math.log(2)),
    says="log₂ x has the local derivative 1/(x log 2)")
log10 = Operation("log10", np.log10, lambda g, y, x: g / (x * math.log(10)),
    says="log₁₀ x has the local derivative 1/(x log 10)")
square = Operation("square", np.square, lambda g, y, x: g * 2 * x,
    symbol="x²", says="x² has the local derivative 2x")
reciprocal = Operation("reciprocal", lambda x: 1 / x, lambda g, y, x: -g * y * y,
    symbol="1/x", says="1/x has the local derivative −1/x²")
rsqrt = Operation("rsqrt", lambda x: 1 / np.sqrt(x), lambda g, y, x: g * -0.5 * y / x,
    symbol="1/√x", says="1/√x has the local derivative −1/(2x√x)")

tan = Operation("tan", np.tan, lambda g, y, x: g * (1 + y * y),
    says="tan x has the local derivative 1 + tan²x")
asin = Operation("asin", np.arcsin, lambda g, y, x: g / sqrt(1 - x * x),
    says="asin x has the local derivative 1/√(1 − x²)")
acos = Operation("acos", np.arccos, lambda g, y, x: -g / sqrt(1 - x * x),
    says="acos x has the local derivative −1/√(1 − x²)")
atan = Operation("atan", np.arctan, lambda g, y, x: g / (1 + x * x),
    says="atan x has the local derivative 1/(1 + x²)")
sinh = Operation("sinh", np.sinh, lambda g, y, x: g * cosh(x),
    says="sinh x has the local derivative cosh x")
cosh = Operation("cosh", np.cosh, lambda g, y, x: g * sinh(x),
    says="cosh x has the local derivative sinh x")
asinh = Operation("asinh", np.arcsinh, lambda g, y, x: g / sqrt(x * x + 1),
    says="asinh x has the local derivative 1/√(x² + 1)")
acosh = Operation("acosh", np.arccosh, lambda g, y, x: g / sqrt(x * x - 1),
    says="acosh x has the local derivative 1/√(x² − 1)")
atanh = Operation("atanh", np.arctanh, lambda g, y, x: g / (1 - x * x),
    says="atanh x has the local derivative 1/(1 − x²)")

# Steps: level wherever they have a slope at all, so nothing learns through them
sign = Operation("sign", np.sign, lambda g, y, x: nothing(g),
    says="the sign of x does not change with x, so its gradient is 0")
floor = Operation("floor", np.floor, lambda g, y, x: nothing(g),
    says="rounding down makes level steps, so its gradient is 0")
ceil = Operation("ceil", np.ceil, lambda g, y, x: nothing(g),
    says="rounding up makes level steps, so its gradient is 0")
trunc = Operation("trunc", np.trunc, lambda g, y, x: nothing(g),
    says="rounding towards 0 makes level steps, so its gradient is 0")
_round = Operation("round", lambda x, decimals: np.round(x, decimals),
    lambda g, y, x, decimals: nothing(g),
    says="rounding makes level steps, so its gradient is 0")
clone = Operation("clone", np.copy, lambda g, y, x: g,
    says="a copy hands the gradient on as it is")
# fmt: on


def round(input: Any, decimals: int = 0) -> Any:
    """The nearest number of so many decimals; a half goes to the even neighbour. Its gradient is 0.

    >>> round(np.array([0.5, 1.5, 2.4])), round(np.array([1.234]), decimals=1)
    (array([0., 2., 2.]), array([1.2]))
    """
    return _round(input, decimals=decimals)


def clamp(input: Any, min: Any = None, max: Any = None) -> Any:
    """`input` where it lies between `min` and `max`, else the bound that it passed.

    Of the two bounds, numbers or tensors, one can be left out. The gradient goes where the value
    came from; at a bound itself, to `input`. Where `min` is above `max`, the value is `max`.

    Raises
    ------
    ValueError
        If there is no bound.

    Examples
    --------
    >>> clamp(np.array([-2.0, 0.5, 2.0]), min=0), clamp(np.array([-2.0, 2.0]), -1, 1)
    (array([0. , 0.5, 2. ]), array([-1.,  1.]))
    """
    if min is None and max is None:
        raise ValueError("clamp needs a min, a max or both")
    if min is not None:
        input = where(raw(input) < raw(min), min, input)
    if max is not None:
        input = where(raw(input) > raw(max), max, input)
    return input


def lerp(input: Any, end: Any, weight: Any) -> Any:
    """The point at `weight` of the way from `input` to `end`: input + weight · (end − input).

    >>> lerp(np.array([0.0, 10.0]), np.array([1.0, 20.0]), 0.5)
    array([ 0.5, 15. ])
    """
    return input + weight * (end - input)


def nothing(g: Any) -> Any:
    """Zeros in place of a gradient, also of one that is infinite."""
    return where(False, g, 0)
