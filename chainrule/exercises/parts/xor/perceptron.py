"""Rosenblatt's perceptron: checks, right answers, known mistakes."""

from __future__ import annotations

from typing import Any

import numpy as np

from chainrule.exercises.judges import judge_arrays
from chainrule.exercises.part import Mistake, Part
from chainrule.exercises.parts.xor.expected import (
    epoch_case,
    mistakes_case,
    predict_case,
    update_case,
)

X = np.array([[1.0, 2.0], [-1.0, 0.5], [0.5, -3.0], [2.0, 1.0]])
W = np.array([1.0, 0.5])
X3 = np.array([[1.0, 0.5, 1.0], [0.5, -1.0, 1.5], [-1.0, 0.5, -0.5], [2.0, 1.0, 2.5]])
W3 = np.array([0.5, 1.0, -1.0])  # scores of ¼, −2, ¾ and −¼ with a bias of ¼
AT_ZERO, ACROSS = np.array([[1.0, 1.0], [0.0, 0.0]]), np.array([1.0, -1.0])  # a score of 0
T = np.array([1, 0, 1, 0])
WORDS = {
    "x @ w + b": "the score",
    "x @ w": "the weighted sum",
    "row @ w + b": "the score",
    "row @ w": "the weighted sum",
    "x[i] @ w + b": "the score",
    "x[i] @ w": "the weighted sum",
    "x @ w + b > 0": "the answer",
    "int(x @ w + b > 0)": "the answer",
    "int(row @ w + b > 0)": "the answer",
    "t - answer": "the error",
    "t[i] - answer": "the error",
    "t[i]": "the target",
    "x[i]": "the example",
    "b": "the bias `b`",
    "0": "0",
    "1": "1",
    "score": "the score",
    "row": "the example",
    "target": "the target",
    "answer": "the answer",
    "error": "the error",
    "mistakes": "the number of mistakes",
}


def vary(made_of: Any, rng: np.random.Generator) -> Any:
    """Other examples and weights of any sign, or small whole ones with scores of exactly 0."""
    sizes = int(rng.integers(1, 7)), int(rng.integers(1, 5))
    few = rng.random() < 0.5

    def drawn(*shape: int) -> Any:
        return rng.integers(-2, 3, shape) * 1.0 if few else 2 * rng.normal(size=shape)

    if np.ndim(made_of[0]) == 1 and np.ndim(made_of[2]) == 1:  # w, b, x, t: one example
        return drawn(sizes[1]), float(drawn()), drawn(sizes[1]), int(rng.integers(2))
    new = (drawn(*sizes), drawn(sizes[1]), float(drawn()), rng.integers(0, 2, sizes[0]))
    if np.ndim(made_of[0]) == 1:  # w, b, x, t
        return new[1], new[2], new[0], new[3]
    return new[: len(made_of)]


def fires(x: Any, w: Any, b: Any) -> Any:
    """1 where the score is positive."""
    return (x @ w + b > 0) * 1


def fires_by_rows(x: Any, w: Any, b: Any) -> Any:
    """The same, row by row."""
    answers = []
    for row in x:
        answers.append(1 if row @ w + b > 0 else 0)
    return np.array(answers)


def fires_by_features(x: Any, w: Any, b: Any) -> Any:
    """The same, feature by feature."""
    score = b
    for j in range(len(w)):
        score = score + x[:, j] * w[j]
    return np.where(score > 0, 1, 0)


predict = Part(
    "perceptron.predict",
    ("x", "w", "b"),
    judge_arrays("the answer"),
    lambda: [predict_case(X, W, -0.5), predict_case(X[:2], -W, 0.25),
             predict_case(AT_ZERO, W, -1.5), predict_case(AT_ZERO, ACROSS, 0.0),
             predict_case(X3, W3, 0.25)],
    (
        Mistake("two features", lambda x, w, b: fires(x[:, :2], w[:2], b),
                "Only the first two features count; there may be more."),
    ),
    models=(fires, fires_by_rows, fires_by_features),
    words=WORDS,
    vary=vary,
    number=1,
    why=(
        "All scores are one matrix product, x @ w, and the bias is added to each. The "
        "comparison is strict: a score of exactly 0 is answered with 0."
    ),
    called="predict",
)  # fmt: skip


