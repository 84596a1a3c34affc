"""The right answers to the parts of assignment 5: by definition, a number at a time."""

from __future__ import annotations

import math
from itertools import pairwise
from typing import Any

import numpy as np

from chainrule.exercises.part import Case, remade

FEATURES = ("x1", "x2", "x1_squared", "x2_squared", "x1_x2", "sin_x1", "sin_x2")


@remade
def spiral_case(n: int, noise: Any) -> Case:
    """Point by point, from polar coordinates."""
    points = []
    for arm in (0, 1):
        for i in range(n):
            angle = 3.5 * math.pi * i / n + arm * math.pi
            points.append((5 * i / n * math.sin(angle), 5 * i / n * math.cos(angle)))
    return Case((n, noise), np.array(points).reshape(2 * n, 2) + noise)


@remade
def features_case(x: Any, names: list[str]) -> Case:
    """Number by number."""
    rows = [[feature(name, a, b) for name in names] for a, b in x.tolist()]
    return Case((x, names), np.array(rows, float).reshape(len(x), len(names)))


def feature(name: str, a: float, b: float) -> float:
    """One feature of a point."""
    one = b if name.startswith(("x2", "sin_x2")) else a
    if name == "x1_x2":
        return a * b
    return math.sin(one) if "sin" in name else one * one if "squared" in name else one


@remade
def standardise_case(train: Any, test: Any) -> Case:
    """Column by column; a column that does not vary is only centred."""

    def scaled(rows: Any) -> Any:
        columns = []
        for column, seen in zip(rows.T.tolist(), train.T.tolist(), strict=True):
            mean = math.fsum(seen) / len(seen)
            spread = math.sqrt(math.fsum((v - mean) ** 2 for v in seen) / len(seen))
            if 0 < spread < 1e-9 * abs(mean):
                raise ValueError("a column that varies by rounding alone")
            columns.append([(v - mean) / (spread or 1.0) for v in column])
        return np.array(columns).T.reshape(rows.shape)

    return Case((train, test), (scaled(train), scaled(test)))


@remade
def split_case(x: Any, share: float, order: Any) -> Case:
    """Row by row."""
    kept = round(share * len(x))
    if sorted(order.tolist()) != [*range(len(x))] or not 1 <= kept <= len(x):
        raise ValueError("no order of all rows, or no training set")
    rows = [x[k] for k in order.tolist()]
    shape = x.shape[1:]
    parts = rows[:kept], rows[kept:]
    return Case((x, share, order), tuple(np.array(p).reshape(-1, *shape) for p in parts))


@remade
def batches_case(order: Any, size: int) -> Case:
    """Number by number."""
    if sorted(order.tolist()) != [*range(len(order))]:
        raise ValueError("no order")
    batches: list[list[int]] = []
    for place, k in enumerate(order.tolist()):
        if place % size == 0:
            batches.append([])
        batches[-1].append(k)
    return Case((order, size), [np.array(batch) for batch in batches])


@remade
def count_case(sizes: list[int]) -> Case:
    """Neuron by neuron: its weights and its bias."""
    total = 0
    for inputs, neurons in pairwise(sizes):
        for _ in range(neurons):
            total += inputs + 1
    return Case((sizes,), np.array(total))


@remade
def forward_case(x: Any, layers: list[Any]) -> Case:
    """Neuron by neuron."""
    values = x.tolist()
    for k, (w, b) in enumerate(layers):
        last = k == len(layers) - 1
        values = [
            [neuron(row, weights, bias, last) for weights, bias in zip(w.tolist(), b, strict=True)]
            for row in values
        ]
    out = len(layers[-1][1]) if layers else x.shape[1]
    return Case((x, layers), np.array(values, float).reshape(len(x), out))


def neuron(row: list[float], weights: list[float], bias: float, last: bool) -> float:
    """The answer of one neuron."""
    a = math.fsum(u * v for u, v in zip(row, weights, strict=True)) + float(bias)
    return a if last else math.tanh(a)


@remade
def accuracy_case(scores: Any, y: Any) -> Case:
    """Point by point; a score of exactly 0 is on no side."""
    if not np.isin(y, (-1, 1)).all():
        raise ValueError("other labels")
    right = sum((s > 0 and t > 0) or (s < 0 and t < 0) for s, t in zip(scores, y, strict=True))
    return Case((scores, y), np.array(right / len(y)))


@remade
def confusion_case(truth: Any, guess: Any, k: int) -> Case:
    """Pair by pair."""
    table = [[0] * k for _ in range(k)]
    for was, said in zip(truth.tolist(), guess.tolist(), strict=True):
        table[was][said] += 1
    return Case((truth, guess, k), np.array(table))


@remade
def penalty_case(w: Any, rate: float) -> Case:
    """The value number by number, the gradient by the definition."""

    def value(flat: list[float]) -> float:
        return rate / 2 * math.fsum(v * v for v in flat)

    flat, h = [float(v) for v in np.ravel(w)], 1e-4
    slopes = [
        (value([*flat[:i], v + h, *flat[i + 1 :]]) - value([*flat[:i], v - h, *flat[i + 1 :]]))
        / (2 * h)
        for i, v in enumerate(flat)
    ]  # fmt: skip
    return Case((w, rate), (np.array(value(flat)), np.array(slopes).reshape(w.shape)))


@remade
def stop_case(losses: list[float], patience: int) -> Case:
    """Epoch by epoch."""
    best, waited = 0, 0
    for epoch in range(1, len(losses)):
        waited = 0 if losses[epoch] < losses[best] else waited + 1
        best = epoch if losses[epoch] < losses[best] else best
        if waited == patience:
            break
    return Case((losses, patience), np.array(best))


@remade
def dead_case(h: Any) -> Case:
    """Unit by unit."""
    dead = sum(all(v <= 0 for v in column) for column in h.T.tolist())
    return Case((h,), np.array(dead / h.shape[1]))
