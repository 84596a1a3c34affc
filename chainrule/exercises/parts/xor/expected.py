"""The right answers to the parts of assignment 1: by definition, an example at a time."""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import cache
from itertools import product
from typing import Any

import numpy as np

from chainrule.exercises.part import Case, remade

CORNERS, CORNERS_3 = (np.array([*product((0.0, 1.0), repeat=n)]) for n in (2, 3))
OF_ALL: dict[str, Callable[..., Any]] = {
    "AND": lambda *x: all(x),
    "OR": lambda *x: any(x),
    "NAND": lambda *x: not all(x),
    "NOR": lambda *x: not any(x),
    "always 0": lambda *x: 0,
    "always 1": lambda *x: 1,
    "x₁ alone": lambda *x: x[0],
    "x₂ alone": lambda *x: x[1],
    "the opposite of x₁": lambda *x: not x[0],
    "the opposite of x₂": lambda *x: not x[1],
}
RULES_2 = OF_ALL | {
    "XOR": lambda p, q: p != q,
    "XNOR": lambda p, q: p == q,
    "“x₁ but not x₂”": lambda p, q: p > q,
    "“x₂ but not x₁”": lambda p, q: q > p,
    "“not x₁, or x₂”": lambda p, q: q >= p,
    "“not x₂, or x₁”": lambda p, q: p >= q,
}
RULES_3 = OF_ALL | {
    "MOST": lambda *x: sum(x) > 1,
    "the opposite of MOST": lambda *x: sum(x) < 2,
    "PARITY": lambda *x: sum(x) % 2,
    "x₃ alone": lambda *x: x[2],
}


def table(corners: Any, rule: Callable[..., Any]) -> tuple[int, ...]:
    """What a gate says at each corner."""
    return tuple(int(rule(*corner)) for corner in corners.tolist())


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


@cache
def separable_gates() -> frozenset[tuple[int, ...]]:
    """The outputs of all planes with small whole weights: those of all planes there are."""
    weights, biases = range(-2, 3), np.arange(-5.5, 6)
    tries = np.array([*product(weights, weights, weights, biases)])
    outputs = (tries[:, :3] @ CORNERS_3.T + tries[:, 3:] > 0).astype(int)
    return frozenset(map(tuple, outputs.tolist()))


@remade
def separable_case(outputs: tuple[int, ...]) -> Case:
    """A gate of three inputs."""
    return Case((outputs,), outputs in separable_gates())
