"""Logistic regression: checks, right answers, known mistakes."""

from __future__ import annotations

from typing import Any

import numpy as np

from chainrule.exercises.judges import judge_arrays
from chainrule.exercises.part import Mistake, Part
from chainrule.exercises.parts.shared_mistakes import Guarded, kept_away
from chainrule.exercises.parts.xor.expected import gradient_case, loss_case, probability_case

X = np.array([[1.0, 2.0], [-1.0, 0.5], [0.5, -3.0]])
W, T = np.array([0.8, -0.3]), np.array([1, 0, 1])
FAR = np.array([[1000.0, 0.0], [-1000.0, 0.0]])
X3, W3 = np.array([[0.5, -1.0, 2.0], [1.5, 1.0, 0.5]]), np.array([0.4, -0.7, 1.1])
WORDS = {
    "x @ w + b": "the score",
    "x @ w": "the weighted sum",
    "row @ w + b": "the score",
    "row @ w": "the weighted sum",
    "b": "the bias `b`",
    "a": "the score",
    "small": "e to the power of −|a|",
    "t": "the target",
    "target": "the target",
    "row": "the example",
    "error": "P − t",
    "p": "P",
    "p - t": "P − t",
    "len(x)": "the number of examples",
    "total": "the sum",
    "x.T": "the transposed `x`",
    "x.T @ error": "the sum of the shares",
    "np.logaddexp(0, a)": "log(1 + eᵃ)",
    "np.logaddexp(0, -a)": "log(1 + e⁻ᵃ)",
    "t * np.logaddexp(0, -a)": "the term of the ones",
    "(1 - t) * np.logaddexp(0, a)": "the term of the zeros",
    "t == 1": "the target",
    "target * a": "t · a",
    "2": "2",
    "np.where(a > 0, 1, small)": "the larger part",
    "t * a": "t · a",
}


def vary(made_of: Any, rng: np.random.Generator) -> Any:
    """Other examples, weights and targets."""
    n, m = int(rng.integers(1, 6)), int(rng.integers(1, 5))
    x, w = 2 * rng.normal(size=(n, m)), rng.normal(size=m)
    return (x, w, float(rng.normal()), rng.integers(0, 2, n))[: len(made_of)]


def sigma(a: Any) -> Any:
    """The sigmoid, as long as it does not overflow."""
    return 1 / (1 + np.exp(-a))


def by_tanh(x: Any, w: Any, b: Any) -> Any:
    """The sigmoid of the score."""
    return (1 + np.tanh((x @ w + b) / 2)) / 2


def by_size(x: Any, w: Any, b: Any) -> Any:
    """The same, by a power of e that is at most 1."""
    a = x @ w + b
    small = np.exp(-np.abs(a))
    return np.where(a > 0, 1, small) / (1 + small)


def by_logarithm(x: Any, w: Any, b: Any) -> Any:
    """The same, by its logarithm."""
    return np.exp(-np.logaddexp(0, -(x @ w + b)))


def softmax(x: Any, w: Any, b: Any) -> Any:
    """Shares of all examples."""
    a = x @ w + b
    e = np.exp(a - a.max())
    return e / e.sum()


probability = Part(
    "probability",
    ("x", "w", "b"),
    judge_arrays("the probability"),
    lambda: [probability_case(X, W, 0.2), probability_case(FAR, W, 0.0),
             probability_case(X3, W3, -0.3), probability_case(
                 X.astype(np.float32), W.astype(np.float32), 0.5, np.float32)],
    (
        Mistake("score for probability", lambda x, w, b: x @ w + b,
                "This is the score, which may be any number. σ makes a probability of it."),
        Mistake("tanh", lambda x, w, b: np.tanh(x @ w + b),
                "This is tanh, which runs from −1 to 1."),
        Mistake("tanh of the half", lambda x, w, b: np.tanh((x @ w + b) / 2),
                "This is tanh(a/2), which runs from −1 to 1; it is neither shifted nor halved."),
        Mistake("e to the score", lambda x, w, b: np.exp(x @ w + b),
                "The exponential alone: it is not divided by anything."),
        Mistake("one half for both", lambda x, w, b: sigma(np.abs(x @ w + b)),
                "Negative scores get more than ½ as well: with e to the power of −|a| each sign "
                "needs a form of its own."),
        Mistake("clipped", lambda x, w, b: sigma(np.clip(x @ w + b, -10, 10)),
                "Scores beyond ±10 are cut off: no probability comes closer to 0 or 1 than that."),
        Mistake("over all examples", softmax,
                "The probabilities of all examples add up to 1; each example has its own σ."),
    ),
    models=(by_tanh, by_size, by_logarithm),
    words=WORDS,
    vary=vary,
    stable=True,
    number=8,
    why=(
        "σ(a) = (1 + tanh(a/2)) / 2. NumPy's tanh stays in −1…1 for every a, and so nothing "
        "can overflow."
    ),
)  # fmt: skip


