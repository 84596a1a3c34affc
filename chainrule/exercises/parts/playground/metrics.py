"""A network's answers, and numbers about it: checks and known mistakes."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import numpy as np

from chainrule.exercises.judges import judge_arrays
from chainrule.exercises.part import Case, Mistake, Part
from chainrule.exercises.parts.playground.expected import (
    accuracy_case,
    confusion_case,
    count_case,
    dead_case,
    forward_case,
    penalty_case,
    stop_case,
)


def pairs(sizes: list[int]) -> list[tuple[int, int]]:
    """Neighbouring sizes."""
    return list(pairwise(sizes))


parameter_count = Part(
    "parameter_count",
    ("sizes",),
    judge_arrays("the count"),
    lambda: [count_case([2, 3, 1]), count_case([4, 5]), count_case([2, 8, 6, 3])],
    (
        Mistake(
            "no biases", lambda sizes: sum(a * b for a, b in pairs(sizes)),
            "The biases are not counted: each neuron has one.",
        ),
        Mistake(
            "input has biases", lambda sizes: sum(a * b for a, b in pairs(sizes)) + sum(sizes),
            "The inputs were given biases: they are no neurons.",
        ),
        Mistake(
            "units", lambda sizes: sum(sizes[1:]), "These are the neurons, not their parameters.",
        ),
        Mistake(
            "one bias a layer",
            lambda sizes: sum(a * b for a, b in pairs(sizes)) + len(sizes) - 1,
            "There is one bias for each layer; each neuron has its own.",
        ),
        Mistake(
            "biases of the inputs", lambda sizes: sum(a * b + a for a, b in pairs(sizes)),
            "There are as many biases as inputs: they belong to the neurons, the outputs.",
        ),
        Mistake(
            "last layer missing", lambda sizes: sum(a * b + b for a, b in pairs(sizes)[:-1]),
            "The last layer is not counted.",
        ),
        Mistake(
            "everything with everything", lambda sizes: int(np.prod(sizes)),
            "All sizes are multiplied: only neighbouring layers are connected.",
        ),
    ),
    number=6,
)  # fmt: skip


def run(x: Any, layers: Any, f: Any = np.tanh, last: bool = False, turn: bool = True) -> Any:
    """A network, with ways that a mistake may change."""
    for k, (w, b) in enumerate(layers):
        x = x @ (w.T if turn else w) + b
        x = f(x) if last or k < len(layers) - 1 else x
    return x


def small_nets() -> list[Case]:
    """Two layers; three; one."""
    one = [np.array([[1.0, -2.0], [0.5, 0.3]]), np.array([0.1, -0.4])]
    two, three = [np.array([[2.0, -1.0]]), np.array([0.5])], [np.array([[0.7]]), np.array([0.2])]
    x = np.array([[0.5, 1.0], [-1.0, 0.2], [2.0, 0.4]])
    return [
        forward_case(x, [one, two]),
        forward_case(x, [one, two, three]),
        forward_case(2 * x, [one]),
    ]


forward = Part(
    "forward",
    ("x", "layers"),
    judge_arrays("the scores"),
    small_nets,
    (
        Mistake(
            "tanh at the end", lambda x, layers: run(x, layers, last=True),
            "The last layer went through tanh as well: scores may be of any size.",
        ),
        Mistake(
            "no tanh", lambda x, layers: run(x, layers, lambda a: a),
            "There is no tanh between the layers: so they are all one linear layer.",
        ),
        Mistake(
            "no biases", lambda x, layers: run(x, [(w, 0 * b) for w, b in layers]),
            "The biases are not added.",
        ),
        Mistake(
            "not transposed", lambda x, layers: run(x, layers, turn=False),
            "A weight matrix has a row for each neuron. Here its columns are taken for them.",
        ),
        Mistake(
            "ReLU for tanh", lambda x, layers: run(x, layers, lambda a: np.maximum(a, 0)),
            "Between the layers there is a ReLU; tanh was asked for.",
        ),
        Mistake(
            "first layer only", lambda x, layers: run(x, layers[:1]),
            "Only the first layer was applied.",
        ),
        Mistake(
            "tanh before the layer",
            lambda x, layers: before(x, layers),
            "tanh is applied to the inputs: it belongs behind each layer but the last.",
        ),
    ),
    number=7,
)  # fmt: skip


def before(x: Any, layers: Any) -> Any:
    """A network with tanh in front of each layer."""
    for w, b in layers:
        x = np.tanh(x) @ w.T + b
    return x


accuracy = Part(
    "accuracy",
    ("scores", "y"),
    judge_arrays("the share"),
    lambda: [
        accuracy_case(np.array([0.3, -2.0, 1.5, -0.1, 4.0]), np.array([1.0, 1, 1, -1, 1])),
        accuracy_case(np.array([-0.3, 0.2, 0.4]), np.array([1.0, -1, -1])),
    ],
    (
        Mistake(
            "share of mistakes", lambda scores, y: np.mean(np.sign(scores) != y),
            "This is the share that is wrong.",
        ),
        Mistake(
            "number for share", lambda scores, y: float(np.sum(scores * y > 0)),
            "This is how many are right, not which share.",
        ),
        Mistake(
            "exactly one", lambda scores, y: np.mean(scores == y),
            "A score counts only if it is exactly 1 or −1: its sign decides.",
        ),
        Mistake(
            "threshold at a half", lambda scores, y: np.mean((scores > 0.5) == (y > 0)),
            "The border lies at ½: scores are no probabilities, so it lies at 0.",
        ),
        Mistake(
            "percent", lambda scores, y: 100 * np.mean(scores * y > 0),
            "It is given in per cent: return a share, between 0 and 1.",
        ),
        Mistake(
            "labels 0 and 1", lambda scores, y: np.mean((scores > 0) == y),
            "The labels are 1 and −1, not 1 and 0: all points of the second class count as wrong.",
        ),
    ),
    number=8,
)  # fmt: skip


def table(truth: Any, guess: Any, k: int) -> Any:
    """The confusion matrix."""
    counts = np.zeros((k, k), int)
    np.add.at(counts, (truth, guess), 1)
    return counts


def overwritten(truth: Any, guess: Any, k: int) -> Any:
    """The result of `counts[truth, guess] += 1`."""
    counts = np.zeros((k, k), int)
    counts[truth, guess] += 1
    return counts


confusion_matrix = Part(
    "confusion_matrix",
    ("truth", "guess", "k"),
    judge_arrays("the table"),
    lambda: [
        confusion_case(np.array([0, 0, 1, 2, 2, 2]), np.array([0, 1, 1, 2, 2, 0]), 3),
        confusion_case(np.array([1, 1, 1]), np.array([0, 0, 0]), 2),
    ],
    (
        Mistake(
            "transposed", lambda truth, guess, k: table(guess, truth, k),
            "Rows and columns are exchanged: rows are what it was.",
        ),
        Mistake(
            "each pair once", overwritten,
            "Pairs that occur several times count once: `a[i, j] += 1` with arrays i and j adds "
            "only once for each place.",
        ),
        Mistake(
            "shares", lambda truth, guess, k: table(truth, guess, k) / len(truth),
            "These are shares; counts were asked for.",
        ),
        Mistake(
            "diagonal only", lambda truth, guess, k: np.diag(np.diag(table(truth, guess, k))),
            "Only what is right was counted.",
        ),
        Mistake(
            "mistakes only",
            lambda truth, guess, k: table(truth, guess, k) * (1 - np.eye(k, dtype=int)),
            "What is right is missing: it stands on the diagonal.",
        ),
        Mistake(
            "too small",
            lambda truth, guess, k: table(truth, guess, k)[: k - 1, : k - 1],
            "The table lacks a class: it has k rows and k columns.",
        ),
        Mistake(
            "rows add up to one",
            lambda truth, guess, k: table(truth, guess, k)
            / np.maximum(table(truth, guess, k).sum(1, keepdims=True), 1),
            "Each row was divided by its sum; counts were asked for.",
        ),
    ),
    number=9,
)  # fmt: skip

l2_penalty = Part(
    "l2_penalty",
    ("w", "rate"),
    judge_arrays("the penalty", "the gradient"),
    lambda: [
        penalty_case(np.array([[1.0, -2.0], [3.0, 0.5]]), 0.1),
        penalty_case(np.array([2.0, -4.0, 0.0]), 0.5),
    ],
    (
        Mistake(
            "no half", lambda w, rate: (rate * np.sum(w * w), 2 * rate * w),
            "The factor ½ is missing.",
        ),
        Mistake(
            "half forgotten in the gradient",
            lambda w, rate: (rate / 2 * np.sum(w * w), 2 * rate * w),
            "The penalty is right, its gradient is twice too large: what becomes of the ½?",
        ),
        Mistake(
            "half kept in the gradient",
            lambda w, rate: (rate / 2 * np.sum(w * w), rate / 2 * w),
            "The penalty is right, its gradient half as large as it should be.",
        ),
        Mistake(
            "L1", lambda w, rate: (rate * np.sum(np.abs(w)), rate * np.sign(w)),
            "This is L1, the sum of the sizes; L2 has squares.",
        ),
        Mistake(
            "no rate", lambda w, rate: (np.sum(w * w) / 2, w * 1.0), "The rate is missing.",
        ),
        Mistake(
            "mean for sum", lambda w, rate: (rate / 2 * np.mean(w * w), rate * w / w.size),
            "The mean is taken instead of the sum.",
        ),
        Mistake(
            "root", lambda w, rate: (rate / 2 * np.sqrt(np.sum(w * w)), rate * w),
            "A square root was taken: L2 has the sum of squares, not the length.",
        ),
        Mistake(
            "opposite sign", lambda w, rate: (rate / 2 * np.sum(w * w), -rate * w),
            "The gradient has the opposite sign: it points uphill.",
        ),
    ),
    number=10,
)  # fmt: skip


def stop_epoch(losses: list[float], patience: int, last: bool = False, equal: bool = False) -> int:
    """The epoch, with ways that a mistake may change."""
    best, waited, epoch = 0, 0, 0
    for epoch in range(1, len(losses)):
        better = losses[epoch] <= losses[best] if equal else losses[epoch] < losses[best]
        best, waited = (epoch, 0) if better else (best, waited + 1)
        if waited == patience:
            break
    return epoch if last else best


def first_rise(losses: list[float], patience: int) -> int:
    """The epoch before the loss goes up for the first time."""
    return next((i for i in range(len(losses) - 1) if losses[i + 1] > losses[i]), len(losses) - 1)


def never_reset(losses: list[float], patience: int) -> int:
    """Counts all epochs without an improvement, not those in a row."""
    best, waited = 0, 0
    for epoch in range(1, len(losses)):
        if losses[epoch] < losses[best]:
            best = epoch
        else:
            waited += 1
        if waited == patience:
            break
    return best


early_stop = Part(
    "early_stop",
    ("losses", "patience"),
    judge_arrays("the epoch"),
    lambda: [
        stop_case([0.9, 0.5, 0.6, 0.4, 0.45, 0.5, 0.3], 2),
        stop_case([0.9, 0.7, 0.8, 0.85, 0.9, 0.1], 3),
        stop_case([0.5, 0.4, 0.4, 0.4, 0.2], 2),
        stop_case([0.5, 0.6, 0.4, 0.5, 0.3, 0.2], 2),
    ],
    (
        Mistake(
            "best of all", lambda losses, patience: int(np.argmin(losses)),
            "It looks at epochs that training would never have reached: stop when patience ends.",
        ),
        Mistake(
            "epoch of stopping", lambda losses, patience: stop_epoch(losses, patience, last=True),
            "This is the epoch in which it stops; the best one before that was asked for.",
        ),
        Mistake(
            "first rise", first_rise,
            "It stops at the first rise: patience is how many in a row it bears.",
        ),
        Mistake(
            "equal counts as better",
            lambda losses, patience: stop_epoch(losses, patience, equal=True),
            "An equal loss counts as better here; only a lower one is.",
        ),
        Mistake(
            "patience not begun anew", never_reset,
            "Patience must begin anew with every improvement: it counts epochs in a row.",
        ),
        Mistake(
            "one too patient", lambda losses, patience: stop_epoch(losses, patience + 1),
            "It waits for one epoch more than `patience`.",
        ),
        Mistake(
            "loss for epoch",
            lambda losses, patience: losses[stop_epoch(losses, patience)],
            "This is the loss; the number of its epoch was asked for.",
        ),
        Mistake(
            "counted from one", lambda losses, patience: stop_epoch(losses, patience) + 1,
            "Epochs are counted from 0 here.",
        ),
    ),
    number=11,
)  # fmt: skip

dead_units = Part(
    "dead_units",
    ("h",),
    judge_arrays("the share"),
    lambda: [
        dead_case(np.array([[0.0, 1, 0, 2], [0, 0, 0, 1], [0, 3, 0, 0]])),
        dead_case(np.array([[0.0, 1, 0], [2, 0, 0], [1, 0, 0]])),
    ],
    (
        Mistake(
            "zeros counted", lambda h: np.mean(h == 0),
            "This is the share of zeros. A unit is dead if it is 0 for every point.",
        ),
        Mistake(
            "dead for one point", lambda h: np.mean((h == 0).any(axis=0)),
            "A unit that is 0 for a single point is counted as dead: it must be 0 for all.",
        ),
        Mistake(
            "points for units", lambda h: np.mean((h == 0).all(axis=1)),
            "This counts points for which all units are silent; units are columns.",
        ),
        Mistake(
            "alive", lambda h: np.mean((h > 0).any(axis=0)), "This is the share that lives.",
        ),
        Mistake(
            "number for share", lambda h: float((h == 0).all(axis=0).sum()),
            "This is how many are dead, not which share.",
        ),
        Mistake(
            "sums per point", lambda h: np.mean(h.sum(axis=0) == 0) * h.shape[1] / len(h),
            "It is divided by the number of points: divide by the number of units.",
        ),
        Mistake(
            "percent", lambda h: 100 * np.mean((h == 0).all(axis=0)),
            "It is given in per cent: return a share, between 0 and 1.",
        ),
    ),
    number=12,
)  # fmt: skip
