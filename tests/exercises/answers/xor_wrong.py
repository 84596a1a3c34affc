"""What learners write when it is not right yet, with the name that the check should find."""

# ruff: noqa: E501 (a line for each, to be compared with its neighbours)

import numpy as np

from tests.exercises.answers.xor_right import (
    epoch_by_updates,
    gradient_by_loop,
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


def cross_entropy(x, w, b, t):
    a = x @ w + b
    return np.where(t == 1, np.logaddexp(0, -a), np.logaddexp(0, a))


wrong = {
    "perceptron.predict": [
        ("no bias", lambda x, w, b: np.array(x @ w > 0) * 1),
        ("score for answer", lambda x, w, b: b + np.dot(x, w)),
        ("minus one for zero", lambda x, w, b: np.where(x @ w + b > 0, 1, -1)),
        ("turned round", lambda x, w, b: (x @ w + b <= 0) * 1),
        ("at exactly 0", lambda x, w, b: 1 - (x @ w + b < 0)),
        ("minus the bias", lambda x, w, b: (x @ w > b) * 1),
        ("threshold at a half", lambda x, w, b: np.where(x @ w + b > 0.5, 1, 0)),
    ],
    "perceptron.update": [
        ("wrong direction", lambda w, b, x, t: (w + ((x @ w + b > 0) - t) * x, b + (x @ w + b > 0) - t)),
        ("bias not moved", lambda w, b, x, t: (update_by_cases(w, b, x, t)[0], b)),
        ("always", lambda w, b, x, t: (w + x, b + 1) if t else (w - x, b - 1)),
        ("half a step", lambda w, b, x, t: ((w + update_by_cases(w, b, x, t)[0]) / 2, (b + update_by_cases(w, b, x, t)[1]) / 2)),
        ("input left out", lambda w, b, x, t: (w + t - int(x @ w + b > 0), b + t - int(x @ w + b > 0))),
        ("only up", lambda w, b, x, t: update_by_cases(w, b, x, t) if t else (w, b)),
        ("nothing", lambda w, b, x, t: (w, b)),
    ],
    "perceptron.epoch": [
        ("old weights", epoch_with_old_weights),
        ("backwards", lambda w, b, x, t: epoch_by_updates(w, b, x[::-1], t[::-1])),
        ("right ones counted", lambda w, b, x, t: (*epoch_by_updates(w, b, x, t)[:2], len(t) - epoch_by_updates(w, b, x, t)[2])),
        ("signed mistakes", lambda w, b, x, t: (*epoch_by_updates(w, b, x, t)[:2], epoch_by_updates(w, b, x, t)[1] - b)),
        ("first example only", epoch_that_returns_too_soon),
        ("nothing learned", lambda w, b, x, t: (w, b, np.sum(predict_by_loop(x, w, b) != t))),
    ],
    "count_mistakes": [
        ("right ones", lambda x, w, b, t: np.sum(predict_by_loop(x, w, b) == t)),
        ("share", lambda x, w, b, t: np.mean(predict_by_loop(x, w, b) != t)),
        ("signed", lambda x, w, b, t: np.sum(t - predict_by_loop(x, w, b))),
        ("no bias", lambda x, w, b, t: np.sum(predict_by_loop(x, w, 0) != t)),
        ("missed ones only", lambda x, w, b, t: np.sum(predict_by_loop(x, w, b) < t)),
        ("false alarms only", lambda x, w, b, t: np.sum(predict_by_loop(x, w, b) > t)),
    ],
    "boundary": [
        ("sign of the bias", lambda w, b, x1: (b - w[0] * x1) / w[1]),
        ("sign", lambda w, b, x1: w[0] / w[1] * x1 + b / w[1]),
        ("weights exchanged", lambda w, b, x1: (-b - w[1] * x1) / w[0]),
        ("no bias", lambda w, b, x1: -(w[0] / w[1]) * x1),
        ("not divided", lambda w, b, x1: -b - w[0] * x1),
        ("only one divided", lambda w, b, x1: -(w[0] * x1) - b / w[1]),
    ],
    "gate": [
        ("is OR", lambda name: (2, 2, -1)),
        ("is AND", lambda name: (2, 2, -3)),
        ("is always 0", lambda name: (0, 0, -1)),
        ("is always 1", lambda name: (0, 0, 1)),
        ("is NAND", lambda name: (-1, -1, 1.4)),
        ("not the numbers", lambda name: (1, 1)),
    ],
    "separable": [
        ("always", lambda outputs: 1 == 1),
        ("never", lambda outputs: 1 == 0),
        ("XNOR forgotten", lambda outputs: list(outputs) != [0, 1, 1, 0]),
        ("odd number of ones", lambda outputs: sum(outputs) in (1, 3)),
        ("constants forgotten", lambda outputs: list(outputs) not in ([0, 1, 1, 0], [1, 0, 0, 1], [0] * 4, [1] * 4)),
        ("one or three ones", lambda outputs: sum(outputs) != 2),
    ],
    "probability": [
        ("sign of the slide", lambda x, w, b: 1 / (1 + np.exp(x @ w + b))),
        ("no bias", lambda x, w, b: plain_sigma(x @ w)),
        ("score for probability", lambda x, w, b: b + x @ w),
        ("answer for probability", lambda x, w, b: predict_by_loop(x, w, b) * 1.0),
        ("tanh", lambda x, w, b: np.tanh(b + x @ w)),
        ("overflow", lambda x, w, b: np.exp(x @ w + b) / (np.exp(x @ w + b) + 1)),
        ("minus the bias", lambda x, w, b: plain_sigma(x @ w - b)),
    ],
    "loss": [
        ("sum for mean", lambda x, w, b, t: sum(cross_entropy(x, w, b, t))),
        ("no minus", lambda x, w, b, t: np.mean(-cross_entropy(x, w, b, t))),
        ("ones only", lambda x, w, b, t: np.mean(t * np.logaddexp(0, -(x @ w + b)))),
        ("squared error", lambda x, w, b, t: np.mean((t - plain_sigma(x @ w + b)) ** 2)),
        ("overflow", lambda x, w, b, t: np.mean(-t * np.log(plain_sigma(x @ w + b)) - (1 - t) * np.log(1 - plain_sigma(x @ w + b)))),
        ("targets exchanged", lambda x, w, b, t: np.mean(np.logaddexp(0, (2 * t - 1) * (x @ w + b)))),
    ],
    "gradient": [
        ("opposite sign", lambda x, w, b, t: tuple(-g for g in gradient_by_loop(x, w, b, t))),
        ("sum for mean", lambda x, w, b, t: tuple(len(t) * g for g in gradient_by_loop(x, w, b, t))),
        ("squared error", lambda x, w, b, t: (
            x.T @ ((plain_sigma(x @ w + b) - t) * plain_sigma(x @ w + b) * plain_sigma(-x @ w - b)) / len(x),
            np.mean((plain_sigma(x @ w + b) - t) * plain_sigma(x @ w + b) * plain_sigma(-x @ w - b)))),
        ("inputs left out", lambda x, w, b, t: (np.ones(len(w)) * gradient_by_loop(x, w, b, t)[1], gradient_by_loop(x, w, b, t)[1])),
        ("answer for probability", lambda x, w, b, t: (x.T @ (predict_by_loop(x, w, b) - t) / len(x), np.mean(predict_by_loop(x, w, b) - t))),
        ("bias not averaged", lambda x, w, b, t: (gradient_by_loop(x, w, b, t)[0], np.sum(plain_sigma(x @ w + b) - t))),
    ],
    "xor_with_product": [
        ("is OR", lambda: (1, 1, 1, -0.5)),
        ("is AND", lambda: (1, 1, 0, -1.5)),
        ("is XNOR", lambda: (-2, -2, 4, 1)),
        ("is NAND", lambda: (-1, -1, 0, 1.5)),
        ("is always 0", lambda: (0, 0, 0, 0)),
        ("is always 1", lambda: (0, 0, 0, 1)),
        ("not the numbers", lambda: (1, 1, -2)),
    ],
    "xor_net": [
        ("is OR", lambda: (np.ones((2, 2)), [-0.5, -0.5], [1, 1], -0.5)),
        ("is AND", lambda: (np.ones((2, 2)), [-0.5, -1.5], [0, 1], -0.5)),
        ("is XNOR", lambda: (np.ones((2, 2)), [-0.5, -1.5], [-1, 1], 0.5)),
        ("is always 0", lambda: (np.zeros((2, 2)), [0, 0], [1, 1], -0.5)),
        ("is always 1", lambda: (np.zeros((2, 2)), [0, 0], [1, 1], 0.5)),
        ("wrong shapes", lambda: (np.ones((1, 2)), [-0.5], [1], -0.5)),
        ("too close", lambda: (np.ones((2, 2)), [-0.5, -1.95], [1, -1], -0.5)),
    ],
}  # fmt: skip