def surprise(x: Any, w: Any, b: Any, t: Any) -> Any:
    """The mean of -log P(t)."""
    a = x @ w + b
    return np.mean(np.logaddexp(0, a) - t * a)


def surprise_by_sign(x: Any, w: Any, b: Any, t: Any) -> Any:
    """The same, with the sign that the target asks for."""
    a = x @ w + b
    return np.mean(np.logaddexp(0, np.where(t == 1, -a, a)))


def surprise_by_terms(x: Any, w: Any, b: Any, t: Any) -> Any:
    """The same, in two terms."""
    a = x @ w + b
    return np.mean(t * np.logaddexp(0, -a) + (1 - t) * np.logaddexp(0, a))


def surprise_by_rows(x: Any, w: Any, b: Any, t: Any) -> Any:
    """The same, example by example."""
    total = 0.0
    for row, target in zip(x, t, strict=True):
        a = row @ w + b
        total += np.logaddexp(0, a) - target * a
    return total / len(x)


def of_guarded(guarded: Guarded, x: Any, w: Any, b: Any, t: Any) -> Any:
    """By probabilities that are kept away from 0."""
    p, q = guarded(by_tanh(x, w, b))
    return -np.mean(t * np.log(p) + (1 - t) * np.log(q))


loss = Part(
    "loss",
    ("x", "w", "b", "t"),
    judge_arrays("the loss"),
    lambda: [loss_case(X, W, 0.2, T), loss_case(FAR, W, 0.0, np.array([0, 0])),
             loss_case(X3, W3, -0.3, T[:2]), loss_case(X[:1], W, 0.4, np.array([0]))],
    (
        Mistake("squared error", lambda x, w, b, t: ((sigma(x @ w + b) - t) ** 2).mean(),
                "This is the squared error; the cross-entropy has logarithms."),
        *kept_away(of_guarded, "score"),
        Mistake("logarithm to base 2", lambda x, w, b, t: surprise(x, w, b, t) / np.log(2),
                "The logarithm is to the base 2; the natural one was asked for."),
    ),
    models=(surprise, surprise_by_sign, surprise_by_terms, surprise_by_rows),
    words=WORDS,
    vary=vary,
    stable=True,
    number=9,
    why=(
        "−log σ(a) is softplus(−a), and both terms together are softplus(a) − ta. "
        "logaddexp(0, a) is log(1 + eᵃ) without ever computing eᵃ."
    ),
)  # fmt: skip


def slopes(x: Any, w: Any, b: Any, t: Any) -> Any:
    """The gradient."""
    error = (1 + np.tanh((x @ w + b) / 2)) / 2 - t
    return x.T @ error / len(x), error.mean()


def slopes_by_column(x: Any, w: Any, b: Any, t: Any) -> Any:
    """The same, with the errors as a column."""
    p = (1 + np.tanh((x @ w + b) / 2)) / 2
    return np.mean((p - t)[:, None] * x, axis=0), np.mean(p - t)


def slopes_by_rows(x: Any, w: Any, b: Any, t: Any) -> Any:
    """The same, example by example."""
    of_w = np.zeros(len(w))
    of_b = 0.0
    for row, target in zip(x, t, strict=True):
        error = (1 + np.tanh((row @ w + b) / 2)) / 2 - target
        of_w += error * row / len(x)
        of_b += error / len(x)
    return of_w, of_b


def squared_error_gradient(x: Any, w: Any, b: Any, t: Any) -> Any:
    """The gradient of half the mean squared error."""
    p = sigma(x @ w + b)
    e = (p - t) * p * (1 - p) / len(x)
    return x.T @ e, e.sum()


def with_answers(x: Any, w: Any, b: Any, t: Any) -> Any:
    """The perceptron's rule."""
    error = (x @ w + b > 0) - t
    return x.T @ error / len(x), error.mean()


gradient = Part(
    "gradient",
    ("x", "w", "b", "t"),
    judge_arrays("the gradient for w", "the gradient for b"),
    lambda: [gradient_case(X, W, 0.2, T), gradient_case(X[:1], -W, 0.5, np.array([0])),
             gradient_case(X[:2], W, -0.4, np.array([0, 0])),
             gradient_case(X3, W3, -0.3, T[:2]), gradient_case(FAR, W, 0.0, np.array([0, 1]))],
    (
        Mistake("squared error", squared_error_gradient,
                "The factor P (1 − P) belongs to the squared error; with the cross-entropy it "
                "cancels."),
        Mistake("answer for probability", with_answers,
                "It is made with answers, 0 or 1: that is the perceptron's rule."),
    ),
    models=(slopes, slopes_by_column, slopes_by_rows),
    words=WORDS,
    vary=vary,
    stable=True,
    number=10,
    why=(
        "The derivative of the loss by the score is P − t, whatever P is. Each weight "
        "collects it times its feature: a matrix product with x transposed, divided by the "
        "number of examples."
    ),
)  # fmt: skip
