"""Right answers, each written in another way than the model solution."""

# ruff: noqa: E501 (a line for each, to be compared with its neighbours)

import math
from itertools import combinations, product

import numpy as np


def predict_by_loop(x, w, b):
    return np.array(
        [1 if sum(a * c for a, c in zip(row, w, strict=True)) + b > 0 else 0 for row in x]
    )


def update_by_cases(w, b, x, t):
    o = 1 if x @ w + b > 0 else 0
    if o == t:
        return w, b
    return (w + x, b + 1) if t == 1 else (w - x, b - 1)


def update_in_place_on_a_copy(w, b, x, t):
    new = w.astype(float).copy()
    error = t - (np.dot(x, w) + b > 0)
    new += error * x
    return [new, b + error]


def epoch_by_updates(w, b, x, t):
    mistakes = 0
    for i in range(len(x)):
        if (x[i] @ w + b > 0) != t[i]:
            w, b = update_by_cases(w, b, x[i], t[i])
            mistakes += 1
    return w, b, mistakes


def epoch_with_a_bias_column(w, b, x, t):
    weights, mistakes = np.append(w, b).astype(float), 0
    for row, target in zip(np.column_stack([x, np.ones(len(x))]), t, strict=True):
        error = target - float(weights @ row > 0)
        weights = weights + error * row
        mistakes += int(error != 0)
    return weights[:-1], weights[-1], mistakes


CUBE = np.array([*product((0, 1), repeat=3)])


def separable_by_tries(outputs):
    for w in product(range(-2, 3), repeat=3):
        for b in np.arange(-5.5, 6):
            if list((CUBE @ w + b > 0).astype(int)) == list(outputs):
                return True
    return False


def separable_by_the_middle(outputs):
    ones, zeros = ([c for c, out in zip(CUBE, outputs, strict=True) if out == k] for k in (1, 0))
    middles = [{tuple(a + c) for a, c in combinations(some, 2)} for some in (ones, zeros)]
    return not middles[0] & middles[1]


def separable_by_learning(outputs):
    w, x = np.zeros(4), np.column_stack([CUBE, np.ones(8)])
    for _ in range(200):
        errors = 0
        for row, target in zip(x, outputs, strict=True):
            error = target - int(row @ w > 0)
            w, errors = w + error * row, errors + abs(error)
        if not errors:
            return np.bool_(True)
    return np.bool_(False)


def probability_by_tanh(x, w, b):
    return (0.5 * (1 + np.tanh(0.5 * (x @ w + b)))).astype(x.dtype)


def probability_by_halves(x, w, b):
    a = x @ w + x.dtype.type(b)
    small = np.exp(-np.abs(a))
    return np.where(a >= 0, 1, small) / (1 + small)


def loss_by_loop(x, w, b, t):
    total = 0.0
    for row, target in zip(x, t, strict=True):
        a = float(row @ w + b) * (-1 if target else 1)
        total += max(a, 0.0) + math.log1p(math.exp(-abs(a)))
    return total / len(x)


def gradient_by_loop(x, w, b, t):
    dw, db = np.zeros(len(w)), 0.0
    for row, target in zip(x, t, strict=True):
        error = (1 + math.tanh(float(row @ w + b) / 2)) / 2 - target
        dw += error * row / len(x)
        db += error / len(x)
    return dw, db


right = {
    "perceptron.predict": [
        predict_by_loop,
        lambda x, w, b: np.where(x @ w + b > 0, 1.0, 0.0),
        lambda x, w, b: np.heaviside(np.einsum("ij,j->i", x, w) + b, 0),
    ],
    "perceptron.update": [
        update_by_cases,
        update_in_place_on_a_copy,
        lambda w, b, x, t: (w + (t - int(w @ x > -b)) * x, b + t - int(w @ x > -b)),
    ],
    "perceptron.epoch": [
        epoch_by_updates,
        epoch_with_a_bias_column,
        lambda w, b, x, t: list(epoch_by_updates(w, b, x, t)),
    ],
    "count_mistakes": [
        lambda x, w, b, t: np.sum(predict_by_loop(x, w, b) != t),
        lambda x, w, b, t: int(np.abs((x @ w + b > 0) * 1 - t).sum()),
        lambda x, w, b, t: sum(int((r @ w + b > 0) != k) for r, k in zip(x, t, strict=True)),
    ],
    "boundary": [
        lambda w, b, x1: (-b - w[0] * x1) / w[1],
        lambda w, b, x1: np.array([-(w[0] * v + b) / w[1] for v in x1]),
        lambda w, b, x1: np.polyval([-w[0] / w[1], -b / w[1]], x1),
    ],
    "gate": [
        lambda name: {"and": (2, 2, 2, -5), "or": (2, 2, 2, -1), "most": (2, 2, 2, -3), "nand": (-2, -2, -2, 5), "nor": (-2, -2, -2, 1)}[name],
        lambda name: [(-1 if name[0] == "n" else 1) * v for v in (1, 1, 1, -2.4 if "and" in name else -1.5 if name == "most" else -0.6)],
        lambda name: np.array({"and": [1, 1.2, 1, -2.7], "or": [3, 3, 3, -1.5], "most": [3, 3.2, 3, -4.6], "nand": [-1, -1, -1, 2.5],
                               "nor": [-5, -5, -5, 2]}[name]),
    ],
    "separable": [separable_by_tries, separable_by_the_middle, separable_by_learning],
    "probability": [
        probability_by_tanh,
        probability_by_halves,
        lambda x, w, b: np.exp(-np.logaddexp(0, -(x @ w + x.dtype.type(b)))),
    ],
    "loss": [
        loss_by_loop,
        lambda x, w, b, t: np.mean(np.logaddexp(0, x @ w + b) - t * (x @ w + b)),
        lambda x, w, b, t: np.logaddexp(0, np.where(t == 1, -1, 1) * (x @ w + b)).sum() / len(t),
    ],
    "gradient": [
        gradient_by_loop,
        lambda x, w, b, t: (((probability_by_tanh(x, w, b) - t)[:, None] * x).mean(axis=0),
                            np.mean(probability_by_tanh(x, w, b) - t)),
        lambda x, w, b, t: [
            np.einsum("ni,n->i", x, probability_by_tanh(x, w, b) - t) / len(x),
            np.sum(probability_by_tanh(x, w, b) - t) / len(x)],
    ],
    "xnor_with_product": [
        lambda: (-1, -1, 2, 0.5), lambda: [-10, -10, 21, 4], lambda: np.array([-2.0, -2, 4, 1]),
    ],
    "xnor_net": [
        lambda: (np.ones((2, 2)), np.array([-0.5, -1.5]), np.array([-1.0, 1.0]), 0.5),
        lambda: ([[1, -1], [-1, 1]], [-0.5, -0.5], [-1, -1], 0.5),
        lambda: ([[-1, -1], [1, 1]], [0.5, -1.5], [1, 1], np.array(-0.5)),
    ],
}  # fmt: skip
