"""What learners write when it is not right yet, with the name that the check should find."""

# ruff: noqa: E501 (a line for each, to be compared with its neighbours)

from functools import reduce

import numpy as np

from tests.exercises.answers.playground_right import (
    confusion_by_loop,
    features_by_table,
    forward_by_einsum,
    solve,
    stop_by_window,
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


def stop_with_one_patience_for_all(losses, patience):
    best, left = 0, patience
    for epoch in range(1, len(losses)):
        if losses[epoch] < losses[best]:
            best = epoch
        else:
            left -= 1
        if left == 0:
            return best
    return best


def stop_at_equal(losses, patience):
    lowest, best, waited = losses[0], 0, 0
    for epoch, loss in enumerate(losses[1:], 1):
        waited += 1
        if loss <= lowest:
            lowest, best, waited = loss, epoch, 0
        if waited == patience:
            return best
    return best


def stop_at_the_first_rise(losses, patience):
    for i in range(1, len(losses)):
        if losses[i] > losses[i - 1]:
            return i - 1
    return len(losses) - 1


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


def by_least_squares(x, y):
    a = np.c_[x, np.ones(len(x))]
    w = np.linalg.solve(a.T @ a, a.T @ y)
    return [(w[None, :2].copy(), w[2:].copy())]


def as_columns(x, y):
    return [(w.T, b) for w, b in solve(x, y, steps=1)]


wrong = {
    "spiral": [
        ("no noise", lambda n, noise: two_arms(n, np.zeros((2 * n, 2)))),
        ("same arm twice", lambda n, noise: two_arms(n, noise, half=0)),
        ("sine and cosine exchanged", lambda n, noise: two_arms(n, noise, np.cos, np.sin)),
        ("one turn", lambda n, noise: two_arms(n, noise, turns=1)),
        ("radius not scaled", lambda n, noise: two_arms(n, noise, length=1.0)),
        ("noise taken off", lambda n, noise: two_arms(n, noise, sign=-1)),
    ],
    "features": [
        ("own order", lambda x, names: features_by_table(x, sorted(names, key=NAMES.index))),
        ("all of them", lambda x, names: features_by_table(x, NAMES)),
        ("rows for columns", lambda x, names: np.array([features_by_table(x, [n])[:, 0] for n in names])),
        ("cosine for sine", lambda x, names: np.array([
            np.cos(x[:, int(n[-1]) - 1]) if "sin" in n else features_by_table(x, [n])[:, 0]
            for n in names]).T),
        ("doubled for squared", lambda x, names: np.array([
            x[:, int(n[1]) - 1] * 2 if "squared" in n else features_by_table(x, [n])[:, 0]
            for n in names]).T),
        ("sum for product", lambda x, names: np.array([
            x.sum(1) if n == "x1_x2" else features_by_table(x, [n])[:, 0] for n in names]).T),
    ],
    "split": [
        ("not shuffled", lambda x, share, order: (x[: round(share * len(x))], x[round(share * len(x)) :])),
        ("exchanged", lambda x, share, order: (x[order[round(share * len(x)) :]], x[order[: round(share * len(x))]])),
        ("overlap", lambda x, share, order: (x[order[: round(share * len(x))]], x[order])),
        ("share of the test set", lambda x, share, order: tuple(np.split(x[order], [round((1 - share) * len(x))]))),
        ("inverse order", lambda x, share, order: tuple(np.split(x[np.argsort(order)], [round(share * len(x))]))),
        ("numbers for rows", lambda x, share, order: tuple(np.split(order, [round(share * len(x))]))),
    ],
    "standardise": [
        ("test by itself", lambda a, b: tuple(standardise(x, x.mean(0), x.std(0)) for x in (a, b))),
        ("both together", fit_to_both),
        ("whole array", lambda a, b: ((a - a.mean()) / a.std(), (b - a.mean()) / a.std())),
        ("variance for spread", lambda a, b: tuple(standardise(x, a.mean(0), a.var(0)) for x in (a, b))),
        ("not centred", lambda a, b: tuple(standardise(x, 0, a.std(0)) for x in (a, b))),
        ("not scaled", lambda a, b: tuple(x - a.mean(axis=0) for x in (a, b))),
        ("divided by zero", lambda a, b: ((a - a.mean(0)) / a.std(0), (b - a.mean(0)) / a.std(0))),
    ],
    "minibatches": [
        ("last one dropped", batches_without_the_rest),
        ("not shuffled", lambda order, size: np.split(np.arange(len(order)), range(size, len(order), size))),
        ("batches counted", lambda order, size: np.array_split(order, size)),
        ("overlap", lambda order, size: [order[i : i + size] for i, _ in enumerate(order)]),
        ("last one filled up", batches_filled_up),
        ("one too few", lambda order, size: [order[i : i + size - 1] for i in range(0, len(order), size)]),
    ],
    "parameter_count": [
        ("no biases", lambda s: sum(s[i] * s[i + 1] for i in range(len(s) - 1))),
        ("input has biases", lambda s: sum(s[i] * s[i + 1] for i in range(len(s) - 1)) + sum(s)),
        ("units", neurons_only),
        ("one bias a layer", lambda s: sum(s[i] * s[i + 1] + 1 for i in range(len(s) - 1))),
        ("biases of the inputs", lambda s: sum(s[i] * (s[i + 1] + 1) for i in range(len(s) - 1))),
        ("last layer missing", lambda s: sum((s[i] + 1) * s[i + 1] for i in range(len(s) - 2))),
    ],
    "forward": [
        ("tanh at the end", lambda x, layers: np.tanh(forward_by_einsum(x, layers))),
        ("no biases", lambda x, layers: forward_by_einsum(x, [(w, np.zeros(len(b))) for w, b in layers])),
        ("first layer only", lambda x, layers: x @ layers[0][0].T + layers[0][1]),
        ("no tanh", lambda x, layers: reduce(lambda h, p: h @ p[0].T + p[1], layers, x)),
        ("ReLU for tanh", lambda x, layers: reduce(
            lambda h, p: np.where(h @ p[0].T + p[1] > 0, h @ p[0].T + p[1], 0), layers[:-1], x)
            @ layers[-1][0].T + layers[-1][1]),
        ("tanh before the layer", lambda x, layers: reduce(
            lambda h, p: np.tanh(h) @ p[0].T + p[1], layers, x)),
    ],
    "accuracy": [
        ("share of mistakes", lambda s, y: 1 - np.mean(s * y > 0)),
        ("number for share", lambda s, y: np.count_nonzero(s * y > 0)),
        ("exactly one", lambda s, y: sum(a == b for a, b in zip(s, y, strict=True)) / len(y)),
        ("threshold at a half", lambda s, y: np.mean(np.where(s > 0.5, 1, -1) == y)),
        ("percent", lambda s, y: np.mean(s * y > 0) * 100),
        ("labels 0 and 1", lambda s, y: np.mean(np.where(s > 0, 1, 0) == y)),
    ],
    "confusion_matrix": [
        ("transposed", lambda t, g, k: confusion_by_loop(g, t, k)),
        ("shares", lambda t, g, k: confusion_by_loop(t, g, k) / confusion_by_loop(t, g, k).sum()),
        ("diagonal only", lambda t, g, k: confusion_by_loop(t[t == g], g[t == g], k)),
        ("mistakes only", lambda t, g, k: confusion_by_loop(t[t != g], g[t != g], k)),
        ("too small", lambda t, g, k: confusion_by_loop(t, g, k)[:-1, :-1]),
        ("each pair once", lambda t, g, k: (confusion_by_loop(t, g, k) > 0) * 1.0),
    ],
    "l2_penalty": [
        ("no half", lambda w, r: (r * (w**2).sum(), 2 * r * w)),
        ("half forgotten in the gradient", lambda w, r: (r * (w**2).sum() / 2, r * 2 * w)),
        ("half kept in the gradient", lambda w, r: (r * (w**2).sum() / 2, 0.5 * r * w)),
        ("L1", lambda w, r: (r * abs(w).sum(), r * np.sign(w))),
        ("no rate", lambda w, r: ((w**2).sum() / 2, w.copy())),
        ("mean for sum", lambda w, r: (r * (w**2).mean() / 2, r * w / w.size)),
        ("opposite sign", lambda w, r: (r * (w**2).sum() / 2, -(r * w))),
    ],
    "early_stop": [
        ("best of all", lambda losses, patience: losses.index(min(losses))),
        ("epoch of stopping", stop_and_return_now),
        ("first rise", stop_at_the_first_rise),
        ("equal counts as better", stop_at_equal),
        ("patience not begun anew", stop_with_one_patience_for_all),
        ("one too patient", stop_too_late),
        ("loss for epoch", lambda losses, patience: losses[stop_by_window(losses, patience)]),
        ("counted from one", lambda losses, patience: 1 + stop_by_window(losses, patience)),
    ],
    "dead_units": [
        ("zeros counted", lambda h: (h == 0).sum() / h.size),
        ("dead for one point", lambda h: np.mean(h.min(axis=0) == 0)),
        ("points for units", lambda h: np.mean(h.max(axis=1) == 0)),
        ("alive", lambda h: np.mean(h.max(axis=0) > 0)),
        ("number for share", lambda h: int((h.max(axis=0) == 0).sum())),
        ("percent", lambda h: np.mean(h.max(axis=0) == 0) * 100),
    ],
    "solve_spiral": [
        ("predicts one class only", lambda x, y: [(np.zeros((1, 2)), np.ones(1))]),
        ("a line", by_least_squares),
        ("over budget", lambda x, y: solve(x, y, sizes=(40, 20), steps=20)),
        ("not learned enough", lambda x, y: solve(x, y, sizes=(3, 2), steps=300, seed=0)),
        ("shapes do not chain", as_columns),
        ("not finite", blown_up),
        ("classes exchanged", exchanged),
        ("not layers", lambda x, y: np.zeros(3)),
    ],
}  # fmt: skip
