"""What learners write when it is not right yet, with the name that the check should find.

Where no known mistake has that name, it is a piece of the sentence that should be told.
"""

# ruff: noqa: E501 (a line for each, to be compared with its neighbours)

import math
from functools import reduce

import numpy as np

from tests.exercises.answers.playground_right import (
    confusion_by_loop,
    features_by_table,
    solve,
    stop_by_counting,
)

NAMES = ["x1", "x2", "x1_squared", "x2_squared", "x1_x2", "sin_x1", "sin_x2"]


def two_arms(n, noise, sine=np.sin, cosine=np.cos, turns=1.75, length=5.0, half=np.pi, sign=1):
    points = np.zeros((2 * n, 2))
    for k in range(2 * n):
        i = k % n
        t = turns * 2 * np.pi * i / n + half * (k >= n)
        points[k] = length * i / n * sine(t), length * i / n * cosine(t)
    return points + sign * noise


def features_of(x, names, sine):
    a, b = x.T
    table = {"x1": a, "x2": b, "x1_squared": a**2, "x2_squared": b**2, "x1_x2": a * b}
    table |= {"sin_x1": sine(a), "sin_x2": sine(b)}
    return np.array([table[name] for name in names]).T


def standardise(x, mean, spread):
    return (x - mean) / np.where(spread == 0, 1, spread)


def fit_to_both(train, test):
    both = np.vstack([train, test])
    return tuple(standardise(x, both.mean(0), both.std(0)) for x in (train, test))