def correction(w: Any, b: Any, x: Any, t: Any) -> Any:
    """One update."""
    error = t - int(x @ w + b > 0)
    return w + error * x, b + error


def correction_by_answer(w: Any, b: Any, x: Any, t: Any) -> Any:
    """The same, with the answer on its own."""
    answer = 1 if x @ w + b > 0 else 0
    return w + (t - answer) * x, b + (t - answer)


def one_after_the_other(w: Any, b: Any, x: Any, t: Any) -> Any:
    """The bias learns from the answer of the new weights."""
    w = w + (t - int(x @ w + b > 0)) * x
    return w, b + t - int(x @ w + b > 0)


update = Part(
    "perceptron.update",
    ("w", "b", "x", "t"),
    judge_arrays("the new w", "the new b"),
    lambda: [update_case(W, -0.5, np.array([2.0, -1.0]), 0), update_case(W, -3.0, X[0], 1),
             update_case(W, 0.5, X[0], 1), update_case(W, -2.5, X[0], 0),
             update_case(ACROSS, 0.0, AT_ZERO[0], 0), update_case(2 * ACROSS, 0.0, AT_ZERO[0], 1),
             update_case(W3, 0.25, X3[2], 0)],
    (
        Mistake("always", lambda w, b, x, t: (w + (2 * t - 1) * x, b + 2 * t - 1),
                "It learns from right answers as well: after those nothing moves."),
        Mistake("score for answer", lambda w, b, x, t: (
            w + (t - (x @ w + b)) * x, b + t - (x @ w + b)),
                "The error is measured against the score: it is the answer, 0 or 1, that counts."),
        Mistake("nothing", lambda w, b, x, t: (w.copy(), b),
                "Nothing moves, although the answer was wrong."),
        Mistake("one after the other", one_after_the_other,
                "The bias learns from an answer of the new weights: both learn from the same one."),
    ),
    models=(correction, correction_by_answer),
    words=WORDS,
    vary=vary,
    number=2,
    why=(
        "t − o is 0, 1 or −1, so one line does all three cases: right answers move nothing, a "
        "missed 1 adds the example, a false 1 takes it away."
    ),
    called="update",
)  # fmt: skip


def one_pass(w: Any, b: Any, x: Any, t: Any) -> Any:
    """A pass."""
    mistakes = 0
    for row, target in zip(x, t, strict=True):
        error = target - int(row @ w + b > 0)
        w = w + error * row
        b = b + error
        mistakes += abs(error)
    return w, b, mistakes


def pass_by_places(w: Any, b: Any, x: Any, t: Any) -> Any:
    """The same, by the numbers of the examples."""
    mistakes = 0
    for i in range(len(x)):
        answer = 1 if x[i] @ w + b > 0 else 0
        if answer != t[i]:
            w = w + (t[i] - answer) * x[i]
            b = b + (t[i] - answer)
            mistakes += 1
    return w, b, mistakes


def from_old_weights(w: Any, b: Any, x: Any, t: Any) -> Any:
    """All answers come from the weights before the pass."""
    errors = t - fires(x, w, b)
    return w + errors @ x, b + errors.sum(), np.abs(errors).sum()


def until_learned(w: Any, b: Any, x: Any, t: Any) -> Any:
    """Passes until one has no mistake, a hundred at most."""
    total = 0
    for _ in range(100):
        w, b, mistakes = one_pass(w, b, x, t)
        total += mistakes
        if not mistakes:
            break
    return w, b, total


def until_learned_once(w: Any, b: Any, x: Any, t: Any) -> Any:
    """The same, with the mistakes of the last pass."""
    for _ in range(100):
        w, b, mistakes = one_pass(w, b, x, t)
        if not mistakes:
            break
    return w, b, mistakes


def to_first_mistake(w: Any, b: Any, x: Any, t: Any) -> Any:
    """A pass that ends with the first mistake."""
    for row, target in zip(x, t, strict=True):
        w, b, mistakes = one_pass(w, b, row[None], [target])
        if mistakes:
            return w, b, 1
    return w, b, 0


