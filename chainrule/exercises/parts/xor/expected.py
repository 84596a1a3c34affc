"""The right answers to the parts of assignment 1: by definition, an example at a time."""

from __future__ import annotations

import math
from itertools import product
from typing import Any

import numpy as np

from chainrule.exercises.part import Case, remade

CORNERS = np.array([[0.0, 0], [0, 1], [1, 0], [1, 1]])


def score(x: Any, w: Any, b: Any) -> float:
    """The weighted sum and the bias, for one example."""
    return math.fsum(float(u) * float(v) for u, v in zip(x, w, strict=True)) + float(b)


@remade
def predict_case(x: Any, w: Any, b: float) -> Case:
    """1 where the score is positive."""
    return Case((x, w, b), np.array([int(score(row, w, b) > 0) for row in x]))


def perceptron_pass(w: Any, b: float, x: Any, t: Any) -> tuple[Any, float, int]:
    """A pass of Rosenblatt's rule."""
    w, mistakes = [float(v) for v in w], 0
    for row, target in zip(x, t, strict=True):
        error = int(target) - int(score(row, w, b) > 0)
        if error:
            mistakes += 1
            w = [v + error * float(u) for v, u in zip(w, row, strict=True)]
            b = b + error
    return np.array(w), b, mistakes


@remade
def update_case(w: Any, b: float, x: Any, t: int) -> Case:
    """One example."""
    return Case((w, b, x, t), perceptron_pass(w, b, x[None], [t])[:2])


@remade
def epoch_case(w: Any, b: float, x: Any, t: Any) -> Case:
    """All examples, in order."""
    return Case((w, b, x, t), perceptron_pass(w, b, x, t))


@remade
def mistakes_case(x: Any, w: Any, b: float, t: Any) -> Case:
    """The number of examples on the wrong side."""
    pairs = zip(x, t, strict=True)
    return Case((x, w, b, t), np.array(sum(int(score(r, w, b) > 0) != int(k) for r, k in pairs)))


@remade
def boundary_case(w: Any, b: float, x1: Any) -> Case:
    """The place where the score is 0, found by halving."""
    heights = []
    for first in x1:
        low, high = -1e4, 1e4
        up = score([first, high], w, b) > score([first, low], w, b)
        for _ in range(200):
            middle = (low + high) / 2
            below = (score([first, middle], w, b) < 0) == up
            low, high = (middle, high) if below else (low, middle)
        heights.append((low + high) / 2)
    return Case((w, b, x1), np.array(heights))


def chance(a: float) -> float:
    """1 / (1 + e⁻ᵃ), by the half of the formula that does not overflow."""
    small = math.exp(-abs(a))
    return (1.0 if a >= 0 else small) / (1 + small)


@remade
def probability_case(x: Any, w: Any, b: float, dtype: Any = None) -> Case:
    """Example by example."""
    found = np.array([chance(score(row, w, b)) for row in x])
    return Case((x, w, b), found, dtype, 1e-4 if dtype == np.float32 else 1e-6)


def surprise(x: Any, w: Any, b: float, t: Any) -> float:
    """The mean of -log P(t)."""
    total = 0.0
    for row, target in zip(x, t, strict=True):
        a = score(row, w, b) * (1 if target else -1)
        total += math.log1p(math.exp(-abs(a))) + max(-a, 0.0)
    return total / len(x)


@remade
def loss_case(x: Any, w: Any, b: float, t: Any) -> Case:
    """The loss of all examples."""
    return Case((x, w, b, t), np.array(surprise(x, w, b, t)))


@remade
def gradient_case(x: Any, w: Any, b: float, t: Any) -> Case:
    """By the definition: nudge each weight, and the bias."""
    h, slopes = 1e-5, []
    for j in range(len(w)):
        step = h * np.eye(len(w))[j]
        slopes.append((surprise(x, w + step, b, t) - surprise(x, w - step, b, t)) / (2 * h))
    bias = (surprise(x, w, b + h, t) - surprise(x, w, b - h, t)) / (2 * h)
    return Case((x, w, b, t), (np.array(slopes), np.array(bias)))


def is_separable(outputs: tuple[int, ...]) -> bool:
    """Whether some line has all ones on one side: tried with all small whole numbers."""
    tries = product(range(-2, 3), range(-2, 3), (-2.5, -1.5, -0.5, 0.5, 1.5, 2.5))
    return any(
        all(
            (p * x[0] + q * x[1] + b > 0) == bool(out)
            for x, out in zip(CORNERS, outputs, strict=True)
        )
        for p, q, b in tries
    )
