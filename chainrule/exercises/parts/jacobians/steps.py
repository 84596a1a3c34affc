"""Going downhill: checks and known mistakes."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from chainrule.exercises.judges import judge_arrays, judge_list
from chainrule.exercises.overrides.training import cosine_factor, step_of_sgd
from chainrule.exercises.part import Mistake, Part
from chainrule.exercises.parts.jacobians.expected import (
    clip_case,
    cosine_case,
    momentum_case,
    sgd_case,
)

P = [np.array([[1.0, -2.0]]), np.array([0.5, 3.0, -1.0])]
G = [np.array([[4.0, 0.5]]), np.array([-2.0, 1.0, 0.25])]


def downhill(p: list[Any], g: list[Any], lr: float) -> list[Any]:
    """Each parameter moved by -lr · g."""
    return [a - lr * b for a, b in zip(p, g, strict=True)]


sgd = Part(
    "sgd.step",
    ("parameters", "gradients", "lr"),
    judge_list("a parameter", "parameters"),
    lambda: [sgd_case(P, G, 0.1), sgd_case(P[:1], G[:1], 0.5)],
    (
        Mistake("uphill", lambda p, g, lr: downhill(p, g, -lr),
                "It goes uphill: the gradient points to where the loss grows."),
        Mistake("no learning rate", lambda p, g, lr: downhill(p, g, 1.0),
                "The learning rate is missing."),
        Mistake("gradient only", lambda p, g, lr: [-lr * b for b in g],
                "These are the steps; the parameters after the step were asked for."),
        Mistake("sign only", lambda p, g, lr: downhill(p, [np.sign(b) for b in g], lr),
                "Only the gradient's sign is used."),
        Mistake("first one only", lambda p, g, lr: [*downhill(p[:1], g[:1], lr), *p[1:]],
                "Only the first parameter moves."),
        Mistake("divided by the rate", lambda p, g, lr: downhill(p, g, 1 / lr),
                "It is divided by the learning rate."),
        Mistake("averaged",
                lambda p, g, lr: downhill(p, [np.full_like(b, b.mean()) for b in g], lr),
                "All numbers of a parameter move alike: each has its own slope."),
    ),
    override=step_of_sgd(momentum=False),
    number=11,
)  # fmt: skip


def swung(w: Any, g: Any, v: Any, lr: float, mu: float, **other: Any) -> Any:
    """A step with momentum."""
    new = mu * v + other.get("share", 1.0) * g
    return w - lr * new, new


A = np.array([1.0, -2.0, 0.5]), np.array([0.5, 4.0, -1.0]), np.array([-1.0, 0.25, 3.0])

momentum = Part(
    "momentum.step",
    ("w", "g", "v", "lr", "mu"),
    judge_arrays("the new w", "the new v"),
    lambda: [momentum_case(A[0], A[1], A[2], 0.1, 0.9), momentum_case(A[1], A[2], A[0], 0.5, 0.5)],
    (
        Mistake("old v", lambda w, g, v, lr, mu: (w - lr * v, mu * v + g),
                "w moves by the old v: take the new one."),
        Mistake("weighted mean", lambda w, g, v, lr, mu: swung(w, g, v, lr, mu, share=1 - mu),
                "g counts with 1 − μ here. That is a running mean; this rule adds all of g."),
        Mistake("no momentum", lambda w, g, v, lr, mu: (w - lr * g, g * 1.0),
                "v is forgotten: this is plain descent."),
        Mistake("uphill", lambda w, g, v, lr, mu: (w + lr * (mu * v + g), mu * v + g),
                "w goes uphill."),
        Mistake("rate twice", lambda w, g, v, lr, mu: (w - lr * (mu * v + lr * g), mu * v + lr * g),
                "The learning rate is in v as well: here it belongs into the step only."),
        Mistake("mu for the rate", lambda w, g, v, lr, mu: (w - mu * (lr * v + g), lr * v + g),
                "The learning rate and μ have changed places."),
        Mistake("no rate", lambda w, g, v, lr, mu: (w - (mu * v + g), mu * v + g),
                "The learning rate is missing."),
    ),
    override=step_of_sgd(momentum=True),
    number=12,
)  # fmt: skip

schedule = Part(
    "schedule",
    ("step", "total", "lr"),
    judge_arrays("the rate"),
    lambda: [cosine_case(0, 100, 0.3), cosine_case(25, 100, 0.3), cosine_case(8, 12, 2.0)],
    (
        Mistake("upside down", lambda s, n, lr: lr / 2 * (1 - math.cos(math.pi * s / n)),
                "It begins at 0 and grows: the sign before the cosine."),
        Mistake("no half", lambda s, n, lr: lr * (1 + math.cos(math.pi * s / n)),
                "It begins at twice the rate: the ½ is missing."),
        Mistake("whole turn", lambda s, n, lr: lr / 2 * (1 + math.cos(2 * math.pi * s / n)),
                "It is back at the full rate at the end: the cosine makes half a turn only."),
        Mistake("no pi", lambda s, n, lr: lr / 2 * (1 + math.cos(s / n)), "π is missing."),
        Mistake("straight", lambda s, n, lr: lr * (1 - s / n), "This goes down in a straight line."),  # noqa: E501
        Mistake("cosine only", lambda s, n, lr: lr * math.cos(math.pi * s / n),
                "In the second half this is negative: the 1 + is missing."),
        Mistake("constant", lambda s, n, lr: lr, "It stays as it is."),
    ),
    override=cosine_factor(),
    number=13,
)  # fmt: skip


def length(g: list[Any]) -> float:
    """Of all gradients together."""
    return math.sqrt(sum(float(np.sum(v * v)) for v in g))


def multiples(g: list[Any], factor: float) -> list[Any]:
    """All gradients times a factor."""
    return [v * factor for v in g]


clip = Part(
    "clip_by_norm",
    ("gradients", "most"),
    judge_list("a clipped gradient", "clipped gradients"),
    lambda: [clip_case([np.array([3.0, 0.0]), np.array([[4.0]])], 1.0),
             clip_case([np.array([0.2, 0.0]), np.array([[0.1]])], 1.0), clip_case(G, 2.0)],
    (
        Mistake("always", lambda g, most: multiples(g, most / length(g)),
                "Short gradients are made longer: only what is too long is to be shortened."),
        Mistake("each by itself", lambda g, most: [v * min(1, most / length([v])) for v in g],
                "Each array is shortened by itself; then the direction of the whole changes."),
        Mistake("number by number", lambda g, most: [np.clip(v, -most, most) for v in g],
                "Each number is cut off by itself, which changes the direction."),
        Mistake("not at all", lambda g, most: multiples(g, 1.0), "Nothing is shortened."),
        Mistake("square of the length",
                lambda g, most: multiples(g, min(1, most / length(g) ** 2)),
                "It is divided by the square of the length: the root is missing."),
        Mistake("sum of sizes",
                lambda g, most: multiples(g, min(1, most / sum(float(np.abs(v).sum()) for v in g))),
                "This is the sum of all sizes; the length is the root of the sum of squares."),
        Mistake("length one", lambda g, most: multiples(g, min(1, 1 / length(g))),
                "It is shortened to length 1, not to `most`."),
        Mistake("upside down", lambda g, most: multiples(g, max(1, most / length(g))),
                "What is too short is made longer, and what is too long is left: min, not max."),
    ),
    number=14,
)  # fmt: skip
