"""The exercises of lecture 5."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from chainrule import nn, optim
from chainrule.data.points import circle
from chainrule.data.rings import rings
from chainrule.engine import Array, Operation
from chainrule.exercises.practice.exercise import Exercise


def check_curves(answer: Any) -> str:
    """Which board overfits, which is too small a net, which has learned."""
    letters = [letter for letter in str(answer).upper() if letter in "ABC"]
    if sorted(letters) != ["A", "B", "C"]:
        return "Please give the letters A, B and C, each once, as in 'ABC'."
    overfits, small, _ = letters
    if overfits != "C":
        return f"On board {overfits} both losses are close together: it does not overfit."
    return "" if small == "A" else "A net that is too small cannot even learn what it sees."


def check_circle(answer: Any) -> str:
    """A circle as a straight border in squares."""
    numbers = np.asarray(answer, float)
    if numbers.shape != (3,):
        return "Please give three numbers: w₁, w₂ and b."
    x, t = circle(2000, rng=np.random.default_rng(0))
    wrong = (x**2 @ numbers[:2] + numbers[2]) * t <= 0
    if not wrong.any():
        return ""
    where = x[wrong][0]
    score = float(where**2 @ numbers[:2] + numbers[2])
    return (
        f"{wrong.mean():.0%} of 2,000 points are on the wrong side, such as one at distance "
        f"{np.hypot(*where):.2f} from the middle, whose score is {score:.3g}."
    )


def check_memorise(answer: Callable[[Array, Array], Callable[[Array], Any]]) -> str:
    """A learner that knows its points and nothing else."""
    rng = np.random.default_rng(0)
    x, t = rng.normal(size=(40, 2)), rng.choice([-1.0, 1.0], 40)
    learned = answer(x.copy(), t.copy())
    if not callable(learned):
        return "Please return a function, which is given one point."
    said = [learned(row.copy()) for row in x]
    if any(np.shape(one) != () for one in said):
        return "For one point the answer is one number."
    if not np.array_equal(said, t):
        return f"{int(np.sum(np.array(said) != t))} of its own 40 points are answered wrong."
    if any(learned(row) != 0 for row in rng.normal(size=(20, 2))):
        return "Of a point that it has never seen it should say 0."
    return ""


def check_borders(answer: Callable[[float, float], Any]) -> str:
    """Straight borders between a disc and a ring."""
    for inner, outer in ((2.5, 5.1), (2.5, 3.5), (1.0, 1.05), (1.0, 100.0), (4.0, 4.5)):
        got, right = answer(inner, outer), math.ceil(math.pi / math.acos(inner / outer))
        if got != right:
            return (
                f"For a disc of {inner:g} and a ring from {outer:g} on you say {got}, which is "
                f"{'too few' if got < right else 'more than it takes'}."
            )
    return ""


def check_folds(answer: Callable[[int, int], Sequence[Array]]) -> str:
    """Rows dealt out for validation."""
    for n, k in ((12, 3), (10, 4), (7, 7), (101, 5)):
        parts = [np.asarray(part) for part in answer(n, k)]
        if len(parts) != k:
            return f"For n = {n} and k = {k} there should be {k} parts, and there are {len(parts)}."
        if sorted(np.concatenate(parts).tolist()) != [*range(n)]:
            return f"For n = {n} and k = {k} not every row is in exactly one part."
        sizes = [len(part) for part in parts]
        if max(sizes) - min(sizes) > 1:
            return f"For n = {n} and k = {k} the sizes are {sizes}: make them as equal as can be."
        if n > 2 * k and any(np.all(np.diff(part) == 1) for part in parts):
            return "The rows lie as they lay: if the data is sorted, a part is all of one kind."
    return ""


def check_leaked(answer: Callable[[Array, Array], Any]) -> str:
    """Test rows that were trained on."""
    a = np.array([[1.0, 2.0], [3.0, 4.0], [2.0, 1.0], [1.0, 4.0]])
    cases = (
        (a, a[:2], 2),
        (a, a + 10, 0),
        (a[[0, 0, 0]], a[:1], 1),
        (a[:2], a[[2, 3]], 0),
        (a, a[[0, 0, 1]], 3),
    )
    for train, test, right in cases:
        got = answer(train.copy(), test.copy())
        if np.shape(got) != ():
            return "Please return one number: how many rows of the test set were trained on."
        if got != right:
            return (
                f"Of the test rows {test.tolist()} {right} are among {train.tolist()}, "
                f"and you say {got}."
            )
    return ""


NAN = float("nan")
BOARDS = (
    ([0.5, 0.9, NAN], [0.5, 1.0, NAN], "diverged"),
    ([0.5, 0.4, 0.2], [0.5, 0.4, math.inf], "diverged"),
    ([0.5, 0.49, 0.48], [0.5, 0.5, 0.49], "stuck"),
    ([0.5, 0.3, 0.1, 0.02], [0.5, 0.2, 0.25, 0.31], "overfitting"),
    ([0.5, 0.3, 0.1, 0.02], [0.5, 0.3, 0.12, 0.04], "learning"),
    ([0.5, 0.3, 0.2, 0.1], [0.5, 0.21, 0.2, 0.25], "learning"),
    ([0.5, 0.45, 0.41, 0.41], [0.5, 0.1, 0.2, 0.3], "stuck"),
)


def check_diagnose(answer: Callable[[list[float], list[float]], Any]) -> str:
    """A board's illness, from its two curves."""
    for train, test, right in BOARDS:
        got = answer([*train], [*test])
        if got != right:
            return f"With training losses {train} and test losses {test} you say {got!r}."
    return ""


