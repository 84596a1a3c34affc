"""Rosenblatt's perceptron: one unit, and the rule that moves its line after each mistake."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from chainrule.engine import Array


class Shown(NamedTuple):
    """One example shown to a perceptron.

    `answer` is what it said, `before` and `after` are (w₁, w₂, b).
    """

    row: int
    answer: int
    before: Array
    after: Array

    @property
    def mistaken(self) -> bool:
        """Whether it was wrong, and so learned."""
        return bool((self.before != self.after).any())


def perceptron_steps(x: Array, t: Array, start: Array, examples: int) -> list[Shown]:
    """Show examples in turn, over and over, to a perceptron with two inputs.

    Parameters
    ----------
    x : array, shape (n, 2)
    t : array, shape (n, 1), of 0 and 1
    start : array, shape (3,)
        The first w₁, w₂ and b.
    examples : int
        How many to show.

    Returns
    -------
    list of Shown

    Examples
    --------
    >>> from chainrule import data
    >>> steps = perceptron_steps(*data.gate("AND"), np.zeros(3), 40)
    >>> steps[-1].after
    array([ 2.,  1., -2.])
    """
    steps: list[Shown] = []
    weights = np.array(start, float)
    with_one = np.column_stack([x, np.ones(len(x))])
    for k in range(examples):
        row = k % len(x)
        answer = int(weights @ with_one[row] > 0)
        moved = weights + (t[row, 0] - answer) * with_one[row]
        steps.append(Shown(row, answer, weights, moved))
        weights = moved
    return steps


def passes_until_right(x: Array, t: Array, start: Array, most: int = 100) -> int | None:
    """After how many passes over the data a perceptron is right throughout; None if it never is.

    Examples
    --------
    >>> from chainrule import data
    >>> print(passes_until_right(*data.xor(), np.zeros(3)))
    None
    """
    steps = perceptron_steps(x, t, start, most * len(x))
    for n in range(most):
        if not any(step.mistaken for step in steps[n * len(x) : (n + 1) * len(x)]):
            return n
    return None
