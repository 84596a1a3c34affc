"""Losses of logits, with their gradients: checks and known mistakes."""

from __future__ import annotations

from typing import Any

import numpy as np

from chainrule.exercises.judges import judge_arrays
from chainrule.exercises.overrides.layers import loss_of
from chainrule.exercises.part import Case, Mistake, Part
from chainrule.exercises.parts.layers.squashing import s_curve
from chainrule.exercises.parts.layers.value_and_gradient import loss_case
from chainrule.nn.functional import classes as functional_classes
from chainrule.nn.functional import losses as functional_losses

PAIR = judge_arrays("the value", "the gradient")
SUMMED = "Value and gradient are sums over the batch. Take the mean in both."
UNLIKE = "The value is a mean, its gradient that of the sum: the number of examples is lacking."
OPPOSITE = "The gradient has the opposite sign: the loss would grow at each step."
OVERFLOWS = "Right for ordinary logits, but nan or infinite where they are as large as 1000."


def surprise(z: Any, t: Any) -> Any:
    """Minus the logarithm of the probability of what happened, on average."""
    p = s_curve(z)
    return -np.mean(t * np.log(p) + (1 - t) * np.log(1 - p))


def bce_cases() -> list[Case]:
    """A few logits, and large ones, right and wrong."""
    z, half = np.array([1000.0, -1000.0]), np.array([0.5, -0.5])
    return [
        loss_case(surprise, np.array([0.5, -2.0, 1.5]), np.array([1.0, 0.0, 0.0])),
        loss_case(surprise, np.array([[2.0], [-1.0]]), np.array([[0.0], [1.0]])),
        Case((z, np.array([1.0, 0.0])), (np.array(0.0), np.zeros(2))),
        Case((z, np.array([0.0, 1.0])), (np.array(1000.0), half)),
    ]


def stable(z: Any, t: Any) -> Any:
    """Losses of single examples."""
    return np.logaddexp(0, z) - t * z


def slope(z: Any, t: Any) -> Any:
    """The gradient of the mean."""
    return (s_curve(z) - t) / np.size(z)


bce_with_logits = Part(
    "bce_with_logits",
    ("z", "t"),
    PAIR,
    bce_cases,
    (
        Mistake("overflows", lambda z, t: (surprise(z, t), slope(z, t)), OVERFLOWS),
        Mistake("sum for mean", lambda z, t: (stable(z, t).sum(), slope(z, t) * z.size), SUMMED),
        Mistake(
            "gradient of the sum",
            lambda z, t: (stable(z, t).mean(), slope(z, t) * z.size),
            UNLIKE,
        ),
        Mistake("opposite sign", lambda z, t: (stable(z, t).mean(), -slope(z, t)), OPPOSITE),
        Mistake(
            "gradient for the probability",
            lambda z, t: (stable(z, t).mean(), slope(z, t) / (s_curve(z) * (1 - s_curve(z)))),
            "This is the gradient for the probability p. Asked for is that of the logit z: one "
            "factor further back.",
        ),
        Mistake(
            "sigmoid twice derived",
            lambda z, t: (stable(z, t).mean(), slope(z, t) * s_curve(z) * (1 - s_curve(z))),
            "The slope of the sigmoid is in the gradient twice; it should have cancelled.",
        ),
        Mistake(
            "squared error",
            lambda z, t: (np.mean((s_curve(z) - t) ** 2), 2 * slope(z, t)),
            "The value is a squared error, not a cross-entropy.",
        ),
        Mistake(
            "targets swapped",
            lambda z, t: (stable(z, 1 - t).mean(), slope(z, 1 - t)),
            "The loss is small where the prediction is wrong: 0 and 1 are swapped.",
        ),
        Mistake(
            "no sigmoid in the gradient",
            lambda z, t: (stable(z, t).mean(), (z - t) / z.size),
            "The gradient compares the logit with t. It is the probability that belongs there.",
        ),
    ),
    override=loss_of(functional_losses._bce_with_logits),
    number=11,
)


