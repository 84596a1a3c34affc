"""Rosenblatt's perceptron and its border: checks and known mistakes."""

from __future__ import annotations

from typing import Any

import numpy as np

from chainrule.exercises.judges import judge_arrays
from chainrule.exercises.part import Mistake, Part
from chainrule.exercises.parts.xor.expected import (
    boundary_case,
    epoch_case,
    mistakes_case,
    predict_case,
    update_case,
)

X = np.array([[1.0, 2.0], [-1.0, 0.5], [0.5, -3.0], [2.0, 1.0]])
W = np.array([1.0, 0.5])


def fires(x: Any, w: Any, b: Any) -> Any:
    """1 where the score is positive."""
    return (x @ w + b > 0).astype(int)


predict = Part(
    "perceptron.predict",
    ("x", "w", "b"),
    judge_arrays("the answer"),
    lambda: [predict_case(X, W, -0.5), predict_case(X[:2], -W, 0.25),
             predict_case(np.array([[1.0, 1.0], [0.0, 0.0]]), W, -1.5)],
    (
        Mistake("no bias", lambda x, w, b: fires(x, w, 0), "The bias b is not added."),
        Mistake("score for answer", lambda x, w, b: x @ w + b,
                "This is the score. The answer is 1 where it is positive, and 0 elsewhere."),
        Mistake("minus one for zero", lambda x, w, b: 2 * fires(x, w, b) - 1,
                "The answers are 1 and −1; here they are 1 and 0."),
        Mistake("turned round", lambda x, w, b: 1 - fires(x, w, b),
                "It fires where the score is negative."),
        Mistake("at exactly 0", lambda x, w, b: (x @ w + b >= 0).astype(int),
                "It fires at a score of exactly 0 as well; it must be greater than 0."),
        Mistake("minus the bias", lambda x, w, b: fires(x, w, -b), "The bias is taken off."),
        Mistake("threshold at a half", lambda x, w, b: (x @ w + b > 0.5).astype(int),
                "It fires only above ½: the border is at 0."),
    ),
    models=(fires,),
    words={"x @ w + b": "the score", "b": "the bias `b`"},
    number=1,
    called="predict",
)  # fmt: skip


def correction(w: Any, b: Any, x: Any, t: Any, step: float = 1, moves_b: float = 1) -> Any:
    """One update, with ways that a mistake may change."""
    error = t - int(x @ w + b > 0)
    return w + step * error * x, b + moves_b * step * error


ZERO = np.zeros(2)
update = Part(
    "perceptron.update",
    ("w", "b", "x", "t"),
    judge_arrays("the new w", "the new b"),
    lambda: [update_case(W, -0.5, np.array([2.0, -1.0]), 0), update_case(W, -3.0, X[0], 1),
             update_case(W, 0.5, X[0], 1), update_case(ZERO, 0.0, X[3], 0)],
    (
        Mistake("wrong direction", lambda w, b, x, t: correction(w, b, x, t, -1),
                "The weights move away from the right answer: which way does the score have to go?"),  # noqa: E501
        Mistake("bias not moved", lambda w, b, x, t: correction(w, b, x, t, moves_b=0),
                "The bias stays as it is; it learns like a weight whose input is always 1."),
        Mistake("always", lambda w, b, x, t: (w + (2 * t - 1) * x, b + 2 * t - 1),
                "It learns from right answers as well: after those nothing moves."),
        Mistake("half a step", lambda w, b, x, t: correction(w, b, x, t, 0.5),
                "The step is half as large as the rule has it."),
        Mistake("input left out", lambda w, b, x, t: (
            w + (t - int(x @ w + b > 0)), b + t - int(x @ w + b > 0)),
                "All weights move by the same: each moves by the size of its own input."),
        Mistake("only up", lambda w, b, x, t: (
            w + max(t - int(x @ w + b > 0), 0) * x, b + max(t - int(x @ w + b > 0), 0)),
                "It learns only where it should have fired, and not where it should have kept still."),  # noqa: E501
        Mistake("score for answer", lambda w, b, x, t: (
            w + (t - (x @ w + b)) * x, b + t - (x @ w + b)),
                "The error is measured against the score: it is the answer, 0 or 1, that counts."),
        Mistake("nothing", lambda w, b, x, t: (w.copy(), b),
                "Nothing moves, although the answer was wrong."),
    ),
    number=2,
    called="update",
)  # fmt: skip


def one_pass(w: Any, b: Any, x: Any, t: Any, frozen: bool = False, back: bool = False) -> Any:
    """A pass, with ways that a mistake may change."""
    first, mistakes = (w, b), 0
    rows = list(zip(x, t, strict=True))
    for row, target in rows[::-1] if back else rows:
        p, c = first if frozen else (w, b)
        error = target - int(row @ p + c > 0)
        w, b, mistakes = w + error * row, b + error, mistakes + abs(error)
    return w, b, mistakes


def one_sum(w: Any, b: Any, x: Any, t: Any) -> Any:
    """A pass that returns the sum of errors with their signs."""
    new_w, new_b, _ = one_pass(w, b, x, t)
    return new_w, new_b, new_b - b


