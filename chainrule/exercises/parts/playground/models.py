"""Right answers to the parts of assignment 5, in few lines: mistakes are slips in them."""

from __future__ import annotations

import math
from typing import Any

import numpy as np


def arms_by_angle(n: int, noise: Any) -> Any:
    """The second arm with an angle of its own."""
    i = np.arange(n)
    r, t = 5 * i / n, 1.75 * 2 * np.pi * i / n
    one = np.stack([r * np.sin(t), r * np.cos(t)], axis=1)
    two = np.stack([r * np.sin(t + np.pi), r * np.cos(t + np.pi)], axis=1)
    return np.concatenate([one, two]) + noise


def arms_by_sign(n: int, noise: Any) -> Any:
    """The second arm opposite of the first."""
    s = np.arange(n) / n
    r, t = 5 * s, 1.75 * 2 * np.pi * s
    arm = np.stack([r * np.sin(t), r * np.cos(t)], axis=1)
    return np.concatenate([arm, -arm]) + noise


def features_of_table(x: Any, names: list[str]) -> Any:
    """Squares and sines of the whole table."""
    squares, sines = x**2, np.sin(x)
    columns = {
        "x1": x[:, 0], "x1_squared": squares[:, 0], "sin_x1": sines[:, 0],
        "x2": x[:, 1], "x2_squared": squares[:, 1], "sin_x2": sines[:, 1],
        "x1_x2": x[:, 0] * x[:, 1],
    }  # fmt: skip
    return np.stack([columns[name] for name in names], axis=1)


def features_of_columns(x: Any, names: list[str]) -> Any:
    """Each feature by itself."""
    a, b = x.T
    columns = {"x1": a, "x2": b, "x1_squared": a**2, "x2_squared": b**2, "x1_x2": a * b}
    columns |= {"sin_x1": np.sin(a), "sin_x2": np.sin(b)}
    return np.stack([columns[name] for name in names], axis=1)


def features_in_turn(x: Any, names: list[str]) -> Any:
    """A loop over the names."""
    found = np.zeros((len(x), len(names)))
    for j, name in enumerate(names):
        found[:, j] = features_of_columns(x, [name])[:, 0]
    return found


def split_by_numbers(x: Any, share: float, order: Any) -> Any:
    """The numbers of the rows are cut."""
    kept = round(share * len(x))
    return x[order[:kept]], x[order[kept:]]


def split_by_rows(x: Any, share: float, order: Any) -> Any:
    """The rows are cut."""
    kept = round(share * len(x))
    return x[order][:kept], x[order][kept:]


def standardised(train: Any, test: Any) -> Any:
    """Mean and spread once, used twice."""
    mean, spread = train.mean(axis=0), train.std(axis=0)
    spread = np.where(spread > 0, spread, 1)
    return (train - mean) / spread, (test - mean) / spread


def standardised_in_turn(train: Any, test: Any) -> Any:
    """A loop over the columns."""
    train, test = train.copy(), test.copy()
    for j in range(train.shape[1]):
        mean, spread = train[:, j].mean(), train[:, j].std() or 1
        train[:, j] = (train[:, j] - mean) / spread
        test[:, j] = (test[:, j] - mean) / spread
    return train, test


def batches(order: Any, size: int) -> list[Any]:
    """From beginning to beginning."""
    return [order[i : i + size] for i in range(0, len(order), size)]


def batches_by_number(order: Any, size: int) -> list[Any]:
    """The number of each batch."""
    found = []
    for k in range(math.ceil(len(order) / size)):
        found.append(order[k * size : (k + 1) * size])
    return found


def parameters_by_layer(sizes: list[int]) -> int:
    """Layer by layer."""
    total = 0
    for a, b in zip(sizes, sizes[1:]):  # noqa: B905, RUF007
        total += a * b + b
    return total


def parameters_by_kind(sizes: list[int]) -> int:
    """All weights, then all biases."""
    weights = sum(a * b for a, b in zip(sizes, sizes[1:]))  # noqa: B905, RUF007
    return weights + sum(sizes[1:])


def scores_of(x: Any, layers: Any) -> Any:
    """The last layer after the others."""
    for v, a in layers[:-1]:
        x = np.tanh(x @ v.T + a)
    last, c = layers[-1]
    return x @ last.T + c


def scores_by_counting(x: Any, layers: Any) -> Any:
    """All layers alike, and a tanh behind all but the last."""
    for k, (w, b) in enumerate(layers):
        x = x @ w.T + b
        if k < len(layers) - 1:
            x = np.tanh(x)
    return x


def share_of_products(scores: Any, y: Any) -> Any:
    """A product is positive where the signs agree."""
    return np.mean(scores * y > 0)


def share_of_signs(scores: Any, y: Any) -> Any:
    """The signs are compared."""
    return np.mean(np.sign(scores) == y)


def share_of_sides(scores: Any, y: Any) -> Any:
    """Both sides by themselves."""
    return np.mean(((scores > 0) & (y > 0)) | ((scores < 0) & (y < 0)))


def confusions(truth: Any, guess: Any, k: int) -> Any:
    """Pair by pair."""
    counts = np.zeros((k, k), dtype=int)
    for i, j in zip(truth, guess):  # noqa: B905
        counts[i, j] += 1
    return counts


def confusions_by_cell(truth: Any, guess: Any, k: int) -> Any:
    """Cell by cell."""
    return np.array([[np.sum((truth == i) & (guess == j)) for j in range(k)] for i in range(k)])


def penalty_and_gradient(w: Any, rate: float) -> Any:
    """The formula."""
    return rate / 2 * np.sum(w * w), rate * w


def penalty_halved(w: Any, rate: float) -> Any:
    """The half at the end."""
    return rate * np.sum(w * w) / 2, rate * w


def stop_by_distance(losses: list[float], patience: int) -> int:
    """The best epoch, and how long ago it was."""
    best = 0
    for epoch in range(len(losses)):
        if losses[epoch] < losses[best]:
            best = epoch
        if epoch - best == patience:
            break
    return best


def stop_by_counting(losses: list[float], patience: int) -> int:
    """The best epoch, and a count that begins anew."""
    best, waited = 0, 0
    for epoch in range(1, len(losses)):
        waited += 1
        if losses[epoch] < losses[best]:
            best = epoch
            waited = 0
        if waited == patience:
            break
    return best


def share_of_the_dead(h: Any) -> Any:
    """Those that never fire."""
    return np.mean(~(h > 0).any(axis=0))


def share_unit_by_unit(h: Any) -> Any:
    """A loop over the columns."""
    dead = 0
    for unit in h.T:
        if not (unit > 0).any():
            dead += 1
    return dead / h.shape[1]
