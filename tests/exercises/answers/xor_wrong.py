"""What learners write when it is not right yet, with the name that the check should find.

Where no list has the mistake, the name is a piece of the sentence.
"""

# ruff: noqa: E501 (a line for each, to be compared with its neighbours)

import numpy as np

from tests.exercises.answers.xor_right import (
    predict_by_loop,
    separable_by_tries,
    update_by_cases,
)


def epoch_with_old_weights(w, b, x, t):
    errors = t - predict_by_loop(x, w, b)
    return w + errors @ x, b + errors.sum(), np.abs(errors).sum()


def epoch_that_returns_too_soon(w, b, x, t):
    mistakes = 0
    for row, target in zip(x, t, strict=True):
        if int(row @ w + b > 0) != target:
            w, b = update_by_cases(w, b, row, target)
            mistakes += 1
        return w, b, mistakes
    return w, b, mistakes


def epoch_backwards(w, b, x, t):
    mistakes = 0
    for row, target in zip(x[::-1], t[::-1], strict=True):
        new_w, new_b = update_by_cases(w, b, row, target)
        mistakes += int(new_b != b)
        w, b = new_w, new_b
    return w, b, mistakes


def plain_sigma(a):
    return 1 / (1 + np.exp(-a))


def parts_of_loss(x, w, b, t):
    return np.logaddexp(0, np.where(t == 1, -1, 1) * (x @ w + b))


