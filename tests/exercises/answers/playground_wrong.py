"""What learners write when it is not right yet, with the name that the check should find."""

# ruff: noqa: E501 (a line for each, to be compared with its neighbours)

from functools import reduce

import numpy as np

from tests.exercises.answers.playground_right import (
    confusion_by_loop,
    features_by_table,
    solve,
)

NAMES = ["x1", "x2", "x1_squared", "x2_squared", "x1_x2", "sin_x1", "sin_x2"]


def two_arms(n, noise, sine=np.sin, cosine=np.cos, turns=1.75, length=5.0, half=np.pi, sign=1):
    points = np.zeros((2 * n, 2))
    for k in range(2 * n):
        i = k % n
        t = turns * 2 * np.pi * i / n + half * (k >= n)
        points[k] = length * i / n * sine(t), length * i / n * cosine(t)
    return points + sign * noise


def standardise(x, mean, spread):
    return (x - mean) / np.where(spread == 0, 1, spread)


def fit_to_both(train, test):
    both = np.vstack([train, test])
    return tuple(standardise(x, both.mean(0), both.std(0)) for x in (train, test))


def batches_without_the_rest(order, size):
    return [order[i * size : (i + 1) * size] for i in range(len(order) // size)]


def batches_filled_up(order, size):
    batches = [order[i : i + size] for i in range(0, len(order), size)]
    while len(batches[-1]) < size:
        batches[-1] = np.append(batches[-1], batches[-1])[:size]
    return batches


def stop_too_late(losses, patience):
    best, waited = 0, 0
    for epoch in range(len(losses)):
        if losses[epoch] < losses[best]:
            best, waited = epoch, 0
        elif epoch > 0:
            waited += 1
        if waited > patience:
            return best
    return best


def stop_and_return_now(losses, patience):
    best, waited, epoch = 0, 0, 0
    for epoch in range(1, len(losses)):
        if losses[epoch] < losses[best]:
            best, waited = epoch, 0
        else:
            waited += 1
        if waited == patience:
            return epoch
    return epoch


def stop_at_equal(losses, patience):
    lowest, best, waited = losses[0], 0, 0
    for epoch, loss in enumerate(losses[1:], 1):
        waited += 1
        if loss <= lowest:
            lowest, best, waited = loss, epoch, 0
        if waited == patience:
            return best
    return best


def neurons_only(sizes):
    total = 0
    for n in sizes[1:]:
        total += n
    return total


def exchanged(x, y):
    *rest, (w, b) = solve(x, y)
    return [*rest, (-w, -b)]


def blown_up(x, y):
    return [(w * np.inf, b) for w, b in solve(x, y, steps=1)]


def as_columns(x, y):
    return [(w.T, b) for w, b in solve(x, y, steps=1)]


wrong = {
    "spiral": [
        ("no noise", lambda n, noise: two_arms(n, np.zeros((2 * n, 2)))),
        ("sine and cosine exchanged", lambda n, noise: two_arms(n, noise, np.cos, np.sin)),
    ],
    "features": [
        ("own order", lambda x, names: features_by_table(x, sorted(names, key=NAMES.index))),
        ("rows for columns", lambda x, names: np.array([features_by_table(x, [n])[:, 0] for n in names])),
    ],
    "split": [
        ("not shuffled", lambda x, share, order: (x[: round(share * len(x))], x[round(share * len(x)) :])),
        ("exchanged", lambda x, share, order: (x[order[round(share * len(x)) :]], x[order[: round(share * len(x))]])),
    ],
    "standardise": [
        ("both together", fit_to_both),
        ("whole array", lambda a, b: ((a - a.mean()) / a.std(), (b - a.mean()) / a.std())),
    ],
    "minibatches": [
        ("last one dropped", batches_without_the_rest),
        ("last one filled up", batches_filled_up),
    ],
    "parameter_count": [
        ("no biases", lambda s: sum(s[i] * s[i + 1] for i in range(len(s) - 1))),
        ("units", neurons_only),
    ],
    "forward": [
        ("no tanh", lambda x, layers: reduce(lambda h, p: h @ p[0].T + p[1], layers, x)),
        ("ReLU for tanh", lambda x, layers: reduce(
            lambda h, p: np.where(h @ p[0].T + p[1] > 0, h @ p[0].T + p[1], 0), layers[:-1], x)
            @ layers[-1][0].T + layers[-1][1]),
    ],
    "accuracy": [
        ("share of mistakes", lambda s, y: 1 - np.mean(s * y > 0)),
        ("exactly one", lambda s, y: sum(a == b for a, b in zip(s, y, strict=True)) / len(y)),
    ],
    "confusion_matrix": [
        ("mistakes only", lambda t, g, k: confusion_by_loop(t[t != g], g[t != g], k)),
        ("each pair once", lambda t, g, k: (confusion_by_loop(t, g, k) > 0) * 1.0),
    ],
    "l2_penalty": [
        ("no rate", lambda w, r: ((w**2).sum() / 2, w.copy())),
    ],
    "early_stop": [
        ("epoch of stopping", stop_and_return_now),
        ("equal counts as better", stop_at_equal),
        ("one too patient", stop_too_late),
    ],
    "solve_spiral": [
        ("shapes do not chain", as_columns),
        ("not finite", blown_up),
        ("classes exchanged", exchanged),
        ("not layers", lambda x, y: np.zeros(3)),
    ],
}  # fmt: skip
