"""The exercises of lecture 1."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from typing import Any

import numpy as np

from chainrule.engine import Array
from chainrule.exercises.practice.exercise import Exercise

CORNERS = [(0, 0), (0, 1), (1, 0), (1, 1)]


def gate_with(wanted: dict[tuple[int, ...], int]) -> Callable[[Any], str]:
    """A check of a function of inputs 0 and 1 against a table of answers."""

    def check(answer: Any) -> str:
        for inputs, right in wanted.items():
            if (said := answer(*inputs)) != right:
                return f"At {inputs} it says {said}, and it should say {right}."
        return ""

    return check


def check_xor_from_nand(answer: Any) -> str:
    """Right at all corners, made of no more than four units, of whatever kind they are."""
    calls: list[tuple[int, int]] = []

    def nand(a: int, b: int) -> int:
        calls.append((a, b))
        return 1 - a * b

    for a, b in CORNERS:
        calls.clear()
        said = answer(nand, a, b)
        if said != (a != b):
            return f"At ({a}, {b}) it says {said}, and it should say {int(a != b)}."
        if not calls:
            return "It is right, but it never asks a NAND unit."
        if len(calls) > 4:
            return f"It is right with {len(calls)} units. Fewer are enough: use one twice."
    return ""


def check_parity(answer: Any) -> str:
    """Four numbers for a unit that looks at three thresholds of a sum."""
    *v, c = map(float, answer)
    if len(v) != 3:
        return f"These are {len(v) + 1} numbers; there should be four, v₁, v₂, v₃ and c."
    for x in itertools.product((0, 1), repeat=3):
        h = [sum(x) > 0.5, sum(x) > 1.5, sum(x) > 2.5]
        said = int(np.dot(v, h) + c > 0)
        if said != sum(x) % 2:
            told = "".join(str(int(unit)) for unit in h)
            return f"At {x} the hidden units say {told} and the last one {said}, which is wrong."
    return ""


def check_feature(answer: Any) -> str:
    """A number for two inputs that is above ½ where exactly one of them is 1."""
    values = {corner: float(answer(*corner)) for corner in CORNERS}
    for (a, b), value in values.items():
        if (value > 0.5) != (a != b):
            side = "above" if a != b else "at most"
            return f"At ({a}, {b}) the feature is {value:g}; it should be {side} ½."
    return ""


def check_best_constant(answer: Any) -> str:
    """The probability that, given to all examples alike, costs least."""
    rng = np.random.default_rng()
    for t in (
        np.array([1.0, 0, 0, 0]),
        np.array([1.0, 1, 0, 1, 1]),
        rng.permutation(np.r_[0, 1, 1]),
    ):
        best, said = float(t.mean()), float(answer(t))
        if not 0 < said < 1:
            return (
                f"For the targets {t.astype(int).tolist()} it says {said:g}, which costs endlessly."
            )
        if abs(said - best) > 1e-3:
            price, least = (-np.mean(t * np.log(P) + (1 - t) * np.log(1 - P)) for P in (said, best))
            told = f"it says {said:.3g} at a mean price of {price:.3f}; {least:.3f} is possible."
            return f"For the targets {t.astype(int).tolist()} {told}"
    return ""


def check_both_sides(answer: Any) -> str:
    """Slopes that err less than those of a nudge to one side."""

    def loss(p: Array) -> float:
        return float(np.sum(np.exp(p)) + p[0] * p[1])

    p = np.array([0.3, -0.7, 1.1])
    before = p.copy()
    truth = np.exp(p) + np.array([p[1], p[0], 0])
    found = np.asarray(answer(loss, p, 1e-3), float)
    if not np.array_equal(p, before):
        return "It has changed the numbers that it was given. Nudge a copy."
    if found.shape != truth.shape:
        return (
            f"There should be a slope for each of the {len(p)} numbers, and it gives {found.shape}."
        )
    error = np.abs(found - truth).max()
    if error > 1e-2:
        return f"A slope is off by {error:.2g}. By how much were the two points apart?"
    if error > 1e-5:
        return f"The slopes are off by {error:.1g}, as with a nudge to one side only."
    return ""


def check_count(answer: Any) -> str:
    """Weights and biases of dense layers."""
    for sizes in ([2, 8, 1], [2, 2, 1], [3, 4, 4, 2], [784, 100, 10]):
        right = sum(n * m + m for n, m in itertools.pairwise(sizes))
        if (said := answer(sizes)) != right:
            weights = sum(n * m for n, m in itertools.pairwise(sizes))
            why = " These are the weights alone." if said == weights else ""
            return f"For layers of {sizes} units it says {said}, which is not right.{why}"
    return ""


def check_melted(answer: Any) -> str:
    """One linear layer that does what three do."""
    rng = np.random.default_rng()
    first, shift = rng.normal(size=(4, 3)), rng.normal(size=4)
    middle, move = rng.normal(size=(5, 4)), rng.normal(size=5)
    last, lift = rng.normal(size=(2, 5)), rng.normal(size=2)
    given = (first, shift, middle, move, last, lift)
    W, b = (np.asarray(part, float) for part in answer(*given))
    if W.shape != (2, 3) or b.shape != (2,):
        told = f"W has the shape (2, 3) and b (2,), not {W.shape} and {b.shape}."
        return f"From 3 inputs to 2 outputs {told}"
    if not np.allclose(W, last @ middle @ first):
        return "The matrix is not right: what does the first layer do first?"
    if not np.allclose(b, last @ (middle @ shift + move) + lift):
        return "The matrix is right, the vector is not: a bias goes through every layer behind it."
    return ""


def check_soft_xor(answer: Any) -> str:
    """Nine numbers of a network with two soft hidden units."""
    p = np.asarray(answer, float)
    if p.shape != (9,):
        return f"There should be nine numbers, and the shape is {p.shape}."
    said = []
    for x1, x2 in CORNERS:
        total = p[-1]
        for w1, w2, b, v in p[:-1].reshape(-1, 4):
            total += v / (1 + np.exp(-np.clip(w1 * x1 + w2 * x2 + b, -500, 500)))
        said.append(1 / (1 + np.exp(-np.clip(total, -30, 30))))
    t = np.array([a != b for a, b in CORNERS], float)
    price = -np.mean(t * np.log(said) + (1 - t) * np.log(1 - np.array(said)))
    if price > 0.01:
        return f"P at the corners is {np.round(said, 2).tolist()}, at a mean price of {price:.2g}."
    return ""


exercises: tuple[Exercise, ...] = (
    Exercise(
        "1.1", "One, but not the other", 1,
        gate_with({(0, 0): 0, (0, 1): 0, (1, 0): 1, (1, 1): 0}),
        {"a_but_not_b = lambda a, b: int(a + b >= 1)": "At (0, 1) it says 1",
         "a_but_not_b = lambda a, b: a * b": "At (1, 0) it says 0"},
    ),
    Exercise(
        "1.2", "XOR in 1943", 2,
        gate_with({(a, b): int(a != b) for a, b in CORNERS}),
        {"xor_1943 = lambda a, b: int(a + b >= 1)": "At (1, 1) it says 1",
         "xor_1943 = lambda a, b: int(a + b >= 2)": "At (0, 1) it says 0"},
    ),
    Exercise(
        "1.3", "One kind of unit is enough", 2, check_xor_from_nand,
        {"xor_from_nand = lambda nand, a, b: int(a != b)": "never asks",
         "xor_from_nand = lambda nand, a, b: nand(a, b)": "At (0, 0) it says 1",
         "xor_from_nand = lambda nand, a, b: nand(nand(a, nand(b, b)), nand(nand(a, a), b))":
         "with 5 units"},
    ),
    Exercise(
        "1.4", "Parity of three", 2, check_parity,
        {"parity = (1, 1, 1, -0.5)": "At (0, 1, 1) the hidden units say 110",
         "parity = (1, -1, -0.5)": "there should be four"},
    ),
    Exercise(
        "1.5", "A feature of your own", 1, check_feature,
        {"feature = lambda a, b: a + b": "At (1, 1) the feature is 2",
         "feature = lambda a, b: a - b": "At (0, 1) the feature is -1"},
    ),
    Exercise(
        "1.6", "The best shrug", 2, check_best_constant,
        {"best_constant = lambda t: 0.5 + 0 * t[0]": "is possible",
         "best_constant = lambda t: float(t.mean() > 0.5)": "endlessly"},
    ),
    Exercise(
        "1.7", "A better nudge", 2, check_both_sides,
        {"slopes_both = lambda loss, p, h: [(loss(p + h * e) - loss(p)) / h "
         "for e in np.eye(3)]": "one side only",
         "slopes_both = lambda loss, p, h: [(loss(p + h * e) - loss(p - h * e)) / h "
         "for e in np.eye(3)]": "two points apart"},
    ),
    Exercise(
        "1.8", "How many numbers?", 1, check_count,
        {"count_numbers = lambda sizes: sum(a * b for a, b in zip(sizes, sizes[1:]))":
         "weights alone",
         "count_numbers = lambda sizes: sum(sizes)": "which is not right"},
    ),
    Exercise(
        "1.9", "Three layers melt", 3, check_melted,
        {"melt = lambda W1, b1, W2, b2, W3, b3: (W3 @ W2 @ W1, b3)":
         "The matrix is right, the vector is not",
         "melt = lambda W1, b1, W2, b2, W3, b3: (W1.T @ W2.T @ W3.T, b3)": "has the shape (2, 3)"},
    ),
    Exercise(
        "1.10", "XOR by hand, softly", 3, check_soft_xor,
        {"soft_xor = [1, 1, -0.5, 1, 1, 1, -1.5, -1, -0.5]": "P at the corners",
         "soft_xor = [1, 1, -0.5, 1, 1, -1.5, 1, -1, -0.5, 0]": "nine numbers"},
    ),
)  # fmt: skip