T = np.array([1, 0, 1, 0])
epoch = Part(
    "perceptron.epoch",
    ("w", "b", "x", "t"),
    judge_arrays("the new w", "the new b", "the number of mistakes"),
    lambda: [epoch_case(ZERO, 0.0, X, T), epoch_case(W, -0.5, X[::-1], 1 - T),
             epoch_case(np.array([1.0, -1.0]), 0.0, np.array([[2.0, 1.0], [1.0, 3.0]]),
                        np.array([1, 0]))],
    (
        Mistake("old weights", lambda w, b, x, t: one_pass(w, b, x, t, frozen=True),
                "All examples are answered with the weights from before the pass: each update "
                "counts for the next example already."),
        Mistake("backwards", lambda w, b, x, t: one_pass(w, b, x, t, back=True),
                "The examples are visited from the last to the first."),
        Mistake("right ones counted",
                lambda w, b, x, t: (*one_pass(w, b, x, t)[:2], len(x) - one_pass(w, b, x, t)[2]),
                "The third number counts right answers, not mistakes."),
        Mistake("signed mistakes", one_sum,
                "Mistakes up and down cancel in the count: take their size."),
        Mistake("first example only", lambda w, b, x, t: one_pass(w, b, x[:1], t[:1]),
                "Only the first example was visited: is `return` inside of the loop?"),
        Mistake("mistakes afterwards",
                lambda w, b, x, t: (*one_pass(w, b, x, t)[:2], int(
                    (fires(x, *one_pass(w, b, x, t)[:2]) != t).sum())),
                "Mistakes were counted with the weights after the pass; count updates."),
        Mistake("nothing learned", lambda w, b, x, t: (w.copy(), b, int((fires(x, w, b) != t).sum())),  # noqa: E501
                "The weights did not move."),
    ),
    number=3,
    called="epoch",
)  # fmt: skip

count_mistakes = Part(
    "count_mistakes",
    ("x", "w", "b", "t"),
    judge_arrays("the count"),
    lambda: [mistakes_case(X, W, -0.5, np.array([0, 0, 1, 1])), mistakes_case(X, -W, 0.3, 1 - T),
             mistakes_case(X[:3], W, 0.0, np.array([1, 1, 1])),
             mistakes_case(np.array([[1.0, 1.0], [0.0, 0.0]]), W, -1.5, np.array([0, 1]))],
    (
        Mistake("right ones", lambda x, w, b, t: int((fires(x, w, b) == t).sum()),
                "This counts the right answers."),
        Mistake("share", lambda x, w, b, t: float((fires(x, w, b) != t).mean()),
                "This is the share of mistakes, not their number."),
        Mistake("signed", lambda x, w, b, t: int((t - fires(x, w, b)).sum()),
                "Mistakes of both kinds cancel: count each one."),
        Mistake("no bias", lambda x, w, b, t: int((fires(x, w, 0) != t).sum()),
                "The bias is missing in the score."),
        Mistake("missed ones only", lambda x, w, b, t: int(((fires(x, w, b) == 0) & (t == 1)).sum()),  # noqa: E501
                "Only ones that were missed are counted, not zeros that fired."),
        Mistake("false alarms only",
                lambda x, w, b, t: int(((fires(x, w, b) == 1) & (t == 0)).sum()),
                "Only zeros that fired are counted, not ones that were missed."),
        Mistake("at exactly 0", lambda x, w, b, t: int(((x @ w + b >= 0) != t).sum()),
                "It fires at a score of exactly 0 as well; it must be greater than 0."),
        Mistake("any", lambda x, w, b, t: int((fires(x, w, b) != t).any()),
                "This says whether there is a mistake, not how many."),
    ),
    number=4,
)  # fmt: skip

boundary = Part(
    "boundary",
    ("w", "b", "x1"),
    judge_arrays("the heights"),
    lambda: [boundary_case(np.array([1.0, 2.0]), -3.0, np.array([0.0, 1.0, -2.0])),
             boundary_case(np.array([-1.0, 0.5]), 0.25, np.array([1.0, 3.0]))],
    (
        Mistake("sign of the bias", lambda w, b, x1: -(w[0] * x1 - b) / w[1],
                "The bias has the wrong sign: solve w₁x₁ + w₂x₂ + b = 0 for x₂."),
        Mistake("sign", lambda w, b, x1: (w[0] * x1 + b) / w[1],
                "The sign is the opposite one: what goes to the other side changes it."),
        Mistake("weights exchanged", lambda w, b, x1: -(w[1] * x1 + b) / w[0],
                "w₁ and w₂ have changed places."),
        Mistake("no bias", lambda w, b, x1: -w[0] * x1 / w[1],
                "The bias is missing: this line always runs through 0."),
        Mistake("not divided", lambda w, b, x1: -(w[0] * x1 + b), "The division by w₂ is missing."),
        Mistake("only one divided", lambda w, b, x1: -w[0] * x1 - b / w[1],
                "Only one of the two terms is divided by w₂: put brackets around both."),
        Mistake("along the weights", lambda w, b, x1: w[1] / w[0] * x1 + b,
                "This is a line along the weights. The border stands across them."),
    ),
    number=5,
)  # fmt: skip