OR_AND = [[1, 1], [1, 1]], [-0.5, -1.5]
wrong = {
    "perceptron.predict": [
        ("is not added", lambda x, w, b: np.array(x @ w > 0) * 1),
        ("is taken off", lambda x, w, b: (x @ w > b) * 1),
        ("the other way round", lambda x, w, b: (x @ w + b < 0) * 1),
        ("where the score is equal to 0", lambda x, w, b: np.where(x @ w + b < 0, 0, 1)),
        ("compared with ½", lambda x, w, b: np.array([int(r @ w + b > 0.5) for r in x])),
        ("cut to a whole number", lambda x, w, b: ((x @ w + b).astype(int) > 0) * 1),
        ("This is the score itself", lambda x, w, b: x @ w + b),
        ("not an array", lambda x, w, b: predict_by_loop(x, w, b).tolist()),
    ],
    "perceptron.update": [
        ("the other way round", lambda w, b, x, t: (w + ((x @ w + b > 0) - t) * x, b + (x @ w + b > 0) - t)),
        ("The new w is right. The new b:", lambda w, b, x, t: (update_by_cases(w, b, x, t)[0], b)),
        ("The new b is right. The new w: the error is not multiplied by `x`", lambda w, b, x, t: (w + update_by_cases(w, b, x, t)[1] - b, update_by_cases(w, b, x, t)[1])),
    ],
    "perceptron.epoch": [
        ("old weights", epoch_with_old_weights),
        ("Only the first one counts", epoch_that_returns_too_soon),
        ("from the last to the first", epoch_backwards),
    ],
    "count_mistakes": [
        ("missed ones only", lambda x, w, b, t: np.sum(predict_by_loop(x, w, b) < t)),
        ("false alarms only", lambda x, w, b, t: np.sum(predict_by_loop(x, w, b) > t)),
        ("is not added", lambda x, w, b, t: np.sum(predict_by_loop(x, w, 0) != t)),
        ("The absolute value is missing", lambda x, w, b, t: np.sum(t - predict_by_loop(x, w, b))),
    ],
    "boundary": [
        ("The bias `b` is taken off", lambda w, b, x1: (b - w[0] * x1) / w[1]),
        ("The sign is the opposite one", lambda w, b, x1: (b + w[0] * x1) / w[1]),
        ("not divided by", lambda w, b, x1: -b - w[0] * x1),
    ],
    "gate": [
        ("is AND", lambda name: (2, 2, 2, -5)),
        ("is OR", lambda name: (1, 1, 1, -0.5) if name in ("and", "or") else (-1, -1, -1, 2.5 if name == "nand" else 0.5)),
        ("is always 0", lambda name: (1, 1, 1, -4)),
        ("is always 1", lambda name: (1, 1, 1, 0.5)),
        ("too close", lambda name: {"and": (1, 1, 1, -2.001), "or": (1, 1, 1, -0.001), "most": (1, 1, 1, -1.001), "nand": (-1, -1, -1, 2.001), "nor": (-1, -1, -1, 0.001)}[name]),
        ("not the numbers", lambda name: (1, 1, 1)),
        ("not the numbers", lambda name: ([1, 1, 1], -0.5)),
    ],
    "separable": [
        ("always", lambda outputs: 1 == 1),
        ("never", lambda outputs: 1 == 0),
        ("Yes and no have changed places", lambda outputs: not separable_by_tries(outputs)),
    ],
    "probability": [
        ("It is rounded to whole numbers", lambda x, w, b: predict_by_loop(x, w, b) * 1.0),
        ("unstable", lambda x, w, b: plain_sigma(x @ w + b)),
        ("unstable", lambda x, w, b: np.exp(x @ w + b) / (1 + np.exp(x @ w + b))),
        ("It is not divided by 2", lambda x, w, b: (1 + np.tanh(x @ w + b)) / 2),
    ],
    "loss": [
        ("unstable", lambda x, w, b, t: np.mean(-t * np.log(plain_sigma(x @ w + b)) - (1 - t) * np.log(1 - plain_sigma(x @ w + b)))),
        ("The two cases have changed places", lambda x, w, b, t: np.mean(np.logaddexp(0, (2 * t - 1) * (x @ w + b)))),
        ("The term of the zeros is taken off", lambda x, w, b, t: np.mean((2 * t - 1) * parts_of_loss(x, w, b, t))),
        ("The term of the zeros is not added", lambda x, w, b, t: np.mean(t * parts_of_loss(x, w, b, t))),
    ],
    "gradient": [
        ("The sign is the opposite one", lambda x, w, b, t: (
            x.T @ (t - np.tanh((x @ w + b) / 2) / 2 - 0.5) / len(x), np.mean(t - np.tanh((x @ w + b) / 2) / 2 - 0.5))),
        ("squared error", lambda x, w, b, t: (
            x.T @ ((plain_sigma(x @ w + b) - t) * plain_sigma(x @ w + b) * plain_sigma(-x @ w - b)) / len(x),
            np.mean((plain_sigma(x @ w + b) - t) * plain_sigma(x @ w + b) * plain_sigma(-x @ w - b)))),
        ("The gradient for w is right. The gradient for b: the sum is taken", lambda x, w, b, t: (
            x.T @ (np.tanh((x @ w + b) / 2) / 2 + 0.5 - t) / len(x), np.sum(np.tanh((x @ w + b) / 2) / 2 + 0.5 - t))),
        ("unstable", lambda x, w, b, t: (x.T @ (plain_sigma(x @ w + b) - t) / len(x), np.mean(plain_sigma(x @ w + b) - t))),
    ],
    "xnor_with_product": [
        ("is always 1", lambda: (0, 0, 0, 1)),
        ("is always 0", lambda: (-1, -1, 2, -0.5)),
        ("is XOR", lambda: (1, 1, -2, -0.5)),
        ("is NOR", lambda: (-1, -1, 0, 0.5)),
        ("too close", lambda: (-1, -1, 2, 0.001)),
        ("not the numbers", lambda: (-1, -1, 2)),
    ],
    "xnor_net": [
        ("is always 0", lambda: (np.zeros((2, 2)), [0, 0], [1, 1], -0.5)),
        ("is always 1", lambda: (np.zeros((2, 2)), [0, 0], [1, 1], 0.5)),
        ("is XOR", lambda: (*OR_AND, [1, -1], -0.5)),
        ("is NOR", lambda: (*OR_AND, [-1, -1], 0.5)),
        ("too close", lambda: (OR_AND[0], [-0.01, -1.99], [-1, 1], 0.5)),
        ("wrong shapes", lambda: (*OR_AND, [[-1, 1]], 0.5)),
        ("wrong order", lambda: ([-1, 1], 0.5, *OR_AND)),
    ],
}  # fmt: skip
