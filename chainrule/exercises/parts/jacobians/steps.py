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


def downhill(parameters: Any, gradients: Any, lr: Any) -> Any:
    """Each parameter moved by -lr · g."""
    return [p - lr * g for p, g in zip(parameters, gradients, strict=True)]


def downhill_by_number(parameters: Any, gradients: Any, lr: Any) -> Any:
    """The same, in a loop."""
    new = []
    for i in range(len(parameters)):
        new.append(parameters[i] - lr * gradients[i])
    return new


def other_lists(made_of: Any, rng: np.random.Generator) -> Any:
    """Lists of other arrays, more or fewer of them; the numbers besides stay."""
    shapes = [(2, 3), (3,), (), (1, 2)]
    chosen = [shapes[k] for k in rng.integers(0, len(shapes), int(rng.integers(1, 5)))]
    return tuple(
        [rng.uniform(-2, 2, shape) for shape in chosen] if isinstance(one, list) else one
        for one in made_of
    )


sgd = Part(
    "sgd.step",
    ("parameters", "gradients", "lr"),
    judge_list("a parameter", "parameters"),
    lambda: [sgd_case(P, G, 0.1), sgd_case(P[:1], G[:1], 0.5),
             sgd_case([np.array(3.0), *P[::-1]], [np.array(2.0), *G[::-1]], 0.2)],
    (
        Mistake("gradient only", lambda p, g, lr: [-lr * b for b in g],
                "These are the steps; the parameters after the step were asked for."),
        Mistake("sign only", lambda p, g, lr: downhill(p, [np.sign(b) for b in g], lr),
                "Only the gradient's sign is used."),
        Mistake("first one moves", lambda p, g, lr: [
            *downhill(p[:1], g[:1], lr), *(1.0 * a for a in p[1:])],
                "Only the first parameter moves."),
        Mistake("averaged",
                lambda p, g, lr: downhill(p, [np.full_like(b, b.mean()) for b in g], lr),
                "All numbers of a parameter move alike: each has its own slope."),
        Mistake("length one",
                lambda p, g, lr: downhill(p, [b / np.linalg.norm(b) for b in g], lr),
                "Each gradient is divided by its length, so that only its direction counts."),
        Mistake("first gradient for all", lambda p, g, lr: [a - lr * g[0] for a in p],
                "All parameters move by the first gradient: each has its own."),
    ),
    models=(downhill, downhill_by_number),
    words={
        "p": "the parameter",
        "g": "the gradient",
        "lr": "the learning rate",
        "lr * g": "the step",
        "lr * gradients[i]": "the step",
        "parameters[i]": "the parameter",
        "gradients[i]": "the gradient",
        "parameters": "the list of parameters",
        "gradients": "the list of gradients",
    },
    override=step_of_sgd(momentum=False),
    vary=other_lists,
    number=11,
    why=(
        "Against the gradient, by a share lr of it. New arrays, so that nobody who holds the "
        "old ones is surprised."
    ),
)  # fmt: skip


def velocity_first(w: Any, g: Any, v: Any, lr: Any, mu: Any) -> Any:
    """The new v under the name of the old."""
    v = mu * v + g
    return w - lr * v, v


def both_at_once(w: Any, g: Any, v: Any, lr: Any, mu: Any) -> Any:
    """The new v twice."""
    return w - lr * (mu * v + g), mu * v + g


A = np.array([1.0, -2.0, 0.5]), np.array([0.5, 4.0, -1.0]), np.array([-1.0, 0.25, 3.0])