def batches_without_the_rest(order, size):
    return [order[i * size : (i + 1) * size] for i in range(len(order) // size)]


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


def through(x, layers, bias=1, turn=np.transpose):
    for i, (w, b) in enumerate(layers):
        x = x @ turn(w) + bias * b
        if i + 1 < len(layers):
            x = np.tanh(x)
    return x


def stop_when_it_does_not_fall(losses, patience):
    best, waited = 0, 0
    for epoch in range(1, len(losses)):
        if losses[epoch] < losses[best]:
            best = epoch
        if losses[epoch] < losses[epoch - 1]:
            waited = 0
        else:
            waited += 1
        if waited == patience:
            break
    return best


def stop_below_one(losses, patience):
    lowest, best, waited = 1.0, 0, 0
    for epoch, loss in enumerate(losses):
        if loss < lowest:
            lowest, best, waited = loss, epoch, 0
        else:
            waited += 1
        if waited == patience:
            break
    return best


def one_tanh(x, layers):
    for k, (w, b) in enumerate(layers):
        x = x @ w.T + b
        x = np.tanh(x) if k == 0 and len(layers) > 1 else x
    return x


wrong = {
    "spiral": [
        ("noise turned", lambda n, noise: np.vstack([two_arms(n, 0)[:n] + noise[:n], two_arms(n, 0)[n:] - noise[:n]])),
        ("noise is not added", lambda n, noise: two_arms(n, np.zeros((2 * n, 2)))),
        ("r sin t and the column r cos t have changed places", lambda n, noise: two_arms(n, noise, np.cos, np.sin)),
        ("noise is taken off", lambda n, noise: two_arms(n, noise, sign=-1)),
        ("not multiplied by `5`", lambda n, noise: two_arms(n, noise, length=1)),
        ("arms in turns", lambda n, noise: two_arms(n, 0)[np.arange(2 * n).reshape(2, n).T.ravel()] + noise),
    ],
    "features": [
        ("own order", lambda x, names: features_by_table(x, sorted(names, key=NAMES.index))),
        ("lies on its side", lambda x, names: np.array([features_by_table(x, [n])[:, 0] for n in names])),
        ("The cosine is taken", lambda x, names: features_of(x, names, np.cos)),
        ("Only the first column is there", lambda x, names: features_by_table(x, names[:1])),
    ],
    "split": [
        ("mask of the order", lambda x, share, order: (x[order < round(share * len(x))], x[~(order < round(share * len(x)))])),
        ("not shuffled", lambda x, share, order: (x[: round(share * len(x))], x[round(share * len(x)) :])),
        ("The training set and the test set have changed places", lambda x, share, order: (x[order[round(share * len(x)) :]], x[order[: round(share * len(x))]])),
        ("overlap", lambda x, share, order: (x[order[: round(share * len(x))]], x[order])),
        ("It is rounded up", lambda x, share, order: np.split(x[order], [math.ceil(share * len(x))])),
        ("it must be rounded", lambda x, share, order: np.split(x[order], [int(share * len(x))])),
    ],
    "standardise": [
        ("both together", fit_to_both),
        ("whole array", lambda a, b: ((a - a.mean()) / (a.std() or 1), (b - a.mean()) / (a.std() or 1))),
        ("mean is not taken off", lambda a, b: tuple(standardise(x, 0, a.std(0)) for x in (a, b))),
        ("variance is taken", lambda a, b: tuple(standardise(x, a.mean(0), a.var(0)) for x in (a, b))),
        ("n − 1; it must be n", lambda a, b: tuple(standardise(x, a.mean(0), a.std(0, ddof=1)) for x in (a, b))),
        ("not scaled", lambda a, b: (a - a.mean(0), b - a.mean(0))),
    ],
    "minibatches": [
        ("last one dropped", batches_without_the_rest),
        ("filled up from the beginning", lambda order, size: [np.take(order, range(i, i + size), mode="wrap") for i in range(0, len(order), size)]),
        ("ends one too early", lambda order, size: [order[i : i + size - 1] for i in range(0, len(order), size)]),
        ("overlap", lambda order, size: [order[i : i + size] for i in range(len(order))]),
    ],
    "parameter_count": [
        ("no biases", lambda s: sum(s[i] * s[i + 1] for i in range(len(s) - 1))),
        ("neurons", neurons_only),
        ("last of the layers is left out", lambda s: sum(s[i] * s[i + 1] + s[i + 1] for i in range(len(s) - 2))),
    ],
    "forward": [
        ("one tanh", one_tanh),
        ("no tanh", lambda x, layers: reduce(lambda h, p: h @ p[0].T + p[1], layers, x)),
        ("ReLU for tanh", lambda x, layers: reduce(
            lambda h, p: np.where(h @ p[0].T + p[1] > 0, h @ p[0].T + p[1], 0), layers[:-1], x)
            @ layers[-1][0].T + layers[-1][1]),
        ("bias is not added", lambda x, layers: through(x, layers, bias=0)),
        ("bias is taken off", lambda x, layers: through(x, layers, bias=-1)),
        ("turned the wrong way", lambda x, layers: through(x, layers, turn=np.asarray)),
    ],
    "accuracy": [
        ("1 minus what belongs there", lambda s, y: 1 - np.mean(s * y > 0)),
        ("exactly one", lambda s, y: sum(a == b for a, b in zip(s, y, strict=True)) / len(y)),
        ("in per cent", lambda s, y: 100 * np.mean(s * y > 0)),
        ("sum is taken; it must be the mean", lambda s, y: np.sum(s * y > 0)),
        ("Exactly at the border", lambda s, y: np.mean(s * y >= 0)),
    ],
    "confusion_matrix": [
        ("diagonal is 0", lambda t, g, k: confusion_by_loop(t[t != g], g[t != g], k)),
        ("each pair once", lambda t, g, k: (confusion_by_loop(t, g, k) > 0) * 1.0),
        ("lies on its side", lambda t, g, k: confusion_by_loop(g, t, k)),
        ("Only the diagonal is there", lambda t, g, k: confusion_by_loop(t[t == g], g[t == g], k)),
        ("shares", lambda t, g, k: confusion_by_loop(t, g, k) / len(t)),
    ],
    "l2_penalty": [
        ("`rate` has no influence", lambda w, r: ((w**2).sum() / 2, w.copy())),
        ("The penalty is right. The gradient: it is 2 times too large", lambda w, r: (r / 2 * (w**2).sum(), 2 * r * w)),
        ("The penalty is right. The gradient: it is ½", lambda w, r: (r / 2 * (w**2).sum(), r * w / 2)),
        ("The gradient is right. The penalty: the mean is taken", lambda w, r: (r / 2 * (w**2).mean(), r * w)),
        ("The penalty is right. The gradient: the sign is the opposite", lambda w, r: (r / 2 * (w**2).sum(), -r * w)),
    ],
    "early_stop": [
        ("since the epoch before", stop_when_it_does_not_fall),
        ("lowest from the start", stop_below_one),
        ("epoch of stopping", stop_and_return_now),
        ("Exactly at the border", stop_at_equal),
        ("one too patient", stop_too_late),
        ("It is 1 too large", lambda losses, patience: stop_by_counting(losses, patience) + 1),
    ],
    "dead_units": [
        ("nearly dead", lambda h: np.mean(np.abs(h).max(axis=0) < 1e-8)),
        ("It is 1 minus what belongs there", lambda h: np.mean((h > 0).any(axis=0))),
        ("sum is taken; it must be the mean", lambda h: np.sum(~(h > 0).any(axis=0))),
        ("last of the units is left out", lambda h: sum(not h[:, j].any() for j in range(h.shape[1] - 1)) / h.shape[1]),
    ],
    "solve_spiral": [
        ("shapes do not chain", as_columns),
        ("not finite", blown_up),
        ("classes exchanged", exchanged),
        ("not layers", lambda x, y: np.zeros(3)),
    ],
}  # fmt: skip
