"""Sentences and mistakes that several parts share."""

from __future__ import annotations

from typing import Any

NO_UPSTREAM = (
    "The upstream gradient g is missing. What you return is how y reacts to the input. The "
    "question is how L reacts, and g says what a change of y means to L."
)
SUMMED_ALREADY = (
    "The gradient was summed to the shape of the smaller input already. Leave that to "
    "unbroadcast: a rule returns gradients of the shape of g."
)


def summed_to(g: Any, x: Any) -> Any:
    """`g` summed over the axes along which an array of the shape of `x` was repeated."""
    g = g.sum(axis=tuple(range(g.ndim - x.ndim)))
    return g.sum(axis=tuple(i for i, n in enumerate(x.shape) if n == 1), keepdims=True)
