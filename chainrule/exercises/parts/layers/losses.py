"""Losses of logits, with their gradients: checks, right answers, known mistakes."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np

from chainrule.exercises.judges import Judge, failure_in_dtype, judge_arrays
from chainrule.exercises.overrides.layers import loss_of
from chainrule.exercises.part import Case, Failure, Mistake, Part
from chainrule.exercises.parts.layers.squashing import s_curve
from chainrule.exercises.parts.layers.value_and_gradient import loss_case
from chainrule.exercises.parts.shared_mistakes import Guarded, kept_away
from chainrule.nn.functional import classes as functional_classes
from chainrule.nn.functional import losses as functional_losses

OUTPUTS = "the value", "the gradient"
IN_ANY_DTYPE = judge_arrays(*OUTPUTS)


def judge_loss(answer: Any, case: Case) -> Failure | None:
    """The gradient has the dtype of the logits; the value is one number, of any."""
    wrong = IN_ANY_DTYPE(answer, replace(case, dtype=None))
    return wrong or failure_in_dtype(answer[1], case, "the gradient")


def surprise(z: Any, t: Any) -> Any:
    """Minus the logarithm of the probability of what happened, on average."""
    return np.mean(t * np.logaddexp(0, -z) + (1 - t) * np.logaddexp(0, z))


def bce_cases() -> list[Case]:
    """A few logits, a matrix, targets between, float32, and large logits, right and wrong."""
    z, t = np.array([[2.0, -0.5], [-1.0, 0.3], [0.7, 1.2]]), np.array([[0.0, 1], [1, 0], [0.7, 0]])
    small = z.astype(np.float32), t.astype(np.float32)
    return [
        loss_case(surprise, np.array([0.5, -2.0, 1.5]), np.array([1.0, 0.0, 0.0])),
        loss_case(surprise, z, t),
        loss_case(surprise, *small, dtype=np.float32),
        loss_case(surprise, np.array([1000.0, -1000.0]), np.array([1.0, 0.0])),
        loss_case(surprise, np.array([-900.0, 900.0]), np.array([1.0, 0.0])),
    ]


def vary_targets(made_of: Any, rng: np.random.Generator) -> Any:
    """Other logits, and targets that are 0, 1 or between."""
    loss, z, t = made_of
    new = rng.choice([0.0, 1.0, 0.3, 0.8], z.shape).astype(t.dtype)
    return loss, (z * rng.uniform(-1.5, 1.5, z.shape)).astype(z.dtype), new


def bce_of_guarded(guarded: Guarded, z: Any, t: Any) -> Any:
    """By probabilities that are kept away from 0."""
    p, q = guarded(s_curve(z))
    return -np.mean(t * np.log(p) + (1 - t) * np.log(q)), (s_curve(z) - t) / z.size


def bce_by_softplus(z: Any, t: Any) -> Any:
    """By the second form."""
    softplus = np.maximum(z, 0) + np.log1p(np.exp(-np.abs(z)))
    p = np.exp(z - softplus)
    return np.mean(softplus - t * z), (p - t) / z.size


def bce_by_logarithms(z: Any, t: Any) -> Any:
    """By the first form, with the logarithms of both probabilities."""
    log_p, log_q = -np.logaddexp(0, -z), -np.logaddexp(0, z)
    p = np.exp(log_p)
    return -np.sum(t * log_p + (1 - t) * log_q) / z.size, (p - t) / z.size


bce_with_logits = Part(
    "bce_with_logits",
    ("z", "t"),
    Judge(judge_loss, OUTPUTS),
    bce_cases,
    (
        Mistake(
            "gradient for the probability",
            lambda z, t: (
                surprise(z, t),
                (s_curve(z) - t) / z.size / (s_curve(z) * (1 - s_curve(z))),
            ),
            "This is the gradient for the probability p. Asked for is that of the logit z: one "
            "factor further back.",
        ),
        Mistake(
            "sigmoid twice derived",
            lambda z, t: (
                surprise(z, t),
                (s_curve(z) - t) / z.size * s_curve(z) * (1 - s_curve(z)),
            ),
            "The slope of the sigmoid is in the gradient twice; it should have cancelled.",
        ),
        Mistake(
            "squared error",
            lambda z, t: (np.mean((s_curve(z) - t) ** 2), 2 * (s_curve(z) - t) / z.size),
            "The value is a squared error, not a cross-entropy.",
        ),
        Mistake(
            "targets swapped",
            lambda z, t: (surprise(z, 1 - t), (s_curve(z) - 1 + t) / z.size),
            "The loss is small where the prediction is wrong: 0 and 1 are swapped.",
        ),
        Mistake(
            "targets rounded",
            lambda z, t: (surprise(z, np.round(t)), (s_curve(z) - np.round(t)) / z.size),
            "Targets between 0 and 1 are rounded to one of the two.",
        ),
        *(
            Mistake(
                "targets rounded",
                lambda z, t, yes=yes: (surprise(z, yes(t)), (s_curve(z) - t) / z.size),
                "In the value targets between 0 and 1 count as one of the two.",
            )
            for yes in (lambda t: t == 1, lambda t: t > 0, np.round)
        ),
        *kept_away(bce_of_guarded, "logit"),
    ),
    models=(bce_by_softplus, bce_by_logarithms),
    words={
        "softplus": "the softplus of z",
        "np.log1p(np.exp(-np.abs(z)))": "the logarithm of 1 + e^−|z|",
        "np.maximum(z, 0)": "the larger of z and 0",
        "p": "p",
        "p - t": "p − t",
        "t": "the target `t`",
        "1 - t": "1 − t",
        "log_p": "the logarithm of p",
        "log_q": "the logarithm of 1 − p",
        "t * log_p": "the term t · log p",
        "(1 - t) * log_q": "the term (1 − t) · log(1 − p)",
        "t * z": "the term t · z",
        "softplus - t * z": "the loss of one example",
        "z.size": "the number of elements",
        "np.logaddexp(0, z)": "the softplus of z",
        "np.logaddexp(0, -z)": "the softplus of −z",
    },
    vary=vary_targets,
    override=loss_of(functional_losses._bce_with_logits),
    stable=True,
    number=11,
    why=(
        "As in assignment 1: softplus(z) − tz for the value and p − t for the gradient. Both "
        "from the logits, so that no logarithm meets a 0."
    ),
)


def log_sum(z: Any, labels: Any) -> Any:
    """The softmax cross-entropy."""
    return np.mean(np.logaddexp.reduce(z, axis=1) - z[np.arange(len(z)), labels])


def cross_entropy_cases() -> list[Case]:
    """Three examples of four classes, a square, float32, and large logits."""
    z = np.array([[0.5, -1.0, 2.0, 0.0], [1.5, 0.3, -0.7, 1.0], [-2.0, 0.4, 0.8, -0.3]])
    far = np.array([[1000.0, 0.0], [0.0, -1000.0]])
    return [
        loss_case(log_sum, z, np.array([2, 0, 3])),
        loss_case(log_sum, z[:2, :2], np.array([1, 1])),
        loss_case(log_sum, z.astype(np.float32), np.array([1, 3, 0]), dtype=np.float32),
        loss_case(log_sum, far, np.array([0, 0])),
        loss_case(log_sum, far, np.array([1, 0])),
    ]


def vary_labels(made_of: Any, rng: np.random.Generator) -> Any:
    """Other logits and labels, other numbers of examples and classes."""
    loss, z, _ = made_of
    n, k = int(rng.integers(1, 5)), int(rng.integers(2, 6))
    new = (rng.normal(size=(n, k)) * np.abs(z).max()).astype(z.dtype)
    return loss, new, rng.integers(0, k, n)


def cross_entropy_of_guarded(guarded: Guarded, z: Any, labels: Any) -> Any:
    """By probabilities that are kept away from 0."""
    p, rows = probabilities(z), np.arange(len(z))
    return -np.mean(np.log(guarded(p)[0][rows, labels])), (p - np.eye(z.shape[1])[labels]) / len(z)


def cross_entropy_by_rows(z: Any, labels: Any) -> Any:
    """All rows at once."""
    n, k = z.shape
    top = z - z.max(axis=1, keepdims=True)
    logs = top - np.log(np.exp(top).sum(axis=1, keepdims=True))
    hot = labels[:, None] == np.arange(k)
    return -np.mean(logs[np.arange(n), labels]), (np.exp(logs) - hot) / n


def cross_entropy_by_one_hot(z: Any, labels: Any) -> Any:
    """With a table of ones at the right classes."""
    e = np.exp(z - z.max(axis=1, keepdims=True))
    total = np.log(e.sum(axis=1)) + z.max(axis=1)
    hot = np.eye(z.shape[1], dtype=z.dtype)[labels]
    p = e / e.sum(axis=1, keepdims=True)
    return np.mean(total - np.sum(z * hot, axis=1)), (p - hot) / len(z)


def over_the_batch(z: Any, labels: Any) -> Any:
    """The softmax of the columns."""
    logs = z - np.logaddexp.reduce(z, axis=0)
    hot = np.eye(z.shape[1])[labels]
    return -np.sum(logs * hot) / len(z), (np.exp(logs) - hot) / len(z)


def probabilities(z: Any) -> Any:
    """The softmax of each row."""
    return np.exp(z - np.logaddexp.reduce(z, axis=1, keepdims=True))


def whole_columns(z: Any, labels: Any) -> Any:
    """The gradient with 1 taken off from whole columns."""
    p = probabilities(z)
    p[:, labels] -= 1
    return p / len(z)


cross_entropy = Part(
    "cross_entropy",
    ("z", "labels"),
    Judge(judge_loss, OUTPUTS),
    cross_entropy_cases,
    (
        Mistake(
            "softmax over the batch",
            over_the_batch,
            "The probabilities add up to 1 over the examples. Those of one example should: "
            "normalise along its row.",
        ),
        Mistake(
            "right class only",
            lambda z, k: (
                log_sum(z, k),
                (probabilities(z) - 1) / len(z) * np.eye(z.shape[1])[k],
            ),
            "Only the logit of the right class gets a gradient. The others move the loss as well.",
        ),
        Mistake(
            "whole columns",
            lambda z, k: (
                np.mean(np.logaddexp.reduce(z, axis=1)) - np.mean(z[:, k]),
                whole_columns(z, k),
            ),
            "`[:, labels]` takes whole columns. One entry of each row is meant: "
            "`[np.arange(n), labels]`.",
        ),
        Mistake(
            "no logarithm",
            lambda z, k: (
                1 - np.mean(probabilities(z)[np.arange(len(z)), k]),
                (probabilities(z) - np.eye(z.shape[1])[k]) / len(z),
            ),
            "The value is a mean of probabilities: the logarithm is lacking.",
        ),
        *kept_away(cross_entropy_of_guarded, "logits"),
    ),
    models=(cross_entropy_by_rows, cross_entropy_by_one_hot),
    words={
        "n": "the number of examples",
        "len(z)": "the number of examples",
        "top": "the logits, less their largest",
        "logs": "the logarithm of p",
        "np.exp(top)": "eᶻ",
        "e": "eᶻ",
        "np.exp(logs)": "p",
        "np.exp(logs) - hot": "p less the 1 at the right class",
        "k": "the number of classes",
        "np.arange(k)": "the numbers of the classes",
        "z.max(axis=1, keepdims=True)": "the largest logit",
        "z.max(axis=1)": "the largest logit",
        "np.exp(top).sum(axis=1, keepdims=True)": "the sum of eᶻ",
        "e.sum(axis=1)": "the sum of eᶻ",
        "e.sum(axis=1, keepdims=True)": "the sum of eᶻ",
        "np.log(np.exp(top).sum(axis=1, keepdims=True))": "the logarithm of the sum of eᶻ",
        "np.log(e.sum(axis=1))": "the logarithm of the sum of eᶻ",
        "logs[np.arange(n), labels]": "the logarithm of p of the right class",
        "total": "the logarithm of the sum of eᶻ",
        "hot": "the 1 at the right class",
        "p": "p",
        "p - hot": "p less the 1 at the right class",
        "z * hot": "the logit of the right class",
        "np.sum(z * hot, axis=1)": "the logit of the right class",
    },
    vary=vary_labels,
    override=loss_of(functional_classes._cross_entropy),
    stable=True,
    number=12,
    why=(
        "Taking off the largest score of each row changes no probability and keeps every "
        "exponent at or below 0. The gradient is probabilities minus one-hot truth."
    ),
)