momentum = Part(
    "momentum.step",
    ("w", "g", "v", "lr", "mu"),
    judge_arrays("the new w", "the new v"),
    lambda: [momentum_case(A[0], A[1], A[2], 0.1, 0.9), momentum_case(A[1], A[2], A[0], 0.5, 0.5),
             momentum_case(np.outer(A[0], A[1]), np.outer(A[1], A[2]), np.outer(A[2], A[0]),
                           0.3, 0.8)],
    (
        Mistake("old v", lambda w, g, v, lr, mu: (w - lr * v, mu * v + g),
                "w moves by the old v: take the new one."),
        Mistake("weighted mean", lambda w, g, v, lr, mu: velocity_first(w, (1 - mu) * g, v, lr, mu),
                "g counts with 1 − μ here. That is a running mean; this rule adds all of g."),
        Mistake("rate twice", lambda w, g, v, lr, mu: velocity_first(w, lr * g, v, lr, mu),
                "The learning rate is in v as well: here it belongs into the step only."),
        Mistake("rate in v", lambda w, g, v, lr, mu: velocity_first(w, lr * g, v, 1, mu),
                "The learning rate is in v: here it belongs into the step of w, not into v."),
        Mistake("rate in v", lambda w, g, v, lr, mu: (w + mu * v - lr * g, mu * v - lr * g),
                "v is the step itself here, with the learning rate and the minus in it. In this "
                "rule both belong into the step of w, not into v."),
        Mistake("Nesterov", lambda w, g, v, lr, mu: (
            w - lr * (g + mu * (mu * v + g)), mu * v + g),
                "w moves by g + μ v, with the new v: this is Nesterov's rule. Here it moves by v."),
    ),
    models=(velocity_first, both_at_once),
    words={
        "w": "`w`",
        "v": "`v`",
        "g": "the gradient",
        "lr": "the learning rate",
        "mu": "`mu`",
        "mu * v": "`mu * v`",
        "mu * v + g": "the new v",
        "lr * v": "the step",
        "lr * (mu * v + g)": "the step",
    },
    override=step_of_sgd(momentum=True),
    number=12,
    why=(
        "The velocity first, then the step with the new velocity. What points the same way "
        "each time adds up to 1/(1 − μ) times the step."
    ),
)  # fmt: skip


def half_a_wave(step: Any, total: Any, lr: Any) -> Any:
    """The formula."""
    return lr / 2 * (1 + np.cos(np.pi * step / total))


def by_the_share(step: Any, total: Any, lr: Any) -> Any:
    """The same, from the share of the steps."""
    return lr * (1 + np.cos(np.pi * (step / total))) / 2


def other_steps(made_of: Any, rng: np.random.Generator) -> Any:
    """Another place on another way."""
    total = int(rng.integers(2, 60))
    return int(rng.integers(0, total + 1)), total, made_of[2]


schedule = Part(
    "schedule",
    ("step", "total", "lr"),
    judge_arrays("the rate"),
    lambda: [cosine_case(0, 100, 0.3), cosine_case(25, 100, 0.3), cosine_case(8, 12, 2.0),
             cosine_case(7, 7, 0.5), cosine_case(0, 1, 0.2)],
    (
        Mistake("whole turn", lambda s, n, lr: lr / 2 * (1 + math.cos(2 * math.pi * s / n)),
                "It is back at the full rate at the end: the cosine makes half a turn only."),
        Mistake("quarter", lambda s, n, lr: lr * math.cos(math.pi * s / n / 2),
                "This is a quarter of a wave, the cosine alone: it begins and ends as it should, "
                "but is too high between."),
        Mistake("straight", lambda s, n, lr: lr * (1 - s / n), "This goes down in a straight line."),  # noqa: E501
        Mistake("degrees", lambda s, n, lr: lr / 2 * (1 + math.cos(180 * s / n)),
                "The angle is given in degrees; the cosine takes radians."),
    ),
    models=(half_a_wave, by_the_share),
    words={
        "lr": "the first rate",
        "lr / 2": "half of the first rate",
        "np.pi": "`np.pi`",
        "step": "the step",
        "total": "the total",
        "step / total": "the share of the steps",
        "np.cos(np.pi * step / total)": "the cosine",
        "np.cos(np.pi * (step / total))": "the cosine",
        "1 + np.cos(np.pi * step / total)": "the bracket",
        "1 + np.cos(np.pi * (step / total))": "the bracket",
    },
    override=cosine_factor(),
    vary=other_steps,
    number=13,
    why="Half a wave of a cosine, from lr at the start to 0 at the end, and slow at both.",
)  # fmt: skip


