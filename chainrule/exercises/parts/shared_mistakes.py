"""Sentences and mistakes that several parts share."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import numpy as np

from chainrule.exercises.part import Mistake

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


Guarded = Callable[[Any], tuple[Any, Any]]  # from probabilities p what stands for p and for 1 - p
GUARDS = (1e-5, 1e-6, 1e-7, 1e-8, 1e-9, 1e-10, 1e-12, 1e-15, 1e-16)
KEPT_AWAY = (
    "Probabilities are kept away from 0 before the logarithm: no example can cost more than that "
    "allows. Take the logarithm from the {} itself."
)


def kept_away(loss: Callable[..., Any], source: str) -> Iterator[Mistake]:
    """The mistake of a loss whose probabilities are kept away from 0, for each usual guard.

    Parameters
    ----------
    loss : callable
        Called with a function that guards probabilities, and the part's arguments.
    source : str
        What the logarithm should be taken from.
    """
    for guard in GUARDS:
        for way in (cut_off, cut_off_below, raised):
            gives = partial(loss, partial(way, guard))
            yield Mistake("clipped", gives, KEPT_AWAY.format(source))


def cut_off(guard: float, p: Any) -> tuple[Any, Any]:
    """Probabilities that end a little above 0 and below 1."""
    p = np.clip(p, guard, 1 - guard)
    return p, 1 - p


def cut_off_below(guard: float, p: Any) -> tuple[Any, Any]:
    """Both probabilities end a little above 0."""
    return np.maximum(p, guard), np.maximum(1 - p, guard)


def raised(guard: float, p: Any) -> tuple[Any, Any]:
    """Both probabilities are a little larger."""
    return p + guard, 1 - p + guard