epoch = Part(
    "perceptron.epoch",
    ("w", "b", "x", "t"),
    judge_arrays("the new w", "the new b", "the number of mistakes"),
    lambda: [epoch_case(np.zeros(2), 0.0, X, T), epoch_case(W, -0.5, X[::-1], 1 - T),
             epoch_case(np.array([1.0, -1.0]), 0.0, np.array([[2.0, 1.0], [1.0, 3.0]]),
                        np.array([1, 0])), epoch_case(W3, 0.25, X3, T),
             epoch_case(2 * ACROSS, 0.0, AT_ZERO, np.array([0, 1]))],
    (
        Mistake("old weights", from_old_weights,
                "All examples are answered with the weights from before the pass: each update "
                "counts for the next example already."),
        Mistake("right ones counted",
                lambda w, b, x, t: (*one_pass(w, b, x, t)[:2], len(x) - one_pass(w, b, x, t)[2]),
                "The third number counts right answers, not mistakes."),
        Mistake("mistakes afterwards",
                lambda w, b, x, t: (*one_pass(w, b, x, t)[:2], int(
                    (fires(x, *one_pass(w, b, x, t)[:2]) != t).sum())),
                "Mistakes were counted with the weights after the pass; count updates."),
        Mistake("nothing learned", lambda w, b, x, t: (w.copy(), b, int((fires(x, w, b) != t).sum())),  # noqa: E501
                "The weights did not move."),
        Mistake("until it is learned", until_learned,
                "It goes through the examples again and again; one pass was asked for."),
        Mistake("until it is learned", until_learned_once,
                "It goes through the examples again and again; one pass was asked for."),
        Mistake("up to the first mistake", to_first_mistake,
                "It stops after the first mistake: the examples behind it are not seen."),
    ),
    models=(one_pass, pass_by_places),
    words=WORDS,
    vary=vary,
    number=3,
    why=(
        "The weights are bound anew in the loop, so that the next example already meets the "
        "new ones. w + … makes a new array, and the given one stays as it is."
    ),
    called="epoch",
)  # fmt: skip


def count(x: Any, w: Any, b: Any, t: Any) -> Any:
    """The number of mistakes."""
    return int(np.sum((x @ w + b > 0) != t))


def count_by_sizes(x: Any, w: Any, b: Any, t: Any) -> Any:
    """The same, by the sizes of the errors."""
    return int(np.sum(np.abs(t - (x @ w + b > 0))))


def count_by_rows(x: Any, w: Any, b: Any, t: Any) -> Any:
    """The same, row by row."""
    mistakes = 0
    for row, target in zip(x, t, strict=True):
        if int(row @ w + b > 0) != target:
            mistakes += 1
    return mistakes


count_mistakes = Part(
    "count_mistakes",
    ("x", "w", "b", "t"),
    judge_arrays("the count"),
    lambda: [mistakes_case(X, W, -0.5, np.array([0, 0, 1, 1])), mistakes_case(X, -W, 0.3, 1 - T),
             mistakes_case(X[:3], W, 0.0, np.array([1, 1, 1])),
             mistakes_case(X3, W3, 0.25, 1 - T),
             mistakes_case(AT_ZERO, W, -1.5, np.array([0, 1])),
             mistakes_case(AT_ZERO, ACROSS, 0.0, np.array([0, 1]))],
    (
        Mistake("missed ones only", lambda x, w, b, t: int(((fires(x, w, b) == 0) & (t == 1)).sum()),  # noqa: E501
                "Only ones that were missed are counted, not zeros that fired."),
        Mistake("false alarms only",
                lambda x, w, b, t: int(((fires(x, w, b) == 1) & (t == 0)).sum()),
                "Only zeros that fired are counted, not ones that were missed."),
        Mistake("any", lambda x, w, b, t: int((fires(x, w, b) != t).any()),
                "This says whether there is a mistake, not how many."),
        Mistake("learns", lambda x, w, b, t: one_pass(w, b, x, t)[2],
                "It learns on the way: here the weights stay as they are."),
        Mistake("all pairs", lambda x, w, b, t: int((fires(x, w, b)[:, None] != t).sum()),
                "Each answer is compared with all targets, as a column with a row: bring both "
                "into one shape."),
    ),
    models=(count, count_by_sizes, count_by_rows),
    words=WORDS,
    vary=vary,
    number=4,
    why=(
        "A comparison of two arrays gives True where they differ, and a sum counts True as 1. "
        "No loop is needed."
    ),
)  # fmt: skip