def by_one_factor(gradients: Any, most: Any) -> Any:
    """A factor that is never above 1."""
    length = np.sqrt(sum(np.sum(g * g) for g in gradients))
    return [g * min(1, most / length) for g in gradients]


def by_one_factor_unless_zero(gradients: Any, most: Any) -> Any:
    """The same, without a division by 0."""
    length = np.sqrt(sum(np.sum(g**2) for g in gradients))
    factor = min(1, most / length) if length > 0 else 1
    return [g * factor for g in gradients]


def if_too_long(gradients: Any, most: Any) -> Any:
    """All squares in a loop."""
    total = 0.0
    for g in gradients:
        total += np.sum(g**2)
    length = np.sqrt(total)
    factor = most / length if length > most else 1.0
    return [g * factor for g in gradients]


def by_excess(gradients: Any, most: Any) -> Any:
    """Divided by how many times too long they are."""
    length = np.sqrt(sum(np.sum(g**2) for g in gradients))
    return [g / max(1, length / most) for g in gradients]


def shortened(g: Any, length: float, most: float) -> Any:
    """A gradient that is divided by this length and multiplied by `most`, if that is shorter."""
    return g * (most / length) if length > most else g * 1.0


def length(g: list[Any]) -> float:
    """Of all gradients together."""
    return math.sqrt(sum(float(np.sum(v * v)) for v in g))


def by_length(measure: Any) -> Any:
    """Clipping by something else than the length."""
    return lambda g, most: [shortened(v, measure(g), most) for v in g]


clip = Part(
    "clip_by_norm",
    ("gradients", "most"),
    judge_list("a clipped gradient", "clipped gradients"),
    lambda: [clip_case([np.array([3.0, 0.0]), np.array([[4.0]])], 1.0),
             clip_case([np.array([0.2, 0.0]), np.array([[0.1]])], 1.0),
             clip_case([*G, np.array(1.5)], 2.0),
             clip_case([np.zeros(2), np.zeros((1, 1))], 0.5)],
    (
        Mistake("always", lambda g, most: [v * most / (length(g) or 1) for v in g],
                "Short gradients are made longer: only what is too long is to be shortened."),
        Mistake("each by itself", lambda g, most: [shortened(v, length([v]), most) for v in g],
                "Each array is shortened by itself; then the direction of the whole changes."),
        Mistake("number by number", lambda g, most: [np.clip(v, -most, most) for v in g],
                "Each number is cut off by itself, which changes the direction."),
        Mistake("sum of sizes", by_length(lambda g: sum(float(np.abs(v).sum()) for v in g)),
                "This is the sum of all sizes; the length is the root of the sum of squares."),
        Mistake("sum of lengths", by_length(lambda g: sum(length([v]) for v in g)),
                "The lengths of the arrays are added up: the length of all is the root of the sum "
                "of *all* squares."),
        Mistake("no length", lambda g, most: [v * min(1, most / length(g)) for v in g],
                "When all gradients are 0, their length is 0, and nothing can be divided by it."),
    ),
    models=(by_one_factor, by_one_factor_unless_zero, if_too_long, by_excess),
    words={
        "g": "the gradient",
        "most": "`most`",
        "length": "the length",
        "total": "the sum of squares",
        "factor": "the factor",
        "g * g": "the square",
        "g ** 2": "the square",
        "most / length": "`most / length`",
        "min(1, most / length)": "the factor",
        "length > 0": "the length is above 0",
        "length / most": "`length / most`",
        "max(1, length / most)": "how many times too long they are",
        "length > most": "the length is above `most`",
        "np.sum(g ** 2)": "the sum of squares",
    },
    vary=other_lists,
    number=14,
    why=(
        "One factor for all gradients keeps the direction of the step; min(1, …) leaves short "
        "ones as they are."
    ),
)  # fmt: skip
