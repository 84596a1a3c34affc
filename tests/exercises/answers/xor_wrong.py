"""What learners write when it is not right yet, with the name that the check should find."""

# ruff: noqa: E501 (a line for each, to be compared with its neighbours)

import numpy as np

from tests.exercises.answers.xor_right import (
    predict_by_loop,
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


def plain_sigma(a):
    return 1 / (1 + np.exp(-a))


wrong = {
    "perceptron.predict": [
        ("no bias", lambda x, w, b: np.array(x @ w > 0) * 1),
        ("minus the bias", lambda x, w, b: (x @ w > b) * 1),
    ],
    "perceptron.update": [
        ("wrong direction", lambda w, b, x, t: (w + ((x @ w + b > 0) - t) * x, b + (x @ w + b > 0) - t)),
        ("half a step", lambda w, b, x, t: ((w + update_by_cases(w, b, x, t)[0]) / 2, (b + update_by_cases(w, b, x, t)[1]) / 2)),
    ],
    "perceptron.epoch": [
        ("old weights", epoch_with_old_weights),
        ("first example only", epoch_that_returns_too_soon),
    ],
    "count_mistakes": [
        ("missed ones only", lambda x, w, b, t: np.sum(predict_by_loop(x, w, b) < t)),
        ("false alarms only", lambda x, w, b, t: np.sum(predict_by_loop(x, w, b) > t)),
    ],
    "gate": [
        ("is AND", lambda name: (2, 2, -3)),
        ("not the numbers", lambda name: (1, 1)),
    ],
    "separable": [
        ("always", lambda outputs: 1 == 1),
        ("never", lambda outputs: 1 == 0),
    ],
    "probability": [
        ("answer for probability", lambda x, w, b: predict_by_loop(x, w, b) * 1.0),
    ],
    "loss": [
        ("overflow", lambda x, w, b, t: np.mean(-t * np.log(plain_sigma(x @ w + b)) - (1 - t) * np.log(1 - plain_sigma(x @ w + b)))),
        ("targets exchanged", lambda x, w, b, t: np.mean(np.logaddexp(0, (2 * t - 1) * (x @ w + b)))),
    ],
    "gradient": [
        ("squared error", lambda x, w, b, t: (
            x.T @ ((plain_sigma(x @ w + b) - t) * plain_sigma(x @ w + b) * plain_sigma(-x @ w - b)) / len(x),
            np.mean((plain_sigma(x @ w + b) - t) * plain_sigma(x @ w + b) * plain_sigma(-x @ w - b)))),
    ],
    "xor_with_product": [
        ("is always 1", lambda: (0, 0, 0, 1)),
        ("not the numbers", lambda: (1, 1, -2)),
    ],
    "xor_net": [
        ("is always 0", lambda: (np.zeros((2, 2)), [0, 0], [1, 1], -0.5)),
        ("is always 1", lambda: (np.zeros((2, 2)), [0, 0], [1, 1], 0.5)),
    ],
}  # fmt: skip