def check_committee(answer: Callable[[Array, Array], Any]) -> str:
    """The errors of members, and of their mean."""
    rng = np.random.default_rng(0)
    for nets, points in ((2, 1), (5, 30), (1, 4)):
        answers, t = rng.normal(size=(nets, points)), rng.normal(size=points)
        got = answer(answers.copy(), t.copy())
        if np.shape(got) != (2,):
            return "Please return two numbers."
        members, mean = np.mean((answers - t) ** 2), np.mean((answers.mean(axis=0) - t) ** 2)
        for mine, true, what in ((got[0], members, "members'"), (got[1], mean, "committee's")):
            if not np.isclose(mine, true):
                return f"For {nets} nets and {points} points the {what} error is not {mine:.4g}."
    return ""


def check_rule(answer: Callable[[Array, Array, Array], Any]) -> str:
    """A rule with which a net learns through steps."""
    x = np.array([[-2.0, -0.1], [0.3, 5.0]])
    if np.shape(answer(np.ones((2, 2)), np.sign(x), x)) != x.shape:
        return "Please return an array of the shape of x."
    worst = min(learned_through(answer, seed) for seed in range(3))
    if worst < 0.9:
        return f"With your rule the net gets {worst:.0%} of the rings right, and it takes 90 %."
    return ""


def learned_through(rule: Callable[[Array, Array, Array], Any], seed: int) -> float:
    """Which share of two rings a net learns whose activation is a step with that rule."""
    step = Operation("step", np.sign, rule)
    x, t = rings(200, np.random.default_rng(seed))
    first, last = nn.Linear(2, 16, seed=seed), nn.Linear(16, 1, seed=seed + 100)
    optimizer = optim.Adam([*first.parameters(), *last.parameters()], lr=0.02)
    for _ in range(300):
        optimizer.zero_grad()
        logits = last(step(first(x)))
        nn.functional.binary_cross_entropy_with_logits(logits, t).backward()
        optimizer.step()
    return float(np.mean((last(step(first(x))).data > 0) == (t > 0.5)))


exercises: tuple[Exercise, ...] = (
    Exercise(
        "5.1",
        "Read the curves",
        1,
        check_curves,
        {
            'boards = "ABC"': "does not overfit",
            'boards = "CBA"': "too small",
            'boards = "C"': "each once",
        },
    ),
    Exercise(
        "5.2",
        "The circle by hand",
        1,
        check_circle,
        {
            "numbers = (1, 1, -9)": "wrong side",
            "numbers = (-1, -1, 4)": "wrong side",
            "numbers = (1, 1)": "three numbers",
        },
    ),
    Exercise(
        "5.3",
        "Learning by heart",
        1,
        check_memorise,
        {
            "memorise = lambda x, t: 1.0": "return a function",
            "memorise = lambda x, t: lambda point: 0": "answered wrong",
            "memorise = lambda x, t: lambda p: t[np.argmin(((x - p) ** 2).sum(axis=1))]": "say 0",
            "memorise = lambda x, t: lambda point: t": "one number",
        },
    ),
    Exercise(
        "5.4",
        "How many borders?",
        2,
        check_borders,
        {
            "borders = lambda inner, outer: 3": "too few",
            "borders = lambda inner, outer: 20": "more than it takes",
            "borders = lambda r, R: int(np.pi / np.arccos(r / R))": "too few",
        },
    ),
    Exercise(
        "5.5",
        "Everybody is kept apart once",
        2,
        check_folds,
        {
            "folds = lambda n, k: np.array_split(np.arange(n), k)": "as they lay",
            "folds = lambda n, k: [np.arange(i, n, k + 1) for i in range(k)]": "exactly one part",
            "folds = lambda n, k: [np.arange(n)]": "there should be",
            "folds = lambda n, k: [np.arange(n)[::-1], *[np.arange(0)] * (k - 1)]": "as equal",
        },
    ),
    Exercise(
        "5.6",
        "A leak",
        2,
        check_leaked,
        {
            "leaked = lambda train, test: int(np.isin(test, train).all(axis=1).sum())": "you say",
            "leaked = lambda train, test: 0": "you say 0",
            "leaked = lambda train, test: np.array([True, False])": "one number",
        },
    ),
    Exercise(
        "5.7",
        "A doctor of four illnesses",
        2,
        check_diagnose,
        {
            "diagnose = lambda train, test: 'learning'": "you say 'learning'",
            "diagnose = lambda train, test: 'overfitting' if test[-1] > train[-1] else 'stuck'": (
                "With training losses"
            ),
        },
    ),
    Exercise(
        "5.8",
        "A committee",
        2,
        check_committee,
        {
            "committee = lambda answers, t: np.mean((answers - t) ** 2)": "two numbers",
            "committee = lambda a, t: (np.mean((a - t) ** 2), np.mean((a - t) ** 2))": "committee",
            "committee = lambda a, t: (np.mean((a.mean(0) - t) ** 2),) * 2": "members",
        },
    ),
    Exercise(
        "5.9",
        "A step that learns",
        3,
        check_rule,
        {
            "rule = lambda g, y, x: 0 * g": "of the rings right",
            "rule = lambda g, y, x: g": "of the rings right",
            "rule = lambda g, y, x: -g": "of the rings right",
            "rule = lambda g, y, x: g.sum()": "the shape",
        },
    ),
)
