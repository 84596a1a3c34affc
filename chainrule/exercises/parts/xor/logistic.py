"""Logistic regression: checks and known mistakes."""

from __future__ import annotations

from typing import Any

import numpy as np

from chainrule.exercises.judges import judge_arrays
from chainrule.exercises.part import Mistake, Part
from chainrule.exercises.parts.xor.expected import gradient_case, loss_case, probability_case

X = np.array([[1.0, 2.0], [-1.0, 0.5], [0.5, -3.0]])
W, T = np.array([0.8, -0.3]), np.array([1, 0, 1])


def sigma(a: Any) -> Any:
    """The sigmoid, as long as it does not overflow."""
    return 1 / (1 + np.exp(-a))


probability = Part(
    "probability",
    ("x", "w", "b"),
    judge_arrays("the probability"),
    lambda: [probability_case(X, W, 0.2), probability_case(np.array([[1000.0, 0.0], [-1000.0, 0]]), W, 0.0)],  # noqa: E501
    (
        Mistake("sign of the slide", lambda x, w, b: sigma(-(x @ w + b)),
                "It falls where it should rise: 1 / (1 + eᵃ) has the wrong sign in the exponent."),
        Mistake("no bias", lambda x, w, b: sigma(x @ w), "The bias is not added."),
        Mistake("score for probability", lambda x, w, b: x @ w + b,
                "This is the score, which may be any number. σ makes a probability of it."),
        Mistake("answer for probability", lambda x, w, b: (x @ w + b > 0) * 1.0,
                "These are answers, 0 or 1; a probability was asked for."),
        Mistake("tanh", lambda x, w, b: np.tanh(x @ w + b),
                "This is tanh, which runs from −1 to 1."),
        Mistake("e to the score", lambda x, w, b: np.exp(x @ w + b),
                "The exponential alone: it is not divided by anything."),
        Mistake("overflow", lambda x, w, b: np.exp(x @ w + b) / (1 + np.exp(x @ w + b)),
                "For large scores this is inf / inf. Write it with e⁻ᵃ where a is positive."),
        Mistake("minus the bias", lambda x, w, b: sigma(x @ w - b), "The bias is taken off."),
    ),
    number=8,
)  # fmt: skip


def parts(x: Any, w: Any, b: Any, t: Any) -> Any:
    """-log P(t) of each example."""
    return np.logaddexp(0, np.where(t == 1, -1, 1) * (x @ w + b))


def naive(x: Any, w: Any, b: Any, t: Any) -> Any:
    """The same as long as nothing overflows."""
    p = sigma(x @ w + b)
    return -t * np.log(p) - (1 - t) * np.log(1 - p)


loss = Part(
    "loss",
    ("x", "w", "b", "t"),
    judge_arrays("the loss"),
    lambda: [loss_case(X, W, 0.2, T), loss_case(np.array([[1000.0, 0], [-1000.0, 0]]), W, 0.0,
                                                np.array([0, 0]))],
    (
        Mistake("sum for mean", lambda x, w, b, t: parts(x, w, b, t).sum(),
                "This is the sum over the examples; the mean was asked for."),
        Mistake("no minus", lambda x, w, b, t: -parts(x, w, b, t).mean(),
                "It is negative: the minus in front is missing."),
        Mistake("bracket of the slide",
                lambda x, w, b, t: (np.where(t == 1, 1, -1) * parts(x, w, b, t)).mean(),
                "The minus stands before the first term only, as on the slide without its bracket: "
                "it belongs to both."),
        Mistake("ones only", lambda x, w, b, t: (t * parts(x, w, b, t)).mean(),
                "Examples with the target 0 cost nothing here."),
        Mistake("squared error", lambda x, w, b, t: ((sigma(x @ w + b) - t) ** 2).mean(),
                "This is the squared error; the cross-entropy has logarithms."),
        Mistake("overflow", lambda x, w, b, t: naive(x, w, b, t).mean(),
                "For large scores this takes the logarithm of 0. Use log(1 + e⁻ᵃ) in a form that "
                "cannot overflow: np.logaddexp(0, −a)."),
        Mistake("targets exchanged", lambda x, w, b, t: parts(x, w, b, 1 - t).mean(),
                "The targets 0 and 1 are exchanged."),
        Mistake("logarithm to base 2", lambda x, w, b, t: parts(x, w, b, t).mean() / np.log(2),
                "The logarithm is to the base 2; the natural one was asked for."),
    ),
    number=9,
)  # fmt: skip


def slopes(x: Any, w: Any, b: Any, t: Any) -> Any:
    """The gradient."""
    e = (sigma(x @ w + b) - t) / len(x)
    return x.T @ e, e.sum()


def squared_error_gradient(x: Any, w: Any, b: Any, t: Any) -> Any:
    """The gradient of half the mean squared error."""
    p = sigma(x @ w + b)
    e = (p - t) * p * (1 - p) / len(x)
    return x.T @ e, e.sum()


gradient = Part(
    "gradient",
    ("x", "w", "b", "t"),
    judge_arrays("the gradient for w", "the gradient for b"),
    lambda: [gradient_case(X, W, 0.2, T), gradient_case(X[:1], -W, 0.5, np.array([0])),
             gradient_case(X[:2], W, -0.4, np.array([0, 0]))],
    (
        Mistake("opposite sign", lambda x, w, b, t: tuple(-g for g in slopes(x, w, b, t)),
                "Both have the opposite sign: is it p − t or t − p?"),
        Mistake("sum for mean", lambda x, w, b, t: tuple(len(x) * g for g in slopes(x, w, b, t)),
                "They are too large by the number of examples: the loss is a mean."),
        Mistake("squared error", squared_error_gradient,
                "The factor p (1 − p) belongs to the squared error; with the cross-entropy it "
                "cancels."),
        Mistake("inputs left out",
                lambda x, w, b, t: (np.full(len(w), slopes(x, w, b, t)[1]), slopes(x, w, b, t)[1]),
                "All weights get the same: each gets its own input as a factor."),
        Mistake("answer for probability",
                lambda x, w, b, t: (x.T @ ((x @ w + b > 0) - t) / len(x), ((x @ w + b > 0) - t).mean()),  # noqa: E501
                "It is made with answers, 0 or 1: that is the perceptron's rule."),
        Mistake("bias not averaged",
                lambda x, w, b, t: (slopes(x, w, b, t)[0], len(x) * slopes(x, w, b, t)[1]),
                "The gradient for w is right; the one for b is a sum, not a mean."),
        Mistake("first example only", lambda x, w, b, t: slopes(x[:1], w, b, t[:1]),
                "Only the first example counts here."),
        Mistake("no bias in the score", lambda x, w, b, t: slopes(x, w, 0, t),
                "The score lacks the bias."),
    ),
    number=10,
)  # fmt: skip