def log_sum(z: Any, labels: Any) -> Any:
    """The softmax cross-entropy where eᶻ is of ordinary size."""
    return np.mean(np.log(np.exp(z).sum(axis=1)) - z[np.arange(len(z)), labels])


def cross_entropy_cases() -> list[Case]:
    """Three examples of four classes, a square, and large logits."""
    z = np.array([[0.5, -1.0, 2.0, 0.0], [1.5, 0.3, -0.7, 1.0], [-2.0, 0.4, 0.8, -0.3]])
    far = np.array([[1000.0, 0.0], [0.0, -1000.0]])
    half = np.array([[0.5, -0.5], [0.0, 0.0]])
    return [
        loss_case(log_sum, z, np.array([2, 0, 3])),
        loss_case(log_sum, z[:2, :2], np.array([1, 1])),
        Case((far, np.array([0, 0])), (np.array(0.0), np.zeros((2, 2)))),
        Case((far, np.array([1, 0])), (np.array(500.0), half)),
    ]


def losses(z: Any, labels: Any, axis: int = 1) -> Any:
    """The losses of single examples."""
    top = z - z.max(axis=axis, keepdims=True)
    logs = top - np.log(np.exp(top).sum(axis=axis, keepdims=True))
    return -logs[np.arange(len(z)), labels]


def gradient(z: Any, labels: Any, axis: int = 1) -> Any:
    """The gradient of their mean."""
    return (softmax(z, axis) - np.eye(z.shape[1])[labels]) / len(z)


def softmax(z: Any, axis: int = 1) -> Any:
    """Probabilities."""
    p = np.exp(z - z.max(axis=axis, keepdims=True))
    return p / p.sum(axis=axis, keepdims=True)


def unstable(z: Any, labels: Any) -> Any:
    """Without moving the largest logit to 0."""
    p = np.exp(z) / np.exp(z).sum(axis=1, keepdims=True)
    value = -np.log(p[np.arange(len(z)), labels]).mean()
    return value, (p - np.eye(z.shape[1])[labels]) / len(z)


cross_entropy = Part(
    "cross_entropy",
    ("z", "labels"),
    PAIR,
    cross_entropy_cases,
    (
        Mistake("overflows", unstable, OVERFLOWS),
        Mistake(
            "sum for mean",
            lambda z, k: (losses(z, k).sum(), gradient(z, k) * len(z)),
            SUMMED,
        ),
        Mistake(
            "gradient of the sum",
            lambda z, k: (losses(z, k).mean(), gradient(z, k) * len(z)),
            UNLIKE,
        ),
        Mistake("opposite sign", lambda z, k: (losses(z, k).mean(), -gradient(z, k)), OPPOSITE),
        Mistake(
            "softmax over the batch",
            lambda z, k: (losses(z, k, 0).mean(), gradient(z, k, 0)),
            "The probabilities add up to 1 over the examples. Those of one example should: "
            "normalise along its row.",
        ),
        Mistake(
            "no one-hot",
            lambda z, k: (losses(z, k).mean(), softmax(z) / len(z)),
            "The gradient is the softmax alone; at the right class something is taken off.",
        ),
        Mistake(
            "right class only",
            lambda z, k: (losses(z, k).mean(), gradient(z, k) * np.eye(z.shape[1])[k]),
            "Only the logit of the right class gets a gradient. The others move the loss as well.",
        ),
        Mistake(
            "divided by all entries",
            lambda z, k: (losses(z, k).mean() / z.shape[1], gradient(z, k) / z.shape[1]),
            "The mean is taken over examples and classes. Only the examples count.",
        ),
        Mistake(
            "no logarithm",
            lambda z, k: (1 - np.exp(-losses(z, k)).mean(), gradient(z, k)),
            "The value is a mean of probabilities: the logarithm is lacking.",
        ),
    ),
    override=loss_of(functional_classes._cross_entropy),
    number=12,
)
